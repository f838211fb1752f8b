"""The words for codes that rooms give and doors show, in English."""

from collections.abc import Mapping

GRADES: Mapping[str, str] = {"strong": "strong", "medium": "medium", "weak": "weak"}
"""How much a shared key says."""
