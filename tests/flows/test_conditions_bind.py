"""Two hundred random uses of answers, random conditions, random consents: none slips through."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from tests.flows.nodes import Story
from tests.flows.reporting import drawn, printed, words_of
from tests.flows.requesting import CASE, KEPT, answered, requested, two_police

from trefpunt.casework import Use, WhyNot, export_answer, use_answer
from trefpunt.casework.bundle import case_to_json
from trefpunt.model import (
    USES,
    Action,
    AnswerKind,
    Consent,
    ConsentState,
    ContentAnswer,
    Ground,
    Purpose,
    Refusal,
)
from trefpunt.node import Node
from trefpunt.store.ledger import casework as kept

TIMES = 200
REPORTS = 30
NAMED = {
    Action.PASS_ON: "consent_missing_pass_on",
    Action.USE_FOR_OTHER_PURPOSE: "consent_missing_other_purpose",
    Action.USE_AS_EVIDENCE: "consent_missing_evidence",
    Action.REVEAL_TO_SUBJECT: "consent_missing_reveal",
}


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = two_police(tmp_path)
    yield told
    told.close()


def some_consent(dice: Random, node: Node, answer: ContentAnswer, number: int) -> Consent:
    """Draw a consent in some state, for some use, in some case, that has ended or not."""
    now = node.clock()
    state = dice.choice([*ConsentState, ConsentState.GIVEN, ConsentState.GIVEN])
    is_decided = state is not ConsentState.ASKED
    return Consent(
        id=f"c-{number}",
        answer=dice.choice((answer.id, answer.id, answer.id, "a-another")),
        is_ours=True,
        partner="police.be",
        provider="police.be",
        use=dice.choice(list(USES)),
        case=dice.choice((CASE, CASE, "PL-2026-2")),
        purpose=Purpose.CRIMINAL_OFFENCES.value,
        officer="o-1",
        asked_at=now - timedelta(days=3),
        state=state,
        decided_at=now - timedelta(days=2) if is_decided else None,
        until=now + timedelta(days=dice.choice((-1, 1, 1))) if state is ConsentState.GIVEN else None,
    )


def holds(consent: Consent, answer: ContentAnswer, use: Action, node: Node) -> bool:
    """Say, apart from the code under test, whether a consent is for exactly this."""
    return (
        consent.answer == answer.id
        and consent.use is use
        and consent.state is ConsentState.GIVEN
        and consent.until is not None
        and consent.until > node.clock()
    )


def test_no_use_passes_without_the_consent_that_it_needs(story: Story, tmp_path: Path) -> None:
    dice, nl, permitted, refused = Random(26), story.nodes["police.nl"], 0, 0
    request = requested(story)
    for number in range(TIMES):
        extra = tuple(dice.sample(list(USES.values()), dice.randrange(len(USES) + 1)))
        if number % 20 == 0:
            answer = answered(
                story, request, kind=AnswerKind.PARTIAL, reason=dice.choice(list(WhyNot)), conditions=extra
            )
        consent = some_consent(dice, nl, answer, number)
        with nl.ledger.write() as tx:
            kept.save_consent(tx, consent)
            consents = [one for one in kept.consents(tx) if one.is_ours]
        action, target = dice.choice(list(USES)), tmp_path / f"{number}.json"
        use = Use(nl.officers["o-1"], action, in_own_state=dice.random() < 0.8)
        decided = export_answer(answer.id, use, target, means=nl.casework)
        given = [one for one in consents if holds(one, answer, action, nl)]
        assert target.exists() == isinstance(decided, Ground)
        if isinstance(decided, Ground):
            permitted += 1
            assert given
            assert (
                action is Action.USE_AS_EVIDENCE
                or action is Action.USE_FOR_OTHER_PURPOSE
                or any(one.case == CASE for one in given)
            )
        else:
            refused += 1
            assert ("provider", "police.be") in decided.facts
            if not given:
                assert decided.code == NAMED[action]
    assert min(permitted, refused) >= 20


def test_no_report_and_no_bundle_has_what_needs_a_consent_that_was_not_given(story: Story) -> None:
    dice, nl, shown, held = Random(27), story.nodes["police.nl"], 0, 0
    request, answers = requested(story), list[tuple[ContentAnswer, str]]()
    for number in range(REPORTS):
        place = f"Nergensstraat {1000 + number}"
        record = replace(KEPT, ref=f"be-{number}", properties={**KEPT.properties, "address": (place,)})
        extra = tuple(dice.sample(list(USES.values()), dice.randrange(len(USES) + 1)))
        answer = answered(
            story,
            request,
            kind=AnswerKind.PARTIAL,
            records=(record,),
            reason=dice.choice(list(WhyNot)),
            conditions=extra,
        )
        answers.append((answer, place))
        with nl.ledger.write() as tx:
            kept.save_consent(tx, some_consent(dice, nl, answer, 1000 + number))
            consents = [one for one in kept.consents(tx) if one.is_ours]
    report = drawn(nl)
    paper, data = words_of(printed(report)), json.dumps(case_to_json(report))
    for answer, place in answers:
        may = any(holds(one, answer, Action.PASS_ON, nl) and one.case == CASE for one in consents)
        assert (place in paper, place in data) == (may, may)
        shown, held = shown + may, held + (not may)
    assert min(shown, held) >= 2


def test_the_same_use_with_its_consent_passes(story: Story) -> None:
    nl, answer = story.nodes["police.nl"], answered(story, requested(story))
    use = Use(nl.officers["o-1"], Action.USE_AS_EVIDENCE)
    assert isinstance(use_answer(answer.id, use, means=nl.casework), Refusal)
    given = replace(
        some_consent(Random(1), nl, answer, 1),
        answer=answer.id,
        use=Action.USE_AS_EVIDENCE,
        case=CASE,
        state=ConsentState.GIVEN,
        decided_at=nl.clock(),
        until=nl.clock() + timedelta(days=1),
    )
    with nl.ledger.write() as tx:
        kept.save_consent(tx, given)
    assert isinstance(use_answer(answer.id, use, means=nl.casework), Ground)
