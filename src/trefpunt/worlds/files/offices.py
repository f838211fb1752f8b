"""Small files: what a municipality was told, and how a crisis centre is reached."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from trefpunt.worlds.files.style import STYLES, Row, Style, csv_lines
from trefpunt.worlds.holdings import holding
from trefpunt.worlds.registers import Signal
from trefpunt.worlds.serials import Serials
from trefpunt.worlds.views import ViewFile

_FUNCTIONS = {
    "crisis.be": (("wachtdienst", "nl"), ("service de garde", "fr"), ("Bereitschaftsdienst", "de")),
    "crisis.nl": (("piketdienst", "nl"), ("informatiecoördinator", "nl"), ("duty officer", "en")),
    "crisis.lu": (("permanence", "fr"), ("Bereetschaftsdéngscht", "lb"), ("duty officer", "en")),
}


def signal_file(file: str, signals: Sequence[Signal]) -> ViewFile:
    """Return the file of signals about addresses; there are no persons in it."""
    held, style = holding(file), STYLES[file.partition("/")[0]]

    def rows() -> Iterator[Row]:
        for one in signals:
            at = one.address
            place = [at.street, at.house_number, at.town.postcode, at.town.name]
            yield [one.ref, style.on_iso(one.received_on), one.source, one.code, *place, style.yes]

    return ViewFile(held.name, lambda: csv_lines(held.columns, rows(), style.encoding), rows=len(signals))


def duty_file(file: str, serials: Serials, rng: Random) -> ViewFile:
    """Return the contact points of a crisis centre: functions, never names."""
    held, authority = holding(file), file.partition("/")[0]
    style = STYLES[authority]
    rows = [
        [function, serials.draw("phone"), serials.draw("email"), language, _tested(style, rng), style.yes]
        for function, language in _FUNCTIONS[authority]
    ]
    return ViewFile(held.name, lambda: csv_lines(held.columns, rows, style.encoding), rows=len(rows))


def _tested(style: Style, rng: Random) -> str:
    return style.on(date(2026, 10, rng.randrange(1, 29)))
