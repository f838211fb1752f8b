"""The lawful way of today in the story: a request with a clock, an answer with a condition, a consent."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from trefpunt.casework import (
    Given,
    Reply,
    Sent,
    Use,
    Wish,
    ask_consent,
    decide_consent,
    inbox,
    send_answer,
    send_request,
    take_package,
    use_answer,
)
from trefpunt.demo.stage import Stage
from trefpunt.demo.teller import Teller
from trefpunt.errors import ExchangeError
from trefpunt.model import (
    Action,
    AnswerKind,
    Consent,
    ConsentState,
    ContentAnswer,
    Ground,
    Purpose,
    Refusal,
    Sought,
    Subject,
)
from trefpunt.node import Node
from trefpunt.sentence import Sentence
from trefpunt.words.refusals import REFUSALS

_STATED = (
    "necessary_and_proportionate",
    "facts_and_offence_stated",
    "reason_holder_has_it_stated",
    "link_to_person_stated",
    "use_limits_stated",
)
_CONSENT_DAYS = 30
_TRIES, _PAUSE_S = 100, 0.2


def request_lawfully(
    stage: Stage, teller: Teller, subject: Subject, *, asking: str, asked: str, case: str
) -> None:
    """Tell how one police asks another for content today, and what it may do with the answer."""
    teller.step(Sentence("The lawful way of today: a request under art. 4(1), with a clock, through SIENA"))
    sent = _request(stage, subject, asking=asking, asked=asked, case=case)
    due = sent.request.due_at
    teller.knows(
        asking, Sentence("an answer is due by {due}; the package is handed over through SIENA", due=due)
    )
    answer = _answered(stage, sent, asking=asking, asked=asked)
    teller.knows(
        asked, Sentence("who is asked about, for what, and why: a request for content names somebody")
    )
    teller.knows(asking, Sentence("the address that was asked for, and what binds whoever reads it"))
    teller.command(f"trefpunt request {asked} … · trefpunt take … · trefpunt reply … · trefpunt inbox")
    _use(stage, teller, answer, asking=asking, asked=asked)


def _request(stage: Stage, subject: Subject, *, asking: str, asked: str, case: str) -> Sent:
    node = stage.nodes[asking]
    officer = node.officers[stage.officer(asking)]
    wish = Wish(officer, case, Purpose.CRIMINAL_OFFENCES, subject, (Sought.WHEREABOUTS,), _STATED)
    sent = send_request(wish, asked, means=node.casework)
    if isinstance(sent, Refusal) or sent.package is None:
        raise _not_as_told(asking)
    return sent


def _answered(stage: Stage, sent: Sent, *, asking: str, asked: str) -> ContentAnswer:
    mine, theirs = stage.nodes[asking], stage.nodes[asked]
    there, here = theirs.officers[stage.officer(asked)], mine.officers[stage.officer(asking)]
    if sent.package is None:
        raise _not_as_told(asking)
    take_package(sent.package, officer=there, means=theirs.casework)
    about = sent.request.subject
    record = replace(about, ref=f"{asked}/1", properties={**about.properties, "address": ("Proefstraat 1",)})
    given = send_answer(
        sent.request.id, Reply(AnswerKind.FULL, (record,)), officer=there, means=theirs.casework
    )
    if not isinstance(given, Given) or given.package is None:
        raise _not_as_told(asked)
    taken = take_package(given.package, officer=here, means=mine.casework)
    if not isinstance(taken, ContentAnswer):
        raise _not_as_told(asking)
    return taken


def _use(stage: Stage, teller: Teller, answer: ContentAnswer, *, asking: str, asked: str) -> None:
    mine, theirs = stage.nodes[asking], stage.nodes[asked]
    officer = mine.officers[stage.officer(asking)]
    evidence = Use(officer, Action.USE_AS_EVIDENCE)
    refused = use_answer(answer.id, evidence, means=mine.casework)
    if not isinstance(refused, Refusal):
        raise _not_as_told(asking)
    teller.tell(Sentence("As evidence? {why}", why=Sentence(REFUSALS[refused.code])))
    consent = ask_consent(answer.id, Action.USE_AS_EVIDENCE, officer=officer, means=mine.casework)
    if not isinstance(consent, Consent):
        raise _not_as_told(asking)
    _until(mine, lambda: any(one.id == consent.id for one in inbox(means=theirs.casework).consents))
    until = theirs.clock() + timedelta(days=_CONSENT_DAYS)
    decide_consent(
        consent.id, until=until, officer=theirs.officers[stage.officer(asked)], means=theirs.casework
    )
    _until(theirs, lambda: inbox(means=mine.casework).consents[0].state is ConsentState.GIVEN)
    permitted = use_answer(answer.id, evidence, means=mine.casework)
    if not isinstance(permitted, Ground):
        raise _not_as_told(asking)
    teller.tell(
        Sentence(
            "{node} consents in writing, until {until}: now it may be used as evidence",
            node=asked,
            until=until,
        )
    )


def _until(sender: Node, is_so: Callable[[], bool]) -> None:
    """Wait until a letter has arrived: it comes at once, or with the next round."""
    for _ in range(_TRIES):
        if is_so():
            return
        time.sleep(_PAUSE_S)
        sender.exchange.deliver_due(sender.clock())
    raise _not_as_told(sender.me.id)


def _not_as_told(node: str) -> ExchangeError:
    return ExchangeError("{node} did not do what the story tells", hint="the story ends here", node=node)
