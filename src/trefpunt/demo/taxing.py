"""The ring in the story: three tax administrations exchange under the VAT regulation, and see it whole."""

from collections.abc import Mapping

from trefpunt.casework import Wish
from trefpunt.demo.content import answer_by_package, send_by_package
from trefpunt.demo.stage import Stage, not_as_told
from trefpunt.demo.teller import Teller
from trefpunt.intake import subjects
from trefpunt.model import Country, Identifier, Purpose, Schema, Sought, Subject, SubjectCategory
from trefpunt.sentence import Sentence
from trefpunt.worlds import FirmInScheme

_CASE = "BTW-2026-0003"
_STATED = ("own_sources_exhausted", "necessary_and_proportionate")

Side = frozenset[str]
"""Two VAT numbers between which goods went."""


def exchange_on_vat(stage: Stage, teller: Teller, *, asking: str, asked: Mapping[Country, str]) -> None:
    """Tell how a tax administration asks two others about their firms, and what it sees then."""
    teller.step(Sentence("Three tax services exchange under the VAT regulation: a ring becomes visible"))
    stage.open_case(asking, _CASE, Purpose.VAT_FRAUD)
    ring = stage.world.ring
    seen = {frozenset((trade.seller_vat, trade.buyer_vat)) for trade in ring.known_to(asking)}
    euros = sum(trade.net_eur for trade in ring.known_to(asking))
    said = Sentence("EUR {euros} between its firm and two abroad: a line, not a ring", euros=euros)
    teller.knows(asking, said)
    for firm in ring.firms:
        if firm.country is not None and firm.country in asked:
            seen |= _ask(stage, teller, firm, asking=asking, partner=asked[firm.country])
    if not _is_ring(seen, ring.firms):
        raise not_as_told(asking)
    teller.knows(asking, Sentence("the two abroad trade with one another: the line closes, it is a ring"))
    teller.tell(Sentence("A person put it together, from firms that her own statements named."))
    teller.command(f"trefpunt request {' or '.join(asked.values())} … --seek relations · trefpunt take …")


def _ask(stage: Stage, teller: Teller, firm: FirmInScheme, *, asking: str, partner: str) -> set[Side]:
    about = _as_subject(firm)
    sought = (Sought.VAT_STATUS, Sought.RELATIONS)
    wish = Wish(stage.acting(asking), _CASE, Purpose.VAT_FRAUD, about, sought, _STATED)
    sent = send_by_package(stage, wish, partner)
    records = (_on_record(stage, firm, partner), *_traded_with(stage, firm, partner))
    answer = answer_by_package(stage, sent, records, asking=asking)
    due = sent.request.due_at
    teller.knows(
        partner, Sentence("which firm the request names, and by when to answer, on the forms: {due}", due=due)
    )
    return {frozenset((firm.vat, _vat(record))) for record in answer.records[1:]}


def _on_record(stage: Stage, firm: FirmInScheme, holder: str) -> Subject:
    """Return a firm as the authority that answers has it on record."""
    for subject in subjects(stage.nodes[holder].columns):
        if any(number.value == firm.vat for number in subject.identifiers):
            return subject
    raise not_as_told(holder)


def _traded_with(stage: Stage, firm: FirmInScheme, holder: str) -> list[Subject]:
    """Return with whom a firm traded over a border, as the statements of its own country have it."""
    ring = stage.world.ring
    sides = [{trade.seller_vat, trade.buyer_vat} for trade in ring.known_to(holder)]
    others = {vat for side in sides if firm.vat in side for vat in side} - {firm.vat}
    return [_as_subject(one) for one in ring.firms if one.vat in others]


def _as_subject(firm: FirmInScheme) -> Subject:
    country = "" if firm.country is None else firm.country.value
    number = Identifier(f"{country.lower()}.vat", firm.vat, country)
    return Subject(
        firm.id,
        Schema.COMPANY,
        SubjectCategory.FIRM,
        {"name": (firm.name,)},
        identifiers=(number,),
        is_synthetic=True,
    )


def _vat(record: Subject) -> str:
    return next(number.value for number in record.identifiers if number.scheme.endswith(".vat"))


def _is_ring(seen: set[Side], firms: tuple[FirmInScheme, ...]) -> bool:
    first, second, third = (firm.vat for firm in firms)
    return {frozenset(side) for side in ((first, second), (second, third), (third, first))} <= seen
