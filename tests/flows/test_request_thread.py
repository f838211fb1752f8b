"""The thread of a request: read by whoever works on it, foreseen before it goes, handed over as it is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.flows.nodes import Story
from tests.flows.requesting import KEPT, answered, requested, two_police, wish

from trefpunt.casework import (
    Foreseen,
    Given,
    Handed,
    Reply,
    Thread,
    Use,
    ask_consent,
    assign,
    copy_answer,
    decide_consent,
    fetch_package,
    foresee_request,
    inbox,
    read_thread,
    send_answer,
    take_package,
    who_may_consent,
)
from trefpunt.errors import BadSignature, InputError
from trefpunt.model import Action, AnswerKind, Consent, ContentRequest, Refusal


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = two_police(tmp_path)
    yield told
    told.close()


def test_what_would_come_of_a_request_is_said_and_nothing_is_recorded(story: Story) -> None:
    nl = story.nodes["police.nl"]
    found = foresee_request(wish(nl), "police.be", means=nl.casework)
    assert isinstance(found, Foreseen), found
    assert found.permitted.channel == "siena"
    assert found.due_at is not None
    assert inbox(means=nl.casework).items == []
    refused = foresee_request(wish(nl, stated=()), "police.be", means=nl.casework)
    assert isinstance(refused, Refusal)
    assert not refused.decision


def test_a_partner_s_request_is_read_by_whoever_works_on_it(story: Story) -> None:
    request, be = requested(story), story.nodes["police.be"]
    one, other = be.officers["o-1"], be.officers["o-2"]
    assert isinstance(read_thread(request.id, officer=other, means=be.casework), Thread)
    assign(request.id, one, officer=other, means=be.casework)
    refused = read_thread(request.id, officer=other, means=be.casework)
    assert isinstance(refused, Refusal)
    assert refused.code == "with_a_colleague"
    assign(request.id, other, officer=other, means=be.casework)
    assert isinstance(read_thread(request.id, officer=other, means=be.casework), Thread)


def test_an_own_request_is_read_within_its_case(story: Story) -> None:
    request, nl = requested(story), story.nodes["police.nl"]
    answer = answered(story, request)
    found = read_thread(request.id, officer=nl.officers["o-1"], means=nl.casework)
    assert isinstance(found, Thread)
    assert (found.answers, found.packages) == ((answer,), (request.id,))
    stranger = nl.officers["o-2"]
    for no in (
        read_thread(request.id, officer=stranger, means=nl.casework),
        fetch_package(request.id, officer=stranger, means=nl.casework),
        ask_consent(answer.id, Action.USE_AS_EVIDENCE, officer=stranger, means=nl.casework),
    ):
        assert isinstance(no, Refusal)
        assert no.code == "not_a_member"


def test_a_package_is_fetched_and_taken_in_as_it_is(story: Story) -> None:
    request, nl, be = requested(story), story.nodes["police.nl"], story.nodes["police.be"]
    handed = fetch_package(request.id, officer=nl.officers["o-1"], means=nl.casework)
    assert isinstance(handed, Handed)
    with pytest.raises(InputError, match="taken before"):
        take_package(handed, officer=be.officers["o-1"], means=be.casework)
    assert handed.token.decode("ascii") not in repr(handed)
    answer = answered(story, request)
    back = fetch_package(answer.id, officer=be.officers["o-1"], means=be.casework)
    assert isinstance(back, Handed)
    for nothing in ("r-0", "../r-0", answer.id):
        with pytest.raises(InputError, match="no such package"):
            fetch_package(nothing, officer=nl.officers["o-1"], means=nl.casework)


def test_a_package_that_is_no_package_is_refused(story: Story) -> None:
    be = story.nodes["police.be"]
    with pytest.raises(BadSignature):
        take_package(Handed("x.tnp", b"\xff\x00"), officer=be.officers["o-1"], means=be.casework)


def test_a_copy_is_given_once_somebody_who_may_has_consented(story: Story) -> None:
    answer = answered(story, requested(story))
    nl, be, justice = (
        story.nodes["police.nl"],
        story.nodes["police.be"],
        story.node("justice.be", kind="justice"),
    )
    story.agree(nl, justice, texts=("benelux-police-treaty",))
    assert who_may_consent(answer.id, means=nl.casework) == ("police.be", "justice.be")
    use = Use(nl.officers["o-1"], Action.USE_AS_EVIDENCE)
    assert isinstance(copy_answer(answer.id, use, means=nl.casework), Refusal)
    asked = ask_consent(answer.id, use.action, officer=use.officer, means=nl.casework)
    assert isinstance(asked, Consent)
    until = story.clock.now.replace(year=2027)
    decide_consent(asked.id, until=until, officer=be.officers["o-1"], means=be.casework)
    copied = copy_answer(answer.id, use, means=nl.casework)
    assert isinstance(copied, str)
    assert "Nergensstraat" in copied
    assert isinstance(copy_answer(answer.id, replace(use, action=Action.PASS_ON), means=nl.casework), Refusal)


def test_a_request_that_is_not_there_is_said_not_to_be(story: Story) -> None:
    nl = story.nodes["police.nl"]
    with pytest.raises(InputError, match="no such request"):
        read_thread("r-0", officer=nl.officers["o-1"], means=nl.casework)
    assert isinstance(requested(story), ContentRequest)


def test_only_whoever_works_on_a_request_answers_it(story: Story) -> None:
    request, be = requested(story), story.nodes["police.be"]
    assign(request.id, be.officers["o-2"], officer=be.officers["o-2"], means=be.casework)
    reply = Reply(AnswerKind.FULL, (KEPT,))
    refused = send_answer(request.id, reply, officer=be.officers["o-1"], means=be.casework)
    assert isinstance(refused, Refusal)
    assert refused.code == "with_a_colleague"
    assert isinstance(send_answer(request.id, reply, officer=be.officers["o-2"], means=be.casework), Given)
