"""The words for permit files, in English; tests hold the tables against the codes."""

from collections.abc import Mapping

STEPS: Mapping[str, str] = {
    "asked": "opinion asked",
    "admissible": "request admissible",
    "received": "opinion received",
}
"""How far the opinion of the integrity office is."""

CLOCKS: Mapping[str, str] = {
    "be.diob.adm": "word on whether the request is admissible",
    "be.diob.op": "opinion of the integrity office",
    "gdpr.inform": "the person concerned is informed",
    "be.log": "the log of the check is kept at least",
}
"""By key of the clock in `clocks`."""
