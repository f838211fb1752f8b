"""The closed lists of words in which treaty answers; the screens' sentences are in `words`."""

from enum import StrEnum


class RefusalCode(StrEnum):
    """Why an act is refused. Where several rules refuse, the one listed first is the refusal's code.

    The sentence behind each is documentation only.
    """

    # The machine could not decide, so the answer is no.
    OUTSIDE_SCHEMA = "outside_schema"  # The request holds a word that no treaty text knows.
    UNKNOWN_FACT = "unknown_fact"  # The request states a fact that no treaty text knows.
    WRONG_FACT_TYPE = "wrong_fact_type"  # The fact {fact} was not stated as yes or no, or as a number.
    ENGINE_ERROR = "engine_error"  # The rules could not be evaluated without error, so nothing is permitted.

    # What is refused whoever asks.
    VICTIMS_NEVER_IN_INDEX = (
        "victims_never_in_index"  # Victims and witnesses are in no index and no question.
    )
    NO_CASE = "no_case"  # No case is named, and nothing is looked up outside a case.
    NO_SINGLE_SUBJECT = "no_single_subject"  # A question is about one identified subject; no wildcards.

    # The wrong door.
    MUNICIPALITY_TO_FOREIGN_POLICE = "municipality_to_foreign_police"  # Only the own police may ask them.
    MUNICIPALITY_TO_FOREIGN_JUSTICE = "municipality_to_foreign_justice"  # Only a prosecutor may ask them.
    EUROFISC_OFFICIAL_ONLY = "eurofisc_official_only"  # Reserved for a named Eurofisc liaison official.
    FOREIGN_JUDICIAL_BY_PROSECUTOR = "foreign_judicial_by_prosecutor"  # Only through the prosecutor.
    CHANNEL_NOT_ALLOWED = "channel_not_allowed"  # Past the contact points in four cases only.
    ACCESS_NOT_PERSONAL = "access_not_personal"  # An authorisation in person, screened and trained.
    OUTSIDE_POST_AND_PATROL = "outside_post_and_patrol"  # Only in the building, or on patrol in the vehicle.

    # Lists of number plates.
    ANPR_LIST_TOO_OLD = "anpr_list_too_old"  # No list is used that was received more than five days ago.
    ANPR_COPIED_FROM_SIS = "anpr_copied_from_sis"  # Own copies of SIS are not exchanged.
    ANPR_SILENT_TRACKING = "anpr_silent_tracking"  # A physical follow-up must be asked.
    ANPR_REMOVABLE_MEDIA = "anpr_removable_media"  # Such a list is on no removable medium.
    ANPR_HISTORY = "anpr_history"  # Past passages are asked for as information.

    # What the received data may not be used for.
    NEVER_UNASKED_FOR_ADMINISTRATION = "never_unasked_for_administration"  # Police send this on request only.
    CONSENT_MISSING_PASS_ON = "consent_missing_pass_on"  # The provider's prior written consent is missing.
    CONSENT_MISSING_OTHER_PURPOSE = "consent_missing_other_purpose"  # As above, for another purpose.
    CONSENT_MISSING_EVIDENCE = "consent_missing_evidence"  # As above, for use as evidence.
    CONSENT_MISSING_REVEAL = "consent_missing_reveal"  # As above, for any use that reveals the data.
    JUDICIAL_LEAVE_MISSING = "judicial_leave_missing"  # The judicial authority there has not given leave.
    TAX_USE_NOT_PERMITTED = "tax_use_not_permitted"  # Tax data serve tax only, unless the provider permits.
    CONFIDENTIALITY_NOT_LIFTED = "confidentiality_not_lifted"  # The sender has not lifted confidentiality.
    HANDLING_CODE_FORBIDS = "handling_code_forbids"  # The sender's handling code forbids this use.
    CLASSIFICATION_LOST = "classification_lost"  # The provider's level of confidentiality must go with it.
    PROVENANCE_LOST = "provenance_lost"  # It must stay traceable to its source.
    SPECIAL_CATEGORIES_UNJUSTIFIED = "special_categories_unjustified"  # Only if strictly necessary.
    VICTIM_FILE_WITHOUT_CONSENT = "victim_file_without_consent"  # The person has not consented.
    SHELTER_ADDRESS_DISCLOSED = "shelter_address_disclosed"  # It would say where somebody is sheltered.
    VICTIM_DATA_FOR_RETURN = "victim_data_for_return"  # Never against whom they are to protect.

    # What must be done before.
    REQUEST_FIELDS_MISSING = "request_fields_missing"  # The request lacks fields that it must have.
    NATIONAL_LAW_UNCHECKED = "national_law_unchecked"  # Nobody established that the other law allows it.
    REGISTER_CHECK_MISSING = "register_check_missing"  # The register must be consulted before a refusal.
    OPINION_MISSING = "opinion_missing"  # The integrity office's opinion must come before a refusal.
    CONCRETE_FACTS_MISSING = "concrete_facts_missing"  # The decision must rest on concrete facts on file.
    DATA_TOO_OLD = "data_too_old"  # The data are older than the law lets a decision look back.
    SECTOR_NOT_LISTED = "sector_not_listed"  # The sector must be in royal decree and local ordinance.
    MATCH_NOT_CONFIRMED = "match_not_confirmed"  # A person confirms a match before anything follows.
    REASONS_MISSING = "reasons_missing"  # Whoever declines says why.
    CLARIFICATION_NOT_ASKED = "clarification_not_asked"  # What is unclear is asked before saying no.
    HOST_NOT_ASKED = "host_not_asked"  # The host must consent, or be told in time.

    # Nothing permits it.
    CONDITIONS_MISSING = "conditions_missing"  # {article} would permit it once {missing} is so.
    NO_AGREEMENT_ART14 = "no_agreement_art14"  # No agreement under art. 14 is in force for this pair.
    LUXEMBOURG_NOT_PARTY = "luxembourg_not_party"  # Luxembourg takes no part in the agreement.
    NO_IMPLEMENTING_AGREEMENT = "no_implementing_agreement"  # None is in force, this day, for this pair.
    NO_CHANNEL_FOR_VICTIM_FILES = "no_channel_for_victim_files"  # A network of contacts, no channel.
    NOTHING_FOUND_IN_LUXEMBOURG = "nothing_found_in_luxembourg"  # No counterpart was found there.
    TEXT_NOT_READ = "text_not_read"  # The body of the text that was law then was not read.
    LIST_MATCH_NOT_ART14 = "list_match_not_art14"  # Art. 14 is for individual cases, never for lists.
    NO_BASIS_BETWEEN_MUNICIPALITIES = "no_basis_between_municipalities"  # No text lets them over a border.
    AGREEMENT_NOT_IN_FORCE = "agreement_not_in_force"  # The nodes have no agreement on {article} in force.
    SAMPLE_ON_LIVE_NODE = "sample_on_live_node"  # Only a SAMPLE text would permit it, and this node is live.
    TEXT_NOT_SIGNED = "text_not_signed"  # No lawyer of this country has signed the text that would permit it.
    TEXT_NOT_SWITCHED_ON = "text_not_switched_on"  # The text that would permit it is off here.
    NO_GROUND = "no_ground"  # No text permits this act between these two authorities.


class Condition(StrEnum):
    """What binds whoever receives the answer."""

    EXISTENCE_ONLY = "existence_only"
    INDIVIDUAL_CASE_ONLY = "individual_case_only"
    CONTENT_NEEDS_OWN_REQUEST = "content_needs_own_request"
    OWN_TASKS_ONLY = "own_tasks_only"
    KEEP_CLASSIFICATION = "keep_classification"
    REPORT_USE_ON_REQUEST = "report_use_on_request"
    CONFIRM_ORAL_IN_24_H = "confirm_oral_in_24_h"
    CONSENT_BEFORE_PASSING_ON = "consent_before_passing_on"
    CONSENT_BEFORE_OTHER_PURPOSE = "consent_before_other_purpose"
    CONSENT_BEFORE_EVIDENCE = "consent_before_evidence"
    CONSENT_BEFORE_REVEALING = "consent_before_revealing"
    ADMINISTRATION_NEEDS_CONSENT = "administration_needs_consent"
    CONSENT_CONDITIONS_BIND = "consent_conditions_bind"
    TAX_USE_ONLY = "tax_use_only"
    KEEP_CONFIDENTIAL = "keep_confidential"
    A_PERSON_DECIDES = "a_person_decides"
    DELETE_AT_END_DATE = "delete_at_end_date"
    NO_VICTIMS_OR_WITNESSES = "no_victims_or_witnesses"
    ANNEX_OPINION = "annex_opinion"
    SEND_DECISION_TO_REGISTER = "send_decision_to_register"
    TELL_CONTACT_POINT_AT_ONCE = "tell_contact_point_at_once"
    KEEP_PROVENANCE = "keep_provenance"
    NEWEST_LIST_ONLY = "newest_list_only"
    NO_REMOVABLE_MEDIA = "no_removable_media"
    FIRST_HIT_CHECKED_BY_EYE = "first_hit_checked_by_eye"
    REASON_IN_OWNERS_LOG = "reason_in_owners_log"
    HOST_COMMANDS = "host_commands"
    REPORT_TO_HOST = "report_to_host"
    FREE_AFTER_SIX_HOURS = "free_after_six_hours"
    STOP_AFTER_FIVE_HOURS = "stop_after_five_hours"
    ACCURACY_STATED = "accuracy_stated"
    COUNT_AND_REFERENCE_ONLY = "count_and_reference_only"
    PERSON_CONFIRMS_MATCH = "person_confirms_match"
    WISHES_OF_THE_PERSON = "wishes_of_the_person"
    SHELTER_STAYS_SECRET = "shelter_stays_secret"
    NEVER_FOR_RETURN = "never_for_return"
    LOOK_BACK_FIVE_YEARS = "look_back_five_years"
    NOT_TO_THE_PERSON = "not_to_the_person"
    STARTS_OWN_INQUIRY_ONLY = "starts_own_inquiry_only"
    TELL_WHAT_CAME_OF_IT = "tell_what_came_of_it"


class DetourCode(StrEnum):
    """A lawful way that may be open instead."""

    STATE_IN_FORM = "state_in_form"  # The same act, once the form is filled in truthfully.
    ARRANGE_FIRST = "arrange_first"  # The same act, once somebody else has done their part.
    REQUEST_CONTENT = "request_content"  # An ordinary request to the same authority.
    ASK_ONE_BY_ONE = "ask_one_by_one"  # One question for each case.
    THROUGH_OWN_POLICE = "through_own_police"  # The own police asks the other police.
    THROUGH_CONTACT_POINT = "through_contact_point"  # The same act by the own contact point.
    THROUGH_EUROFISC_OFFICIAL = "through_eurofisc_official"  # The same act by the liaison official.
    CHECK_REGISTER = "check_register"  # The look-up in the register, which must come first.
