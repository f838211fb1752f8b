"""The table of law for T13, part four: the SAMPLE texts, which are not law."""

from datetime import date

from tests.promises.t13_rows import ACROSS, IN_BE, Book

BEGINS = date(2026, 1, 1)
ART14 = Book("sample-art14-agreement", ACROSS, BEGINS, is_sample=True)
LISTS = Book("sample-list-matching", ACROSS, BEGINS, is_sample=True)
CHANNEL = Book("sample-content-channel", ACROSS, BEGINS, is_sample=True)
TOWNS = Book("sample-municipality", ACROSS, BEGINS, is_sample=True)
REGISTER = Book("sample-municipality", IN_BE, BEGINS, is_sample=True)
INDEX = "agreement_in_force victims_left_out end_date_set"
POLICE = {"who": "police", "to": "police", "about": "police_index"}
HELD = {**POLICE, "subject": "suspect convicted firm object", "why": "criminal_offences public_order"}
LISTED = {**POLICE, "subject": "suspect convicted firm", "why": "criminal_offences"}
BETWEEN_TOWNS = {
    "who": "municipality",
    "to": "municipality",
    "about": "municipal_index",
    "why": "permit_decision",
}
ROWS = (
    ART14.yes(
        "1", "ask_hit", "agreement_in_force has_case names_one_subject necessary_and_proportionate", **HELD
    ),
    ART14.yes("2", "publish_index", INDEX, **HELD),
    LISTS.yes(
        "1", "match_list", "agreement_in_force each_row_has_case necessary_and_proportionate", **LISTED
    ),
    LISTS.yes("2", "publish_index", INDEX, **LISTED),
    CHANNEL.yes(
        "1",
        "request_content",
        "agreement_in_force has_case names_one_subject necessary_and_proportionate",
        who="police",
        to="police",
        about="police_information",
        why="criminal_offences public_order",
    ),
    CHANNEL.yes(
        "2",
        "request_content",
        "agreement_in_force has_case own_sources_exhausted necessary_and_proportionate",
        who="tax",
        to="tax",
        role="tax_official contact_point eurofisc_liaison",
        about="vat_information",
        why="vat_assessment vat_fraud",
    ),
    TOWNS.yes(
        "1",
        "ask_hit",
        "agreement_in_force has_case names_one_subject necessary_and_proportionate",
        role="permit_officer",
        subject="applicant firm",
        **BETWEEN_TOWNS,
    ),
    TOWNS.yes("2", "publish_index", INDEX, **BETWEEN_TOWNS),
    REGISTER.yes(
        "3",
        "publish_index",
        INDEX,
        who="integrity_office",
        to="municipality",
        about="integrity_register",
        why="permit_decision",
    ),
)
