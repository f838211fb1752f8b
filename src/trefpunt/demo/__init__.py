"""A small invented Benelux, told step by step in the terminal, over real nodes, each in its own process.

Everything in it is real but the data: fifteen nodes with files, keys, logs and ports of their own, agreements
signed over TLS, questions blinded and answered, logs cosigned. A step is in the story when it works. All
persons, firms and numbers are invented; no authority takes part.
Begin with `story.py`, which has the order of the steps; `stage.py` makes, starts and stops the nodes.
"""

from trefpunt.demo.stage import Stage
from trefpunt.demo.story import tell
from trefpunt.demo.teller import Teller

__all__ = ["Stage", "Teller", "tell"]
