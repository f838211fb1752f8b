"""Asking a whole list, where a text provides for list matching; every row has its own case.

The list travels in parts of one size, each with its own decision. The answers come without proof; when all
are there, this node draws at random which places must be proven, and the holder proves just those: it could
not know which when it answered. Only then is anything looked up.
"""

from collections.abc import Callable, Sequence

from trefpunt.exchange import Outgoing
from trefpunt.hits.blinding import Asking, Row, blind
from trefpunt.hits.bodies import SampleBody
from trefpunt.hits.may import may_ask_list, may_continue_list, stated_in_list
from trefpunt.hits.means import Means
from trefpunt.hits.outcome import outcome_of
from trefpunt.hits.samples import draw_places
from trefpunt.model import Answer, Letter, LetterKind, ListQuestion, Refusal, Refused, Subject
from trefpunt.naming.slots import fill
from trefpunt.store.ledger import Transaction, listings
from trefpunt.store.ledger import hits as kept

ROWS_A_PART = 200
Progress = Callable[[str, int, int], None]


def ask_list(
    question: ListQuestion, partner: str, *, means: Means, progress: Progress = lambda *_: None
) -> list[Answer]:
    """Match a list with what one partner holds.

    Args:
        progress: called with a stage (`asked`), the rows done and all rows.

    Returns:
        One answer per row in order; all Refused where the list may not be asked, Pending where an answer is
        still on its way (`continue_list` goes on later).
    """
    listing, rows = f"l-{means.rng(9).hex()}", question.rows
    parts = -(-len(rows) // ROWS_A_PART)
    for part in range(parts):
        chosen = rows[part * ROWS_A_PART : (part + 1) * ROWS_A_PART]
        refusal = _ask_part(question, chosen, partner, place=(listing, part, parts), means=means)
        if refusal is not None:
            return [Refused(partner=partner, by=means.me.id, refusal=refusal)] * len(rows)
        progress("asked", min(len(rows), (part + 1) * ROWS_A_PART), len(rows))
    continue_list(listing, means=means)
    return answers_of(listing, means=means)


def continue_list(listing: str, *, means: Means) -> None:
    """Send the sample once every part has been answered; does nothing before, or when it was sent."""
    with means.ledger.read() as tx:
        parts = kept.questions_of_listing(tx, listing)
        is_drawn = listings.sample_of(tx, listing) is not None
    if is_drawn or not parts or any(part.state != "answered" for part in parts):
        return
    ground = may_continue_list(parts[0], means=means)
    if isinstance(ground, Refusal):
        return
    places = draw_places(parts, rng=means.rng)

    def keep(tx: Transaction, letter: Letter) -> None:
        listings.save_sample(tx, listings.Sample(listing, letter.id, letter.conversation, places))

    outgoing = Outgoing(
        LetterKind.HIT_SAMPLE,
        parts[0].partner,
        SampleBody(listing, places).to_json(),
        conversation=parts[0].conversation,
    )
    means.exchange.call(ground, outgoing, wait_s=means.settings.wait_s, also=keep)


def answers_of(listing: str, *, means: Means) -> list[Answer]:
    """Return how every row of a list stands, in order."""
    with means.ledger.read() as tx:
        parts = kept.questions_of_listing(tx, listing)
    return [answer for part in parts for answer in outcome_of(part)]


def _ask_part(
    question: ListQuestion,
    rows: Sequence[tuple[Subject, str]],
    partner: str,
    *,
    place: tuple[str, int, int],
    means: Means,
) -> Refusal | None:
    ground = may_ask_list(question, rows, partner, means=means)
    if isinstance(ground, Refusal):
        return ground
    with means.ledger.read() as tx:
        index = kept.newest_index(tx, holder=partner, purpose=question.purpose.value, now=means.clock())
        earlier = kept.questions_of_listing(tx, place[0])
    if index is None:
        return Refusal(code="no_index", decision=ground.decision, facts=(("partner", partner),))
    if ground.terms is None:
        return Refusal(code="no_match_terms", decision=ground.decision)
    filled: list[Row] = [
        (subject, case, fill(subject, ground.terms, declared=means.declared)) for subject, case in rows
    ]
    officer, purpose, stated = question.officer, question.purpose, stated_in_list(question, rows)
    blinded = blind(filled, Asking(officer, purpose, stated, ground, ground.terms, index, place), means=means)

    def keep(tx: Transaction, letter: Letter) -> None:
        blinded.save(tx, letter, means=means)

    outgoing = Outgoing(
        LetterKind.HIT_QUESTION,
        partner,
        blinded.body.to_json(),
        conversation=earlier[0].conversation if earlier else None,
    )
    means.exchange.call(ground, outgoing, wait_s=means.settings.wait_s, also=keep)
    return None
