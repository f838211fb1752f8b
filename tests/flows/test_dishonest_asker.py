"""An asking node that does not keep to the form: it gets a refusal and no element, and nothing breaks."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from tests.flows.asking import ASKER, CASE, HOLDER, STATED, ask, publish, strangers, two_nodes
from tests.flows.nodes import Story

from trefpunt.crypto import Oprf
from trefpunt.exchange import Outgoing
from trefpunt.hits.blinding import Asking, blind
from trefpunt.hits.bodies import QuestionBody
from trefpunt.hits.may import may_ask
from trefpunt.model import (
    Ground,
    KeyType,
    LetterKind,
    NoHit,
    Purpose,
    Question,
    Subject,
    SubjectCategory,
)
from trefpunt.naming.slots import fill
from trefpunt.store.ledger import budgets, exchange_outbox
from trefpunt.store.ledger import hits as kept

Body = dict[str, Any]
NUMBER, PAIR = KeyType.NATIONAL_NUMBER, KeyType.PERSON_STRONG_PAIR


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    told = two_nodes(tmp_path_factory.mktemp("dishonest"))
    publish(told)
    yield told
    told.close()


def subject_of() -> Subject:
    return replace(strangers(1, Random(4))[0], category=SubjectCategory.SUSPECT)


def honest(story: Story) -> tuple[Ground, QuestionBody]:
    """Return what an honest node would send."""
    asker, subject = story.nodes[ASKER], subject_of()
    question = Question(asker.officers["o-1"], subject, Purpose.CRIMINAL_OFFENCES, CASE, stated=STATED)
    ground = may_ask(question, HOLDER, means=asker.means)
    assert isinstance(ground, Ground)
    assert ground.terms is not None
    with asker.ledger.read() as tx:
        index = kept.newest_index(tx, holder=HOLDER, purpose=ground.purpose, now=asker.clock())
    assert index is not None
    stated = {**STATED, "names_one_subject": True}
    asking = Asking(question.officer, question.purpose, stated, ground, ground.terms, index)
    rows = ((subject, CASE, fill(subject, ground.terms)),)
    return ground, blind(rows, asking, means=asker.means).body


def send(story: Story, ground: Ground, body: Body) -> str:
    """Send a question past the room, and return `answered`, the code of the refusal, or that nothing came."""
    asker = story.nodes[ASKER]
    outgoing = Outgoing(LetterKind.HIT_QUESTION, HOLDER, body, case=body["cases"][0])
    came = asker.exchange.call(ground, outgoing, wait_s=20)
    if came.reply is None:
        return f"nothing: {came.reason}"
    return "answered" if "elements" in came.reply.body else str(came.reply.body["refusal"]["code"])


def one_type(body: QuestionBody) -> QuestionBody:
    return replace(body, elements={NUMBER: body.elements[NUMBER]})


def one_type_missing(body: QuestionBody) -> QuestionBody:
    return replace(
        body, elements={name: items for name, items in body.elements.items() if name is not NUMBER}
    )


def one_slot_more(body: QuestionBody) -> QuestionBody:
    number = [*body.elements[NUMBER], body.elements[NUMBER][0]]
    return replace(body, elements={**body.elements, NUMBER: number})


def one_slot_less(body: QuestionBody) -> QuestionBody:
    fewer = {name: items[:-3] for name, items in body.elements.items() if len(items) > 3}
    return replace(body, elements={**body.elements, **fewer})


def many_canaries(body: QuestionBody) -> QuestionBody:
    return replace(body, elements={name: [*items] + [items[0]] * 7 for name, items in body.elements.items()})


def two_subjects(body: QuestionBody) -> QuestionBody:
    doubled = {name: [*items, *items[:-2]] for name, items in body.elements.items()}
    return replace(body, cases=body.cases * 2, elements=doubled)


def two_parts(body: QuestionBody) -> QuestionBody:
    return replace(body, parts=2)


def type_not_named(body: QuestionBody) -> QuestionBody:
    return replace(body, elements={**body.elements, KeyType.PLATE: body.elements[NUMBER]})


def another_schema(body: QuestionBody) -> QuestionBody:
    return replace(body, schema="Company")


def unknown_schema(body: QuestionBody) -> QuestionBody:
    return replace(body, schema="Ship")


def identity(body: QuestionBody) -> QuestionBody:
    return replace(body, elements={**body.elements, NUMBER: [bytes(32), *body.elements[NUMBER][1:]]})


def no_point(body: QuestionBody) -> QuestionBody:
    return replace(body, elements={**body.elements, NUMBER: [b"\xff" * 32, *body.elements[NUMBER][1:]]})


def strange_role(body: QuestionBody) -> QuestionBody:
    return replace(body, role="emperor")


def strange_category(body: QuestionBody) -> QuestionBody:
    return replace(body, subject_category="neighbour")


def strange_fact(body: QuestionBody) -> QuestionBody:
    return replace(body, stated=(*body.stated, "he_is_guilty"))


def fact_of_another_kind(body: QuestionBody) -> QuestionBody:
    return replace(body, stated=(*body.stated, "data_age_years"))


def old_epoch(body: QuestionBody) -> QuestionBody:
    return replace(body, epoch="20250101T000000Z-00000000")


def a_victim(body: QuestionBody) -> QuestionBody:
    return replace(body, subject_category="victim")


Change = Callable[[QuestionBody], QuestionBody]
EXPECTED: dict[Change, str] = {
    one_type: "question_not_in_form",
    one_type_missing: "question_not_in_form",
    one_slot_more: "question_not_in_form",
    one_slot_less: "question_not_in_form",
    many_canaries: "question_not_in_form",
    two_parts: "question_not_in_form",
    type_not_named: "question_not_in_form",
    another_schema: "question_not_in_form",
    unknown_schema: "question_not_in_form",
    identity: "question_not_in_form",
    no_point: "question_not_in_form",
    two_subjects: "no_single_subject",
    strange_role: "outside_schema",
    strange_category: "outside_schema",
    strange_fact: "unknown_fact",
    fact_of_another_kind: "wrong_fact_type",
    old_epoch: "index_expired",
    a_victim: "victims_never_in_index",
}


def test_an_honest_question_sent_by_hand_is_answered(story: Story) -> None:
    ground, body = honest(story)
    assert send(story, ground, body.to_json()) == "answered"


@pytest.mark.parametrize("change", EXPECTED, ids=lambda change: change.__name__)
def test_a_question_in_another_form_is_refused_and_nothing_is_evaluated(
    story: Story, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground, body = honest(story)
    proven: list[bytes] = []
    monkeypatch.setattr(Oprf, "prove", lambda *_: proven.append(b"") or bytes(64))
    assert send(story, ground, change(body).to_json()) == EXPECTED[change]
    assert not proven


def test_a_question_that_cannot_be_read_is_turned_away(story: Story) -> None:
    ground, body = honest(story)
    for strange in ({"cases": ["PL-2026-1"]}, {"epoch": "e" * 65}, {"stated": ["x"] * 65}, {"elements": {}}):
        plain = {**body.to_json(), **strange}
        outgoing = Outgoing(LetterKind.HIT_QUESTION, HOLDER, plain)
        came = story.nodes[ASKER].exchange.call(ground, outgoing, wait_s=20)
        assert came.reply is None or "refusal" in came.reply.body


def test_a_refused_form_costs_nothing(story: Story) -> None:
    ground, body = honest(story)
    before = spent(story)
    send(story, ground, one_type(body).to_json())
    assert spent(story) == before


def test_an_honest_question_costs_its_declared_slots_whomever_it_is_about(story: Story) -> None:
    before = spent(story)
    assert isinstance(ask(story, subject_of()), NoHit)
    after = spent(story)
    assert after["P13"] - before.get("P13", 0) == 8 + 2
    assert after["I1"] - before.get("I1", 0) == 3 + 2


def test_the_same_letter_again_gets_the_same_answer_and_costs_once(story: Story) -> None:
    ground, body = honest(story)
    asker, door = story.nodes[ASKER], story.nodes[HOLDER].exchange.door()
    with asker.ledger.write() as tx:
        outgoing = Outgoing(LetterKind.HIT_QUESTION, HOLDER, body.to_json(), case=body.cases[0])
        letter = asker.exchange.post(tx, ground, outgoing)
    asker.exchange.deliver(letter.id, wait_s=20)
    before, fingerprint = spent(story), asker.exchange.means.identity.certificate.fingerprint
    token = token_of(story, letter.id)
    first = door.put_letter(fingerprint, letter.id, token, wait_s=20)
    assert first == door.put_letter(fingerprint, letter.id, token, wait_s=20)
    assert spent(story) == before


def token_of(story: Story, letter_id: str) -> bytes:
    with story.nodes[ASKER].ledger.read() as tx:
        sent = exchange_outbox.find(tx, letter_id)
    assert sent is not None
    return sent.token.encode()


def spent(story: Story) -> dict[str, int]:
    holder = story.nodes[HOLDER]
    with holder.ledger.read() as tx:
        return budgets.slots_spent(tx, day=holder.clock().date().isoformat(), side="partner", who=ASKER)


@pytest.mark.parametrize(
    ("article", "came"),
    [("1", "answered"), ("2", "article_not_ours"), ("99", "article_not_ours")],
)
def test_a_question_is_answered_only_under_an_article_that_permits_it_here(
    story: Story, article: str, came: str
) -> None:
    ground, body = honest(story)
    cited = replace(ground, articles=(replace(ground.article, article=article),))
    assert ground.article.article == "1"
    assert send(story, cited, body.to_json()) == came
