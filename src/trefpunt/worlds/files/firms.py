"""Files of firms, of those who direct them, and of who directs which."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from random import Random

from trefpunt.model import Country
from trefpunt.worlds.enterprises import Enterprises, Mandate
from trefpunt.worlds.files.persons import spoilt_csv
from trefpunt.worlds.files.style import STYLES, Row, Style, csv_lines
from trefpunt.worlds.firms import InventedFirm
from trefpunt.worlds.holdings import holding
from trefpunt.worlds.views import ViewFile

REGISTER_NUMBER: Mapping[Country, str] = {Country.BE: "be.kbo", Country.NL: "nl.kvk", Country.LU: "lu.rcs"}
"""The scheme of the number under which a country's register has a firm."""

_Cell = Callable[[str, InventedFirm, Style], str]


def _number(scheme: str) -> _Cell:
    return lambda ref, firm, style: firm.numbers[scheme]


_CELLS: Mapping[str, _Cell] = {
    "dossier": lambda ref, firm, style: ref,
    **dict.fromkeys(("naam", "handelsnaam", "dénomination"), lambda ref, firm, style: firm.name),
    **dict.fromkeys(("rechtsvorm", "forme"), lambda ref, firm, style: firm.form),
    "ondernemingsnummer": _number("be.kbo"),
    "KvK-nummer": _number("nl.kvk"),
    "RSIN": _number("nl.rsin"),
    "RCS": _number("lu.rcs"),
    "TVA": _number("lu.vat"),
    "btw-nummer": lambda ref, firm, style: firm.numbers[f"{firm.country.value.lower()}.vat"],
    **dict.fromkeys(("straat", "rue"), lambda ref, firm, style: firm.street),
    **dict.fromkeys(("nummer", "huisnummer", "numéro"), lambda ref, firm, style: firm.house_number),
    **dict.fromkeys(("postcode", "code postal"), lambda ref, firm, style: firm.town.postcode),
    **dict.fromkeys(("gemeente", "plaats", "localité"), lambda ref, firm, style: firm.town.name),
    **dict.fromkeys(
        ("begindatum", "oprichtingsdatum", "constitution"), lambda ref, firm, style: style.on(firm.founded_on)
    ),
    **dict.fromkeys(("nacebel", "SBI", "NACE"), lambda ref, firm, style: firm.sector),
    "IBAN": _number("iban"),
    **dict.fromkeys(("synthetisch", "synthétique"), lambda ref, firm, style: style.yes),
}


@dataclass(frozen=True, slots=True)
class ListedMandate:
    """A mandate as a register has it: its own reference, that of the director, and what is directed."""

    ref: str
    director: str
    mandate: Mandate


def firm_file(
    file: str, firms: Sequence[tuple[str, InventedFirm]], *, spared: AbstractSet[str], rng: Random
) -> ViewFile:
    """Return the file of a register of firms: reference and firm, row by row; some rows went wrong.

    Args:
        spared: references of firms of the story, whose numbers are right.
    """
    held, style = holding(file), STYLES[file.partition("/")[0]]
    cells = [_CELLS[header] for header in held.columns]

    def rows() -> Iterator[Row]:
        for ref, firm in firms:
            yield [cell(ref, firm, style) for cell in cells]

    refs = [ref for ref, _ in firms]
    return spoilt_csv(held, rows, refs, numbered=set(refs), spared=spared, rng=rng)


def mandate_file(file: str, listed: Sequence[ListedMandate], enterprises: Enterprises) -> ViewFile:
    """Return the file that says who directs which firm since when."""
    held, style = holding(file), STYLES[file.partition("/")[0]]

    def rows() -> Iterator[Row]:
        for one in listed:
            firm = enterprises.firms[one.mandate.firm]
            number = firm.numbers[REGISTER_NUMBER[firm.country]]
            yield [one.ref, one.director, number, style.on(one.mandate.since), style.yes]

    return ViewFile(held.name, lambda: csv_lines(held.columns, rows(), style.encoding), rows=len(listed))
