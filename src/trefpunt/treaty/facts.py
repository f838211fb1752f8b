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

    `is_burden` marks a fact that asks for more when it is true; every other one can only help. `words` is the
    closed list of a fact in words, where there is one.
    """

    kind: type[bool] | type[int] | type[str]
    change: Change
    meaning: str
    is_burden: bool = False
    words: frozenset[str] = frozenset()

    def takes(self, value: object) -> bool:
        """Tell whether a value has the form of this fact."""
        # Exactly: True is an int to Python, and a text treats them differently.
        if type(value) is not self.kind:
            return False
        return not self.words or set(str(value).split()) <= self.words


def _stated(meaning: str) -> FactRule:
    return FactRule(bool, Change.FORM, meaning)


def _arranged(meaning: str) -> FactRule:
    return FactRule(bool, Change.ARRANGE, meaning)


def _given(meaning: str) -> FactRule:
    return FactRule(bool, Change.FIXED, meaning)


def _burden(meaning: str) -> FactRule:
    return FactRule(bool, Change.FIXED, meaning, is_burden=True)


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
    "urgent": _burden("The matter is urgent."),
    "directly_accessible": _given("The other side can reach the data in its own systems at once."),
    "data_age_years": FactRule(int, Change.FIXED, "Age in years of the oldest data relied on."),
    # By which way a request goes.
    "direct_between_units": _burden("It goes straight from unit to unit, past the contact points."),
    "told_orally": _burden("It is told by word of mouth."),
    "border_units_and_matter": _given("Both units, their areas and the matter lie in the border region."),
    "officers_in_operation": _given("The officers concerned are in a joint operation at this moment."),
    "channel_would_delay": _stated("The matter is pressing, and the contact points would delay it."),
    "contact_point_agreed": _arranged("The contact point agreed to it beforehand."),
    "copied_to_contact_points": _stated("The contact points of both states receive a copy."),
    "through_contact_points": _stated("It goes through the national contact points."),
    "through_prosecutor": _arranged("The public prosecutor puts the request."),
    # What makes data heavier.
    "serious_offence": _given("The offence is on the list of serious offences."),
    "under_judicial_inquiry": _burden("The data come from an inquiry that a prosecutor or judge leads."),
    "special_categories": _burden("It holds data on origin, belief, health, sex life or biometrics."),
    "strictly_necessary": _stated("It is on record why nothing less than these data will do."),
    "handling_codes": FactRule(
        str,
        Change.FIXED,
        "Handling codes that the sender put on it.",
        is_burden=True,
        words=frozenset({"H0", "H1", "H2", "H3"}),
    ),
    "obtained_by_consultation": _burden("It was looked up in the other party's database."),
    "classification_kept": _stated("The provider's level of confidentiality goes with it."),
    "provenance_kept": _stated("It stays traceable to the source it came from."),
    # Lists of number plates.
    "list_age_days": FactRule(int, Change.FIXED, "Days since the list was received."),
    "not_copied_from_sis": _stated("The list holds nothing that was merely copied from SIS."),
    "physical_follow_up": _stated("A physical follow-up is asked for each plate, never silent tracking."),
    "follow_up_lawful": _stated("Each plate is internationally alerted, or the receiver may follow it up."),
    "lawful_reference_at_home": _stated("At home, too, these plates could be put on such a list."),
    "area_and_time_agreed": _arranged("Area, time and frequency were agreed beforehand."),
    "no_removable_media": _stated("The list is on no removable medium."),
    "no_history_search": _stated("It is compared with passages to come, not with those of the past."),
    # Looking up data of another party oneself.
    "named_authorisation": _arranged("The officer has an authorisation in person, given by the other side."),
    "screened": _arranged("The officer was screened by the own service."),
    "trained": _arranged("The officer was trained by whoever keeps the data."),
    "in_listed_building": _given("The officer is in the listed building of the joint police post."),
    "on_active_patrol": _given("The officer is on a mixed patrol or joint control now, and named for it."),
    "in_patrol_vehicle": _given("It is done with the equipment in the vehicle of that patrol."),
    "listed_sets_only": _stated("Only data sets that the agreement lists are looked up."),
    "own_numbers_only": _stated("Only what concerns VAT numbers of the own state is looked up."),
    "both_take_part": _arranged("Both states take part in this exchange."),
    "two_identifying_data": _stated("First name, family name, birth date: at least two of them are given."),
    "offence_of_one_year": _stated("The offence carries at least a year at most in the asking state."),
    "confirmed_by_person": _stated("A qualified person confirmed the match."),
    "full_plate_or_vin": _stated("The whole number plate or the whole chassis number is given."),
    # A local authority, its ordinance and its partners.
    "sector_listed": _given("The sector is in the royal decree."),
    "local_ordinance": _arranged("A local ordinance in force provides for it."),
    "mayor_decided": _arranged("The mayor decided on it."),
    "part_of_territory": _burden("The ordinance is for a part of the territory."),
    "regional_opinion": _arranged("The regional centre gave its binding opinion."),
    "beyond_managers": _burden("It reaches beyond those in charge: to who controls or finances."),
    "both_in_partnership": _given("Both are partners in the same partnership that the law names."),
    # Saying no to a request.
    "ground_is_listed": _stated("The ground is among those that the text names."),
    "reasons_given": _stated("The reasons are told, by the way the request came."),
    "clarification_asked": _stated("What was unclear in the request was asked first."),
    # On the ground.
    "plan_agreed": _arranged("Both agreed on the plan: participants, powers, aim."),
    "host_consented": _arranged("The host state consented beforehand."),
    "host_in_command": _stated("The host's authority is in command, and the host's law holds."),
    "host_present": _stated("An officer of the host is present."),
    "host_waived_presence": _arranged("Host and sender agreed to do without an officer of the host."),
    "host_told_at_once": _stated("The host is told at the latest when the border is crossed."),
    "stops_when_told": _stated("It is broken off as soon as the host says so."),
    "no_private_places": _stated("No home is entered, and no place that is not open to the public."),
    "recognisable": _stated("The officers wear uniform or an armband."),
    "hands_over_at_once": _stated("Persons held and objects secured are handed over at once."),
    "reports_to_host": _stated("The host receives a report afterwards."),
    "written_authority": _stated("The officials carry a written authority."),
    "reasons_and_period_stated": _stated("The proposal says why, and for which period."),
    "equipment_listed": _stated("A list of the equipment goes with it."),
    "no_judicial_order_needed": _given("In the host state it needs no order of a prosecutor or a judge."),
    "acute_danger": _given("It is to avert acute danger, and the host cannot be there in time."),
    "in_border_region": _given("It is in the border region."),
    "in_hot_pursuit": _given("A person is being pursued, and the host could not be warned or take over."),
    "observing": _given("A person is being observed in a criminal inquiry."),
    "escorting": _given("Persons or goods are being transported or escorted."),
    "surrenderable_offence": _given("It is an offence for which a person can be surrendered."),
    "hours_since_crossing": FactRule(int, Change.FIXED, "Whole hours since the border was crossed."),
    "under_aliens_law": _burden("It is an escort under the law on aliens."),
    "special_units": _given("It is between special units."),
    "serious_direct_threat": _given("There is a serious and direct threat to life or limb from an offence."),
    # Victims.
    "person_consented": _arranged("The person consented, informed and in writing."),
    "no_shelter_address": _stated("It does not say where the person is sheltered."),
}
"""Every fact that a request may state, whichever act it turns on."""


def fact_fault(stated: Mapping[str, Fact]) -> tuple[str, str] | None:
    """Return what is wrong with stated facts: a kind of fault and the fact's name if it is known, or None.

    A strange name is never given back: somebody may have typed a person's name into it.
    """
    for name, value in stated.items():
        if name not in FACTS:
            return "unknown_fact", ""
        if not FACTS[name].takes(value):
            return "wrong_fact_type", name
    return None
