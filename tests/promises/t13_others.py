"""The table of law for T13, part two: municipalities and tax."""

from datetime import date

from tests.promises.t13_rows import (
    ACROSS,
    DUTCH_BORDERS,
    IN_BE,
    IN_LU,
    IN_NL,
    Asked,
    Book,
)

APPLICANTS = "applicant firm"
OFFICE = {"who": "municipality", "to": "integrity_office"}
SERVICES = "police justice tax customs labour_inspectorate migration"


def _age(asked: Asked) -> int | None:
    return asked.number("data_age_years")


def _young(asked: Asked) -> bool:
    age = _age(asked)
    return age is not None and age <= 5


def _old(asked: Asked) -> bool:
    return (_age(asked) or 0) > 5


BE = Book("be-law-2024-01-15", IN_BE, date(2024, 2, 17))
FLEMISH = Book("be-flemish-integrity-decree", IN_BE, date(2024, 2, 24))
REGISTER = {**OFFICE, "role": "permit_officer", "subject": APPLICANTS, "why": "permit_decision"}
BELGIUM = (
    BE.yes(
        "11",
        "ask_hit",
        "has_case names_one_subject necessary_and_proportionate",
        about="integrity_register",
        **REGISTER,
    ),
    BE.yes(
        "10-12",
        "request_content",
        "has_case names_one_subject ask_is_specific necessary_and_proportionate",
        about="integrity_register",
        **REGISTER,
    ),
    BE.yes(
        "119ter",
        "refuse_permit",
        "has_case register_checked opinion_received concrete_facts_recorded",
        about="integrity_register",
        why="permit_decision",
        test=_young,
        **OFFICE,
    ),
    BE.no("119ter", "refuse_permit", test=lambda a: not a.says("register_checked")),
    BE.no("119ter", "refuse_permit", test=lambda a: not a.says("opinion_received")),
    BE.no("119ter", "refuse_permit", test=lambda a: not a.says("concrete_facts_recorded")),
    BE.no("119ter", "refuse_permit", test=_old),
    BE.yes(
        "119ter-1",
        "investigate_integrity",
        "has_case sector_listed local_ordinance mayor_decided",
        role="permit_officer",
        about="integrity_register",
        why="permit_decision",
        **OFFICE,
    ),
    BE.no(
        "119ter-1",
        "investigate_integrity",
        why="permit_decision",
        test=lambda a: not a.says("sector_listed", "local_ordinance"),
    ),
    BE.no(
        "119ter-1",
        "investigate_integrity",
        "part_of_territory",
        test=lambda a: not a.says("regional_opinion"),
    ),
    BE.no(
        "119ter-1",
        "investigate_integrity",
        "beyond_managers",
        test=lambda a: not a.says("concrete_facts_recorded"),
    ),
    BE.yes(
        "19-20",
        "request_content",
        "has_case ask_is_specific necessary_and_proportionate",
        about="integrity_opinion",
        **REGISTER,
    ),
    BE.yes(
        "21-22",
        "request_content",
        "has_case ask_is_specific necessary_and_proportionate",
        who="integrity_office",
        to=SERVICES,
        role="information_officer",
        about="police_information judicial_information vat_information direct_tax_information"
        " migration_information",
        subject=APPLICANTS,
        why="permit_decision",
        test=_young,
    ),
    BE.no("21-22", "request_content", who="integrity_office", test=_old),
    BE.yes(
        "23",
        "decline_request",
        "ground_is_listed reasons_given",
        who=SERVICES,
        to="integrity_office",
        why="permit_decision",
    ),
    FLEMISH.yes(
        "1",
        "request_content",
        "has_case own_sources_exhausted ask_is_specific necessary_and_proportionate",
        role="permit_officer",
        about="integrity_opinion",
        subject=APPLICANTS,
        why="administrative_measure",
        **OFFICE,
    ),
)

BIBOB = Book("nl-bibob", IN_NL, date(2013, 7, 1))
BIBOB_ABROAD = Book("nl-bibob", DUTCH_BORDERS, date(2013, 7, 1))
TIP = Book("nl-bibob", IN_NL, date(2022, 10, 1))
WGS = Book("nl-wgs", IN_NL, date(2025, 3, 1))
BRP = Book("nl-brp", DUTCH_BORDERS, date(2014, 1, 6))
ADVICE = "permit_decision administrative_measure"
PARTNERS = "police justice municipality tax customs labour_inspectorate migration"
NETHERLANDS = (
    BIBOB.yes(
        "9",
        "request_content",
        "has_case own_sources_exhausted necessary_and_proportionate",
        role="permit_officer",
        about="integrity_opinion",
        subject=APPLICANTS,
        why=ADVICE,
        **OFFICE,
    ),
    BIBOB.yes(
        "12",
        "request_content",
        "has_case ask_is_specific necessary_and_proportionate",
        who="integrity_office",
        to=f"{SERVICES} municipality",
        role="information_officer",
        about="police_information judicial_information vat_information direct_tax_information"
        " municipal_signal migration_information",
        why=ADVICE,
    ),
    BIBOB_ABROAD.yes(
        "13",
        "request_content",
        "has_case ask_is_specific through_prosecutor",
        who="integrity_office",
        to="justice",
        about="judicial_information",
        why=ADVICE,
        test=lambda a: a.asker.value == "NL",
    ),
    BIBOB_ABROAD.no(
        "13",
        "request_content",
        who="integrity_office",
        about="judicial_information",
        test=lambda a: a.asker.value == "NL" and not a.says("through_prosecutor"),
    ),
    TIP.yes(
        "tip",
        "send_unasked",
        "factual_reasons_recorded",
        who="municipality",
        to="municipality integrity_office",
        about="municipal_signal",
        why="permit_decision",
    ),
    WGS.yes(
        "1",
        "send_unasked request_content",
        "both_in_partnership has_case",
        who=PARTNERS,
        to=PARTNERS,
        about="partnership_signal",
        why="criminal_offences public_order administrative_measure",
    ),
    BRP.yes(
        "3.9",
        "request_content",
        "has_case names_one_subject necessary_and_proportionate local_ordinance",
        to="municipality",
        about="population_register",
        test=lambda a: a.host.value == "NL",
    ),
)


def _own_or_liaison(asked: Asked) -> bool:
    is_statement = asked.request.category.value == "recapitulative_statements"
    is_liaison = asked.request.officer.role.value == "eurofisc_liaison"
    return (is_statement and asked.says("own_numbers_only")) or (
        is_liaison and asked.says("named_authorisation")
    )


def _tax_only_or_permitted(asked: Asked) -> bool:
    return asked.says("recipient_is_tax_authority") or asked.says(
        "provider_permits", "provider_could_do_so_itself"
    )


def _both_are_tax(asked: Asked) -> bool:
    request = asked.request
    return request.officer.authority.kind.value == request.holder.kind.value == "tax"


def _is_liaison_of_tax(asked: Asked) -> bool:
    officer = asked.request.officer
    return (officer.authority.kind.value, officer.role.value) == ("tax", "eurofisc_liaison")


VAT = Book("vat-904-2010", ACROSS, date(2012, 1, 1))
DAC = Book("eu-dac", ACROSS, date(2013, 1, 1))
TAXCO = Book("lu-law-2008-12-19", IN_LU, date(2009, 1, 1))
TAX = {"who": "tax", "to": "tax"}
VAT_WHY = "vat_assessment vat_fraud"
VAT_DATA = {**TAX, "about": "vat_information", "why": VAT_WHY}
LIAISON = {**TAX, "role": "eurofisc_liaison", "why": "vat_fraud"}
TAXES = (
    VAT.yes(
        "7",
        "request_content",
        "has_case own_sources_exhausted necessary_and_proportionate standard_form_used",
        role="tax_official contact_point eurofisc_liaison",
        **VAT_DATA,
    ),
    VAT.yes("33", "warn", "suspicion_motivated", about="fraud_warning", **LIAISON),
    VAT.no(
        "33",
        "warn consult_directly",
        about="fraud_warning vat_information",
        test=lambda a: not _is_liaison_of_tax(a),
    ),
    VAT.yes(
        "55",
        "pass_on use_for_other_purpose",
        "recipient_in_own_state",
        about="vat_information fraud_warning",
        test=_tax_only_or_permitted,
        **TAX,
    ),
    VAT.no(
        "55",
        "pass_on use_for_other_purpose",
        about="vat_information fraud_warning",
        test=lambda a: not _tax_only_or_permitted(a),
    ),
    VAT.no(
        "55",
        "request_content send_unasked ask_hit match_list publish_index",
        about="vat_information tax_index",
        test=lambda a: not _both_are_tax(a),
    ),
    VAT.yes("14", "send_unasked", "both_take_part", **VAT_DATA),
    VAT.yes("15", "send_unasked", "factual_reasons_recorded", **VAT_DATA),
    VAT.yes(
        "21",
        "consult_directly",
        "has_case own_numbers_only",
        role="tax_official contact_point eurofisc_liaison",
        about="recapitulative_statements",
        why=VAT_WHY,
        **TAX,
    ),
    VAT.yes(
        "21(2)(e)",
        "consult_directly",
        "has_case named_authorisation necessary_and_proportionate",
        about="recapitulative_statements",
        **LIAISON,
    ),
    VAT.yes(
        "21a",
        "consult_directly",
        "has_case named_authorisation necessary_and_proportionate",
        about="vehicle_register",
        **LIAISON,
    ),
    VAT.no(
        "21(2)(e)",
        "consult_directly",
        who="tax",
        about="recapitulative_statements vehicle_register",
        test=lambda a: not _own_or_liaison(a),
    ),
    VAT.yes("28", "plan_control", "host_consented host_in_command written_authority", why=VAT_WHY, **TAX),
    VAT.yes("29-30", "plan_control", "reasons_and_period_stated plan_agreed", why=VAT_WHY, **TAX),
    VAT.yes("54", "decline_request", "ground_is_listed reasons_given", about="vat_information", **TAX),
    VAT.no("54", "decline_request", test=lambda a: not a.says("reasons_given"), **TAX),
    VAT.yes("55-56", "use_as_evidence", "has_case", **VAT_DATA),
    DAC.yes(
        "5",
        "request_content",
        "has_case own_sources_exhausted necessary_and_proportionate standard_form_used",
        role="tax_official contact_point",
        about="direct_tax_information",
        why="vat_assessment",
        **TAX,
    ),
    DAC.yes(
        "9",
        "send_unasked",
        "factual_reasons_recorded",
        about="direct_tax_information",
        why="vat_assessment",
        **TAX,
    ),
    TAXCO.yes(
        "1-6",
        "request_content",
        "has_case necessary_and_proportionate",
        who="tax customs labour_inspectorate",
        to="tax customs labour_inspectorate",
        about="vat_information direct_tax_information",
        why=VAT_WHY,
    ),
    TAXCO.yes(
        "14-16",
        "send_unasked",
        "factual_reasons_recorded",
        who="tax",
        to="justice",
        about="vat_information direct_tax_information",
        why="criminal_offences",
    ),
)

ROWS = (*BELGIUM, *NETHERLANDS, *TAXES)
