"""A Belgian city, the integrity office with its register, and a Dutch municipality. Everybody is invented."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.flows.nodes import OFFICERS, Moving, Story, load_file

from trefpunt import hits
from trefpunt.casework import open_case
from trefpunt.model import Case, Identifier, Purpose, Question, Schema, Subject, SubjectCategory
from trefpunt.naming.synthetic import synthetic_number
from trefpunt.node import Node

CASE = "PERMIT-2026-1"
TEXTS = ("be-law-2024-01-15", "sample-municipality")
CLERK = "pm-1"
STATED = {"necessary_and_proportionate": True}
_HEADS = "beslissing;datum;gemeente van beslissing;soort;maatregel;naam;voornamen;geboortedatum;geslacht"
_MORE = "rijksregisternummer;straat;nummer;postcode;gemeente;synthetisch"


def applicant(number: int = 1) -> Subject:
    """Return an applicant for a permit; the first one was refused elsewhere, the others nowhere."""
    return Subject(
        f"applicant {number}",
        Schema.PERSON,
        SubjectCategory.APPLICANT,
        {"lastName": ("Nergenspeeters",), "firstName": ("Jan",), "birthDate": (f"1971-03-0{number}",)},
        identifiers=(Identifier("be.rrn", synthetic_number("be.rrn", number), "BE"),),
        is_synthetic=True,
    )


def town_and_office(folder: Path, *, clock: Moving | None = None, ports: Sequence[int] = (0, 0, 0)) -> Story:
    """Return a story in which the city has a case and an index of the register, and knows a Dutch town."""
    story = Story(folder) if clock is None else Story(folder, clock=clock)
    officers = {**OFFICERS, CLERK: "permit_officer"}
    city = story.node("city.be", kind="municipality", officers=officers, port=ports[0])
    office = story.node("integrity.be", kind="integrity_office", port=ports[1])
    town = story.node("muni.nl", kind="municipality", officers=officers, port=ports[2])
    story.agree(city, office, texts=TEXTS)
    story.agree(city, town, texts=("sample-municipality",))
    load_file(office, _register(folder), "sample_integrity_be")
    opened = Case(CASE, Purpose.PERMIT_DECISION.value, city.clock(), (CLERK,))
    with city.ledger.write() as tx:
        open_case(tx, opened, officer=city.officers[CLERK], trail=city.trail)
    given = hits.publish(
        "city.be", Purpose.PERMIT_DECISION, officer=office.officers["o-1"], means=office.means
    )
    assert isinstance(given, hits.Published), given
    return story


def question(city: Node, **other: object) -> Question:
    """Return what the clerk of the city wants to look up, or something that differs from it."""
    made = Question(city.officers[CLERK], applicant(), Purpose.PERMIT_DECISION, CASE, stated=STATED)
    return replace(made, **other)  # type: ignore[arg-type]


def _register(folder: Path) -> Path:
    number = applicant().identifiers[0].value
    who = f"Nergenspeeters;Jan;01/03/1971;M;{number};Nergensstraat;1;9000;Nergenshuizen;ja"
    row = f"CRI-1;01/02/2025;Nergenshuizen;horeca;weigering;{who}"
    path = folder / "beslissingen.csv"
    path.write_text(f"{_HEADS};{_MORE}\n{row}\n", encoding="utf-8")
    return path
