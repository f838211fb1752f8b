"""What the texts ask for and attach: facts, conditions, channels, terms and ways round, in English."""

from collections.abc import Mapping

FACTS: Mapping[str, str] = {
    "has_case": "a case is named",
    "names_one_subject": "the question is about one identified person, firm or object",
    "each_row_has_case": "every row of the list belongs to a case of its own",
    "necessary_and_proportionate": "it is on record why this is needed, and that it is not too much",
    "ask_is_specific": "the request says exactly what is asked",
    "facts_and_offence_stated": "the request gives its purpose, the facts and the offence",
    "reason_holder_has_it_stated": "the request says why the other side is thought to hold it",
    "link_to_person_stated": "the request says how the person is linked to the purpose",
    "use_limits_stated": "the request says what limits of use apply",
    "urgency_reasons_stated": "the request gives the reasons for its urgency",
    "factual_reasons_recorded": "facts on record give reason to think that the data are useful to the other",
    "concrete_facts_recorded": "the decision rests on concrete, verifiable facts on file",
    "own_sources_exhausted": "the usual sources at home have been used up",
    "standard_form_used": "the request is made on the standard form",
    "suspicion_motivated": "the reasons to suspect fraud are on file",
    "cross_border_effect": "the crisis has effects on the other side of the border",
    "victims_left_out": "nobody is in the index as a victim or a witness",
    "end_date_set": "the index has an end date, after which it is deleted",
    "agreement_in_force": "both nodes have signed an agreement on this text, and it is in force",
    "agreed_texts": "the agreement in force cites the text",
    "prior_written_consent": "the provider consented in writing, before the use",
    "consent_names_this_case": "the consent was given for this case",
    "judicial_leave_given": "the judicial authority that is competent there gave leave",
    "national_law_does_not_oppose": "a lawyer established that the law over there does not oppose it",
    "provider_permits": "the providing authority permits the other use",
    "provider_could_do_so_itself": "the provider could itself use it so at home",
    "confidentiality_lifted": "the sender lifted the confidentiality of the information",
    "register_checked": "the Central Register of Integrity Investigations was consulted",
    "opinion_received": "the opinion of the integrity office was received",
    "recipient_in_own_state": "who receives it is a public authority of your own state",
    "recipient_is_tax_authority": "who receives it is a tax authority",
    "provider_set_no_limit": "the provider put no limit on the purpose when it sent the data",
    "urgent": "the matter is urgent",
    "directly_accessible": "the other side can reach the data in its own systems at once",
    "data_age_years": "the data are young enough",
}
"""Meaning of a fact once it is so, by its name in the treaty schema."""

CONDITIONS: Mapping[str, str] = {
    "existence_only": "The answer says only whether something is held.",
    "individual_case_only": "For an individual case only.",
    "content_needs_own_request": "What is held needs a request of its own.",
    "own_tasks_only": "Only for your own legal tasks.",
    "keep_classification": "The provider's level of confidentiality stays.",
    "report_use_on_request": "If asked, you tell the provider what was done with it.",
    "confirm_oral_in_24_h": "What is told by word of mouth is confirmed in writing within 24 hours.",
    "consent_before_passing_on": "Written consent of the provider before it is passed on.",
    "consent_before_other_purpose": "Written consent of the provider before another purpose.",
    "consent_before_evidence": "Written consent of the provider before use as evidence.",
    "consent_before_revealing": "Written consent of the provider before the person concerned or others see.",
    "administration_needs_consent": "Written consent of the provider before an administration receives it.",
    "consent_conditions_bind": "The conditions in the consent bind.",
    "tax_use_only": "For tax only.",
    "keep_confidential": "Stays confidential.",
    "a_person_decides": "A person decides, never the software.",
    "delete_at_end_date": "Deleted at its end date.",
    "no_victims_or_witnesses": "Holds no victims and no witnesses.",
    "annex_opinion": "The opinion goes with the decision.",
    "send_decision_to_register": "The decision is sent to the register.",
}

CHANNELS: Mapping[str, str] = {
    "trefpunt": "this node",
    "siena": "SIENA, through the national contact points",
    "vat_forms": "the standard forms for VAT",
    "crisis_channel": "the channel of the crisis centres",
    "none": "no letter: a decision of your own",
}

DEADLINES: Mapping[str, str] = {
    "pol.urgent.direct": "An answer is due within 8 hours.",
    "pol.urgent.indirect": "An answer is due within 3 calendar days.",
    "pol.other": "An answer is due within 7 calendar days.",
    "vat.req": "An answer is due within 3 months.",
    "vat.req.held": "An answer is due within 1 month.",
}
"""By key of the clock in `clocks`; those that a text names."""

WAYS: Mapping[str, str] = {
    "state_in_form": "the same act",
    "arrange_first": "the same act",
    "request_content": "an ordinary request to the same authority",
    "ask_one_by_one": "one question for each case",
    "through_own_police": "your own police asks the police there",
    "through_contact_point": "the same act by your own contact point",
    "through_eurofisc_official": "the same act by your Eurofisc liaison official",
    "check_register": "a look-up in the register, which must come first",
}
"""By code of the detour: what one does."""
