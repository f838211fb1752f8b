"""Statements of trade over a border, and what Belgian firms declare, as CSV.

A row that came late says so by its date; a VAT number that was mistyped stands as it was typed.
"""

from collections.abc import Callable, Iterator

from trefpunt.worlds.economy import Ints
from trefpunt.worlds.enterprises import Enterprises
from trefpunt.worlds.files.style import STYLES, Row, csv_lines
from trefpunt.worlds.holdings import holding
from trefpunt.worlds.statements import OwnStatement, Statements, filed_at
from trefpunt.worlds.trade import YEAR
from trefpunt.worlds.views import ViewFile

_VAT_PERCENT = 21


def mistyped(vat: str) -> str:
    """Return a VAT number with a wrong last digit."""
    return vat[:-1] + str((int(vat[-1]) + 1) % 10)


def statement_file(file: str, rows_at: Ints, statements: Statements, enterprises: Enterprises) -> ViewFile:
    """Return a file of recapitulative statements: seller, buyer, month, euros and when it came in.

    Args:
        rows_at: which of the statements are in it.
    """
    held, style = holding(file), STYLES[file.partition("/")[0]]

    def rows() -> Iterator[Row]:
        for seller, buyer, month, euros, moment in statement_rows(rows_at, statements, enterprises):
            yield [seller, buyer, f"{YEAR}-{month + 1:02}", str(euros), moment, style.yes]

    return ViewFile(held.name, lambda: csv_lines(held.columns, rows(), style.encoding), rows=len(rows_at))


def statement_rows(
    rows_at: Ints, statements: Statements, enterprises: Enterprises
) -> Iterator[tuple[str, str, int, int, str]]:
    """Give seller and buyer by VAT number, month from 0, euros, and the local moment of filing."""
    trades, vat = statements.trades, enterprises.vat
    columns = (trades.seller, trades.buyer, trades.month, trades.net_eur)
    numbers = zip(*(column[rows_at].tolist() for column in columns), strict=True)
    habits = zip(statements.is_wrong[rows_at].tolist(), statements.filed_s[rows_at].tolist(), strict=True)
    for (seller, buyer, month, euros), (is_wrong, seconds) in zip(numbers, habits, strict=True):
        named = mistyped(vat[buyer]) if is_wrong else vat[buyer]
        yield vat[seller], named, month, euros, filed_at(month, seconds).isoformat(" ")


def own_statement_file(
    file: str, statements: Callable[[], Iterator[OwnStatement]], count: int, enterprises: Enterprises
) -> ViewFile:
    """Return the file of what Belgian firms declare by quarter, in the boxes of the form."""
    held, style = holding(file), STYLES[file.partition("/")[0]]

    def rows() -> Iterator[Row]:
        for one in statements():
            due, due_on_acquired = _vat(one.domestic_eur), _vat(one.acquired_abroad_eur)
            deducted = _vat(one.bought_eur) + due_on_acquired
            balance = due + due_on_acquired - deducted
            amounts = (
                *(one.domestic_eur, one.supplied_abroad_eur, one.acquired_abroad_eur),
                *(due, due_on_acquired, deducted, max(0, balance), max(0, -balance)),
            )
            vat = enterprises.vat[one.firm]
            yield [vat, str(YEAR), str(one.quarter + 1), *map(str, amounts), style.yes]

    return ViewFile(held.name, lambda: csv_lines(held.columns, rows(), style.encoding), rows=count)


def _vat(euros: int) -> int:
    return round(euros * _VAT_PERCENT / 100)
