"""What somebody wants to do, as the facts that policy decides on; never about whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from trefpunt.model.authority import Authority, Officer
from trefpunt.model.subject import SubjectCategory


class Action(StrEnum):
    """The acts that need a ground."""

    ASK_HIT = "ask_hit"
    MATCH_LIST = "match_list"
    PUBLISH_INDEX = "publish_index"
    REQUEST_CONTENT = "request_content"
    SEND_UNASKED = "send_unasked"
    CONSULT_DIRECTLY = "consult_directly"
    PASS_ON = "pass_on"
    USE_AS_EVIDENCE = "use_as_evidence"
    USE_FOR_OTHER_PURPOSE = "use_for_other_purpose"
    REVEAL_TO_SUBJECT = "reveal_to_subject"
    WARN = "warn"
    ALERT = "alert"
    RESHARE_ALERT = "reshare_alert"
    REFUSE_PERMIT = "refuse_permit"
    INVESTIGATE_INTEGRITY = "investigate_integrity"
    DECLINE_REQUEST = "decline_request"
    PLAN_CONTROL = "plan_control"
    ASSIST = "assist"
    CROSS_BORDER_OPERATION = "cross_border_operation"
    REFER_VICTIM = "refer_victim"


class Purpose(StrEnum):
    """Why: a closed list, so that no officer can type a purpose that policy does not know."""

    CRIMINAL_OFFENCES = "criminal_offences"
    PUBLIC_ORDER = "public_order"
    ADMINISTRATIVE_MEASURE = "administrative_measure"
    CRIMINAL_EVIDENCE = "criminal_evidence"
    PERMIT_DECISION = "permit_decision"
    VAT_ASSESSMENT = "vat_assessment"
    VAT_FRAUD = "vat_fraud"
    RETURN_OF_PERSONS = "return_of_persons"
    VICTIM_CARE = "victim_care"
    CRISIS_MANAGEMENT = "crisis_management"
    OVERSIGHT = "oversight"


class DataCategory(StrEnum):
    """What kind of data the act is about."""

    POLICE_INDEX = "police_index"
    POLICE_INFORMATION = "police_information"
    TAX_INDEX = "tax_index"
    VAT_INFORMATION = "vat_information"
    FRAUD_WARNING = "fraud_warning"
    INTEGRITY_REGISTER = "integrity_register"
    MUNICIPAL_INDEX = "municipal_index"
    MUNICIPAL_SIGNAL = "municipal_signal"
    CRISIS_INFORMATION = "crisis_information"
    ANPR_LIST = "anpr_list"
    VEHICLE_REGISTER = "vehicle_register"
    POPULATION_REGISTER = "population_register"
    BIOMETRIC_CORE_DATA = "biometric_core_data"
    JUDICIAL_INFORMATION = "judicial_information"
    INTEGRITY_OPINION = "integrity_opinion"
    PARTNERSHIP_SIGNAL = "partnership_signal"
    RECAPITULATIVE_STATEMENTS = "recapitulative_statements"
    DIRECT_TAX_INFORMATION = "direct_tax_information"
    MIGRATION_INFORMATION = "migration_information"
    VICTIM_ALERT = "victim_alert"
    VICTIM_FILE = "victim_file"


Fact = bool | int | str


@dataclass(frozen=True, slots=True)
class Request:
    """One act that somebody wants to do, with every fact that a treaty text may ask about.

    Attributes:
        officer: who acts, in which role, for which authority.
        holder: the authority whose data it is about (answers, provided, or is sent to under SEND_UNASKED).
        on: the day for which the law is read.
        has_case: whether a case is named; the case number itself never takes part in a decision.
        facts: further facts by name; only names of the one Cedar schema, all others are refused.
    """

    action: Action
    officer: Officer
    holder: Authority
    category: DataCategory
    subject_category: SubjectCategory
    purpose: Purpose
    on: date
    has_case: bool = False
    facts: Mapping[str, Fact] = field(default_factory=dict)
