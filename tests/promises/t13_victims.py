"""The table of law for T13, part three: crisis, migration and victims."""

from datetime import date

from tests.promises.t13_rows import ACROSS, IN_BE, IN_LU, IN_NL, Asked, Book

CRISIS = Book("benelux-crisis-memorandum", ACROSS, date(2012, 3, 1))
MIGRATION = Book("benelux-migration", ACROSS, date(2024, 1, 1))
CENTRES = {"who": "crisis_centre", "to": "crisis_centre", "why": "crisis_management"}
CRISES = (
    CRISIS.yes("4", "alert request_content", "cross_border_effect", about="crisis_information", **CENTRES),
    CRISIS.yes("5", "reshare_alert", "confidentiality_lifted", about="crisis_information", **CENTRES),
    CRISIS.no(
        "5",
        "reshare_alert pass_on use_for_other_purpose",
        about="crisis_information",
        test=lambda a: not a.says("confidentiality_lifted"),
    ),
    CRISIS.yes("7", "assist", "host_consented", **CENTRES),
    MIGRATION.yes(
        "AMR",
        "request_content",
        "has_case names_one_subject necessary_and_proportionate national_law_does_not_oppose",
        who="migration",
        to="migration",
        role="migration_officer contact_point",
        about="migration_information",
        why="public_order",
    ),
)

LU09 = Book("lu-law-2009-05-08", IN_LU, date(2009, 6, 13))
LU08 = Book("lu-law-2008-08-29", IN_LU, date(2008, 10, 1))
NL_VICTIMS = Book("nl-vc-2000-b8", IN_NL, date(2023, 5, 18))
BE_VICTIMS = Book("be-law-1980-12-15", IN_BE, date(2016, 12, 23))
EU_VICTIMS = Book("eu-2011-36", ACROSS, date(2026, 7, 15))
ALERT = {"about": "victim_alert", "subject": "victim", "why": "victim_care"}
FILE = {"about": "victim_file", "subject": "victim", "why": "victim_care"}
ALERTED = "factual_reasons_recorded no_shelter_address"
REFERRED = "has_case person_consented necessary_and_proportionate no_shelter_address"


def _police_and_care(asked: Asked) -> bool:
    kinds = {asked.request.officer.authority.kind.value, asked.request.holder.kind.value}
    return kinds == {"police", "care_organisation"}


VICTIMS = (
    LU09.yes("5-8", "alert", ALERTED, who="police", to="care_organisation", **ALERT),
    LU09.yes(
        "file", "refer_victim", REFERRED, who="police care_organisation", to="care_organisation", **FILE
    ),
    LU09.yes(
        "10-11",
        "request_content",
        "has_case names_one_subject necessary_and_proportionate",
        test=_police_and_care,
        **FILE,
    ),
    LU08.yes("92", "alert", ALERTED, who="police", to="migration", **ALERT),
    NL_VICTIMS.yes("B8/3", "alert", ALERTED, who="police", to="migration", **ALERT),
    NL_VICTIMS.yes(
        "CoMensha", "alert", ALERTED, who="police labour_inspectorate", to="care_organisation", **ALERT
    ),
    NL_VICTIMS.yes(
        "consent",
        "refer_victim",
        REFERRED,
        who="police labour_inspectorate municipality care_organisation",
        to="care_organisation",
        **FILE,
    ),
    BE_VICTIMS.yes(
        "61/2",
        "alert",
        ALERTED,
        who="police labour_inspectorate",
        to="justice migration care_organisation",
        **ALERT,
    ),
    BE_VICTIMS.yes(
        "file", "refer_victim", REFERRED, who="police care_organisation", to="care_organisation", **FILE
    ),
    EU_VICTIMS.yes("11", "refer_victim", REFERRED, who="care_organisation", to="care_organisation", **FILE),
)
ROWS = (*CRISES, *VICTIMS)
