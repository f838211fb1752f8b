"""The words for requests, answers and consents, in English; tests hold the tables against the codes."""

from collections.abc import Mapping

SOUGHT: Mapping[str, str] = {
    "identity": "identity",
    "whereabouts": "whereabouts",
    "relations": "relations to other persons",
    "vehicles": "vehicles",
    "firms": "firms",
    "proceedings": "proceedings",
    "permits": "permits",
    "vat_status": "VAT status",
    "invoices": "invoices",
}
"""What a request can seek."""

CONTENT_STATES: Mapping[str, str] = {
    "open": "open",
    "partly": "answered in part",
    "answered": "answered",
    "refused": "refused",
}

ANSWER_KINDS: Mapping[str, str] = {
    "full": "a whole answer",
    "partial": "an answer in part",
    "refused": "refused",
}

WHY_NOT: Mapping[str, str] = {
    "not_held": "it is not held",
    "not_available": "it is not available without further inquiry",
    "leave_refused": "the judicial authority refused leave",
    "security": "it would harm national security",
    "ongoing_inquiry": "it would harm an ongoing inquiry",
    "safety_of_a_person": "it would endanger somebody",
    "not_relevant": "it is not relevant to the purpose",
    "disproportionate": "it would be out of proportion",
}
"""Why something is refused or left out of an answer."""

USES: Mapping[str, str] = {
    "pass_on": "passing on",
    "use_for_other_purpose": "use for another purpose",
    "use_as_evidence": "use as evidence",
    "reveal_to_subject": "revealing to the person concerned",
}
"""What may be done with an answer beyond reading it."""

CONSENT_STATES: Mapping[str, str] = {"asked": "asked", "given": "given", "refused": "refused"}
