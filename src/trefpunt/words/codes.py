"""The words for codes that rooms give and doors show, in English; tests hold the tables against the codes."""

from collections.abc import Mapping

GRADES: Mapping[str, str] = {"strong": "strong", "medium": "medium", "weak": "weak"}
"""How much a shared key says."""

OUTCOMES: Mapping[str, str] = {
    "hit": "hit",
    "no_hit": "no hit",
    "refused": "refused",
    "pending": "pending",
    "not_asked": "not asked",
}
"""What came of a row of a list."""

PURPOSES: Mapping[str, str] = {
    "criminal_offences": "criminal offences",
    "public_order": "public order",
    "administrative_measure": "administrative measure",
    "criminal_evidence": "criminal evidence",
    "permit_decision": "permit decision",
    "vat_assessment": "VAT assessment",
    "vat_fraud": "VAT fraud",
    "return_of_persons": "return of persons",
    "victim_care": "victim care",
    "crisis_management": "crisis management",
    "oversight": "oversight",
}

ROLES: Mapping[str, str] = {
    "information_officer": "information officer",
    "contact_point": "contact point",
    "prosecutor": "prosecutor",
    "permit_officer": "permit officer",
    "tax_official": "tax official",
    "eurofisc_liaison": "Eurofisc liaison official",
    "migration_officer": "migration officer",
    "duty_officer": "duty officer",
    "care_worker": "care worker",
    "data_protection_officer": "data protection officer",
    "overseer": "overseer",
    "system_manager": "system manager",
}

CASE_STATES: Mapping[str, str] = {"open": "open", "closed": "closed"}

CLOCK_STATES: Mapping[str, str] = {
    "none": "no clock",
    "running": "running",
    "kept": "kept",
    "missed": "missed",
}
"""How the clock of a request stands or ended."""

BUNDLE_FAULTS: Mapping[str, str] = {
    "not_a_bundle": "it is no bundle of a case, or is packed otherwise than one is",
    "seal_broken": "the signature under its list does not hold",
    "other_key": "it is signed with another key than you named",
    "member_gone": "it is on the list and not in the bundle",
    "member_added": "it is in the bundle and not on the list",
    "member_changed": "it is not what was signed",
    "checkpoint_unsigned": "the checkpoint has no signature of this log that holds",
    "not_cosigned": "the oversight body and a partner have not both cosigned the checkpoint",
    "entry_changed": "the entry is not what the log holds",
    "entry_not_proven": "the entry is not in the tree of the checkpoint",
    "receipt_unsigned": "the receipt is not signed with the key that stands beside it",
}
"""What is wrong with the bundle of a case."""

AGREEMENT_STATES: Mapping[str, str] = {
    "proposed": "proposed",
    "in_force": "in force",
    "not_yet_valid": "not yet valid",
    "expired": "expired",
    "rejected": "rejected",
    "revoked": "revoked",
}

COSIGNED: Mapping[str, str] = {
    "done": "cosigned",
    "unreached": "does not answer",
    "refused": "refuses",
    "behind": "has seen more of this log than there is",
    "forked": "has seen another log",
}
"""What came of asking a witness."""

STANDINGS: Mapping[str, str] = {
    "sound": "sound",
    "alarm": "late: the alarm is given",
    "reads_only": "too late: nothing may be asked or answered",
}
"""What the cosignatures of a log allow."""

EVENTS: Mapping[str, str] = {
    "node_started": "node started",
    "setting_changed": "setting changed",
    "login": "login",
    "decision_taken": "decision taken",
    "question_asked": "question asked",
    "question_answered": "question answered",
    "question_finished": "question finished",
    "question_repeated": "refused question repeated otherwise",
    "change_examined": "evidence of a change examined",
    "index_published": "index published",
    "index_received": "index received",
    "index_deleted": "index deleted",
    "content_requested": "content requested",
    "request_received": "request received",
    "request_answered": "request answered",
    "answer_received": "answer received",
    "step_taken": "step taken in a request",
    "step_told": "step in a request told by the partner",
    "information_sent": "information sent unasked",
    "information_received": "information received unasked",
    "information_filed": "information put in a case",
    "content_read": "content read",
    "content_used": "content used",
    "consent_asked": "consent asked",
    "consent_decided": "consent decided",
    "package_made": "package made",
    "package_taken": "package taken in",
    "work_assigned": "work assigned",
    "alert_sent": "alert sent",
    "alert_received": "alert received",
    "alert_acknowledged": "alert acknowledged",
    "alert_lifted": "confidentiality of an alert lifted",
    "alert_shared": "alert shared further",
    "programme_changed": "programme changed",
    "register_checked": "register checked",
    "opinion_noted": "step of an opinion noted",
    "use_noted": "answer noted in a decision",
    "subject_informed": "person concerned informed",
    "key_used": "key used",
    "key_erased": "key erased",
    "letter_sent": "letter sent",
    "letter_received": "letter received",
    "letter_applied": "letter applied",
    "letter_refused": "letter refused",
    "letter_expired": "letter expired",
    "receipt_received": "receipt received",
    "alarm": "alarm",
    "agreement_proposed": "agreement proposed",
    "agreement_signed": "agreement signed",
    "agreement_revoked": "agreement revoked",
    "case_opened": "case opened",
    "case_read": "case read",
    "case_handed_over": "case handed over to another officer",
    "joint_opened": "joint case opened",
    "joint_invited": "invited into a joint case",
    "joint_member_told": "how a member stands in a joint case",
    "joint_shared": "shared in a joint case",
    "joint_received": "received in a joint case",
    "joint_ended": "joint case ended",
    "team_noted": "agreement of a joint team noted",
    "task_moved": "state of a task changed",
    "concerned_taken_in": "request of a person taken in",
    "concerned_asked": "asked what is held about a person",
    "concerned_received": "a body asks what is held about a person",
    "concerned_read": "request of a person read",
    "concerned_answered": "answered what is held about a person",
    "concerned_heard": "answer about a person received",
    "concerned_closed": "joint answer to a person composed",
    "case_closed": "case closed",
    "case_exported": "case exported",
    "records_loaded": "records loaded",
    "record_read": "record read",
    "record_removed": "record removed",
    "honey_touched": "synthetic record touched",
    "budget_spent": "budget spent",
    "log_read": "log read",
    "log_exported": "log exported",
    "checkpoint_signed": "checkpoint signed",
    "erasure_done": "erasure done",
    "filler": "filler",
}

LOG_FAULTS: Mapping[str, str] = {
    "leaf_gone": "a leaf is gone",
    "leaf_changed": "a leaf was changed",
    "entry_gone": "an entry is gone",
    "entry_changed": "an entry was changed",
    "node_changed": "a node of the tree was changed",
    "root_changed": "the root is another than the checkpoint says",
    "truncated": "the log ends too early",
    "forked": "a witness has seen another log",
    "odd_checkpoint": "a checkpoint of a size that the log never closed at",
    "checkpoint_gone": "a checkpoint is gone",
    "checkpoint_changed": "a checkpoint was changed",
    "checkpoint_signature": "a checkpoint without a signature that holds",
    "cosignature": "a cosignature does not hold",
    "witness_note": "what a witness holds cannot be read",
    "differs_from_mirror": "the mirror holds something else",
    "erased_without_act": "erased without an act that says so",
}
"""What is wrong at a position of a log."""

TEXT_FAULTS: Mapping[str, str] = {
    "policy": "does not load",
    "wrong_outcome": "comes out wrong",
    "not_one_fact": "does not differ in one fact",
    "no_refuse_case": "has no refuse case",
    "untried_rule": "is tried by no case",
}
"""What is wrong with a treaty text or one of its cases."""

ROW_FAULTS: Mapping[str, str] = {
    "unknown_scheme": "unknown scheme",
    "unknown_country": "unknown country",
    "unknown_category": "unknown capacity",
    "unknown_schema": "unknown kind of subject",
    "unknown_word": "unknown word",
    "wrong_characters": "wrong characters",
    "wrong_length": "wrong length",
    "wrong_form": "wrong form",
    "wrong_check_digit": "wrong check digit",
    "wrong_part": "wrong part",
    "wrong_columns": "wrong number of columns",
    "no_such_date": "no such date",
    "no_reference": "no reference",
    "not_json": "no JSON",
    "reference_twice": "a reference that is there twice",
    "reference_of_other_register": "a reference of another register",
}
"""What is wrong with a value or a row of a file."""

RULE_KINDS: Mapping[str, str] = {"permit": "permit", "forbid": "forbid", "explain": "explain"}
"""What a rule of a treaty text does."""

TOLD: Mapping[str, str] = {"role": "role", "purpose": "purpose", "subject_category": "capacity"}
"""What is said in a question besides its facts."""

EFFECTS: Mapping[str, str] = {
    "opens": "opens",
    "closes": "closes",
    "stays_open": "stays open",
    "stays_closed": "stays closed",
}
"""What another law does to a question."""

ALTERED: Mapping[str, str] = {"added": "added", "removed": "removed", "changed": "changed"}
"""What one version of a draft did to an article."""

STAGES: Mapping[str, str] = {
    "keys": "match keys",
    "points": "evaluating",
    "filters": "filters",
    "blinded": "blinding",
    "answered": "answered",
}
"""What moves while an index is made or a list is asked."""
