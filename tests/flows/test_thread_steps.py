"""What is told about a request besides its answer, and what that does to its clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.flows.nodes import Story
from tests.flows.requesting import answered, requested, two_police, wish

from trefpunt.casework import Item, Move, Thread, assign, inbox, read_thread, send_request, take_step
from trefpunt.casework.steps import RULES
from trefpunt.errors import InputError
from trefpunt.model import AnswerKind, ContentRequest, Refusal, Step, StepKind
from trefpunt.node import Node

DAY = timedelta(days=1)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = two_police(tmp_path)
    yield told
    told.close()


@pytest.fixture
def request_(story: Story) -> ContentRequest:
    return requested(story)


def step(
    node: Node, request: ContentRequest, kind: StepKind, *codes: str, until: datetime | None = None
) -> Step:
    taken = take_step(request.id, Move(kind, codes, until), officer=node.officers["o-1"], means=node.casework)
    assert isinstance(taken, Step), taken
    return taken


def item(node: Node) -> Item:
    (found,) = inbox(means=node.casework).items
    return found


def told(node: Node, request: ContentRequest) -> tuple[tuple[StepKind, bool], ...]:
    found = read_thread(request.id, officer=node.officers["o-1"], means=node.casework)
    assert isinstance(found, Thread), found
    return tuple((one.kind, one.is_ours) for one in found.steps)


def test_the_clock_stands_still_while_a_clarification_is_pending(
    story: Story, request_: ContentRequest
) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    due = {node.me.id: item(node).request.due_at for node in (nl, be)}
    story.clock.now += DAY
    step(be, request_, StepKind.CLARIFICATION_ASKED, "link_to_person")
    left = item(be).left_s
    story.clock.now += 3 * DAY
    assert left is not None
    for node in (nl, be):
        assert item(node).waits_since is not None
        assert item(node).left_s == pytest.approx(left, abs=2)
    step(nl, request_, StepKind.CLARIFIED, "link_to_person_stated")
    for node in (nl, be):
        now = item(node)
        before = due[node.me.id]
        assert now.waits_since is None
        assert before is not None
        assert now.request.due_at is not None
        assert now.request.due_at - before == pytest.approx(3 * DAY, abs=timedelta(seconds=2))
    assert told(nl, request_) == ((StepKind.CLARIFICATION_ASKED, False), (StepKind.CLARIFIED, True))
    assert told(be, request_) == ((StepKind.CLARIFICATION_ASKED, True), (StepKind.CLARIFIED, False))


def test_a_clock_stops_twice_and_runs_the_longer_for_it(story: Story, request_: ContentRequest) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    before = item(be).request.due_at
    for _ in range(2):
        step(be, request_, StepKind.CLARIFICATION_ASKED, "subject", "urgency")
        story.clock.now += DAY
        step(nl, request_, StepKind.CLARIFIED, "urgency_reasons_stated")
    after = item(be).request.due_at
    assert before is not None
    assert after is not None
    assert after - before == pytest.approx(2 * DAY, abs=timedelta(seconds=2))


def test_what_is_clarified_is_stated_when_the_answer_is_decided(story: Story) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    request = requested(story)
    assert "urgency_reasons_stated" not in request.stated
    step(be, request, StepKind.CLARIFICATION_ASKED, "urgency")
    step(nl, request, StepKind.CLARIFIED, "urgency_reasons_stated")
    assert "urgency_reasons_stated" in item(be).request.stated
    assert answered(story, request).kind is AnswerKind.FULL


def test_a_delay_is_told_with_its_reason_and_the_clock_runs_on(
    story: Story, request_: ContentRequest
) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    due, until = item(be).request.due_at, (story.clock.now + 20 * DAY).replace(microsecond=0)
    step(be, request_, StepKind.DELAYED, "judicial_leave", until=until)
    story.clock.now += 8 * DAY
    for node in (nl, be):
        assert item(node).expected_at == until
        assert (item(node).left_s or 0) < 0
    assert item(be).request.due_at == due


def test_what_is_told_orally_is_flagged_until_it_is_there_in_writing(
    story: Story, request_: ContentRequest
) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    at = step(be, request_, StepKind.TOLD_ORALLY, "task_would_be_delayed").at
    for node in (nl, be):
        assert item(node).to_confirm_by == at + DAY
    answered(story, request_)
    for node in (nl, be):
        assert item(node).to_confirm_by is None


def test_feedback_comes_after_an_answer_and_says_nothing_of_it(
    story: Story, request_: ContentRequest
) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    with pytest.raises(InputError, match="does not come now"):
        step(nl, request_, StepKind.FEEDBACK, "led_to_case")
    answered(story, request_)
    step(be, request_, StepKind.FEEDBACK_ASKED)
    step(nl, request_, StepKind.FEEDBACK, "led_to_case", "known_already")
    found = read_thread(request_.id, officer=be.officers["o-1"], means=be.casework)
    assert isinstance(found, Thread)
    assert found.steps[-1].codes == ("led_to_case", "known_already")
    assert found.steps[-1].officer == ""


@pytest.mark.parametrize(
    ("kind", "codes", "hint"),
    [
        (StepKind.CLARIFICATION_ASKED, (), "words of this step"),
        (StepKind.CLARIFICATION_ASKED, ("the name",), "words of this step"),
        (StepKind.CLARIFICATION_ASKED, ("urgency", "urgency"), "words of this step"),
        (StepKind.ACKNOWLEDGED, ("urgency",), "has no words"),
        (StepKind.DELAYED, ("judicial_leave",), "until when"),
        (StepKind.CLARIFIED, ("urgency_reasons_stated",), "other side's"),
        (StepKind.FEEDBACK, ("read",), "other side's"),
    ],
)
def test_a_step_that_does_not_fit_is_not_taken(
    story: Story, request_: ContentRequest, kind: StepKind, codes: tuple[str, ...], hint: str
) -> None:
    with pytest.raises(InputError, match=hint):
        step(story.nodes["police.be"], request_, kind, *codes)
    assert told(story.nodes["police.be"], request_) == ()
    assert told(story.nodes["police.nl"], request_) == ()


def test_a_day_that_is_past_delays_nothing(story: Story, request_: ContentRequest) -> None:
    with pytest.raises(InputError, match="is past"):
        step(
            story.nodes["police.be"],
            request_,
            StepKind.DELAYED,
            "other_service",
            until=story.clock.now - DAY,
        )


def test_what_cannot_be_stated_clarifies_nothing(story: Story, request_: ContentRequest) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    step(be, request_, StepKind.CLARIFICATION_ASKED, "use_limits")
    # Consent is another's to give: nobody states it away.
    with pytest.raises(InputError, match="words of this step"):
        step(nl, request_, StepKind.CLARIFIED, "prior_written_consent")
    assert item(be).waits_since is not None


def test_who_does_not_work_on_a_request_takes_no_step(story: Story, request_: ContentRequest) -> None:
    be = story.nodes["police.be"]
    assign(request_.id, be.officers["o-2"], officer=be.officers["o-2"], means=be.casework)
    refused = take_step(
        request_.id, Move(StepKind.ACKNOWLEDGED), officer=be.officers["o-1"], means=be.casework
    )
    assert isinstance(refused, Refusal)
    assert refused.code == "with_a_colleague"


def test_a_receipt_is_acknowledged_once(story: Story, request_: ContentRequest) -> None:
    be = story.nodes["police.be"]
    step(be, request_, StepKind.ACKNOWLEDGED)
    with pytest.raises(InputError, match="does not come now"):
        step(be, request_, StepKind.ACKNOWLEDGED)
    assert told(story.nodes["police.nl"], request_) == ((StepKind.ACKNOWLEDGED, False),)


def test_nobody_steps_into_a_request_that_was_never_handed_over(story: Story) -> None:
    nl = story.nodes["police.nl"]
    sent = send_request(wish(nl), "police.be", means=nl.casework)
    assert not isinstance(sent, Refusal)
    with pytest.raises(InputError, match="other side's"):
        step(nl, sent.request, StepKind.ACKNOWLEDGED)
    with pytest.raises(InputError, match="no such request"):
        step(story.nodes["police.be"], sent.request, StepKind.ACKNOWLEDGED)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.booleans(), st.sampled_from(sorted(StepKind))), max_size=12))
def test_both_sides_hold_the_same_thread_whatever_they_try(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[bool, StepKind]]
) -> None:
    story = two_police(tmp_path_factory.mktemp("thread"))
    try:
        request = requested(story)
        nl, be = story.nodes["police.nl"], story.nodes["police.be"]
        for is_holder, kind in moves:
            words = RULES[kind].words
            codes = () if words is None else (min(words),)
            until = story.clock.now + DAY if kind is StepKind.DELAYED else None
            try:
                step(be if is_holder else nl, request, kind, *codes, until=until)
            except InputError:
                continue
        assert told(nl, request) == tuple((kind, not mine) for kind, mine in told(be, request))
        assert item(nl).waits_since == item(be).waits_since
    finally:
        story.close()
