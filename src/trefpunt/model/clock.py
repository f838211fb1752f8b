"""What every room asks for the time: a clock that is handed in."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Returns the present moment, aware, in UTC."""
