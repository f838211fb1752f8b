"""A holder that answers badly: its answer is not used, both sides know, and the question is closed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from tests.flows.asking import ASKER, HOLDER, ask, on_record, publish, strangers, two_nodes
from tests.flows.nodes import Story

from trefpunt.audit import Filters, Reader, show
from trefpunt.crypto import Oprf, load_oprf
from trefpunt.errors import NotStored
from trefpunt.hits import finish
from trefpunt.hits.bodies import AnswerBody
from trefpunt.model import Answer, Event, Hit, LogEntry, Refused
from trefpunt.node import Node
from trefpunt.store.blobs import Blobs
from trefpunt.store.ledger import hits as kept

Body = dict[str, Any]
_WRITE = AnswerBody.to_json


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    told = two_nodes(tmp_path_factory.mktemp("holder"))
    publish(told)
    yield told
    told.close()


def logged(node: Node, event: Event) -> list[LogEntry]:
    with node.ledger.write() as tx:
        reader = Reader("o-1", "information_officer", "self_monitoring", node.clock())
        found = show(tx, Filters(event=event), trail=node.trail, reader=reader)
        return [entry for _, entry in found]


def ask_with(story: Story, patch: pytest.MonkeyPatch, change: Callable[[Body], Body]) -> Answer:
    """Ask about somebody on record, while the holder's answers are changed before it signs them."""
    with patch.context() as now:
        now.setattr(AnswerBody, "to_json", lambda self: change(_WRITE(self)))
        return ask(story, on_record(story.nodes[HOLDER])[0])


def sheet_of(story: Story, reference: str) -> bytes | None:
    with story.nodes[ASKER].ledger.read() as tx:
        asked = kept.question_by_reference(tx, reference)
    assert asked is not None
    return asked.sheet


def without(part: str, name: str) -> Callable[[Body], Body]:
    return lambda body: {**body, part: {key: value for key, value in body[part].items() if key != name}}


def as_it_is(part: str, **values: Any) -> Callable[[Body], Body]:
    return lambda body: {**body, part: {**body[part], **values}}


CHANGES: dict[str, Callable[[Body], Body]] = {
    "a type without elements": without("elements", "I1"),
    "a type without a proof": without("proofs", "I1"),
    "no proof at all": lambda body: {**body, "proofs": {}},
    "a type too many": lambda body: as_it_is("elements", P1=body["elements"]["I1"])(body),
    "a proof too many": lambda body: as_it_is("proofs", P1=body["proofs"]["I1"])(body),
    "an empty type": as_it_is("elements", I1=""),
    "half an element": lambda body: as_it_is("elements", I1=body["elements"]["I1"][:-4])(body),
    "characters between": lambda body: as_it_is("elements", I1="\n" + body["elements"]["I1"])(body),
    "a type of no list": lambda body: as_it_is("elements", Q9=body["elements"]["I1"])(body),
    "a field too many": lambda body: {**body, "hint": "believe me"},
    "a proof of another type": lambda body: as_it_is("proofs", I1=body["proofs"]["I2"])(body),
    "elements of another type": lambda body: as_it_is("elements", I2=body["elements"]["X1"])(body),
    "identity elements": as_it_is("elements", I3="A" * 128),
    "a refusal that nobody can read": lambda body: {"question": body["question"], "refusal": {"code": "x"}},
    "a refusal with a code like a novel": lambda body: {
        "question": body["question"],
        "refusal": {"code": "x" * 65, "facts": {}},
    },
    "a refusal with a letter inside": lambda body: {
        "question": body["question"],
        "refusal": {"code": "index_expired", "facts": {"note": "x" * 65}},
    },
    "a refusal of a thousand facts": lambda body: {
        "question": body["question"],
        "refusal": {"code": "index_expired", "facts": {f"f{number}": "1" for number in range(9)}},
    },
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_answer_that_is_not_as_it_must_be_is_not_used(
    story: Story, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ask_with(story, monkeypatch, CHANGES[name])
    assert isinstance(answer, Refused), answer
    assert (answer.refusal.code, answer.by) == ("proof_failed", ASKER)
    assert sheet_of(story, answer.reference) is None


def test_both_protection_officers_read_of_a_failed_proof(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {name: len(logged(node, Event.ALARM)) for name, node in story.nodes.items()}
    ask_with(story, monkeypatch, CHANGES["no proof at all"])
    story.nodes[ASKER].exchange.deliver_due(story.clock())
    came = {name: logged(node, Event.ALARM)[before[name] :] for name, node in story.nodes.items()}
    assert came[ASKER][-1].facts["outcome"] == "proof_failed"
    assert came[HOLDER][-1].facts["notice"] == "proof_failed"


def test_a_partner_cannot_raise_our_alarm_with_a_word(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    before = len(logged(story.nodes[ASKER], Event.ALARM))
    refusal = {"code": "canary_missed", "facts": {}}
    answer = ask_with(story, monkeypatch, lambda body: {"question": body["question"], "refusal": refusal})
    assert isinstance(answer, Refused)
    assert answer.by == HOLDER
    assert len(logged(story.nodes[ASKER], Event.ALARM)) == before


def test_an_answer_to_another_question_finishes_neither(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = ask(story, strangers(1, Random(1))[0])
    with story.nodes[ASKER].ledger.read() as tx:
        asked = kept.question_by_reference(tx, other.reference)
    assert asked is not None
    answer = ask_with(story, monkeypatch, lambda body: {**body, "question": asked.letter})
    assert not isinstance(answer, Hit | Refused)


def test_an_answer_after_the_end_of_the_index_is_not_looked_up(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(body: Body) -> Body:
        story.clock.now += timedelta(days=2)
        return body

    now = story.clock.now
    answer = ask_with(story, monkeypatch, late)
    story.clock.now = now
    assert isinstance(answer, Refused)
    assert (answer.refusal.code, answer.by) == ("index_expired", ASKER)


def test_an_index_that_goes_while_its_answer_is_read_is_said_to_have_ended(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(self: Blobs, sha256: str) -> bytes:
        raise NotStored("there is no such attachment")

    with monkeypatch.context() as patch:
        patch.setattr(Blobs, "get", gone)
        answer = ask(story, strangers(1, Random(2))[0])
    assert isinstance(answer, Refused)
    assert answer.refusal.code == "index_expired"


def test_what_was_closed_meanwhile_stays_as_it_was_said_first(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = finish.finished

    def closed_meanwhile(backs: Any, index: kept.HeldIndex, *, means: Any) -> Any:
        outcome = {"refusal": {"code": "index_expired", "facts": [], "by": ASKER}}
        with means.ledger.write() as tx:
            kept.finish_question(tx, backs[0].asked.reference, outcome=outcome, now=means.clock())
        return honest(backs, index, means=means)

    monkeypatch.setattr(finish, "finished", closed_meanwhile)
    before = len(logged(story.nodes[ASKER], Event.QUESTION_FINISHED))
    answer = ask(story, on_record(story.nodes[HOLDER])[1])
    assert isinstance(answer, Refused)
    assert answer.refusal.code == "index_expired"
    assert len(logged(story.nodes[ASKER], Event.QUESTION_FINISHED)) == before


def test_a_missed_canary_spoils_the_answer_and_both_sides_read_of_it(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, wrong = Oprf.outputs, load_oprf().random_key()
    with monkeypatch.context() as patch:
        patch.setattr(Oprf, "outputs", lambda self, key, *rest: honest(self, wrong, *rest))
        publish(story)
    answer = ask(story, on_record(story.nodes[HOLDER])[0])
    assert isinstance(answer, Refused)
    assert answer.refusal.code == "canary_missed"
    story.nodes[ASKER].exchange.deliver_due(story.clock())
    assert logged(story.nodes[HOLDER], Event.ALARM)[-1].facts["notice"] == "canary_missed"


def test_nothing_that_a_bad_answer_leaves_shows_whom_it_was_about(
    story: Story, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    somebody = replace(on_record(story.nodes[HOLDER])[2])
    answer = ask_with(story, monkeypatch, CHANGES["no proof at all"])
    with story.nodes[ASKER].ledger.read() as tx:
        asked = kept.question_by_reference(tx, answer.reference)
    said = f"{answer!r} {asked!r} {caplog.text}"
    assert somebody.properties["lastName"][0] not in said
