"""From a made world to the views: every file of every authority, in the order of the table of holdings."""

from collections.abc import Callable, Mapping
from random import Random

from trefpunt.model import Country
from trefpunt.worlds.authorities import AUTHORITIES, TAX
from trefpunt.worlds.files.firms import ListedMandate, firm_file, mandate_file
from trefpunt.worlds.files.listings import customer_listing_file, recapitulative_file
from trefpunt.worlds.files.offices import duty_file, signal_file
from trefpunt.worlds.files.persons import client_file, person_file
from trefpunt.worlds.files.police import check_file, ftm_file, ownership_file, vehicle_file
from trefpunt.worlds.files.trades import own_statement_file, statement_file
from trefpunt.worlds.holdings import HOLDINGS
from trefpunt.worlds.making import CARE, RETURNS, Making
from trefpunt.worlds.police_records import PERSONS
from trefpunt.worlds.statements import listed_customers, own_statements
from trefpunt.worlds.town_records import (
    CITY,
    CITY_APPLICANTS,
    CITY_RESIDENTS,
    MUNI_APPLICANTS,
    MUNI_REFUSED,
    MUNI_RESIDENTS,
    MUNICIPALITY,
    REGISTER,
)
from trefpunt.worlds.views import View, ViewFile

_FIRMS: Mapping[Country, tuple[str, str, str]] = {
    Country.BE: ("tax.be/ondernemingen.csv", "tax.be/bestuurders.csv", "tax.be/mandaten.csv"),
    Country.NL: ("tax.nl/ondernemingen.csv", "tax.nl/bestuurders.csv", "tax.nl/functies.csv"),
    Country.LU: ("tax.lu/entreprises.csv", "tax.lu/dirigeants.csv", "tax.lu/mandats.csv"),
}
_VEHICLES = {Country.BE: "police.be/voertuigen.csv", Country.LU: "police.lu/vehicules.csv"}
_CHECKS = {country: f"police.{country.value.lower()}/controles.csv" for country in Country}
_SENT = {Country.NL: "tax.nl/icp-opgaven.csv", Country.LU: "tax.lu/etats-recapitulatifs.csv"}
_DUTY = ("crisis.be/contactpunten.csv", "crisis.nl/contactpunten.csv", "crisis.lu/points-de-contact.csv")
_REGISTERS = (
    *(CITY_APPLICANTS, CITY_RESIDENTS, MUNI_APPLICANTS, MUNI_REFUSED, MUNI_RESIDENTS),
    *(REGISTER, RETURNS),
)


class Assembly:
    """Makes the files of a world; what is drawn for them is drawn once, so that a file can be made again."""

    def __init__(self, made: Making) -> None:
        self._made = made
        self._files: dict[str, ViewFile] = {}

    def views(self, progress: Callable[[str], None]) -> tuple[View, ...]:
        """Return the view of every authority."""
        self._add_police()
        self._add_registers()
        for country in Country:
            self._add_firms(country)
            self._add_directors(country)
        self._add_trade()
        rng = self._rng("duty")
        for file in _DUTY:
            self._files[file] = duty_file(file, self._made.serials, rng)
        progress("files")
        return tuple(
            View(
                authority,
                tuple(self._files[one.file] for one in HOLDINGS if one.authority == authority.id),
                _notice(authority.name, authority.id),
            )
            for authority in AUTHORITIES
        )

    def _rng(self, file: str) -> Random:
        return self._made.chance(f"file/{file}")

    def _spared(self) -> frozenset[str]:
        made = self._made
        story = (made.wanted, *made.applicants)
        refs = {ref for person in story for _, ref in made.registers.records.get(person.id, ())}
        return frozenset(refs | {ref for ref, client in made.clients if client is made.clients[0][1]})

    def _add_police(self) -> None:
        made, spared = self._made, self._spared()
        for country, (file, _) in PERSONS.items():
            records, entries = made.police.records(country), made.registers.shuffled(file)
            if country is Country.NL:
                self._files[file] = ftm_file(file, entries, records.vehicles, rng=self._rng(file))
                own = "police.nl/bezit.ftm.json"
                self._files[own] = ownership_file(own, records.vehicles)
            else:
                self._files[file] = person_file(file, entries, spared=spared, rng=self._rng(file))
                own = _VEHICLES[country]
                self._files[own] = vehicle_file(own, records, rng=self._rng(own))
            self._files[_CHECKS[country]] = check_file(_CHECKS[country], records)

    def _add_registers(self) -> None:
        made, spared = self._made, self._spared()
        for file, _ in _REGISTERS:
            entries = made.registers.shuffled(file)
            self._files[file] = person_file(file, entries, spared=spared, rng=self._rng(file))
        rng = self._rng(CARE[0])
        clients = rng.sample(made.clients, len(made.clients))
        self._files[CARE[0]] = client_file(CARE[0], clients, spared=spared, rng=rng)
        for file, prefix, home, housing in (
            ("city.be/signalen.csv", "SH-S", CITY, ()),
            ("muni.nl/signalen.csv", "GM-S", MUNICIPALITY, tuple(made.housing.values())),
        ):
            self._files[file] = signal_file(file, made.towns.signals(prefix, home, housing))

    def _add_firms(self, country: Country) -> None:
        made, (firms_at, _, _) = self._made, _FIRMS[country]
        registers, enterprises, code = made.registers, made.enterprises, country.value
        numbers = enterprises.of(country)
        rng = self._rng(firms_at)
        listed = [
            (registers.record(enterprises.firms[number].id, firms_at, f"{code}-O"), enterprises.firms[number])
            for number in numbers
        ]
        ring = frozenset(
            listed[place][0] for place, number in enumerate(numbers) if number in made.schemes[0].firms
        )
        self._files[firms_at] = firm_file(firms_at, rng.sample(listed, len(listed)), spared=ring, rng=rng)

    def _add_directors(self, country: Country) -> None:
        made, (_, directors_at, mandates_at) = self._made, _FIRMS[country]
        registers, enterprises, code = made.registers, made.enterprises, country.value
        known: dict[str, str] = {}
        mandates = []
        for mandate in enterprises.mandates:
            if enterprises.firms[mandate.firm].country is not country:
                continue
            if mandate.person not in known:
                person = made.people.made[mandate.person]
                spelt = person if person.country is country else registers.spelt(person)
                known[mandate.person] = registers.enter(directors_at, f"{code}-B", spelt).ref
            mandates.append(ListedMandate(registers.reference(f"{code}-M"), known[mandate.person], mandate))
        rng = self._rng(directors_at)
        self._files[directors_at] = person_file(
            directors_at, registers.shuffled(directors_at), spared=frozenset(), rng=rng
        )
        rng.shuffle(mandates)
        self._files[mandates_at] = mandate_file(mandates_at, mandates, enterprises)

    def _add_trade(self) -> None:
        made = self._made
        statements, enterprises = made.statements, made.enterprises
        sent = "tax.be/ic-opgaven.xml"
        self._files[sent] = recapitulative_file(sent, statements.sent_in(Country.BE), statements, enterprises)
        for country, file in _SENT.items():
            self._files[file] = statement_file(file, statements.sent_in(country), statements, enterprises)
        for country, authority in TAX.items():
            file = f"{authority.id}/vies.csv"
            self._files[file] = statement_file(file, statements.received_by(country), statements, enterprises)
        listing = "tax.be/klantenlisting.xml"
        self._files[listing] = customer_listing_file(
            listing,
            lambda: listed_customers(made.trades, made.economy, made.habits.is_silent),
            enterprises,
        )
        declared = "tax.be/btw-aangiften.csv"
        count = int(made.habits.is_filed[made.economy.of(Country.BE)].sum())
        self._files[declared] = own_statement_file(
            declared, lambda: own_statements(made.trades, made.economy, made.habits), count, enterprises
        )


def _notice(name: str, authority: str) -> str:
    """Return what the README beside the files of an authority says."""
    held = [one for one in HOLDINGS if one.authority == authority]
    lines = [
        f"{name} ({authority})",
        "",
        "SAMPLE: every person, firm, number and event in these files is invented; each record is synthetic.",
        "No real authority made, holds or endorses them.",
        "",
        *(f"{one.name}: {one.knowledge.value}" + _reading(one.recipe) for one in held),
    ]
    return "\n".join(lines) + "\n"


def _reading(recipe: str) -> str:
    return f"; read by the recipe {recipe}" if recipe else "; no recipe reads it yet"
