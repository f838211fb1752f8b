"""The words for alerts between crisis centres, in English; tests hold the tables against the codes."""

from collections.abc import Mapping

URGENCIES: Mapping[str, str] = {
    "immediate": "at once",
    "expected": "within the hour",
    "future": "soon",
    "past": "over already",
    "unknown": "unknown",
}
"""By when something must be done."""

SEVERITIES: Mapping[str, str] = {
    "extreme": "extreme",
    "severe": "severe",
    "moderate": "moderate",
    "minor": "minor",
    "unknown": "unknown",
}

CERTAINTIES: Mapping[str, str] = {
    "observed": "observed",
    "likely": "likely",
    "possible": "possible",
    "unlikely": "unlikely",
    "unknown": "unknown",
}

KINDS: Mapping[str, str] = {"exercise": "EXERCISE", "alert": "alert"}
"""What an alert is; nothing turns one into the other."""

SHARING: Mapping[str, str] = {"lifted": "may be shared", "confidential": "confidential"}
"""Whether its sender has lifted the confidentiality."""
