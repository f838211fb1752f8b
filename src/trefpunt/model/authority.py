"""Authorities, their kinds and countries, and the officers who act for them."""

from dataclasses import dataclass
from enum import StrEnum


class Country(StrEnum):
    """The three countries, by ISO 3166-1 alpha-2 code."""

    BE = "BE"
    NL = "NL"
    LU = "LU"


class AuthorityKind(StrEnum):
    """What an authority is by law; policy decides on it."""

    POLICE = "police"
    JUSTICE = "justice"
    MIGRATION = "migration"
    CRISIS_CENTRE = "crisis_centre"
    MUNICIPALITY = "municipality"
    TAX = "tax"
    CUSTOMS = "customs"
    LABOUR_INSPECTORATE = "labour_inspectorate"
    CARE = "care_organisation"
    INTEGRITY_OFFICE = "integrity_office"
    OVERSIGHT = "oversight_body"


class Role(StrEnum):
    """What an officer may be appointed to."""

    INFORMATION_OFFICER = "information_officer"
    CONTACT_POINT = "contact_point"
    PROSECUTOR = "prosecutor"
    PERMIT_OFFICER = "permit_officer"
    TAX_OFFICIAL = "tax_official"
    EUROFISC_LIAISON = "eurofisc_liaison"
    MIGRATION_OFFICER = "migration_officer"
    DUTY_OFFICER = "duty_officer"
    CARE_WORKER = "care_worker"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    OVERSEER = "overseer"
    SYSTEM_MANAGER = "system_manager"


@dataclass(frozen=True, slots=True)
class Authority:
    """One authority; `id` is its node's name everywhere, such as `police.nl`."""

    id: str
    kind: AuthorityKind
    country: Country
    name: str = ""


@dataclass(frozen=True, slots=True)
class Officer:
    """A named person acting in a role for an authority; `id` is a service number, never a name."""

    id: str
    role: Role
    authority: Authority
