"""What came of a question: on the page after asking, and later by its reference."""

from dataclasses import dataclass

from starlette.responses import Response

from trefpunt.hits.outcome import outcome_of
from trefpunt.model import Answer, Hit, NoHit, Pending
from trefpunt.store.ledger import hits as kept
from trefpunt.store.ledger.cases import find_case
from trefpunt.web.screens.home import outcome_word
from trefpunt.web.screens.trouble import no_page
from trefpunt.web.visit import Pages, Visit
from trefpunt.words.codes import OUTCOMES, PURPOSES


@dataclass(frozen=True, slots=True)
class Card:
    """One partner's answer as a page shows it.

    Attributes:
        lines: what it is, under which article, and what it means, from `words.Speech`.
    """

    partner: str
    outcome: str
    words: str
    lines: tuple[str, ...]
    reference: str


def card_of(visit: Visit, answer: Answer) -> Card:
    """Return an answer as a page shows it."""
    outcome, lines = outcome_word(answer), visit.words.speech.answer(answer)
    if isinstance(answer, NoHit) or (isinstance(answer, Hit) and answer.grade is None):
        # The heading of the card says as much as the first of them.
        lines = lines[1:]
    return Card(
        partner=answer.partner,
        outcome=outcome,
        words=visit.words.code(OUTCOMES, outcome),
        lines=lines,
        reference=answer.reference,
    )


def show(visit: Visit, pages: Pages) -> Response:
    """Show how a question stands, to whoever asked it or works on its case."""
    with visit.node.ledger.read() as tx:
        asked = kept.question_by_reference(tx, visit.named["reference"])
        case = None if asked is None else find_case(tx, asked.rows[0][1])
    if asked is None or asked.listing:
        return no_page(visit, pages)
    members = () if case is None else case.members
    # The same page as for a reference that nobody gave: who may not see it does not learn that it is there.
    if visit.officer.id not in {asked.officer, *members}:
        return no_page(visit, pages)
    answer = outcome_of(asked)[0]
    return pages.page(
        visit,
        "question.html",
        card=card_of(visit, answer),
        is_waiting=isinstance(answer, Pending),
        lives_h=visit.node.settings.exchange.letter_lives_h,
        asked_at=visit.words.moment(asked.asked_at),
        asked_by=asked.officer,
        case=asked.rows[0][1],
        purpose=visit.words.code(PURPOSES, asked.purpose),
    )
