"""Files of persons: every column is written by its header, in the manner of the authority."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from random import Random

from trefpunt.worlds.clients import Client
from trefpunt.worlds.files.spoiling import plan_spoiling
from trefpunt.worlds.files.style import NUMBER_OF, STYLES, Row, Style, csv_lines, dotted
from trefpunt.worlds.holdings import Holding, holding
from trefpunt.worlds.registers import Entry
from trefpunt.worlds.views import ViewFile

_Cell = Callable[[Entry, Style], str]
_CATEGORY = ("hoedanigheid", "qualité")
_FIRM_NUMBERS = ("ondernemingsnummer", "RSIN", "TVA")


def _fact(name: str) -> _Cell:
    return lambda entry, style: entry.facts[name]


def _day(name: str) -> _Cell:
    return lambda entry, style: style.on_iso(entry.facts[name])


def _number(scheme: str) -> _Cell:
    return lambda entry, style: entry.person.numbers.get(scheme, "")


_REFERENCES = ("fiche", "dossier", "aanvraag", "uittreksel", "besluit", "beslissing")
_CELLS: Mapping[str, _Cell] = {
    **dict.fromkeys(_REFERENCES, lambda entry, style: entry.ref),
    **dict.fromkeys(("naam", "nom"), lambda entry, style: style.name(entry.person.surname)),
    "achternaam": lambda entry, style: entry.person.family,
    "voorvoegsel": lambda entry, style: entry.person.particle,
    **dict.fromkeys(("voornamen", "prénoms"), lambda entry, style: " ".join(entry.person.given)),
    **dict.fromkeys(("geboortedatum", "date de naissance"), lambda entry, style: style.on(entry.person.born)),
    **dict.fromkeys(("geboorteplaats", "lieu de naissance"), lambda entry, style: entry.person.birth_place),
    **dict.fromkeys(
        ("geboorteland", "pays de naissance"), lambda entry, style: entry.person.birth_country.value
    ),
    **dict.fromkeys(
        ("nationaliteit", "nationalité", "land", "pays"), lambda entry, style: entry.person.country.value
    ),
    "geslacht": lambda entry, style: "V" if entry.person.gender == "female" else "M",
    "sexe": lambda entry, style: "F" if entry.person.gender == "female" else "M",
    **dict.fromkeys(("straat", "rue"), lambda entry, style: entry.person.street),
    **dict.fromkeys(("nummer", "huisnummer", "numéro"), lambda entry, style: entry.person.house_number),
    **dict.fromkeys(("postcode", "code postal"), lambda entry, style: entry.person.town.postcode),
    **dict.fromkeys(("gemeente", "plaats", "localité"), lambda entry, style: entry.person.town.name),
    **dict.fromkeys(("telefoon", "téléphone"), lambda entry, style: entry.person.phone),
    **dict.fromkeys(_CATEGORY, lambda entry, style: style.words[entry.category]),
    **dict.fromkeys(("datum", "ingeschreven", "décision du"), _day("on")),
    "interdiction d'entrée jusqu'au": _day("until"),
    "soort": _fact("kind"),
    "maatregel": _fact("measure"),
    "gemeente van beslissing": _fact("by"),
    "rijksregisternummer": lambda entry, style: dotted(entry.person.numbers.get("be.rrn", "")),
    "BSN": _number("nl.bsn"),
    "matricule": _number("lu.matricule"),
    **dict.fromkeys(("synthetisch", "synthétique"), lambda entry, style: style.yes),
}


def person_file(file: str, entries: Sequence[Entry], *, spared: AbstractSet[str], rng: Random) -> ViewFile:
    """Return the file of a register of persons, with some rows that went wrong.

    Args:
        spared: references of people of the story, whose rows are right.
    """
    held, style = holding(file), STYLES[file.partition("/")[0]]
    cells = [_CELLS[header] for header in held.columns]

    def rows() -> Iterator[Row]:
        for entry in entries:
            yield [cell(entry, style) for cell in cells]

    numbered = {entry.ref for entry in entries if _number_in(held, entry)}
    return spoilt_csv(held, rows, [entry.ref for entry in entries], numbered=numbered, spared=spared, rng=rng)


def client_file(
    file: str, clients: Sequence[tuple[str, Client]], *, spared: AbstractSet[str], rng: Random
) -> ViewFile:
    """Return the file of a care organisation: reference and client, row by row."""
    held, style = holding(file), STYLES[file.partition("/")[0]]

    def rows() -> Iterator[Row]:
        for ref, client in clients:
            yield [
                ref,
                client.family,
                client.given,
                style.on(client.born),
                client.birth_place,
                "V" if client.gender == "female" else "M",
                dotted(client.numbers["be.bis"]),
                client.phone,
                client.language,
                style.on(client.came_on),
                style.yes,
            ]

    refs = [ref for ref, _ in clients]
    return spoilt_csv(held, rows, refs, numbered=set(refs), spared=spared, rng=rng)


def spoilt_csv(
    held: Holding,
    rows: Callable[[], Iterator[Row]],
    refs: Sequence[str],
    *,
    numbered: AbstractSet[str],
    spared: AbstractSet[str],
    rng: Random,
) -> ViewFile:
    """Return a CSV that a recipe reads, in which some rows went wrong.

    Args:
        refs: the reference of each row, in order.
        numbered: of those, the ones whose row has a number that can be mistyped.
    """
    style = STYLES[held.authority]
    at = {header: place for place, header in enumerate(held.columns)}
    number_at = next((at[header] for header in (*NUMBER_OF, *_FIRM_NUMBERS) if header in at), -1)
    word_at = next((at[header] for header in _CATEGORY if header in at), -1)
    plan = plan_spoiling(
        refs, numbered=numbered, number_at=number_at, word_at=word_at, spared=spared, rng=rng
    )
    return ViewFile(
        held.name,
        lambda: csv_lines(held.columns, plan.apply(rows()), style.encoding),
        held.recipe,
        rows=len(refs) + len(plan.broken),
        rejected=len(plan.broken),
        faulty=len(plan.mistyped),
    )


def _number_in(held: Holding, entry: Entry) -> bool:
    schemes = (scheme for header, scheme in NUMBER_OF.items() if header in held.columns)
    return any(entry.person.numbers.get(scheme) for scheme in schemes)
