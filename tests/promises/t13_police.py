"""The table of law for T13, part one: police, evidence, and what the house refuses to everybody."""

from datetime import date

from tests.promises.t13_rows import ACROSS, BE_NL, HOME, Asked, Book

POLICE = {"who": "police", "to": "police"}
POLICE_DATA = {**POLICE, "about": "police_information"}
ORDER = "criminal_offences public_order"
COUNTER = "administrative_measure permit_decision"
EXCHANGE = "request_content send_unasked"
LOOKING = "ask_hit match_list request_content consult_directly"


def _older_than_five_days(asked: Asked) -> bool:
    return (asked.number("list_age_days") or 0) > 5


def _host_agrees_or_hurry(asked: Asked) -> bool:
    hours = asked.number("hours_since_crossing")
    in_hurry = asked.says("urgent", "host_told_at_once") and hours is not None and hours < 5
    return asked.says("host_consented") or in_hurry


def _host_beside(asked: Asked) -> bool:
    waived = asked.says("host_waived_presence") and asked.host.value in ("BE", "LU")
    return asked.says("host_present") or waived


BPT = Book("benelux-police-treaty", ACROSS, date(2023, 10, 1))
TREATY = (
    BPT.yes(
        "4(1)",
        "request_content",
        "has_case names_one_subject necessary_and_proportionate",
        why=ORDER,
        **POLICE_DATA,
    ),
    BPT.yes("4(2)", "send_unasked", "factual_reasons_recorded", why=ORDER, **POLICE_DATA),
    BPT.yes(
        "4(3)",
        "request_content",
        "has_case names_one_subject necessary_and_proportionate national_law_does_not_oppose",
        why=COUNTER,
        **POLICE_DATA,
    ),
    BPT.no(
        "4(3)",
        "request_content",
        why=COUNTER,
        test=lambda a: not a.says("national_law_does_not_oppose"),
        **POLICE,
    ),
    BPT.no("4(3)", "send_unasked", who="police", why=COUNTER),
    BPT.no(
        "6",
        EXCHANGE,
        "direct_between_units",
        test=lambda a: (
            not a.says_any(
                "border_units_and_matter",
                "channel_would_delay",
                "contact_point_agreed",
                "officers_in_operation",
            )
        ),
        **POLICE,
    ),
    BPT.no("12", EXCHANGE, "told_orally", test=lambda a: not a.says("direct_between_units"), **POLICE),
    BPT.yes(
        "9", "pass_on", "recipient_in_own_state prior_written_consent consent_names_this_case", **POLICE_DATA
    ),
    BPT.no("8", "pass_on", about="police_information", test=lambda a: not a.says("classification_kept")),
    BPT.no(
        "9",
        "pass_on",
        about="police_information",
        test=lambda a: not a.says("prior_written_consent", "consent_names_this_case"),
    ),
    BPT.yes(
        "10(2)",
        "use_for_other_purpose",
        why=ORDER,
        test=lambda a: a.says_any("provider_set_no_limit", "prior_written_consent"),
        **POLICE_DATA,
    ),
    BPT.no(
        "10(2)",
        "use_for_other_purpose",
        about="police_information",
        test=lambda a: not a.says_any("provider_set_no_limit", "prior_written_consent"),
    ),
    BPT.yes(
        "10(3)",
        "use_as_evidence",
        "has_case prior_written_consent",
        who="police justice",
        to="police",
        about="police_information",
        why="criminal_evidence",
    ),
    BPT.no(
        "10(3)",
        "use_as_evidence",
        about="police_information",
        test=lambda a: not a.says("prior_written_consent"),
    ),
    BPT.no(
        "11(2)",
        "use_as_evidence",
        about="police_information",
        test=lambda a: a.host.value == "LU" and not a.says("judicial_leave_given"),
    ),
    BPT.yes(
        "10(4)",
        "reveal_to_subject",
        "prior_written_consent consent_names_this_case",
        to="police",
        about="police_information",
    ),
    BPT.no(
        "10(4)",
        "reveal_to_subject",
        about="police_information",
        test=lambda a: not a.says("prior_written_consent", "consent_names_this_case"),
    ),
)
ON_THE_GROUND = (
    BPT.yes(
        "18",
        "assist",
        "through_contact_points ask_is_specific host_in_command equipment_listed no_judicial_order_needed",
        why=ORDER,
        **POLICE,
    ),
    BPT.yes(
        "19",
        "cross_border_operation",
        "acute_danger host_told_at_once",
        test=lambda a: a.says_any("in_border_region", "officers_in_operation"),
        **POLICE,
    ),
    BPT.yes(
        "20",
        "plan_control",
        "plan_agreed host_in_command recognisable hands_over_at_once reports_to_host",
        why=ORDER,
        **POLICE,
    ),
    BPT.yes(
        "21",
        "cross_border_operation",
        "in_hot_pursuit host_told_at_once stops_when_told no_private_places",
        **POLICE,
    ),
    BPT.yes(
        "22",
        "cross_border_operation",
        "observing has_case surrenderable_offence no_private_places stops_when_told",
        why="criminal_offences",
        test=_host_agrees_or_hurry,
        **POLICE,
    ),
    BPT.no(
        "22",
        "cross_border_operation",
        "observing",
        test=lambda a: (a.number("hours_since_crossing") or 0) >= 5 and not a.says("host_consented"),
    ),
    BPT.yes(
        "23-24",
        "assist",
        "has_case ask_is_specific no_judicial_order_needed host_consented",
        why="criminal_offences",
        test=_host_beside,
        **POLICE,
    ),
    BPT.yes("25", "cross_border_operation", "escorting host_consented", **POLICE),
    BPT.no("25", "cross_border_operation", "under_aliens_law", **POLICE),
    BPT.yes(
        "52-60",
        "assist",
        "special_units serious_direct_threat ask_is_specific host_in_command",
        why="criminal_offences",
        **POLICE,
    ),
    BPT.yes("61", "decline_request", "ground_is_listed reasons_given", **POLICE_DATA),
    BPT.no("61", "decline_request", test=lambda a: not a.says("reasons_given"), **POLICE),
)

ANPR = Book("benelux-agreement-art13", BE_NL, date(2025, 12, 12))
POST = Book("benelux-agreement-art15", BE_NL, date(2025, 7, 15))
PATROL = Book("benelux-agreement-art16", BE_NL, date(2025, 7, 15))
PERSONAL = "has_case necessary_and_proportionate named_authorisation screened trained listed_sets_only"
PLATES = {"about": "anpr_list"}
AGREEMENTS = (
    ANPR.yes(
        "8",
        "match_list",
        "each_row_has_case necessary_and_proportionate lawful_reference_at_home follow_up_lawful"
        " area_and_time_agreed not_copied_from_sis physical_follow_up no_removable_media no_history_search",
        role="contact_point",
        subject="object",
        why=ORDER,
        test=lambda a: a.number("list_age_days") is not None and not _older_than_five_days(a),
        **{**POLICE, **PLATES},
    ),
    ANPR.no("14", "match_list", test=_older_than_five_days, **PLATES),
    ANPR.no("7", "match_list", test=lambda a: not a.says("not_copied_from_sis"), **PLATES),
    ANPR.no("10", "match_list", test=lambda a: not a.says("physical_follow_up"), **PLATES),
    ANPR.no("13", "match_list", test=lambda a: not a.says("no_removable_media"), **PLATES),
    ANPR.no("3(2)", "match_list", test=lambda a: not a.says("no_history_search"), **PLATES),
    ANPR.yes("12", "decline_request", "reasons_given", **{**POLICE, **PLATES}),
    POST.yes("4", "consult_directly", f"{PERSONAL} in_listed_building", why=ORDER, **POLICE_DATA),
    PATROL.yes(
        "3", "consult_directly", f"{PERSONAL} on_active_patrol in_patrol_vehicle", why=ORDER, **POLICE_DATA
    ),
    POST.no(
        "5",
        "consult_directly",
        test=lambda a: not a.says("named_authorisation", "screened", "trained"),
        **POLICE_DATA,
    ),
    POST.no(
        "4(2)",
        "consult_directly",
        test=lambda a: not (a.says("in_listed_building") or a.says("on_active_patrol", "in_patrol_vehicle")),
        **POLICE_DATA,
    ),
    POST.no(
        "10",
        "pass_on",
        "obtained_by_consultation",
        about="police_information",
        test=lambda a: not a.says("provenance_kept"),
    ),
    POST.no(
        "11",
        "use_for_other_purpose",
        "obtained_by_consultation",
        about="police_information",
        test=lambda a: not a.says("prior_written_consent"),
    ),
)

EU977 = Book("eu-2023-977", ACROSS, date(2024, 12, 12))
LED = Book("eu-led-2016-680", ACROSS | HOME, date(2018, 5, 6))
PRUM = Book("eu-prum-2", ACROSS, date(2024, 4, 25))
CODES = Book("europol-handling-codes", ACROSS | HOME, date(2018, 2, 12))
EIO = Book("eu-eio", ACROSS, date(2017, 5, 22))
FIELDS = (
    "ask_is_specific",
    "facts_and_offence_stated",
    "reason_holder_has_it_stated",
    "link_to_person_stated",
    "use_limits_stated",
)
EUROPE = (
    EU977.yes(
        "5",
        "request_content",
        "has_case necessary_and_proportionate",
        role="contact_point",
        why="criminal_offences",
        **POLICE_DATA,
    ),
    EU977.no("4", "request_content", why="criminal_offences", test=lambda a: not a.says(*FIELDS), **POLICE),
    EU977.no("4", "request_content", "urgent", test=lambda a: not a.says("urgency_reasons_stated"), **POLICE),
    EU977.yes(
        "6",
        "decline_request",
        "ground_is_listed clarification_asked reasons_given",
        why="criminal_offences",
        **POLICE_DATA,
    ),
    EU977.no(
        "6",
        "decline_request",
        why="criminal_offences",
        test=lambda a: not a.says("clarification_asked"),
        **POLICE_DATA,
    ),
    EU977.yes(
        "7",
        "send_unasked",
        "serious_offence copied_to_contact_points",
        why="criminal_offences",
        **POLICE_DATA,
    ),
    EU977.no(
        "9", EXCHANGE, "under_judicial_inquiry", test=lambda a: not a.says("judicial_leave_given"), **POLICE
    ),
    LED.no(
        "10",
        EXCHANGE,
        "special_categories",
        who="police justice customs",
        test=lambda a: not a.says("strictly_necessary"),
    ),
    PRUM.yes(
        "25",
        "ask_hit",
        "has_case names_one_subject necessary_and_proportionate two_identifying_data offence_of_one_year"
        " both_take_part",
        role="contact_point",
        about="police_index",
        subject="suspect convicted",
        why="criminal_offences",
        **POLICE,
    ),
    PRUM.yes(
        "16",
        "ask_hit",
        "has_case names_one_subject necessary_and_proportionate full_plate_or_vin both_take_part",
        role="contact_point",
        about="vehicle_register",
        subject="object",
        why="criminal_offences",
        **POLICE,
    ),
    PRUM.yes(
        "47",
        "request_content",
        "has_case names_one_subject necessary_and_proportionate facts_and_offence_stated confirmed_by_person"
        " both_take_part",
        about="biometric_core_data",
        subject="suspect convicted",
        why="criminal_offences",
        **POLICE,
    ),
    PRUM.no(
        "47", "request_content", about="biometric_core_data", test=lambda a: not a.says("confirmed_by_person")
    ),
    CODES.no(
        "H0",
        "pass_on use_for_other_purpose",
        test=lambda a: (
            "H0" in (a.listed("handling_codes") or ())
            and a.request.purpose.value not in ("criminal_offences", "criminal_evidence")
        ),
    ),
    CODES.no(
        "H1",
        "use_as_evidence",
        test=lambda a: "H1" in (a.listed("handling_codes") or ()) and not a.says("prior_written_consent"),
    ),
    CODES.no(
        "H2",
        "pass_on",
        test=lambda a: "H2" in (a.listed("handling_codes") or ()) and not a.says("prior_written_consent"),
    ),
    EIO.yes(
        "1",
        "request_content",
        "has_case ask_is_specific necessary_and_proportionate standard_form_used",
        who="justice",
        to="justice",
        role="prosecutor",
        about="judicial_information",
        why="criminal_evidence",
    ),
)

HOUSE = Book("house-limits", ACROSS | HOME, date(2000, 1, 1))
OVER_THE_BORDER = Book("house-limits", ACROSS, date(2000, 1, 1))
VICTIM = {"about": "victim_alert victim_file"}
LIMITS = (
    HOUSE.no("H1", "ask_hit request_content consult_directly", test=lambda a: not a.says("has_case")),
    HOUSE.no("H1", "match_list", test=lambda a: not a.says("each_row_has_case")),
    HOUSE.no("H2", "ask_hit match_list publish_index", subject="victim witness"),
    HOUSE.no("H2", "publish_index", test=lambda a: not a.says("victims_left_out")),
    OVER_THE_BORDER.no("H3", LOOKING, who="municipality", to="police"),
    OVER_THE_BORDER.no("H3", LOOKING, who="municipality", to="justice"),
    HOUSE.no("H4", "ask_hit", test=lambda a: not a.says("names_one_subject")),
    HOUSE.no(
        "H6",
        "request_content send_unasked alert refer_victim pass_on use_for_other_purpose",
        why="return_of_persons",
        **VICTIM,
    ),
    HOUSE.no(
        "H7", "alert send_unasked refer_victim", test=lambda a: not a.says("no_shelter_address"), **VICTIM
    ),
    HOUSE.no("H8", "refer_victim", about="victim_file", test=lambda a: not a.says("person_consented")),
)
ROWS = (*TREATY, *ON_THE_GROUND, *AGREEMENTS, *EUROPE, *LIMITS)
