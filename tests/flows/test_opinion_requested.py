"""An opinion on integrity: asked of the office under an article of its own, with a clock that may stop."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.flows.checking import CASE, CLERK, applicant, town_and_office
from tests.flows.nodes import OFFICERS, Moving, Story

from trefpunt.casework import (
    Given,
    Item,
    Move,
    Reply,
    Sent,
    Wish,
    inbox,
    open_case,
    send_answer,
    send_request,
    take_step,
)
from trefpunt.clocks import Suspension, deadline
from trefpunt.desks.permits import note_use
from trefpunt.errors import InputError
from trefpunt.model import (
    AnswerKind,
    Case,
    ContentRequest,
    Country,
    Purpose,
    Refusal,
    Sought,
    Step,
    StepKind,
)
from trefpunt.node import Node

TOWN, BUREAU = "muni.nl", "bureau.nl"
STATED = ("necessary_and_proportionate", "own_sources_exhausted")
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = Story(tmp_path, clock=Moving(MONDAY))
    town = told.node(TOWN, kind="municipality", officers={**OFFICERS, CLERK: "permit_officer"})
    bureau = told.node(BUREAU, kind="integrity_office")
    told.agree(town, bureau, texts=("nl-bibob",))
    opened = Case(CASE, Purpose.PERMIT_DECISION.value, town.clock(), (CLERK,))
    with town.ledger.write() as tx:
        open_case(tx, opened, officer=town.officers[CLERK], trail=town.trail)
    yield told
    told.close()


def wish(
    town: Node, *, sought: tuple[Sought, ...] = (Sought.OPINION,), stated: tuple[str, ...] = STATED
) -> Wish:
    return Wish(town.officers[CLERK], CASE, Purpose.PERMIT_DECISION, applicant(), sought, stated)


def requested(story: Story) -> ContentRequest:
    town = story.nodes[TOWN]
    sent = send_request(wish(town), BUREAU, means=town.casework)
    assert isinstance(sent, Sent), sent
    return sent.request


def item(node: Node) -> Item:
    (found,) = inbox(means=node.casework).items
    return found


def step(node: Node, who: str, move: Move, request: ContentRequest) -> None:
    taken = take_step(request.id, move, officer=node.officers[who], means=node.casework)
    assert isinstance(taken, Step), taken


def due(*stops: Suspension, is_extended: bool = False) -> datetime:
    clock = deadline("nl.bibob", MONDAY, country=Country.NL, suspensions=stops, is_extended=is_extended)
    return clock.due_at


def test_an_opinion_is_asked_under_its_own_article_and_due_in_eight_weeks(story: Story) -> None:
    requested(story)
    for name in (TOWN, BUREAU):
        kept = item(story.nodes[name]).request
        assert kept.article == "nl-bibob 9"
        assert kept.clock == "nl.bibob"
        assert kept.category == "integrity_opinion"
        assert kept.due_at == due()
        assert kept.due_at == datetime(2026, 12, 28, 22, 59, 59, tzinfo=UTC)


def test_its_clock_stands_still_while_data_are_missing_and_is_extended_once(story: Story) -> None:
    request, town, bureau = requested(story), story.nodes[TOWN], story.nodes[BUREAU]
    story.clock.now += timedelta(days=7)
    since = story.clock.now
    step(bureau, "o-1", Move(StepKind.CLARIFICATION_ASKED, ("link_to_person",)), request)
    story.clock.now += timedelta(days=10)
    step(town, CLERK, Move(StepKind.CLARIFIED, ("link_to_person_stated",)), request)
    stop = Suspension(since, story.clock.now)
    for node in (town, bureau):
        assert abs((item(node).request.due_at or MONDAY) - due(stop)) < timedelta(seconds=5)
    until = story.clock.now + timedelta(days=70)
    step(bureau, "o-1", Move(StepKind.DELAYED, ("other_service",), until), request)
    extended = due(stop, is_extended=True)
    assert extended - due(stop) == timedelta(weeks=4)
    for node in (town, bureau):
        assert abs((item(node).request.due_at or MONDAY) - extended) < timedelta(seconds=5)
    # Another delay is told, and gives no more time.
    step(bureau, "o-1", Move(StepKind.DELAYED, ("other_service",), until + timedelta(days=90)), request)
    for node in (town, bureau):
        assert abs((item(node).request.due_at or MONDAY) - extended) < timedelta(seconds=5)


def test_a_delay_that_is_told_too_late_extends_nothing(story: Story) -> None:
    request, bureau = requested(story), story.nodes[BUREAU]
    story.clock.now = due() + timedelta(hours=1)
    until = story.clock.now + timedelta(days=7)
    step(bureau, "o-1", Move(StepKind.DELAYED, ("other_service",), until), request)
    for node in (story.nodes[TOWN], bureau):
        assert item(node).request.due_at == due()
        assert (item(node).left_s or 0) < 0


def test_an_opinion_stands_in_no_decision_that_the_person_reads(story: Story) -> None:
    request, town, bureau = requested(story), story.nodes[TOWN], story.nodes[BUREAU]
    reply = Reply(AnswerKind.FULL, (replace(applicant(), ref="dossier-1"),))
    given = send_answer(request.id, reply, officer=bureau.officers["o-1"], means=bureau.casework)
    assert isinstance(given, Given), given
    refused = note_use(given.answer.id, officer=town.officers[CLERK], means=town.permits)
    assert isinstance(refused, Refusal)
    assert ("provider", BUREAU) in refused.facts


def test_without_own_sources_used_up_no_opinion_is_asked(story: Story) -> None:
    town = story.nodes[TOWN]
    few = wish(town, stated=("necessary_and_proportionate",))
    refused = send_request(few, BUREAU, means=town.casework)
    assert isinstance(refused, Refusal)
    assert refused.missing == ("own_sources_exhausted",)


def test_an_opinion_is_asked_alone_and_of_an_office_that_gives_them(story: Story) -> None:
    town = story.nodes[TOWN]
    with pytest.raises(InputError, match="sought with something else"):
        send_request(wish(town, sought=(Sought.OPINION, Sought.PERMITS)), BUREAU, means=town.casework)
    other = story.node("other.nl", kind="municipality")
    story.agree(town, other, texts=("nl-bibob",))
    with pytest.raises(InputError, match="gives no opinions"):
        send_request(wish(town), "other.nl", means=town.casework)


def test_in_belgium_an_opinion_is_asked_under_articles_19_and_20_and_a_decision_under_another(
    tmp_path: Path,
) -> None:
    told = town_and_office(tmp_path)
    city = told.nodes["city.be"]
    articles = list[str]()
    for sought in (Sought.OPINION, Sought.PERMITS):
        sent = send_request(wish(city, sought=(sought,)), "integrity.be", means=city.casework)
        assert isinstance(sent, Sent), sent
        articles.append(sent.request.article)
    told.close()
    assert articles[0] == "be-law-2024-01-15 19-20"
    assert articles[1] != articles[0]
