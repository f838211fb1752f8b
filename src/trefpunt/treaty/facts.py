"""The facts that a treaty text may ask about: what each means, and who could make it true."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from trefpunt.model import Fact


class Change(StrEnum):
    """Who could lawfully change a fact.

    FORM: the person who asks, by stating it truthfully in the form. ARRANGE: somebody else, and before.
    FIXED: nobody; it is so or it is not.
    """

    FORM = "form"
    ARRANGE = "arrange"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class FactRule:
    """One fact: its type, who could change it, and what it claims when it is true.

    `is_burden` marks a fact that asks for more when it is true; every other one can only help.
    """

    kind: type[bool] | type[int] | type[str]
    change: Change
    meaning: str
    is_burden: bool = False


def _stated(meaning: str) -> FactRule:
    return FactRule(bool, Change.FORM, meaning)


def _arranged(meaning: str) -> FactRule:
    return FactRule(bool, Change.ARRANGE, meaning)


def _given(meaning: str) -> FactRule:
    return FactRule(bool, Change.FIXED, meaning)


FACTS: Mapping[str, FactRule] = {
    "names_one_subject": _stated("The question is about one identified person, firm or object."),
    "each_row_has_case": _stated("Every row of the list belongs to a case of its own."),
    "necessary_and_proportionate": _stated("The officer has recorded why this is needed and not too much."),
    "ask_is_specific": _stated("The request says exactly what is asked."),
    "facts_and_offence_stated": _stated("The request gives its purpose, the facts and the offence."),
    "reason_holder_has_it_stated": _stated("The request says why the other side is thought to hold it."),
    "link_to_person_stated": _stated("The request says how the person is linked to the purpose."),
    "use_limits_stated": _stated("The request says what limits of use apply."),
    "urgency_reasons_stated": _stated("The request gives the reasons for its urgency."),
    "factual_reasons_recorded": _stated("Recorded facts give reason to think the data useful to the other."),
    "concrete_facts_recorded": _stated("The decision rests on concrete, verifiable facts on file."),
    "own_sources_exhausted": _stated("The usual sources at home have been used up."),
    "standard_form_used": _stated("The request is made on the standard form."),
    "suspicion_motivated": _stated("The reasons to suspect fraud are on file."),
    "cross_border_effect": _stated("The crisis has effects on the other side of the border."),
    "victims_left_out": _stated("Nobody is in the index as a victim or a witness."),
    "end_date_set": _stated("The index has an end date, after which it is deleted."),
    "agreement_in_force": _arranged("Both nodes have signed an agreement on this text, in force today."),
    "agreed_texts": FactRule(
        str, Change.ARRANGE, "Names of the texts that the agreement in force cites.", is_burden=True
    ),
    "prior_written_consent": _arranged("The provider consented in writing, before the use."),
    "consent_names_this_case": _arranged("The consent was given for this case."),
    "judicial_leave_given": _arranged("The judicial authority that is competent there gave leave."),
    "national_law_does_not_oppose": _arranged("A lawyer established that the other law does not oppose it."),
    "provider_permits": _arranged("The providing authority permits the other use."),
    "provider_could_do_so_itself": _arranged("The provider could itself use it so at home."),
    "confidentiality_lifted": _arranged("The sender lifted the confidentiality of the information."),
    "register_checked": _arranged("The Central Register of Integrity Investigations was consulted."),
    "opinion_received": _arranged("The opinion of the integrity office was received."),
    "recipient_in_own_state": _given("Who receives it is a public authority of the officer's own state."),
    "recipient_is_tax_authority": _given("Who receives it is a tax authority."),
    "provider_set_no_limit": _given("The provider put no limit on the purpose when it sent the data."),
    "urgent": FactRule(bool, Change.FIXED, "The matter is urgent.", is_burden=True),
    "directly_accessible": _given("The other side can reach the data in its own systems at once."),
    "data_age_years": FactRule(int, Change.FIXED, "Age in years of the oldest data relied on."),
}
"""Every fact that a request may state, whichever act it turns on."""


def fact_fault(stated: Mapping[str, Fact]) -> tuple[str, str] | None:
    """Return what is wrong with stated facts: a kind of fault and the fact's name if it is known, or None.

    A strange name is never given back: somebody may have typed a person's name into it.
    """
    for name, value in stated.items():
        if name not in FACTS:
            return "unknown_fact", ""
        # Exactly: True is an int to Python, and a text treats them differently.
        if type(value) is not FACTS[name].kind:
            return "wrong_fact_type", name
    return None
