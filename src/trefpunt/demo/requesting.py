"""The lawful way of today in the story: a request with a clock, an answer with a condition, a consent."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from trefpunt.casework import Means, Use, Wish, ask_consent, decide_consent, inbox, use_answer
from trefpunt.demo.content import answer_by_package, send_by_package
from trefpunt.demo.stage import Stage, not_as_told
from trefpunt.demo.teller import Teller
from trefpunt.model import (
    Action,
    Consent,
    ConsentState,
    ContentAnswer,
    Ground,
    Purpose,
    Refusal,
    Sought,
    Subject,
)
from trefpunt.sentence import Sentence

_STATED = (
    "necessary_and_proportionate",
    "facts_and_offence_stated",
    "reason_holder_has_it_stated",
    "link_to_person_stated",
    "use_limits_stated",
)
_CONSENT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Parties:
    """Who asks whom, and whose leave it takes to use the answer as evidence."""

    asking: str
    asked: str
    judge: str


def request_lawfully(stage: Stage, teller: Teller, subject: Subject, *, parties: Parties, case: str) -> None:
    """Tell how one police asks another for content today, and what it may do with the answer."""
    asking, asked = parties.asking, parties.asked
    teller.step(Sentence("The lawful way of today: a request under art. 4(1), with a clock, through SIENA"))
    wish = Wish(
        stage.acting(asking), case, Purpose.CRIMINAL_OFFENCES, subject, (Sought.WHEREABOUTS,), _STATED
    )
    sent = send_by_package(stage, wish, asked)
    due = sent.request.due_at
    teller.knows(
        asking, Sentence("an answer is due by {due}; the package is handed over through SIENA", due=due)
    )
    record = replace(
        subject, ref=f"{asked}/1", properties={**subject.properties, "address": ("Proefstraat 1",)}
    )
    answer = answer_by_package(stage, sent, (record,), asking=asking)
    teller.knows(
        asked, Sentence("who is asked about, for what, and why: a request for content names somebody")
    )
    teller.knows(asking, Sentence("the address that was asked for, and what binds whoever reads it"))
    teller.command(f"trefpunt request {asked} … · trefpunt take … · trefpunt reply … · trefpunt inbox")
    _use(stage, teller, answer, asking=asking, judge=parties.judge)


def _use(stage: Stage, teller: Teller, answer: ContentAnswer, *, asking: str, judge: str) -> None:
    mine = stage.nodes[asking]
    evidence = Use(stage.acting(asking), Action.USE_AS_EVIDENCE)
    refused = use_answer(answer.id, evidence, means=mine.casework)
    if not isinstance(refused, Refusal):
        raise not_as_told(asking)
    teller.refused(Sentence("May it be used as evidence?"), refused)
    _decided(stage, answer, None, asking=asking, judge=judge)
    if not isinstance(use_answer(answer.id, evidence, means=mine.casework), Refusal):
        raise not_as_told(asking)
    teller.knows(judge, Sentence("a prosecutor refuses leave: it stays refused"))
    until = mine.clock() + timedelta(days=_CONSENT_DAYS)
    _decided(stage, answer, until, asking=asking, judge=judge)
    if not isinstance(use_answer(answer.id, evidence, means=mine.casework), Ground):
        raise not_as_told(asking)
    said = Sentence("asked again, the prosecutor gives leave until {until}: now it may be used", until=until)
    teller.knows(judge, said)
    teller.command("trefpunt consent ask … · trefpunt consent give … · trefpunt use … use_as_evidence")


def _decided(stage: Stage, answer: ContentAnswer, until: datetime | None, *, asking: str, judge: str) -> None:
    mine, theirs = stage.nodes[asking].casework, stage.nodes[judge].casework
    asked = ask_consent(answer.id, Action.USE_AS_EVIDENCE, officer=stage.acting(asking), of=judge, means=mine)
    if not isinstance(asked, Consent):
        raise not_as_told(asking)
    stage.until(asking, lambda: _state(theirs, asked) is ConsentState.ASKED)
    decide_consent(asked.id, until=until, officer=stage.acting(judge), means=theirs)
    wanted = ConsentState.REFUSED if until is None else ConsentState.GIVEN
    stage.until(judge, lambda: _state(mine, asked) is wanted)


def _state(means: Means, consent: Consent) -> ConsentState | None:
    return next((one.state for one in inbox(means=means).consents if one.id == consent.id), None)
