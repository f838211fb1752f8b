"""The thread of a request besides its answer: acknowledged, clarified, delayed, told orally, fed back.

A step says nothing of any content, so its letter needs no ground and goes by Trefpunt whatever the channel
of the request is. While a clarification is pending the clock stands still, where the law lets it.
Source: Directive (EU) 2023/977, arts 5-6; Benelux Police Treaty, arts 7 and 12; VAT Regulation, arts 16, 51.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from trefpunt.casework.bodies import StepBody
from trefpunt.casework.may import turns_away
from trefpunt.casework.means import Means
from trefpunt.clocks import CLOCKS, Suspension, deadline
from trefpunt.errors import InputError
from trefpunt.exchange import Outcome, Outgoing, Peer
from trefpunt.model import (
    ContentRequest,
    ContentState,
    Country,
    Event,
    Feedback,
    Letter,
    LetterKind,
    Officer,
    Refusal,
    Step,
    StepKind,
    Unclear,
    WhyLate,
    WhyOral,
)
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import casework as kept
from trefpunt.store.ledger import steps as kept_steps
from trefpunt.treaty import FACTS, Change

ORAL_CLOCK = "pol.oral.confirm"
_RUNNING = (ContentState.OPEN, ContentState.PARTLY)
_ANSWERED = (ContentState.PARTLY, ContentState.ANSWERED, ContentState.REFUSED)


@dataclass(frozen=True, slots=True)
class StepRule:
    """Who takes a step, when, and with which words.

    Attributes:
        is_holders: whether the side that is asked takes it; else the side that asks.
        words: the closed list of its words; None where it has none.
        states: how the request must stand.
        most: how many words it may have; at least one where there are any.
    """

    is_holders: bool
    words: frozenset[str] | None
    states: tuple[ContentState, ...]
    most: int = 8


def _all(words: type[StrEnum]) -> frozenset[str]:
    return frozenset(word.value for word in words)


_STATED = frozenset(name for name, fact in FACTS.items() if fact.change is Change.FORM and fact.kind is bool)
RULES: Mapping[StepKind, StepRule] = {
    StepKind.ACKNOWLEDGED: StepRule(True, None, _RUNNING),
    StepKind.CLARIFICATION_ASKED: StepRule(True, _all(Unclear), _RUNNING),
    StepKind.CLARIFIED: StepRule(False, _STATED, _RUNNING, most=len(_STATED)),
    StepKind.DELAYED: StepRule(True, _all(WhyLate), _RUNNING, most=1),
    StepKind.TOLD_ORALLY: StepRule(True, _all(WhyOral), _RUNNING, most=1),
    StepKind.FEEDBACK_ASKED: StepRule(True, None, _ANSWERED),
    StepKind.FEEDBACK: StepRule(False, _all(Feedback), _ANSWERED),
}


@dataclass(frozen=True, slots=True)
class Move:
    """A step that an officer wants to take; `until` is by when an answer is to be expected, for a delay."""

    kind: StepKind
    codes: tuple[str, ...] = ()
    until: datetime | None = None


def take_step(request_id: str, move: Move, *, officer: Officer, means: Means) -> Step | Refusal:
    """Take a step in the thread of a request, and tell the partner.

    Returns:
        The step; or why this officer does not take it.

    Raises:
        InputError: there is no such request, or the step does not come now or not with these words.
        ExchangeError, AgreementLapsed, LogUnwritable: nothing was told and nothing was done.
    """
    rule = RULES[move.kind]
    with means.ledger.read() as tx:
        request = _request(tx, request_id, is_ours=not rule.is_holders)
        if no := turns_away(tx, request, officer):
            return no
        _check(tx, request, move, now=means.clock())
    made = Step(
        means.new_id("s"),
        request.id,
        request.is_ours,
        True,
        move.kind,
        move.codes,
        officer.id,
        means.clock(),
        move.until,
    )
    done = list[Step]()

    def also(tx: Transaction, letter: Letter) -> None:
        # Again, inside: a colleague may have taken the same step meanwhile.
        asked = _request(tx, request.id, is_ours=request.is_ours)
        _check(tx, asked, move, now=letter.issued_at)
        done.append(replace(made, at=letter.issued_at))
        _keep(tx, asked, done[0], officer, means=means)

    body = StepBody(made.id, request.id, move.kind, move.codes, move.until).to_json()
    outgoing = Outgoing(LetterKind.CONTENT_STEP, request.partner, body, actor=officer.id)
    means.exchange.call(None, outgoing, wait_s=means.wait_s, also=also)
    return done[0]


def on_step(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle a step that the partner took in the thread of a request."""
    body = StepBody.from_json(letter.body)
    told = Step(
        body.step,
        body.request,
        RULES[body.kind].is_holders,
        False,
        body.kind,
        body.codes,
        "",
        letter.issued_at,
        body.until,
    )

    def apply(tx: Transaction) -> None:
        request = _request(tx, told.request, is_ours=told.is_about_ours)
        if request.partner != peer.id:
            raise InputError("a step is about a request of another partner", hint="ask the partner")
        _check(tx, request, Move(told.kind, told.codes, told.until), now=letter.issued_at)
        _keep(tx, request, told, None, means=means)

    return Outcome(apply=apply)


def waits_since(steps: Sequence[Step]) -> datetime | None:
    """Return since when a request waits to be clarified; None where it does not."""
    asked = None
    for step in steps:
        if step.kind is StepKind.CLARIFICATION_ASKED:
            asked = step.at
        elif step.kind is StepKind.CLARIFIED:
            asked = None
    return asked


def stands_at(request: ContentRequest, steps: Sequence[Step]) -> datetime | None:
    """Return when the clock of a request stopped that still stands; None where it runs or cannot stop."""
    clock = CLOCKS.get(request.clock)
    return waits_since(steps) if clock is not None and clock.may_stop else None


def unconfirmed(steps: Sequence[Step], answered: Sequence[datetime], *, country: Country) -> datetime | None:
    """Return by when what was told orally must be there in writing; None where it is, or nothing was told."""
    told = [step.at for step in steps if step.kind is StepKind.TOLD_ORALLY]
    open_ = [at for at in told if not any(answer > at for answer in answered)]
    return deadline(ORAL_CLOCK, min(open_), country=country).due_at if open_ else None


def _request(tx: Transaction, request_id: str, *, is_ours: bool) -> ContentRequest:
    found = kept.find_request(tx, request_id, is_ours=is_ours)
    if found is not None:
        return found
    if kept.find_request(tx, request_id, is_ours=not is_ours) is not None:
        raise InputError(
            "this step is the other side's to take",
            hint="who is asked acknowledges, asks to clarify and delays; who asks clarifies and feeds back",
        )
    raise InputError("there is no such request on this node", hint="`trefpunt inbox` lists them")


def _check(tx: Transaction, request: ContentRequest, move: Move, *, now: datetime) -> None:
    rule = RULES[move.kind]
    steps = kept_steps.steps_of(tx, request.id, is_ours=request.is_ours)
    if request.state not in rule.states or not _comes_now(move.kind, steps):
        raise InputError("this step does not come now", hint="`trefpunt thread show` has what was done")
    if rule.words is None and move.codes:
        raise InputError("this step has no words", hint="leave them out")
    if rule.words is not None and not (
        0 < len(set(move.codes)) == len(move.codes) <= rule.most and set(move.codes) <= rule.words
    ):
        raise InputError(
            "the words of this step are none of its list",
            hint="expected 1 to {most} of {known}",
            most=rule.most,
            known=tuple(sorted(rule.words)),
        )
    if (move.kind is StepKind.DELAYED) != (move.until is not None):
        raise InputError("a delay says until when, and nothing else does", hint="give a day that is to come")
    if move.until is not None and move.until <= now:
        raise InputError("the day until which it is delayed is past", hint="give a day that is to come")


def _comes_now(kind: StepKind, steps: Sequence[Step]) -> bool:
    is_pending = waits_since(steps) is not None
    if kind is StepKind.CLARIFICATION_ASKED:
        return not is_pending
    if kind is StepKind.CLARIFIED:
        return is_pending
    once = kind in (StepKind.ACKNOWLEDGED, StepKind.FEEDBACK_ASKED)
    return not (once and any(step.kind is kind for step in steps))


def _keep(
    tx: Transaction, request: ContentRequest, step: Step, officer: Officer | None, *, means: Means
) -> None:
    kept_steps.save(tx, step)
    if step.kind in (StepKind.CLARIFIED, StepKind.DELAYED):
        kept.clarify_request(tx, _moved(tx, request, step, means=means))
    means.log(
        tx,
        Event.STEP_TAKEN if step.is_ours else Event.STEP_TOLD,
        officer,
        article=request.article,
        purpose=request.purpose,
        case=request.case if request.is_ours else "",
        subject_ref=request.id,
        partner=request.partner,
        step=step.kind.value,
        words=" ".join(step.codes),
    )


def _moved(tx: Transaction, request: ContentRequest, step: Step, *, means: Means) -> ContentRequest:
    """Return a request with what is now stated, and its clock as the law lets it move.

    It moves by the time for which it stood still. A delay extends it where its article provides for that:
    once, to the limit of the article, whatever day is told. Elsewhere it runs on.
    """
    if step.kind is StepKind.CLARIFIED:
        request = replace(request, stated=tuple(dict.fromkeys((*request.stated, *step.codes))))
    clock = CLOCKS.get(request.clock)
    if clock is None or not (clock.may_stop or clock.extended):
        return request
    steps = kept_steps.steps_of(tx, request.id, is_ours=request.is_ours)
    country = answering_country(tx, request, means=means)
    stops = tuple(_stops(steps)) if clock.may_stop else ()
    due = deadline(request.clock, request.received_at, country=country, suspensions=stops)
    # A delay that is told too late extends nothing: the request was late already.
    if clock.extended and any(one.kind is StepKind.DELAYED and one.at <= due.due_at for one in steps):
        due = deadline(
            request.clock, request.received_at, country=country, suspensions=stops, is_extended=True
        )
    return replace(request, due_at=due.due_at)


def _stops(steps: Sequence[Step]) -> list[Suspension]:
    stops, since = list[Suspension](), None
    for step in steps:
        if step.kind is StepKind.CLARIFICATION_ASKED:
            since = step.at
        elif step.kind is StepKind.CLARIFIED and since is not None:
            # Two nodes have two clocks: one that is behind makes no stop of less than nothing.
            stops.append(Suspension(since, max(since, step.at)))
            since = None
    return stops


def answering_country(tx: Transaction, request: ContentRequest, *, means: Means) -> Country:
    """Return the country whose calendar the clock follows: that of the side that answers."""
    if not request.is_ours:
        return means.me.country
    peer = means.exchange.agreements.peer(request.partner, tx=tx)
    return means.me.country if peer is None else peer.authority.country
