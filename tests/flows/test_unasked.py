"""Information that nobody asked for: sent for recorded reasons, put in a case, and bound like an answer."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.flows.nodes import Story, open_a_case
from tests.flows.requesting import CASE, KEPT, two_police

from trefpunt.audit import Filters, Reader, show
from trefpunt.casework import (
    Information,
    Move,
    Offer,
    Reading,
    Told,
    Use,
    file_unasked,
    inbox,
    read_answer,
    read_thread,
    send_unasked,
    take_package,
    take_step,
    use_answer,
)
from trefpunt.errors import InputError
from trefpunt.model import (
    Action,
    ContentRequest,
    Event,
    Purpose,
    Refusal,
    Step,
    StepKind,
    Subject,
    SubjectCategory,
)
from trefpunt.node import Node

THEIR_CASE = "BE-2026-9"
REASONS = ("factual_reasons_recorded",)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = two_police(tmp_path)
    open_a_case(told.nodes["police.be"], THEIR_CASE)
    yield told
    told.close()


def offer(node: Node, **other: object) -> Offer:
    made = Offer(node.officers["o-1"], CASE, Purpose.CRIMINAL_OFFENCES, (KEPT,), REASONS)
    return replace(made, **other)  # type: ignore[arg-type]


def sent(story: Story, **other: object) -> Information:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    told = send_unasked(offer(nl, **other), "police.be", means=nl.casework)
    assert isinstance(told, Told), told
    assert told.package is not None
    taken = take_package(told.package, officer=be.officers["o-1"], means=be.casework)
    assert isinstance(taken, Information), taken
    return taken


def test_what_is_sent_unasked_is_read_once_it_is_in_a_case(story: Story) -> None:
    be, taken = story.nodes["police.be"], sent(story)
    officer = be.officers["o-1"]
    for refused in (
        read_answer(taken.answer.id, officer=officer, means=be.casework),
        read_thread(taken.request.id, officer=officer, means=be.casework),
        use_answer(taken.answer.id, Use(officer, Action.USE_AS_EVIDENCE), means=be.casework),
    ):
        assert isinstance(refused, Refusal)
        assert refused.code == "not_in_a_case"
    filed = file_unasked(taken.request.id, THEIR_CASE, officer=officer, means=be.casework)
    assert isinstance(filed, ContentRequest)
    read = read_answer(taken.answer.id, officer=officer, means=be.casework)
    assert isinstance(read, Reading)
    assert read.answer.records == (KEPT,)
    assert read.request.article == "benelux-police-treaty 4(2)"


def test_what_binds_an_answer_binds_it_too(story: Story) -> None:
    be, taken = story.nodes["police.be"], sent(story, conditions=("consent_before_passing_on",))
    officer = be.officers["o-1"]
    file_unasked(taken.request.id, THEIR_CASE, officer=officer, means=be.casework)
    refused = use_answer(taken.answer.id, Use(officer, Action.USE_AS_EVIDENCE), means=be.casework)
    assert isinstance(refused, Refusal)
    assert refused.code == "consent_missing_evidence"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"stated": ()}, "conditions_missing"),
        ({"purpose": Purpose.PERMIT_DECISION}, "purpose_not_of_case"),
        ({"case": "PL-2026-404"}, "no_such_case"),
    ],
)
def test_what_may_not_be_sent_unasked_stays(story: Story, other: dict[str, object], code: str) -> None:
    nl = story.nodes["police.nl"]
    refused = send_unasked(offer(nl, **other), "police.be", means=nl.casework)
    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert inbox(means=nl.casework).items == []


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ((), "nothing in this information"),
        ((replace(KEPT, category=SubjectCategory.VICTIM),), "victim or a witness"),
        ((KEPT, replace(KEPT, ref="2", category=SubjectCategory.WITNESS)), "victim or a witness"),
    ],
)
def test_what_can_be_no_information_is_said(story: Story, records: tuple[Subject, ...], said: str) -> None:
    nl = story.nodes["police.nl"]
    with pytest.raises(InputError, match=said):
        send_unasked(offer(nl, records=records), "police.be", means=nl.casework)
    assert inbox(means=nl.casework).items == []


def test_it_is_put_in_one_case_of_its_purpose_by_a_member(story: Story) -> None:
    be, taken = story.nodes["police.be"], sent(story)
    officer, stranger = be.officers["o-1"], be.officers["o-2"]
    refused = file_unasked(taken.request.id, THEIR_CASE, officer=stranger, means=be.casework)
    assert isinstance(refused, Refusal)
    assert refused.code == "not_a_member"
    file_unasked(taken.request.id, THEIR_CASE, officer=officer, means=be.casework)
    with pytest.raises(InputError, match="in a case already"):
        file_unasked(taken.request.id, THEIR_CASE, officer=officer, means=be.casework)
    with pytest.raises(InputError, match="no partner sent"):
        file_unasked("r-0", THEIR_CASE, officer=officer, means=be.casework)


def test_it_is_taken_once(story: Story) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    told = send_unasked(offer(nl), "police.be", means=nl.casework)
    assert isinstance(told, Told)
    assert told.package is not None
    take_package(told.package, officer=be.officers["o-1"], means=be.casework)
    with pytest.raises(InputError, match="taken before"):
        take_package(told.package, officer=be.officers["o-1"], means=be.casework)


def test_whoever_sent_it_hears_what_came_of_it(story: Story) -> None:
    nl, be, taken = story.nodes["police.nl"], story.nodes["police.be"], sent(story)
    officer = be.officers["o-1"]
    file_unasked(taken.request.id, THEIR_CASE, officer=officer, means=be.casework)
    move = Move(StepKind.FEEDBACK, ("led_to_check",))
    assert isinstance(take_step(taken.request.id, move, officer=officer, means=be.casework), Step)
    found = read_thread(taken.request.id, officer=nl.officers["o-1"], means=nl.casework)
    assert not isinstance(found, Refusal)
    assert [step.codes for step in found.steps] == [("led_to_check",)]
    assert len(found.packages) == 1


def test_both_logs_have_it_and_neither_has_whom(story: Story) -> None:
    nl, be, taken = story.nodes["police.nl"], story.nodes["police.be"], sent(story)
    file_unasked(taken.request.id, THEIR_CASE, officer=be.officers["o-1"], means=be.casework)
    for node, events in (
        (nl, {Event.INFORMATION_SENT}),
        (be, {Event.INFORMATION_RECEIVED, Event.INFORMATION_FILED}),
    ):
        with node.ledger.write() as tx:
            reader = Reader("o-1", "information_officer", "self_monitoring", node.clock())
            entries = [entry for _, entry in show(tx, Filters(), trail=node.trail, reader=reader)]
        assert events <= {entry.event for entry in entries}
        assert "Zonderdossier" not in repr([(one.subject_ref, one.facts) for one in entries])
