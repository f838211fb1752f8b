"""What this node says no to before any text is asked: the case, who works on it, the second officer."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from tests.flows.asking import ASKER, CASE, HOLDER, STATED, ask, publish, strangers, two_nodes
from tests.flows.nodes import Story, open_a_case

from trefpunt import hits
from trefpunt.audit import Filters, Reader, show
from trefpunt.model import (
    Answer,
    Event,
    LogEntry,
    NoHit,
    Purpose,
    Question,
    Refused,
    Schema,
    Subject,
    SubjectCategory,
)
from trefpunt.store.ledger.cases import close_case

SOMEBODY = replace(strangers(1, Random(8))[0], category=SubjectCategory.SUSPECT)
PROTECTED, CLOSED = "PL-2026-2", "PL-2026-3"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    told = two_nodes(tmp_path_factory.mktemp("may"))
    asker = told.nodes[ASKER]
    open_a_case(asker, PROTECTED, is_protected=True)
    open_a_case(asker, CLOSED)
    with asker.ledger.write() as tx:
        close_case(tx, CLOSED)
    publish(told)
    yield told
    told.close()


def code_of(answer: Answer) -> str:
    assert isinstance(answer, Refused), answer
    assert answer.by == ASKER
    assert SOMEBODY.properties["lastName"][0] not in repr(answer)
    return answer.refusal.code


def logged(story: Story, event: Event) -> list[LogEntry]:
    asker = story.nodes[ASKER]
    with asker.ledger.write() as tx:
        reader = Reader("o-1", "information_officer", "self_monitoring", asker.clock())
        found = show(tx, Filters(event=event), trail=asker.trail, reader=reader)
        return [entry for _, entry in found]


def test_nothing_is_asked_for_a_case_that_is_not_there(story: Story) -> None:
    assert code_of(ask(story, SOMEBODY, case="PL-0000-0")) == "no_such_case"


def test_nothing_is_asked_for_a_closed_case(story: Story) -> None:
    assert code_of(ask(story, SOMEBODY, case=CLOSED)) == "case_closed"


def test_nobody_asks_in_a_case_of_others(story: Story) -> None:
    assert code_of(ask(story, SOMEBODY, officer="o-2")) == "not_a_member"


def test_a_case_serves_the_purpose_that_it_was_opened_for_and_no_other(story: Story) -> None:
    asker = story.nodes[ASKER]
    question = Question(asker.officers["o-1"], SOMEBODY, Purpose.PUBLIC_ORDER, CASE, stated=STATED)
    assert code_of(hits.ask(question, HOLDER, means=asker.means)) == "purpose_not_of_case"


@pytest.mark.parametrize("approved_by", ["", "o-1", "o-99", "anybody at all"])
def test_a_protected_case_needs_a_second_officer_who_is_one(story: Story, approved_by: str) -> None:
    assert code_of(ask(story, SOMEBODY, case=PROTECTED, approved_by=approved_by)) == "needs_second_approval"


def test_the_log_says_which_second_officer_agreed(story: Story) -> None:
    assert isinstance(ask(story, SOMEBODY, case=PROTECTED, approved_by="o-2"), NoHit)
    assert logged(story, Event.QUESTION_ASKED)[-1].facts["approved_by"] == "o-2"


def test_a_partner_that_nobody_knows_is_not_asked(story: Story) -> None:
    asker = story.nodes[ASKER]
    question = Question(asker.officers["o-1"], SOMEBODY, Purpose.CRIMINAL_OFFENCES, CASE, stated=STATED)
    assert code_of(hits.ask(question, "police.lu", means=asker.means)) == "partner_unknown"


def test_a_subject_of_whom_too_little_is_known_is_not_asked_for(story: Story) -> None:
    nobody = Subject("n-1", Schema.PERSON, properties={"lastName": ("Zomaariemand",)})
    assert code_of(ask(story, nobody)) == "subject_gives_no_key"


def test_a_question_of_long_ago_is_found_by_its_reference_and_no_other_is(story: Story) -> None:
    answer = ask(story, SOMEBODY)
    assert isinstance(answer, NoHit)
    assert hits.look_up(answer.reference, means=story.nodes[ASKER].means) == answer
    assert hits.look_up("q-nothing", means=story.nodes[ASKER].means) is None
