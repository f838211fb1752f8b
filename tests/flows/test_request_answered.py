"""A request for content, its answer, and what the answer may be used for; told over real nodes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.flows.nodes import Story
from tests.flows.requesting import (
    CASE,
    KEPT,
    TEXTS,
    WANTED,
    answered,
    prosecutor,
    requested,
    two_police,
    wish,
)

from trefpunt.audit import Filters, Reader, show
from trefpunt.casework import (
    Reading,
    Reply,
    Use,
    WhyNot,
    ask_consent,
    assign,
    decide_consent,
    export_answer,
    inbox,
    read_answer,
    send_answer,
    send_request,
    take_package,
    use_answer,
)
from trefpunt.casework.bodies import RequestBody
from trefpunt.casework.may import may_request
from trefpunt.clocks import deadline
from trefpunt.errors import BadSignature, InputError
from trefpunt.exchange import Outgoing
from trefpunt.model import (
    Action,
    AnswerKind,
    Consent,
    ConsentState,
    ContentAnswer,
    ContentState,
    Country,
    Event,
    Ground,
    LetterKind,
    Purpose,
    Refusal,
    Sought,
    SubjectCategory,
)
from trefpunt.node import Node


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = two_police(tmp_path)
    yield told
    told.close()


@pytest.fixture
def answer(story: Story) -> ContentAnswer:
    return answered(story, requested(story))


def evidence(node: Node) -> Use:
    return Use(node.officers["o-1"], Action.USE_AS_EVIDENCE)


def logged(node: Node) -> list[Event]:
    with node.ledger.write() as tx:
        reader = Reader("o-1", "information_officer", "self_monitoring", node.clock())
        return [entry.event for _, entry in show(tx, Filters(), trail=node.trail, reader=reader)]


def test_a_request_has_the_clock_of_the_country_that_answers(story: Story) -> None:
    request = requested(story)
    assert request.clock == "pol.other"
    assert request.due_at == deadline("pol.other", request.received_at, country=Country.BE).due_at
    assert request.article == "benelux-police-treaty 4(1)"
    assert request.case != CASE


def test_both_sides_have_the_request_in_their_inbox_and_in_their_log(story: Story) -> None:
    request = requested(story)
    for node, event in (
        (story.nodes["police.nl"], Event.CONTENT_REQUESTED),
        (story.nodes["police.be"], Event.REQUEST_RECEIVED),
    ):
        (item,) = inbox(means=node.casework).items
        assert item.request.id == request.id
        assert item.left_s is not None
        assert 6 * 86_400 < item.left_s < 8 * 86_400
        assert event in logged(node)


def test_a_clock_that_ran_out_says_for_how_long(story: Story) -> None:
    requested(story)
    story.clock.now += timedelta(days=9)
    (item,) = inbox(means=story.nodes["police.be"].casework).items
    assert item.left_s is not None
    assert item.left_s < 0


def test_what_the_form_must_state_is_missing_and_nothing_is_written(story: Story) -> None:
    nl = story.nodes["police.nl"]
    refused = send_request(wish(nl, stated=()), "police.be", means=nl.casework)
    assert isinstance(refused, Refusal)
    assert "necessary_and_proportionate" in refused.missing
    assert inbox(means=nl.casework).items == []
    assert not nl.casework.packages.exists()


def test_nothing_is_requested_outside_a_case(story: Story) -> None:
    nl = story.nodes["police.nl"]
    refused = send_request(wish(nl, case="PL-2026-9"), "police.be", means=nl.casework)
    assert isinstance(refused, Refusal)
    assert refused.code == "no_such_case"


def test_an_answer_comes_home_with_what_binds(story: Story, answer: ContentAnswer) -> None:
    nl = story.nodes["police.nl"]
    assert answer.records == (KEPT,)
    assert "consent_before_evidence" in answer.conditions
    read = read_answer(answer.id, officer=nl.officers["o-1"], means=nl.casework)
    assert isinstance(read, Reading)
    assert read.request.state is ContentState.ANSWERED
    assert Event.CONTENT_READ in logged(nl)


def test_an_answer_is_read_by_members_of_the_case_only(story: Story, answer: ContentAnswer) -> None:
    nl = story.nodes["police.nl"]
    refused = read_answer(answer.id, officer=nl.officers["o-2"], means=nl.casework)
    assert isinstance(refused, Refusal)
    assert refused.code == "not_a_member"


def test_an_answer_in_part_leaves_the_request_open_for_more(story: Story) -> None:
    request = requested(story)
    first = answered(story, request, kind=AnswerKind.PARTIAL, reason=WhyNot.ONGOING_INQUIRY)
    assert inbox(means=story.nodes["police.nl"].casework).items[0].request.state is ContentState.PARTLY
    second = answered(story, request)
    (item,) = inbox(means=story.nodes["police.nl"].casework).items
    assert [one.id for one in item.answers] == [first.id, second.id]
    assert item.request.state is ContentState.ANSWERED
    with pytest.raises(InputError, match="answered before"):
        answered(story, request)


def test_a_refusal_has_a_reason_and_no_records(story: Story) -> None:
    answer = answered(story, requested(story), kind=AnswerKind.REFUSED, records=(), reason=WhyNot.NOT_HELD)
    assert (answer.kind, answer.reason, answer.records) == (AnswerKind.REFUSED, "not_held", ())


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply(AnswerKind.FULL), "gives nothing"),
        (Reply(AnswerKind.FULL, (KEPT,), WhyNot.NOT_HELD), "do not go together"),
        (Reply(AnswerKind.PARTIAL, (KEPT,)), "without a reason"),
        (Reply(AnswerKind.REFUSED, (KEPT,), WhyNot.NOT_HELD), "a refusal gives records"),
        (Reply(AnswerKind.FULL, (replace(KEPT, category=SubjectCategory.VICTIM),)), "a victim or a witness"),
        (Reply(AnswerKind.FULL, (KEPT,), conditions=("burn_after_reading",)), "can add"),
    ],
)
def test_an_answer_that_does_not_add_up_is_not_given(story: Story, reply: Reply, message: str) -> None:
    request, be = requested(story), story.nodes["police.be"]
    with pytest.raises(InputError, match=message):
        send_answer(request.id, reply, officer=be.officers["o-1"], means=be.casework)
    (item,) = inbox(means=be.casework).items
    assert item.request.state is ContentState.OPEN


def test_a_use_without_consent_is_refused_and_says_of_whom_to_ask(
    story: Story, answer: ContentAnswer, tmp_path: Path
) -> None:
    nl, target = story.nodes["police.nl"], tmp_path / "evidence.json"
    refused = export_answer(answer.id, evidence(nl), target, means=nl.casework)
    assert isinstance(refused, Refusal)
    assert refused.code == "consent_missing_evidence"
    assert ("provider", "police.be") in refused.facts
    assert not target.exists()


def test_with_the_provider_s_consent_it_may_be_used_until_that_ends(
    story: Story, answer: ContentAnswer, tmp_path: Path
) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    asked = ask_consent(answer.id, Action.USE_AS_EVIDENCE, officer=nl.officers["o-1"], means=nl.casework)
    assert isinstance(asked, Consent)
    assert isinstance(use_answer(answer.id, evidence(nl), means=nl.casework), Refusal)
    until = story.clock.now + timedelta(days=30)
    given = decide_consent(asked.id, until=until, officer=be.officers["o-1"], means=be.casework)
    assert isinstance(given, Consent)
    ground = export_answer(answer.id, evidence(nl), tmp_path / "evidence.json", means=nl.casework)
    assert isinstance(ground, Ground)
    assert ground.article.article == "10(3)"
    assert "Nergensstraat" in (tmp_path / "evidence.json").read_text("utf-8")
    # One use is not another.
    assert isinstance(
        use_answer(answer.id, replace(evidence(nl), action=Action.PASS_ON), means=nl.casework), Refusal
    )
    story.clock.now += timedelta(days=31)
    assert isinstance(use_answer(answer.id, evidence(nl), means=nl.casework), Refusal)


def test_a_consent_that_is_refused_permits_nothing(story: Story, answer: ContentAnswer) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    asked = ask_consent(answer.id, Action.USE_AS_EVIDENCE, officer=nl.officers["o-1"], means=nl.casework)
    assert isinstance(asked, Consent)
    decide_consent(asked.id, until=None, officer=be.officers["o-1"], means=be.casework)
    assert inbox(means=nl.casework).consents[0].state is ConsentState.REFUSED
    assert isinstance(use_answer(answer.id, evidence(nl), means=nl.casework), Refusal)


def test_a_prosecutor_of_the_provider_s_country_may_consent_and_nobody_else_there(
    story: Story, answer: ContentAnswer
) -> None:
    nl, justice = story.nodes["police.nl"], story.node("justice.be", kind="justice")
    story.agree(nl, justice, texts=("benelux-police-treaty",))
    asked = ask_consent(
        answer.id, Action.USE_AS_EVIDENCE, of="justice.be", officer=nl.officers["o-1"], means=nl.casework
    )
    assert isinstance(asked, Consent)
    until = story.clock.now + timedelta(days=30)
    clerk = decide_consent(asked.id, until=until, officer=justice.officers["o-1"], means=justice.casework)
    assert isinstance(clerk, Refusal)
    assert clerk.code == "prosecutor_decides"
    decide_consent(asked.id, until=until, officer=prosecutor(justice), means=justice.casework)
    assert isinstance(use_answer(answer.id, evidence(nl), means=nl.casework), Ground)


def test_justice_of_another_country_cannot_consent(story: Story, answer: ContentAnswer) -> None:
    nl, justice = story.nodes["police.nl"], story.node("justice.lu", kind="justice")
    story.agree(nl, justice, texts=("benelux-police-treaty",))
    asked = ask_consent(
        answer.id, Action.USE_AS_EVIDENCE, of="justice.lu", officer=nl.officers["o-1"], means=nl.casework
    )
    assert isinstance(asked, Refusal)
    assert asked.code == "cannot_consent"


def test_a_package_is_taken_once_and_by_whom_it_is_for(story: Story) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    requested(story)
    (package,) = nl.casework.packages.iterdir()
    with pytest.raises(InputError, match="taken before"):
        take_package(package, officer=be.officers["o-1"], means=be.casework)
    lu = story.node("police.lu")
    story.agree(nl, lu, texts=("benelux-police-treaty",))
    with pytest.raises(InputError, match=r"it is for police\.be"):
        take_package(package, officer=lu.officers["o-1"], means=lu.casework)


def test_a_package_that_was_changed_or_signed_by_nobody_known_is_refused(story: Story) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    requested(story)
    (package,) = nl.casework.packages.iterdir()
    token = package.read_text("ascii")
    package.write_text(token[:200] + ("A" if token[200] != "A" else "B") + token[201:], "ascii")
    with pytest.raises((BadSignature, InputError)):
        take_package(package, officer=be.officers["o-1"], means=be.casework)


def test_a_request_is_given_to_an_officer(story: Story) -> None:
    request, be = requested(story), story.nodes["police.be"]
    assign(request.id, be.officers["o-2"], officer=be.officers["o-1"], means=be.casework)
    (item,) = inbox(means=be.casework).items
    assert item.request.assigned_to == "o-2"
    assert Event.WORK_ASSIGNED in logged(be)


def test_no_personal_value_is_in_a_log_or_a_repr(story: Story, answer: ContentAnswer) -> None:
    nl = story.nodes["police.nl"]
    with nl.ledger.write() as tx:
        reader = Reader("o-1", "information_officer", "self_monitoring", nl.clock())
        said = repr([entry for _, entry in show(tx, Filters(), trail=nl.trail, reader=reader)])
    for needle in ("Zonderdossier", "Nergensstraat", "1971-03-04"):
        assert needle not in said
        assert needle not in repr(answer)
    assert WANTED.first("lastName") == "Zonderdossier"
    assert Purpose.CRIMINAL_OFFENCES.value in said


@pytest.mark.parametrize(
    ("article", "came"), [("1", "kept"), ("2", "article_not_ours"), ("99", "article_not_ours")]
)
def test_a_letter_that_rests_on_an_article_that_does_not_permit_it_here_is_refused(
    tmp_path: Path, article: str, came: str
) -> None:
    told = two_police(tmp_path, texts=(*TEXTS, "sample-content-channel"))
    nl, be = told.nodes["police.nl"], told.nodes["police.be"]
    peer = nl.exchange.agreements.peer("police.be")
    assert peer is not None
    with nl.ledger.write() as tx:
        ground = may_request(tx, wish(nl), peer, means=nl.casework)
    assert isinstance(ground, Ground)
    cited = replace(ground, articles=(replace(ground.article, article=article),))
    body = RequestBody("r-1", nl.officers["o-1"].role, WANTED, (Sought.WHEREABOUTS,), wish(nl).stated)
    outgoing = Outgoing(LetterKind.CONTENT_REQUEST, "police.be", body.to_json(), case="")
    delivery = nl.exchange.call(cited, outgoing, wait_s=5)
    assert (delivery.reply.body["reason"] if delivery.reply else "kept") == came
    assert len(inbox(means=be.casework).items) == (came == "kept")
    told.close()
