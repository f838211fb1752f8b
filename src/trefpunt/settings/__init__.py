"""The settings of one node: read once, checked whole, handed down; nothing falls back in silence.

Begin with `sections.py`, what can be set; `check.py` finds what is wrong, `reading.py` reads a home.
"""

from trefpunt.settings.reading import FILE_NAME, check_settings, language_in, read_settings
from trefpunt.settings.sections import (
    CrisisSettings,
    DeskSettings,
    ExchangeSettings,
    HitSettings,
    LedgerSettings,
    ListenSettings,
    LogSettings,
    NewsSettings,
    NodeSettings,
    Settings,
)

__all__ = [
    "FILE_NAME",
    "CrisisSettings",
    "DeskSettings",
    "ExchangeSettings",
    "HitSettings",
    "LedgerSettings",
    "ListenSettings",
    "LogSettings",
    "NewsSettings",
    "NodeSettings",
    "Settings",
    "check_settings",
    "language_in",
    "read_settings",
]
