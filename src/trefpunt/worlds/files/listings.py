"""Belgian listings in XML, shaped like the consignments that an accountant hands in for many firms."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from xml.sax.saxutils import escape

from trefpunt.model import Country
from trefpunt.worlds.economy import Ints
from trefpunt.worlds.enterprises import Enterprises
from trefpunt.worlds.files.trades import statement_rows
from trefpunt.worlds.holdings import holding
from trefpunt.worlds.statements import Statements
from trefpunt.worlds.trade import YEAR
from trefpunt.worlds.views import ViewFile

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- SAMPLE: invented data, marked synthetic -->\n'
_NAMESPACE = "urn:trefpunt:sample:{}"
_VAT_PERCENT = 21


def customer_listing_file(
    file: str, rows: Callable[[], Iterator[tuple[int, int, int]]], enterprises: Enterprises
) -> ViewFile:
    """Return the yearly listing of domestic customers.

    Args:
        rows: gives seller, customer and euros of the year, sorted by seller.
    """

    def lines() -> Iterator[str]:
        sellers = sum(1 for _ in groupby(rows(), key=itemgetter(0)))
        yield _open("ClientListingConsignment", "ClientListingsNbr", sellers)
        for nth, (seller, found) in enumerate(groupby(rows(), key=itemgetter(0)), start=1):
            group = list(found)
            total = sum(euros for _, _, euros in group)
            yield (
                f'<ClientListing SequenceNumber="{nth}" ClientsNbr="{len(group)}" '
                f'DeclarantReference="SYNTHETIC" TurnOverSum="{total}.00" VATAmountSum="{_vat(total)}">\n'
                f"{_declarant(enterprises, seller)}<Period>{YEAR}</Period>\n"
            )
            for place, (_, customer, euros) in enumerate(group, start=1):
                yield (
                    f'<Client SequenceNumber="{place}">{_company(enterprises.vat[customer])}'
                    f"<TurnOver>{euros}.00</TurnOver><VATAmount>{_vat(euros)}</VATAmount></Client>\n"
                )
            yield "</ClientListing>\n"
        yield "</ClientListingConsignment>\n"

    return _xml_file(file, lines, sum(1 for _ in rows()))


def recapitulative_file(
    file: str, rows_at: Ints, statements: Statements, enterprises: Enterprises
) -> ViewFile:
    """Return the recapitulative statements that Belgian firms handed in, one listing a firm and month."""
    number_of = {enterprises.vat[number]: number for number in enterprises.of(Country.BE)}

    def lines() -> Iterator[str]:
        rows = sorted(statement_rows(rows_at, statements, enterprises), key=itemgetter(0, 2, 1))
        listings = [(key, list(group)) for key, group in groupby(rows, key=itemgetter(0, 2))]
        yield _open("IntraConsignment", "IntraListingsNbr", len(listings))
        for nth, ((seller, month), group) in enumerate(listings, start=1):
            total = sum(euros for _, _, _, euros, _ in group)
            yield (
                f'<IntraListing SequenceNumber="{nth}" ClientsNbr="{len(group)}" '
                f'DeclarantReference="SYNTHETIC {group[0][4]}" AmountSum="{total}.00">\n'
                f"{_declarant(enterprises, number_of[seller])}"
                f"<Period><Month>{month + 1}</Month><Year>{YEAR}</Year></Period>\n"
            )
            for place, (_, buyer, _, euros, _) in enumerate(group, start=1):
                yield (
                    f'<IntraClient SequenceNumber="{place}">{_company(buyer)}'
                    f"<Code>L</Code><Amount>{euros}.00</Amount></IntraClient>\n"
                )
            yield "</IntraListing>\n"
        yield "</IntraConsignment>\n"

    return _xml_file(file, lines, len(rows_at))


def _xml_file(file: str, lines: Callable[[], Iterable[str]], rows: int) -> ViewFile:
    return ViewFile(holding(file).name, lambda: (line.encode() for line in (_HEAD, *lines())), rows=rows)


def _open(element: str, counted: str, count: int) -> str:
    return f'<{element} xmlns="{_NAMESPACE.format(element)}" {counted}="{count}">\n'


def _declarant(enterprises: Enterprises, number: int) -> str:
    firm = enterprises.firms[number]
    name = escape(f"{firm.name} {firm.form}")
    return f"<Declarant><VATNumber>{firm.numbers['be.kbo']}</VATNumber><Name>{name}</Name></Declarant>"


def _company(vat: str) -> str:
    return f'<CompanyVATNumber issuedBy="{vat[:2]}">{vat[2:]}</CompanyVATNumber>'


def _vat(euros: int) -> str:
    return f"{euros * _VAT_PERCENT / 100:.2f}"
