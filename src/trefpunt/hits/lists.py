"""Asking a whole list, where a text provides for list matching; every row has its own case.

The list is decided, blinded and put into the outbox as a whole, and travels in parts of one size. The answers
come without proof; when all are there, this node draws at random which places must be proven, and the holder
proves just those: it could not know which when it answered. Only then is anything looked up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from trefpunt.exchange import Outgoing
from trefpunt.hits.blinding import Asking, Blinded, Row, blind
from trefpunt.hits.bodies import SampleBody
from trefpunt.hits.finish import refused
from trefpunt.hits.may import may_ask_list, may_continue_list, stated_in_list
from trefpunt.hits.means import Means
from trefpunt.hits.outcome import outcome_of
from trefpunt.hits.samples import answered_parts, draw_places
from trefpunt.model import Answer, LetterKind, ListQuestion, MatchTerms, Refusal, Refused
from trefpunt.naming.slots import fill
from trefpunt.store.ledger import hits as kept
from trefpunt.store.ledger import listings

ROWS_A_PART = 200
_UNREACHABLE = "peer_unreachable"
Progress = Callable[[str, int, int], None]


def ask_list(
    question: ListQuestion,
    partner: str,
    *,
    means: Means,
    rows_a_part: int = ROWS_A_PART,
    progress: Progress = lambda *_: None,
) -> list[Answer]:
    """Match a list with what one partner holds.

    Args:
        rows_a_part: how many rows travel in one letter.
        progress: called with a stage (`blinded`, `answered`), the rows done and all rows.

    Returns:
        One answer per row in order; all Refused where the list may not be asked, Pending where an answer is
        still on its way (`continue_list` goes on later).
    """
    if not question.rows:
        return []
    listing = _Listing(f"l-{means.rng(9).hex()}", partner, rows_a_part, progress)
    parts = _prepare(question, listing, means=means)
    if isinstance(parts, Refusal):
        return [Refused(partner=partner, by=means.me.id, refusal=parts)] * len(question.rows)
    done = 0
    for letter, part in zip(_post(parts, listing, means=means), parts, strict=True):
        delivery = means.exchange.deliver(letter, wait_s=means.settings.wait_s)
        if delivery.reason == _UNREACHABLE:
            # The rest waits in the outbox with it; nobody waits here for every part in turn.
            break
        progress("answered", done := done + len(part.rows), len(question.rows))
    continue_list(listing.id, means=means)
    return answers_of(listing.id, means=means)


def continue_list(listing: str, *, means: Means) -> None:
    """Send the sample once every part has come back; does nothing before, or when it was sent."""
    with means.ledger.read() as tx:
        is_waiting = kept.is_listing_waiting(tx, listing) or listings.sample_of(tx, listing) is not None
        parts = [] if is_waiting else answered_parts(tx, listing)
    if not parts:
        return
    ground = may_continue_list(parts[0], means=means)
    if isinstance(ground, Refusal):
        with means.ledger.write() as tx:
            refused(parts, ground, by=means.me.id, means=means).apply(tx)
        return
    places = draw_places(parts, rng=means.rng)
    body, partner = SampleBody(listing, places).to_json(), parts[0].partner
    outgoing = Outgoing(LetterKind.HIT_SAMPLE, partner, body, conversation=parts[0].conversation)
    with means.ledger.write() as tx:
        # Whoever tends the node may have come first; a second draw would be a second try.
        if listings.sample_of(tx, listing) is not None:
            return
        letter = means.exchange.post(tx, ground, outgoing)
        listings.save_sample(tx, listings.Sample(listing, letter.id, letter.conversation, places))
    means.exchange.deliver(letter.id, wait_s=means.settings.wait_s)


def answers_of(listing: str, *, means: Means) -> list[Answer]:
    """Return how every row of a list stands, in order."""
    with means.ledger.read() as tx:
        parts = kept.questions_of_listing(tx, listing)
    return [answer for part in parts for answer in outcome_of(part)]


@dataclass(frozen=True, slots=True)
class _Listing:
    """A list on its way to one partner."""

    id: str
    partner: str
    rows_a_part: int
    progress: Progress


def _prepare(question: ListQuestion, listing: _Listing, *, means: Means) -> list[Blinded] | Refusal:
    ground = may_ask_list(question, listing.partner, means=means)
    if isinstance(ground, Refusal):
        return ground
    purpose = question.purpose.value
    with means.ledger.read() as tx:
        index = kept.newest_index(tx, holder=listing.partner, purpose=purpose, now=means.clock())
    if index is None:
        return Refusal(code="no_index", decision=ground.decision, facts=(("partner", listing.partner),))
    if ground.terms is None:
        return Refusal(code="no_match_terms", decision=ground.decision)
    rows = _filled(question, ground.terms, means=means)
    if not any(keys for _, _, slots in rows for keys in slots.values()):
        return Refusal(code="subject_gives_no_key", decision=ground.decision)
    officer, stated = question.officer, stated_in_list(question)
    asking = Asking(officer, question.purpose, stated, ground, ground.terms, index)
    return _blind(rows, asking, listing, means=means)


def _filled(question: ListQuestion, terms: MatchTerms, *, means: Means) -> list[Row]:
    declared = means.declared
    return [(subject, case, fill(subject, terms, declared=declared)) for subject, case in question.rows]


def _blind(rows: Sequence[Row], asking: Asking, listing: _Listing, *, means: Means) -> list[Blinded]:
    """Blind every part for one and the same index: its keys are others in the next."""
    parts, starts = [], range(0, len(rows), listing.rows_a_part)
    for part, start in enumerate(starts):
        chosen = rows[start : start + listing.rows_a_part]
        place = (listing.id, part, len(starts))
        parts.append(blind(chosen, replace(asking, place=place), means=means))
        listing.progress("blinded", start + len(chosen), len(rows))
    return parts


def _post(parts: Sequence[Blinded], listing: _Listing, *, means: Means) -> list[str]:
    """Put all parts into the outbox at once, in one conversation: half a list could never be proven."""
    letters: list[str] = []
    conversation: str | None = None
    with means.ledger.write() as tx:
        for part in parts:
            outgoing = Outgoing(
                LetterKind.HIT_QUESTION, listing.partner, part.body.to_json(), conversation=conversation
            )
            letter = means.exchange.post(tx, part.asking.ground, outgoing)
            part.save(tx, letter, means=means)
            letters.append(letter.id)
            conversation = letter.conversation
    return letters
