"""Markings: how good an answer is and how it is to be handled go with it, and bind whoever receives it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.flows.nodes import Story
from tests.flows.requesting import CASE, KEPT, answered, consent_to, requested, two_police

from trefpunt.casework import Offer, Use, send_unasked, use_answer
from trefpunt.casework.bodies import AnswerBody
from trefpunt.casework.handlers import take_package
from trefpunt.casework.packages import Handed
from trefpunt.casework.unasked import Information, Told
from trefpunt.errors import InputError
from trefpunt.model import (
    AXES,
    HANDLING,
    USES,
    Action,
    AnswerKind,
    ContentAnswer,
    Ground,
    Marking,
    Purpose,
    Refusal,
    conditions_of,
    strictest,
)
from trefpunt.store.ledger import casework as kept

MARKINGS = st.lists(st.sampled_from(Marking), max_size=12)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = two_police(tmp_path)
    yield told
    told.close()


def marked(story: Story, *markings: Marking) -> ContentAnswer:
    return answered(story, requested(story), markings=markings)


def tried(story: Story, answer: ContentAnswer, action: Action) -> Ground | Refusal:
    nl = story.nodes["police.nl"]
    return use_answer(answer.id, Use(nl.officers["o-1"], action), means=nl.casework)


def consent(story: Story, answer: ContentAnswer, action: Action) -> None:
    with story.nodes["police.nl"].ledger.write() as tx:
        kept.save_consent(tx, consent_to(answer, action, story.clock()))


@given(MARKINGS)
def test_of_each_axis_the_strictest_marking_holds_and_every_handling_code(given_: list[Marking]) -> None:
    found = strictest(given_)
    assert set(found) <= set(given_)
    for axis in AXES.values():
        on = [one for one in found if one in axis]
        assert on == [axis[max(axis.index(one) for one in given_ if one in axis)]] if on else True
        assert bool(on) == any(one in axis for one in given_)
    assert {one for one in found if one in HANDLING} == {one for one in given_ if one in HANDLING}
    assert strictest(reversed(found)) == found


@given(MARKINGS, MARKINGS)
def test_another_marking_never_frees_a_use(some: list[Marking], more: list[Marking]) -> None:
    bound = set(conditions_of(strictest(some)))
    assert bound <= set(conditions_of(strictest([*some, *more])))


def test_every_marking_is_on_one_axis() -> None:
    on_axes = [one for axis in AXES.values() for one in axis]
    assert sorted([*on_axes, *HANDLING]) == sorted(Marking)


def test_an_answer_tells_how_good_it_is_on_both_sides(story: Story) -> None:
    answer = marked(story, Marking.ASSESSMENT, Marking.SOURCE_B, Marking.INFORMATION_3, Marking.SOURCE_A)
    assert answer.markings == ("assessment", "source_b", "information_3")
    be = story.nodes["police.be"]
    with be.ledger.read() as tx:
        ours = kept.find_answer(tx, answer.id, is_ours=True)
    assert ours is not None
    assert ours.markings == answer.markings


@pytest.mark.parametrize(("code", "is_refused"), [(Marking.H1, True), (Marking.H2, False)])
def test_h1_keeps_an_answer_out_of_court_without_leave(story: Story, code: Marking, is_refused: bool) -> None:
    found = tried(story, marked(story, code), Action.USE_AS_EVIDENCE)
    assert isinstance(found, Refusal)
    named = any(article.instrument == "europol-handling-codes" for article in found.articles)
    assert named is is_refused


@pytest.mark.parametrize(
    ("marking", "use"),
    [
        (Marking.TLP_AMBER, Action.PASS_ON),
        (Marking.PAP_RED, Action.REVEAL_TO_SUBJECT),
        (Marking.RESTRICTED, Action.PASS_ON),
        (Marking.H3, Action.PASS_ON),
    ],
)
def test_a_strict_marking_binds_beside_what_the_law_attaches(marking: Marking, use: Action) -> None:
    assert conditions_of((marking,)) == (USES[use],)


@pytest.mark.parametrize("marking", [Marking.TLP_GREEN, Marking.PAP_GREEN, Marking.UNCLASSIFIED, Marking.H0])
def test_a_loose_marking_adds_no_condition(marking: Marking) -> None:
    assert conditions_of((marking,)) == ()


def test_h2_is_lifted_by_the_written_consent_of_whoever_gave_it(story: Story) -> None:
    answer = marked(story, Marking.H2)
    assert isinstance(tried(story, answer, Action.PASS_ON), Refusal)
    consent(story, answer, Action.PASS_ON)
    assert isinstance(tried(story, answer, Action.PASS_ON), Ground)


def test_h0_holds_whatever_is_consented_to(story: Story) -> None:
    answers = {code: marked(story, code) for code in (Marking.H0, Marking.H2)}
    found = dict[Marking, Ground | Refusal]()
    nl = story.nodes["police.nl"]
    for code, answer in answers.items():
        consent(story, replace(answer, id=answer.id), Action.USE_FOR_OTHER_PURPOSE)
        use = Use(nl.officers["o-1"], Action.USE_FOR_OTHER_PURPOSE, Purpose.PUBLIC_ORDER)
        found[code] = use_answer(answer.id, use, means=nl.casework)
        with nl.ledger.write() as tx:
            tx.connection.execute(kept.consent.delete())
    refused = found[Marking.H0]
    assert isinstance(refused, Refusal)
    assert refused.code == "handling_code_forbids"
    other = found[Marking.H2]
    assert isinstance(other, Ground) or other.code != "handling_code_forbids"


def test_a_marking_that_is_on_no_list_is_refused_at_the_door() -> None:
    body = AnswerBody("r-123", "a-123", AnswerKind.FULL, (KEPT,)).to_json()
    assert AnswerBody.from_json(body | {"markings": ["tlp_red", "tlp_green"]}).markings == (Marking.TLP_RED,)
    with pytest.raises(InputError, match="markings"):
        AnswerBody.from_json(body | {"markings": ["tlp_purple"]})


def test_what_is_sent_unasked_is_marked_and_bound_too(story: Story) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    offer = Offer(
        nl.officers["o-1"],
        CASE,
        Purpose.CRIMINAL_OFFENCES,
        (KEPT,),
        ("factual_reasons_recorded", "necessary_and_proportionate"),
        markings=(Marking.TLP_RED, Marking.SOURCE_X),
    )
    told = send_unasked(offer, "police.be", means=nl.casework)
    assert isinstance(told, Told), told
    assert told.package is not None
    taken = take_package(Handed.read(told.package), officer=be.officers["o-1"], means=be.casework)
    assert isinstance(taken, Information)
    assert taken.answer.markings == ("source_x", "tlp_red")
    assert USES[Action.PASS_ON] in taken.answer.conditions
