"""The words for requests, answers and consents, in English; tests hold the tables against the codes."""

from collections.abc import Mapping

from trefpunt.words.law import FACTS

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
    "opinion": "opinion on integrity",
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

STEPS: Mapping[str, str] = {
    "acknowledged": "receipt acknowledged",
    "clarification_asked": "to be clarified",
    "clarified": "clarified",
    "delayed": "late, with a reason",
    "told_orally": "told orally",
    "feedback_asked": "feedback asked for",
    "feedback": "feedback",
}
"""What either side tells about a request besides its answer."""

UNCLEAR: Mapping[str, str] = {
    "subject": "about whom or what it is",
    "what_is_sought": "what exactly is sought",
    "purpose_and_facts": "the purpose, the facts and the offence",
    "reason_holder_has_it": "why it is thought to be held here",
    "link_to_person": "the link between the purpose and the person",
    "urgency": "why it is urgent",
    "use_limits": "for what it will be used",
    "own_sources": "what the own sources gave",
}
"""What of a request is to be clarified."""

WHY_LATE: Mapping[str, str] = {
    "judicial_leave": "judicial leave is awaited",
    "inquiry_needed": "it takes an inquiry",
    "other_service": "another service holds it",
}
"""Why an answer comes after its clock."""

WHY_ORAL: Mapping[str, str] = {
    "border_units": "units of the border region, in a matter there",
    "task_would_be_delayed": "the channel would have delayed an urgent task",
    "agreed_beforehand": "the contact points agreed beforehand",
    "joint_operation": "officers in a joint operation",
}
"""Why units spoke to one another directly."""

FEEDBACK: Mapping[str, str] = {
    "read": "it was read",
    "known_already": "it was known already",
    "led_to_check": "it led to a check",
    "led_to_case": "it led to a case",
    "led_to_decision": "it led to a decision or a sanction",
    "nothing_found": "nothing was found",
    "not_our_task": "it is another service's task",
    "may_not_say": "nothing may be said; ask the contact point",
    "more_detail": "more detail is asked for",
}
"""What came of information."""

STEP_WORDS: Mapping[str, Mapping[str, str]] = {
    "clarification_asked": UNCLEAR,
    "clarified": FACTS,
    "delayed": WHY_LATE,
    "told_orally": WHY_ORAL,
    "feedback": FEEDBACK,
}
"""The words of each kind of step that has any."""

USES: Mapping[str, str] = {
    "pass_on": "passing on",
    "use_for_other_purpose": "use for another purpose",
    "use_as_evidence": "use as evidence",
    "reveal_to_subject": "revealing to the person concerned",
}
"""What may be done with an answer beyond reading it."""

CONSENT_STATES: Mapping[str, str] = {"asked": "asked", "given": "given", "refused": "refused"}

JOINT_KINDS: Mapping[str, str] = {"task": "task", "note": "note", "evidence": "pointer to evidence"}
"""What is shared in a joint case."""

MEMBER_STATES: Mapping[str, str] = {
    "invited": "invited",
    "joined": "takes part",
    "declined": "declined",
    "left": "has left",
}

TASK_STATES: Mapping[str, str] = {"open": "open", "taken": "taken up", "done": "done", "dropped": "dropped"}

JOINT_WORDS: Mapping[str, str] = {
    "control_on_site": "a control on site",
    "compare_accounts": "compare the accounts",
    "check_own_registers": "check the own registers",
    "make_report": "make the common report",
    "meeting_needed": "a meeting is needed",
    "plan_changed": "the plan has changed",
    "wait_for_prosecutor": "wait for the prosecutor",
    "nothing_found": "nothing was found",
    "document": "a document",
    "image": "an image",
    "recording": "a recording",
    "data_file": "a data file",
    "not_our_task": "it is not our task",
    "no_power": "there is no power to do so",
    "overtaken": "events have overtaken it",
}
"""The only words that tasks, notes and pointers of a joint case consist of."""

HANDLING: Mapping[str, str] = {
    "H0": "for fighting crime only",
    "H1": "not in judicial proceedings without leave of who gave it",
    "H2": "not passed on without leave of who gave it",
    "H3": "another restriction binds: ask who gave it",
}
"""What each handling code binds to. Source: Europol handling codes, as quoted in Council 6243/18."""

MARKINGS: Mapping[str, str] = {
    "fact": "a fact",
    "assessment": "an assessment by a person",
    "source_a": "source A: no doubt, or always reliable",
    "source_b": "source B: mostly reliable",
    "source_c": "source C: mostly not reliable",
    "source_x": "source X: cannot be judged",
    "information_1": "information 1: certain",
    "information_2": "information 2: known by the source itself",
    "information_3": "information 3: heard by the source, and other information supports it",
    "information_4": "information 4: heard by the source, and nothing supports it",
    "handling_h0": "H0: for fighting crime only",
    "handling_h1": "H1: not in judicial proceedings without leave of who gave it",
    "handling_h2": "H2: not passed on without leave of who gave it",
    "handling_h3": "H3: another restriction binds, ask who gave it",
    "unclassified": "not classified",
    "restricted": "classified: restricted",
    "confidential": "classified: confidential",
    "secret": "classified: secret",
    "tlp_clear": "TLP:CLEAR, for everybody",
    "tlp_green": "TLP:GREEN, within the community",
    "tlp_amber": "TLP:AMBER, who receives it and its clients who need it",
    "tlp_amber_strict": "TLP:AMBER+STRICT, only the organisation that receives it",
    "tlp_red": "TLP:RED, only those who were told",
    "pap_clear": "PAP:CLEAR, any lawful action",
    "pap_green": "PAP:GREEN, actions within the own network too",
    "pap_amber": "PAP:AMBER, nothing that the subject could notice",
    "pap_red": "PAP:RED, only what cannot be noticed at all",
}
"""How good information is, and how it is to be handled. Sources: see `model.marking`."""

TEAM_CLAUSES: Mapping[str, str] = {
    "parties": "parties",
    "purpose": "purpose",
    "period": "period",
    "states_of_operation": "states of operation",
    "leaders": "leaders",
    "members": "members",
    "participants": "participants",
    "evidence": "evidence",
    "access_to_information": "access to information",
    "media": "media",
    "evaluation": "evaluation",
    "data_protection": "data protection",
    "costs": "costs",
    "operational_plan": "operational plan",
}
"""The clauses of the agreement of a joint team."""
