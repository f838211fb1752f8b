"""Why not: a sentence for every refusal code, in English; `{name}` is a fact of the refusal."""

from collections.abc import Mapping

REFUSALS: Mapping[str, str] = {
    # The machine could not decide, so the answer is no.
    "outside_schema": "The request holds a word that no treaty text knows, so it could not be decided.",
    "unknown_fact": "The request states a fact that no treaty text knows, so it could not be decided.",
    "wrong_fact_type": "The fact {fact} was not stated in the form that the texts expect.",
    "engine_error": "The rules could not be evaluated without an error, so nothing is permitted.",
    # What is refused whoever asks.
    "victims_never_in_index": "Victims and witnesses are in no index and in no question.",
    "no_case": "No case is named, and nothing is looked up outside a case.",
    "no_single_subject": "A question is about one identified person, firm or object.",
    # The wrong door.
    "municipality_to_foreign_police": "A municipality does not ask police abroad; its own police may.",
    "municipality_to_foreign_justice": "A municipality asks no judicial data abroad; a prosecutor may.",
    "eurofisc_official_only": "This is open only to a named Eurofisc liaison official.",
    "foreign_judicial_by_prosecutor": (
        "Judicial data abroad are asked for through the public prosecutor only."
    ),
    "channel_not_allowed": "Straight from unit to unit, or by word of mouth, it goes in four cases only.",
    "access_not_personal": "Only an officer authorised in person, screened and trained may look it up.",
    "outside_post_and_patrol": (
        "It is looked up only in the listed building, or in the vehicle of an active patrol or control."
    ),
    # Lists of number plates.
    "anpr_list_too_old": "The list was received more than five days ago and may not be used.",
    "anpr_copied_from_sis": "A list that is copied from SIS is not exchanged.",
    "anpr_silent_tracking": "A list of plates asks for a physical follow-up, never for silent tracking.",
    "anpr_removable_media": "A list of plates is on no removable medium.",
    "anpr_history": "Past passages are not searched with a list; they are requested as information.",
    # What the received data may not be used for.
    "never_unasked_for_administration": "For administrative measures, police send on request only.",
    "consent_missing_pass_on": (
        "It may not be passed on: the provider's prior written consent for this case is missing."
    ),
    "consent_missing_other_purpose": (
        "It may not serve another purpose: the provider's prior written consent is missing."
    ),
    "consent_missing_evidence": (
        "It may not be used as evidence: the provider's prior written consent is missing."
    ),
    "consent_missing_reveal": (
        "It may not be revealed to the person concerned or to others: the provider's prior written consent "
        "is missing."
    ),
    "cannot_consent": ("{partner} cannot consent: only {provider} can, or justice in its country."),
    "prosecutor_decides": "At a justice node only a prosecutor decides on a consent.",
    "judicial_leave_missing": "The judicial authority that is competent there has not given leave.",
    "tax_use_not_permitted": "Tax information serves tax only, unless the provider permits another use.",
    "confidentiality_not_lifted": "The sender has not lifted the confidentiality of this information.",
    "handling_code_forbids": "The sender's handling code forbids this use.",
    "classification_lost": "The provider's level of confidentiality must go with it.",
    "provenance_lost": "It must stay traceable to the source it came from.",
    "special_categories_unjustified": (
        "Data on origin, belief, health, sex life or biometrics only if strictly necessary."
    ),
    "victim_file_without_consent": "The file of a victim goes only with that person's consent.",
    "shelter_address_disclosed": "Where a victim is sheltered is told to nobody.",
    "victim_data_for_return": "What is known of a victim is never used for a return.",
    # What must be done before.
    "request_fields_missing": "The request lacks statements that it must have.",
    "national_law_unchecked": "Nobody has established that the law of the other country does not oppose it.",
    "register_check_missing": "The Central Register of Integrity Investigations must be consulted first.",
    "opinion_missing": "The opinion of the integrity office must come first.",
    "concrete_facts_missing": "The decision must rest on concrete, verifiable facts that are on file.",
    "data_too_old": "The data are older than the law lets this decision look back.",
    "sector_not_listed": (
        "The sector must be in the royal decree and in a local ordinance, with the opinion it needs."
    ),
    "match_not_confirmed": "A qualified person must confirm the match first.",
    "reasons_missing": "Whoever declines a request gives the reasons.",
    "clarification_not_asked": "What is unclear in a request is asked before it is declined.",
    "host_not_asked": "Five hours have passed without the host's consent: the observation ends.",
    # Nothing permits it.
    "conditions_missing": "A text would permit it, but not everything that it asks for is there.",
    "no_agreement_art14": "No agreement under art. 14 is in force for this pair of countries.",
    "luxembourg_not_party": "Luxembourg takes no part in this implementing agreement.",
    "no_implementing_agreement": (
        "No implementing agreement for this is in force, on this day, for this pair of countries."
    ),
    "no_channel_for_victim_files": (
        "Between the three countries there is a network of contacts, and no channel for files."
    ),
    "nothing_found_in_luxembourg": "No counterpart of this law was found in Luxembourg.",
    "text_not_read": "The text that is law here was not read, so nothing is permitted under it.",
    "list_match_not_art14": "Art. 14 is for individual cases, never for lists.",
    "no_basis_between_municipalities": "No text lets municipalities ask one another over a border.",
    "agreement_not_in_force": "The two nodes have no agreement in force on a text that would permit it.",
    "sample_on_live_node": "Only a SAMPLE text would permit it, and this node is live.",
    "text_not_signed": "No lawyer of this country has signed the text that would permit it.",
    "text_not_switched_on": "The text that would permit it is not switched on here.",
    "no_ground": "No text permits this act between these two authorities.",
    # The case and who works on it.
    "log_not_cosigned": (
        "The log of the node has been without its cosignatures for too long: nothing is asked, answered or "
        "published until it has them."
    ),
    "node_restored": (
        "The node was restored from a backup: nothing is asked, answered or published before the oversight "
        "body has closed the alarm and the day of the restore is over."
    ),
    "no_such_case": "There is no case {case} at this node.",
    "case_closed": "Case {case} is closed, and nothing is asked for a closed case.",
    "joint_over": "This joint case has ended: nothing further is shared in it.",
    "joint_not_joined": "{partner} is not in this joint case: nothing is shared with it or by it.",
    "team_unsigned": "Not everybody who takes part has signed the agreement of the joint team.",
    "team_lapsed": "The agreement of the joint team is not in its period.",
    "joint_not_opener": "Only the node that opened a joint case ends it.",
    "not_a_member": "You are not among those who work on case {case}.",
    "not_in_a_case": "Nobody reads {request} before it is in a case; `trefpunt file` puts it there.",
    "with_a_colleague": "{officer} works on this request; take it over to read it.",
    "purpose_not_of_case": "Case {case} was opened for another purpose.",
    "needs_second_approval": (
        "Somebody in case {case} has a protected capacity, so a second officer must approve each question."
    ),
    "protected_capacity": (
        "Somebody in this case has a protected capacity, so a second officer must approve each question."
    ),
    "alert_needs_second_officer": "A second officer must approve an alert before it is sent: four eyes.",
    # Budgets, because who may ask without end learns everything.
    "budget_officer": (
        "Your questions for today are used up: {left} left, {asked} asked. Renews on {renews_at}."
    ),
    "budget_case": (
        "The questions of this case for today are used up: {left} left, {asked} asked. Renews on {renews_at}."
    ),
    "budget_partner": (
        "The agreement allows no more keys of type {key_type} today: {left} left, {asked} asked. "
        "Renews on {renews_at}."
    ),
    # The partner and its index.
    "partner_unknown": "This node has no agreement with {partner}.",
    "no_agreement": "This node has no agreement with {partner}.",
    "agreement_lapsed": "The agreement with this partner is revoked, has expired or is not yet valid.",
    "policy_differs": "The two nodes do not hold the same wording of a treaty text on which they agreed.",
    "article_not_ours": "The letter rests on {article}, under which this node's law does not permit it.",
    "no_index": "{partner} has not published an index to this node, or the index has ended.",
    "index_expired": "The partner's index has ended in the meantime; ask again once there is a new one.",
    "question_not_in_form": (
        "The question does not have the form that the text prescribes, so many keys of each kind a subject."
    ),
    "key_type_not_published": "The question holds a kind of key that the index does not have.",
    "no_match_terms": "The text permits it, but does not say what a match may tell, so nothing is matched.",
    "subject_gives_no_key": (
        "What is known of the subject gives no key strong enough: add a birth date, a place or a number."
    ),
    "list_is_mixed": (
        "The rows of a list must be of one kind and one category: ask suspects, convicted and firms apart."
    ),
    "proof_failed": "The partner did not prove that it used its published key; the answer is not used.",
    "canary_missed": (
        "A test question that must hit did not; the answer is not used, and both protection officers know."
    ),
    # Persons concerned.
    "concerned_not_oversight": "Only an oversight body takes in what a person asks about their data.",
    "concerned_not_officer": "Only a data protection officer or an overseer deals with what a person asks.",
    "concerned_again": "The same person has asked the same, and it is not answered yet: {request}.",
    "concerned_care": "What a care organisation keeps is told by its own people, never by letter.",
    "concerned_waiting": "Not all have answered ({left} missing), and the clock runs until {renews_at}.",
    # Letters.
    "letter_refused": "The partner's node did not take the letter: {reason}.",
    "letter_expired": "The letter could not be brought to the partner in time; ask again.",
    "other_channel": "The text prescribes another channel for this: {channel}.",
    "purpose_not_agreed": "The agreement with this partner does not have this purpose.",
    "withdrawn": "The letter was withdrawn before it was answered.",
    "handler_error": "The partner's node could not deal with the letter; its manager has been told.",
    "clock": "The clocks of the two nodes differ by more than is allowed.",
    "void": "This letter was declared void by its sender, so that later ones can be dealt with.",
}
"""By code. The list is closed: a test compares it with the codes that the rooms give."""

UNKNOWN = "It is refused for a reason that this version has no sentence for: {code}."
