"""A refused question that comes again with other facts is linked to the first and waits for a person."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.flows.nodes import Story, open_a_case
from tests.worlds.benelux import benelux

from trefpunt.audit import Filters, Reader, show
from trefpunt.casework.may import Wish, may_request
from trefpunt.hits.may import may_ask
from trefpunt.model import Event, Ground, Purpose, Question, Refusal, RefusedQuestion, Sought
from trefpunt.node import Node
from trefpunt.store.ledger.repeats import repeated_questions

STATED = {"necessary_and_proportionate": True}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    made = Story(tmp_path_factory.mktemp("repeats"))
    made.agree(made.node("police.nl"), made.node("police.be"))
    yield made
    made.close()


@pytest.fixture
def question(story: Story, request: pytest.FixtureRequest) -> Question:
    """A question about somebody of this test alone, refused for want of a reason."""
    asker = story.nodes["police.nl"]
    case = open_a_case(asker, f"PL-{request.node.name[-40:]}")
    about = replace(benelux().wanted, properties={"name": (request.node.name,)})
    asked = Question(asker.officers["o-1"], about, Purpose.CRIMINAL_OFFENCES, case)
    assert isinstance(may_ask(asked, "police.be", means=asker.means), Refusal)
    return asked


def queued(node: Node) -> list[RefusedQuestion]:
    with node.ledger.read() as tx:
        return list(repeated_questions(tx))


def new_in_queue(story: Story, question: Question) -> list[RefusedQuestion]:
    """Ask, and return what the queue has more than before."""
    asker = story.nodes["police.nl"]
    before = len(queued(asker))
    may_ask(question, "police.be", means=asker.means)
    return queued(asker)[before:]


def test_a_question_that_states_more_than_before_is_queued_and_linked(story: Story, question: Question):
    (found,) = new_in_queue(story, replace(question, stated=STATED))
    assert found.changed == ("necessary_and_proportionate",)
    assert found.outcome == "permit"
    assert found.first != found.decision
    assert found.settled_at is None


def test_the_same_question_again_is_no_change(story: Story, question: Question):
    assert new_in_queue(story, question) == []


def test_a_changed_question_is_queued_once(story: Story, question: Question):
    asked = replace(question, stated=STATED)
    assert len(new_in_queue(story, asked)) == 1
    assert new_in_queue(story, asked) == []


def test_a_new_agreement_is_no_change_that_anybody_stated(story: Story, question: Question):
    (found,) = new_in_queue(story, replace(question, stated=STATED))
    assert not {"agreement_in_force", "agreed_texts"} & set(found.changed)


def test_another_case_does_not_hide_it(story: Story, question: Question):
    asker = story.nodes["police.nl"]
    other = replace(question, case=open_a_case(asker, f"{question.case}-2"[-60:]))
    assert len(new_in_queue(story, replace(other, stated=STATED))) == 1


def test_a_question_about_somebody_else_is_another(story: Story, question: Question):
    stranger = replace(question.subject, properties={"name": ("Somebody Else",)})
    assert new_in_queue(story, replace(question, subject=stranger, stated=STATED)) == []


def test_after_thirty_days_it_is_forgotten(story: Story, question: Question):
    story.clock.now += timedelta(days=31)
    assert new_in_queue(story, replace(question, stated=STATED)) == []


def test_the_log_has_both_decisions_and_the_queue_has_nobody(story: Story, question: Question):
    asker = story.nodes["police.nl"]
    (found,) = new_in_queue(story, replace(question, stated=STATED))
    with asker.ledger.write() as tx:
        reader = Reader("dpo-1", "data_protection_officer", "lawfulness", asker.clock())
        filters = Filters(event=Event.QUESTION_REPEATED)
        entries = [entry for _, entry in show(tx, filters, trail=asker.trail, reader=reader)]
    assert (found.first, found.decision) in [
        (entry.facts["first"], entry.facts["decision"]) for entry in entries
    ]
    said = repr(found)
    assert "o-1" not in said
    assert question.case not in said
    assert all(value not in said for _, value in question.subject)


def test_a_request_for_content_is_noticed_too(story: Story, question: Question):
    asker = story.nodes["police.nl"]
    wish = Wish(question.officer, question.case, question.purpose, question.subject, tuple(Sought)[:1])
    peer = asker.exchange.agreements.peer("police.be")
    assert peer is not None
    before = len(queued(asker))
    every = ("facts_and_offence_stated", "reason_holder_has_it_stated", "link_to_person_stated")
    for stated in ((), every):
        with asker.ledger.write() as tx:
            came = may_request(tx, replace(wish, stated=stated), peer, means=asker.casework)
        assert isinstance(came, Ground | Refusal)
    (found,) = queued(asker)[before:]
    assert set(found.changed) == set(every)
