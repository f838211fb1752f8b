"""Hit or no hit about one subject: the heart of Trefpunt, on one screen.

The question is decided first, under the texts of this country; then it is blinded and sent; the answer is
finished at home. The partner learns that it was asked, under which article and for which (blinded) case,
and not about whom; the asker learns hit or no hit, and nothing else.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from trefpunt.errors import AgreementLapsed, ExchangeError
from trefpunt.exchange import Outgoing
from trefpunt.hits.blinding import Asking, Blinded, blind
from trefpunt.hits.closing import ENDED, close_ended
from trefpunt.hits.may import may_ask, stated_in, would_be_permitted
from trefpunt.hits.means import Means
from trefpunt.hits.outcome import outcome_of
from trefpunt.model import (
    Answer,
    Ground,
    KeyType,
    Letter,
    LetterKind,
    MatchKey,
    MatchTerms,
    Pending,
    Question,
    Refusal,
    Refused,
)
from trefpunt.naming.slots import fill
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import hits as kept
from trefpunt.treaty import Permitted


def ask(question: Question, partner: str, *, means: Means, wait_s: int | None = None) -> Answer:
    """Ask one partner whether it holds anything about the subject.

    Returns:
        Hit, NoHit, Refused (by this node or by the partner) or Pending when the answer did not come in time.
    """
    ground = may_ask(question, partner, means=means)
    if isinstance(ground, Refusal):
        return Refused(partner=partner, by=means.me.id, refusal=ground)
    blinded = _blind(question, partner, ground, means=means)
    if isinstance(blinded, Refusal):
        return Refused(partner=partner, by=means.me.id, refusal=blinded)

    def keep(tx: Transaction, letter: Letter) -> None:
        blinded.save(tx, letter, means=means)

    outgoing = Outgoing(LetterKind.HIT_QUESTION, partner, blinded.body.to_json(), case=blinded.body.cases[0])
    wait = means.settings.wait_s if wait_s is None else wait_s
    try:
        delivery = means.exchange.call(ground, outgoing, wait_s=wait, also=keep)
    except ExchangeError as error:
        # Raised before anything left: the channel is another, or the agreement ended since the decision.
        return Refused(partner=partner, by=means.me.id, refusal=_not_sent(error, ground))
    if delivery.state in ENDED:
        close_ended(means=means)
    return _answer(blinded.reference, partner, delivery.reason, means=means)


def ask_many(question: Question, partners: list[str], *, means: Means) -> list[Answer]:
    """Ask several partners at once, each under its own decision.

    Returns:
        One answer a partner, in the order given.
    """
    with ThreadPoolExecutor(max_workers=max(1, len(partners))) as pool:
        return list(pool.map(lambda partner: ask(question, partner, means=means), partners))


def foresee(question: Question, partner: str, *, means: Means) -> Permitted | Refusal:
    """Say what would come of asking, before anything is asked: nothing is recorded, charged or sent.

    The texts decide again when the question is asked, and only then does the officer's budget count.
    """
    answer = would_be_permitted(question, partner, means=means)
    if isinstance(answer, Refusal):
        return answer
    ready = _ready(question, partner, answer.terms, means=means)
    return ready if isinstance(ready, Refusal) else answer


def look_up(reference: str, *, means: Means) -> Answer | None:
    """Say how a question stands that was asked before; None where there is no such question."""
    with means.ledger.read() as tx:
        asked = kept.question_by_reference(tx, reference)
    return None if asked is None else outcome_of(asked)[0]


def _blind(question: Question, partner: str, ground: Ground, *, means: Means) -> Blinded | Refusal:
    ready = _ready(question, partner, ground.terms, means=means)
    if isinstance(ready, Refusal):
        return replace(ready, decision=ground.decision)
    rows = ((question.subject, question.case, ready.keys),)
    officer, approved_by, stated = question.officer, question.approved_by, stated_in(question)
    asking = Asking(
        officer, question.purpose, stated, ground, ready.terms, ready.index, approved_by=approved_by
    )
    return blind(rows, asking, means=means)


@dataclass(frozen=True, slots=True)
class _Ready:
    """What a permitted question is made of: the partner's index, and the subject's keys under the terms."""

    index: kept.HeldIndex
    terms: MatchTerms
    keys: Mapping[KeyType, list[MatchKey]]


def _ready(question: Question, partner: str, terms: MatchTerms | None, *, means: Means) -> _Ready | Refusal:
    with means.ledger.read() as tx:
        index = kept.newest_index(tx, holder=partner, purpose=question.purpose.value, now=means.clock())
    if index is None:
        return Refusal(code="no_index", facts=(("partner", partner),))
    if terms is None:
        return Refusal(code="no_match_terms")
    keys = fill(question.subject, terms, declared=means.declared)
    return _Ready(index, terms, keys) if any(keys.values()) else Refusal(code="subject_gives_no_key")


def _not_sent(error: ExchangeError, ground: Ground) -> Refusal:
    code = "agreement_lapsed" if isinstance(error, AgreementLapsed) else error.code
    return Refusal(code=code, decision=ground.decision, facts=(("channel", ground.channel),))


def _answer(reference: str, partner: str, reason: str, *, means: Means) -> Answer:
    with means.ledger.read() as tx:
        asked = kept.question_by_reference(tx, reference)
    if asked is None or asked.outcome is None:
        return Pending(partner=partner, reference=reference, since=means.clock(), reason=reason)
    return outcome_of(asked)[0]
