"""A list that somebody stops on its way: every row says so, and nothing of it stays behind."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.flows.nodes import Story
from tests.flows.test_list_matching import ask, codes, last_list, short_list, tell

from trefpunt import hits
from trefpunt.exchange import Outgoing
from trefpunt.hits.bodies import ProofBody, SampleBody
from trefpunt.hits.may import may_continue_list
from trefpunt.model import Ground, KeyType, LetterKind, OutboxState, Refusal
from trefpunt.store.ledger import listings

Body = dict[str, Any]
lists, answer = import_module("trefpunt.hits.lists"), import_module("trefpunt.hits.answer")
NO = Refusal(code="no_ground")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    told = tell(tmp_path_factory.mktemp("refused"))
    yield told
    told.close()


def is_empty(story: Story) -> bool:
    return {(part.sheet, part.evaluated) for part in last_list(story.nodes["police.nl"])} == {(None, None)}


def changed(honest: Callable[..., Any], **changes: Any) -> Callable[..., Any]:
    def changing(*args: Any, **means: Any) -> Any:
        ground = honest(*args, **means)
        assert isinstance(ground, Ground)
        return replace(ground, **changes)

    return changing


def test_a_law_that_changes_before_the_proof_closes_the_list(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "may_continue_list", lambda *_, **__: NO)
    assert codes(ask(story, short_list(story))) == {"no_ground"}
    assert is_empty(story)


def test_a_holder_whose_law_changes_before_the_proof_proves_nothing(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, seen = answer.may_answer, []

    def changing(letter: Any, *rest: Any, **means: Any) -> Any:
        seen.append(letter.kind)
        return NO if letter.kind is LetterKind.HIT_SAMPLE else honest(letter, *rest, **means)

    monkeypatch.setattr(answer, "may_answer", changing)
    assert codes(ask(story, short_list(story))) == {"no_ground"}
    assert LetterKind.HIT_SAMPLE in seen
    assert is_empty(story)


def test_a_text_without_terms_matches_no_list(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "may_ask_list", changed(lists.may_ask_list, terms=None))
    assert codes(ask(story, short_list(story))) == {"no_match_terms"}


def test_a_list_for_which_there_is_no_index_is_not_asked(tmp_path: Path) -> None:
    told = tell(tmp_path)
    told.clock.now += timedelta(days=2)
    assert codes(ask(told, short_list(told))) == {"no_index"}
    told.close()


def test_a_sample_that_somebody_drew_first_is_not_drawn_again(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    nl, honest, letters = story.nodes["police.nl"], lists.draw_places, []

    def drawn_meanwhile(parts: Any, *, rng: Any) -> Any:
        if not letters:
            letters.append("")
            hits.continue_list(parts[0].listing, means=nl.means)
            with nl.ledger.read() as tx:
                letters.append(listings.sample_of(tx, parts[0].listing))
        return honest(parts, rng=rng)

    monkeypatch.setattr(lists, "draw_places", drawn_meanwhile)
    assert codes(ask(story, short_list(story))) == {"Hit", "NoHit"}
    with nl.ledger.read() as tx:
        assert listings.sample_of(tx, last_list(nl)[0].listing) == letters[1]


PROOFS: dict[str, tuple[Callable[[Body], Body], str]] = {
    "no proof of a type": (lambda body: {**body, "proofs": {}}, "proof_failed"),
    "a proof too short": (
        lambda body: {**body, "proofs": dict.fromkeys(body["proofs"], "AAAA")},
        "proof_failed",
    ),
    "two proofs of a type": (
        lambda body: {
            **body,
            "proofs": dict.fromkeys(body["proofs"], urlsafe_b64encode(bytes(128)).decode()),
        },
        "proof_failed",
    ),
    "a refusal": (
        lambda _: {"question": "x", "refusal": {"code": "index_expired", "facts": {}}},
        "index_expired",
    ),
    "a refusal that nobody can read": (lambda _: {"refusal": "no"}, "proof_failed"),
}


@pytest.mark.parametrize("name", PROOFS)
def test_a_list_whose_proof_does_not_stand_is_not_used(
    story: Story, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, expected = PROOFS[name]
    honest = ProofBody.to_json
    monkeypatch.setattr(ProofBody, "to_json", lambda self: change(honest(self)))
    assert codes(ask(story, short_list(story))) == {expected}
    assert is_empty(story)


def test_a_proof_that_comes_after_the_index_ended_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, honest = tell(tmp_path), ProofBody.to_json

    def late(self: ProofBody) -> Body:
        told.clock.now += timedelta(days=2)
        return honest(self)

    monkeypatch.setattr(ProofBody, "to_json", late)
    assert codes(ask(told, short_list(told))) == {"index_expired"}
    told.close()


SAMPLES: dict[str, Callable[[Body], Body]] = {
    "of another list": lambda body: {**body, "listing": "l-nothing"},
    "beyond the end": lambda body: {**body, "places": {"I1": [10**6]}},
    "before the beginning": lambda body: {**body, "places": {"I1": [-1]}},
    "of no place": lambda body: {**body, "places": {"I1": []}},
    "one place twice": lambda body: {**body, "places": {"I1": [1, 1]}},
    "of places that are no numbers": lambda body: {**body, "places": {"I1": ["1"]}},
    "of a type that is not there": lambda body: {**body, "places": {"P1": [0]}, "listing": "l-1"},
    "of a type that nobody knows": lambda body: {**body, "places": {"Q1": [0]}},
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_that_does_not_fit_the_list_is_not_proven(
    story: Story, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = SampleBody.to_json
    monkeypatch.setattr(SampleBody, "to_json", lambda self: SAMPLES[name](honest(self)))
    assert not codes(ask(story, short_list(story))) & {"Hit", "NoHit"}


def test_a_proof_of_no_list_of_ours_is_turned_away(story: Story) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    assert codes(ask(story, short_list(story))) == {"Hit", "NoHit"}
    ground = may_continue_list(last_list(nl)[0], means=nl.means)
    assert isinstance(ground, Ground)
    body = ProofBody("l-nothing", {KeyType.NATIONAL_NUMBER: bytes(64)}).to_json()
    outgoing = Outgoing(LetterKind.HIT_PROOF, "police.nl", body)
    came = be.exchange.call(ground, outgoing, wait_s=20)
    assert came.state is OutboxState.REFUSED
