"""The authorities of the sample Benelux: invented towns, generic services, no real authority among them."""

from collections.abc import Mapping

from trefpunt.model import Authority, AuthorityKind, Country

POLICE_BE = Authority("police.be", AuthorityKind.POLICE, Country.BE, "Federal police, sample")
POLICE_NL = Authority("police.nl", AuthorityKind.POLICE, Country.NL, "National police, sample")
POLICE_LU = Authority("police.lu", AuthorityKind.POLICE, Country.LU, "Grand-ducal police, sample")
JUSTICE_BE = Authority("justice.be", AuthorityKind.JUSTICE, Country.BE, "Public prosecutor, sample")
JUSTICE_LU = Authority("justice.lu", AuthorityKind.JUSTICE, Country.LU, "Public prosecutor, sample")
CRISIS_BE = Authority("crisis.be", AuthorityKind.CRISIS_CENTRE, Country.BE, "National crisis centre, sample")
CRISIS_NL = Authority("crisis.nl", AuthorityKind.CRISIS_CENTRE, Country.NL, "National crisis centre, sample")
CRISIS_LU = Authority("crisis.lu", AuthorityKind.CRISIS_CENTRE, Country.LU, "National crisis centre, sample")
CITY_BE = Authority("city.be", AuthorityKind.MUNICIPALITY, Country.BE, "City of Scheldehaven, sample")
MUNI_NL = Authority("muni.nl", AuthorityKind.MUNICIPALITY, Country.NL, "Grensdorp aan de Maas, sample")
TAX_BE = Authority("tax.be", AuthorityKind.TAX, Country.BE, "Tax administration, sample")
TAX_NL = Authority("tax.nl", AuthorityKind.TAX, Country.NL, "Tax administration, sample")
TAX_LU = Authority("tax.lu", AuthorityKind.TAX, Country.LU, "Tax administration, sample")
MIGRATION_LU = Authority("migration.lu", AuthorityKind.MIGRATION, Country.LU, "Immigration office, sample")
CARE_BE = Authority("care.be", AuthorityKind.CARE, Country.BE, "Recognised centre for victims, sample")
INTEGRITY_BE = Authority(
    "integrity.be",
    AuthorityKind.INTEGRITY_OFFICE,
    Country.BE,
    "Central Register of Integrity Investigations, sample",
)
OVERSIGHT_BE = Authority("oversight.be", AuthorityKind.OVERSIGHT, Country.BE, "Oversight body, sample")

AUTHORITIES = (
    *(POLICE_BE, POLICE_NL, POLICE_LU, JUSTICE_BE, JUSTICE_LU, CRISIS_BE, CRISIS_NL, CRISIS_LU),
    *(CITY_BE, MUNI_NL, TAX_BE, TAX_NL, TAX_LU, MIGRATION_LU, CARE_BE, INTEGRITY_BE, OVERSIGHT_BE),
)
TAX: Mapping[Country, Authority] = {one.country: one for one in (TAX_BE, TAX_NL, TAX_LU)}
