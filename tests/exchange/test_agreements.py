"""Agreements: one document, two signatures, one revocation."""

from datetime import date
from pathlib import Path

import pytest

from trefpunt.errors import AgreementLapsed, ExchangeError, InputError
from trefpunt.exchange import differences
from trefpunt.exchange.documents import agreement_between, document_text, parse_document
from trefpunt.model import AgreementState, Event, LetterKind, OutboxState, Verdict

from .nodes import TERMS, Pair, answer, identity_of


def test_an_agreement_is_named_by_its_content() -> None:
    one, two = (identity_of(name, "https://x.invalid").party() for name in ("police.nl", "police.be"))
    agreement = agreement_between(one, two, TERMS)
    assert agreement == agreement_between(two, one, TERMS) == parse_document(document_text(agreement))
    assert agreement.id != agreement_between(one, two, {**TERMS, "valid_to": "2027-12-30"}).id


@pytest.mark.parametrize(
    ("terms", "what"),
    [
        ({"purposes": ["b", "a"]}, "purposes"),
        ({"texts": [{"name": "b", "hash": "1"}, {"name": "a", "hash": "2"}]}, "texts"),
        ({"valid_to": "2025-01-01"}, "valid_to"),
        ({"budgets": [{"key_type": "P1", "slots_a_day": -1}]}, "budgets"),
        ({"is_sample": 1}, "is_sample"),
        ({"valid_from": "01/01/2026"}, "valid_from"),
    ],
)
def test_terms_of_another_shape_make_no_agreement(terms: dict[str, object], what: str) -> None:
    one, two = (identity_of(name, "https://x.invalid").party() for name in ("police.nl", "police.be"))
    with pytest.raises(InputError, match=what):
        agreement_between(one, two, {**TERMS, **terms})


def test_a_node_makes_no_agreement_with_itself() -> None:
    one = identity_of("police.nl", "https://x.invalid").party()
    with pytest.raises(ExchangeError, match="itself"):
        agreement_between(one, one, TERMS)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2025, 12, 31), AgreementState.NOT_YET_VALID),
        (date(2026, 1, 1), AgreementState.IN_FORCE),
        (date(2027, 12, 31), AgreementState.IN_FORCE),
        (date(2028, 1, 1), AgreementState.EXPIRED),
    ],
)
def test_an_agreement_stands_by_its_dates(pair: Pair, on: date, state: AgreementState) -> None:
    assert pair.nl.exchange.agreements.state(pair.agreement.id, on) is state


@pytest.mark.parametrize("revoking", ["nl", "be"])
def test_either_side_stops_both_directions_at_once(pair: Pair, revoking: str) -> None:
    getattr(pair, revoking).exchange.say(pair.agreement.id, Verdict.REVOKE, officer="X-9")
    for one, other in ((pair.nl, pair.be), (pair.be, pair.nl)):
        with pytest.raises(AgreementLapsed) as caught:
            one.ask(other)
        assert caught.value.code == "agreement_revoked"
        assert one.logged(Event.AGREEMENT_REVOKED)


def test_the_reason_is_said_when_an_agreement_has_expired(pair: Pair) -> None:
    pair.clock.forward(days=500)
    with pytest.raises(AgreementLapsed, match="expired") as caught:
        pair.nl.ask(pair.be)
    assert caught.value.code == "agreement_expired"


def test_nothing_is_accepted_after_a_revocation(pair: Pair) -> None:
    pair.nl.exchange.say(pair.agreement.id, Verdict.REVOKE, officer="X-9")
    with pytest.raises(AgreementLapsed):
        pair.be.exchange.say(pair.agreement.id, Verdict.ACCEPT, officer="X-8")


def test_a_revocation_waits_for_a_partner_that_is_away(pair: Pair) -> None:
    pair.away(pair.be)
    pair.nl.exchange.say(pair.agreement.id, Verdict.REVOKE, officer="X-9")
    pair.back(pair.be)
    pair.rounds(1)
    assert pair.be.logged(Event.AGREEMENT_REVOKED)


def test_a_letter_under_way_is_refused_where_the_agreement_was_revoked(pair: Pair) -> None:
    pair.away(pair.be)
    letter = pair.nl.post(pair.be)
    with pair.be.ledger.write() as tx:
        pair.be.exchange.agreements.sign(tx, pair.agreement.id, Verdict.REVOKE, officer="X-9")
    pair.back(pair.be)
    done = pair.nl.exchange.deliver(letter.id, wait_s=5)
    assert (done.state, done.reason) == (OutboxState.REFUSED, "agreement_revoked")
    assert pair.be.got == []


def test_a_letter_that_waits_is_not_sent_after_a_revocation(pair: Pair) -> None:
    letter = pair.nl.post(pair.be)
    pair.nl.exchange.say(pair.agreement.id, Verdict.REVOKE, officer="X-9")
    pair.rounds(1)
    assert (pair.nl.sent(letter.id).state, pair.nl.sent(letter.id).reason) == (
        OutboxState.REFUSED,
        "agreement_revoked",
    )
    assert "letter_refused" in [notice.code for notice in pair.nl.notices()]


def test_differences_name_each_text_that_is_not_alike() -> None:
    found = differences({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"})
    assert [(row.name, row.ours, row.theirs) for row in found] == [("b", "2", "3"), ("c", "", "4")]


def test_a_new_agreement_is_proposed_by_letter_and_confirmed_by_two(pair: Pair, tmp_path: Path) -> None:
    terms = {**TERMS, "valid_to": "2028-12-31"}
    renewed = agreement_between(pair.nl.identity.party(), pair.be.identity.party(), terms)
    with pair.nl.ledger.write() as tx:
        pair.nl.exchange.agreements.propose(tx, renewed, officer="NL-1")
    pair.nl.exchange.say(renewed.id, Verdict.ACCEPT, officer="NL-2")
    with pytest.raises(ExchangeError, match="same officer"):
        pair.be.exchange.say(renewed.id, Verdict.ACCEPT, officer="BE-1")
    pair.be.exchange.endorse(renewed.id, officer="BE-1")
    pair.be.exchange.say(renewed.id, Verdict.ACCEPT, officer="BE-2")
    pair.clock.forward(days=500)
    pair.be.answer_with(lambda letter, peer: answer(letter))
    assert pair.nl.ask(pair.be).reply.kind is LetterKind.HIT_ANSWER
