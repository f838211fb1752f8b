"""The report of a case: what was asked, answered and done, under which law; drawing it up is an export.

What a provider has bound is held back, with whom to ask; data of victims and witnesses never come in.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from trefpunt.audit import Annex, Quorum, annex_of
from trefpunt.casework.may import Use, may_use
from trefpunt.casework.means import Means
from trefpunt.casework.timeline import Moment, moments_of
from trefpunt.hits.checks import Wanted, case_refuses
from trefpunt.hits.outcome import outcome_of
from trefpunt.model import (
    Action,
    Answer,
    Authority,
    Case,
    Consent,
    ContentAnswer,
    ContentRequest,
    ContentState,
    Event,
    Ground,
    LogEntry,
    Officer,
    Purpose,
    Refusal,
    Step,
    Subject,
    SubjectCategory,
)
from trefpunt.store.ledger import Transaction, exchange_outbox
from trefpunt.store.ledger import casework as kept
from trefpunt.store.ledger import hits as asked
from trefpunt.store.ledger.cases import find_case
from trefpunt.store.ledger.steps import steps_of
from trefpunt.treaty import Instrument

SHELTERED = frozenset({SubjectCategory.VICTIM, SubjectCategory.WITNESS})
"""In these capacities nobody is ever in a report."""
_LONGEST = 200


class ClockState(StrEnum):
    """How the clock of a request stands or ended."""

    NONE = "none"
    RUNNING = "running"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Who draws up the report of which case, why, and what it is held against.

    Attributes:
        approved_by: a second officer, where the case needs one.
        quorum: whose cosignatures make a checkpoint count; None while nobody oversees the log.
        signed: (hash of a text, country) for each text that a lawyer of that country has signed.
    """

    officer: Officer
    case: str
    purpose: Purpose
    approved_by: str = ""
    quorum: Quorum | None = None
    signed: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A question of hit or no hit in the case: one answer for each row that was asked for it.

    Attributes:
        is_sheltered: whether it is about a victim or a witness, of whom no answer is told.
    """

    reference: str
    partner: str
    officer: str
    article: str
    asked_at: datetime
    answers: tuple[Answer, ...]
    is_sheltered: bool


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """An answer as it may stand in the report.

    Attributes:
        records: what may be in it; empty where it is held back.
        held_back: why nothing of it is in it; None where it may be.
        left_out: how many records are of victims or witnesses.
        under: what lets its records be in a report; None where none are.
    """

    answer: ContentAnswer
    records: tuple[Subject, ...]
    held_back: Refusal | None
    left_out: int
    consents: tuple[Consent, ...]
    under: Ground | None = None


@dataclass(frozen=True, slots=True)
class RequestPart:
    """A request of the case with what came of it."""

    request: ContentRequest
    clock: ClockState
    answers: tuple[AnswerPart, ...]
    steps: tuple[Step, ...]

    @property
    def is_sheltered(self) -> bool:
        """Whether it is about a victim or a witness, of whom nothing is told."""
        return self.request.subject.category in SHELTERED


@dataclass(frozen=True, slots=True)
class LawPart:
    """An article that was relied on; `is_signed` by a lawyer of the node's own country."""

    instrument: str
    article: str
    text_hash: str
    mark: str
    is_sample: bool
    is_signed: bool


@dataclass(frozen=True, slots=True)
class ReceiptPart:
    """What a partner signed about a letter of the case, and the key that it signed with."""

    partner: str
    letter: str
    token: str
    key: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CaseReport:
    """Everything that a report says, in codes and values; a door gives it words.

    Attributes:
        is_sample: whether the node is one, so that every page says so.
        uses: the log's own entries of the uses made.
    """

    case: Case
    authority: Authority
    is_sample: bool
    drawn_at: datetime
    officer: str
    questions: tuple[QuestionPart, ...]
    requests: tuple[RequestPart, ...]
    uses: tuple[LogEntry, ...]
    law: tuple[LawPart, ...]
    annex: Annex
    receipts: tuple[ReceiptPart, ...] = field(repr=False)


def draw_up(drawing: Drawing, *, means: Means) -> CaseReport | Refusal:
    """Draw up the report of a case; that it is exported is logged before anything of it is read.

    Raises:
        LogUnwritable: it could not be logged, so nothing is drawn up.
    """
    with means.ledger.write() as tx:
        wanted = Wanted(drawing.officer, drawing.purpose, drawing.approved_by)
        if no := case_refuses(tx, drawing.case, wanted, officers=means.officers):
            return no
        case = find_case(tx, drawing.case)
        if case is None:
            return Refusal(code="no_such_case", facts=(("case", drawing.case),))
        said = {"approved_by": drawing.approved_by} if drawing.approved_by else {}
        means.log(
            tx,
            Event.CASE_EXPORTED,
            drawing.officer,
            purpose=drawing.purpose.value,
            case=case.number,
            what="report",
            **said,
        )
        return _drawn(tx, case, drawing, means=means)


def _drawn(tx: Transaction, case: Case, drawing: Drawing, *, means: Means) -> CaseReport:
    questions = asked.questions_of_case(tx, case.number)
    made = [one for one in kept.requests(tx) if one.is_ours and one.case == case.number]
    made.sort(key=lambda one: (one.received_at, one.id))
    requests = tuple(_request(tx, one, drawing, means=means) for one in made)
    grounds = [one.under for part in requests for one in part.answers if one.under is not None]
    decisions = {one.decision for one in made} | {one.decision for one in grounds}
    about = _About(moments_of(tx, case.number, means=means), decisions)
    annex = annex_of(tx, about, trail=means.trail, quorum=drawing.quorum)
    letters = [one.letter for one in questions]
    for one in (one for one in made if one.conversation):
        found = exchange_outbox.of_partner(tx, one.partner, conversation=one.conversation, limit=_LONGEST)
        letters.extend(letter.letter for letter in found)
    cited = [_cited(one) for one in questions] + [one.article for one in made]
    cited += [f"{one.article.instrument} {one.article.article}" for one in grounds]
    return CaseReport(
        case=case,
        authority=means.me,
        is_sample=means.law.nature == "sample",
        drawn_at=means.clock(),
        officer=drawing.officer.id,
        questions=tuple(_question(one, case.number) for one in questions),
        requests=requests,
        uses=tuple(one.entry for one in annex.entries if one.entry.event is Event.CONTENT_USED),
        law=_law(cited, drawing, means=means),
        annex=annex,
        receipts=tuple(_receipts(tx, letters, means=means)),
    )


def _question(one: asked.AskedQuestion, case: str) -> QuestionPart:
    answers = zip(one.rows, outcome_of(one), strict=True)
    is_sheltered = one.subject_category in {category.value for category in SHELTERED}
    own = tuple(answer for (_, of_case), answer in answers if of_case == case and not is_sheltered)
    return QuestionPart(one.reference, one.partner, one.officer, _cited(one), one.asked_at, own, is_sheltered)


def _request(tx: Transaction, made: ContentRequest, drawing: Drawing, *, means: Means) -> RequestPart:
    answers = kept.answers_to(tx, made.id, is_ours=False)
    return RequestPart(
        made,
        _clock(made, answers, now=means.clock()),
        tuple(_answer(tx, made, one, drawing, means=means) for one in answers),
        tuple(steps_of(tx, made.id, is_ours=True)),
    )


def _answer(
    tx: Transaction, made: ContentRequest, answer: ContentAnswer, drawing: Drawing, *, means: Means
) -> AnswerPart:
    consents = tuple(kept.consents_for(tx, answer.id))
    sheltered = made.subject.category in SHELTERED
    open_ = () if sheltered else tuple(one for one in answer.records if one.category not in SHELTERED)
    left_out = len(answer.records) - len(open_)
    if not open_:
        return AnswerPart(answer, (), None, left_out, consents)
    # Whoever reads the report need not be a member: what is in it is passed on.
    use = Use(drawing.officer, Action.PASS_ON, approved_by=drawing.approved_by)
    decided = may_use(tx, answer, made, use, means=means)
    if isinstance(decided, Refusal):
        return AnswerPart(answer, (), decided, left_out, consents)
    means.log(
        tx,
        Event.CONTENT_USED,
        drawing.officer,
        article=made.article,
        purpose=made.purpose,
        case=made.case,
        subject_ref=made.id,
        partner=made.partner,
        answer=answer.id,
        use=Action.PASS_ON.value,
    )
    return AnswerPart(answer, open_, None, left_out, consents, decided)


def _clock(made: ContentRequest, answers: Sequence[ContentAnswer], *, now: datetime) -> ClockState:
    if made.due_at is None:
        return ClockState.NONE
    if answers and made.state is not ContentState.OPEN:
        return ClockState.KEPT if answers[0].answered_at <= made.due_at else ClockState.MISSED
    return ClockState.RUNNING if now <= made.due_at else ClockState.MISSED


class _About:
    """Tells whether an entry is about a case: in its timeline, or a decision on a request or use in it."""

    def __init__(self, timeline: Sequence[Moment], decisions: Collection[str]) -> None:
        self._positions = {moment.position for moment in timeline}
        self._decisions = frozenset(decisions)

    def __call__(self, position: int, entry: LogEntry) -> bool:
        if entry.event is Event.DECISION_TAKEN:
            # A decision names no case: it is found by its reference.
            return entry.facts.get("decision") in self._decisions
        return position in self._positions


def _law(cited: Sequence[str], drawing: Drawing, *, means: Means) -> tuple[LawPart, ...]:
    parts = []
    for name, _, article in (one.rpartition(" ") for one in sorted(set(cited)) if one):
        text = means.law.instrument(name)
        if text is None:
            parts.append(LawPart(name, article, "", "", False, False))
            continue
        is_signed = (text.hash, means.me.country.value) in drawing.signed
        parts.append(LawPart(name, article, text.hash, _mark(text, article), text.is_sample, is_signed))
    return tuple(parts)


def _mark(text: Instrument, article: str) -> str:
    marks = {rule.article.mark for rule in text.rules if rule.article.article == article}
    return " ".join(sorted(marks)) or (text.terms[article].mark if article in text.terms else "")


def _receipts(tx: Transaction, letters: Sequence[str], *, means: Means) -> list[ReceiptPart]:
    found = []
    for name in dict.fromkeys(letters):
        letter = exchange_outbox.find(tx, name)
        peer = None if letter is None else means.exchange.agreements.under(letter.agreement, tx=tx)
        if letter is not None and letter.receipt and peer is not None:
            found.append(ReceiptPart(peer.id, name, letter.receipt, peer.party.signing_key))
    return found


def _cited(one: asked.AskedQuestion) -> str:
    return f"{one.article['instrument']} {one.article['article']}"
