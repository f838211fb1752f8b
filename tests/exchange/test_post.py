"""Posting: no letter without a ground, and nothing without its leaf."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from trefpunt.errors import ExchangeError, LogUnwritable
from trefpunt.exchange import Outgoing
from trefpunt.model import Article, Event, GroundRecord, LetterKind, Refusal
from trefpunt.store.ledger import exchange_outbox

from .nodes import NOW, Pair, ground, question


def refused(pair: Pair, standing: Any, outgoing: Outgoing | None = None) -> str:
    with pytest.raises(ExchangeError) as caught, pair.nl.ledger.write() as tx:
        pair.nl.exchange.post(tx, standing, outgoing or question(pair.be, 1))
    with pair.nl.ledger.read() as tx:
        assert exchange_outbox.of_partner(tx, "police.be", limit=9) == []
    return caught.value.code


def test_a_question_without_ground_never_leaves(pair: Pair) -> None:
    assert refused(pair, None) == "no_ground"


def test_a_refusal_is_no_ground_for_a_first_letter(pair: Pair) -> None:
    assert refused(pair, Refusal("no_text")) == "no_ground"


def test_the_record_of_a_ground_is_no_ground(pair: Pair) -> None:
    record = GroundRecord("D-1", "ask_hit", "police.nl", "police.be", "p", "i", "4", "h", True, NOW)
    assert refused(pair, record) == "no_ground"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"channel": "siena"}, "other_channel"),
        ({"holder": "police.lu"}, "other_partner"),
        ({"asking": "tax.nl"}, "other_partner"),
        ({"purpose": "vat_fraud"}, "purpose_not_agreed"),
    ],
)
def test_a_ground_that_does_not_fit_sends_nothing(pair: Pair, changes: dict[str, Any], code: str) -> None:
    assert refused(pair, replace(ground("police.nl", "police.be"), **changes)) == code


def test_a_sample_text_sends_nothing_under_a_live_agreement(tmp_path: Path) -> None:
    pair = Pair.make(tmp_path, is_sample=False)
    assert refused(pair, ground("police.nl", "police.be")) == "sample_with_live"
    real = Article("real", "4", "t", "s", "m", is_sample=False)
    with pair.nl.ledger.write() as tx:
        pair.nl.exchange.post(tx, ground("police.nl", "police.be", articles=(real,)), question(pair.be, 1))
    pair.shut()


def test_a_stranger_is_sent_nothing(pair: Pair) -> None:
    with pytest.raises(ExchangeError, match="no agreement"), pair.nl.ledger.write() as tx:
        pair.nl.exchange.post(tx, None, Outgoing(LetterKind.NOTICE, "police.lu", {}))


def test_nobody_else_makes_a_void(pair: Pair) -> None:
    assert refused(pair, None, Outgoing(LetterKind.VOID, "police.be", {})) == "reserved_kind"


def test_a_notice_needs_no_ground(pair: Pair) -> None:
    with pair.nl.ledger.write() as tx:
        letter = pair.nl.exchange.post(tx, None, Outgoing(LetterKind.NOTICE, "police.be", {"code": "x"}))
    assert (letter.article, letter.purpose, letter.case) == ("", "", "")


def test_a_letter_carries_article_and_purpose_of_its_ground(pair: Pair) -> None:
    letter = pair.nl.post(pair.be)
    assert (letter.article, letter.purpose) == ("sample-agreement 4", "criminal_offences")


def test_letter_and_leaf_stand_or_fall_with_the_callers_rows(pair: Pair) -> None:
    with pytest.raises(ZeroDivisionError), pair.nl.ledger.write() as tx:
        pair.nl.exchange.post(tx, ground("police.nl", "police.be"), question(pair.be, 1))
        raise ZeroDivisionError
    assert pair.nl.logged(Event.LETTER_SENT) == []
    with pair.nl.ledger.read() as tx:
        assert exchange_outbox.of_partner(tx, "police.be", limit=9) == []


def test_the_officer_stands_in_the_log_and_not_in_the_letter(pair: Pair) -> None:
    letter = pair.nl.post(pair.be, actor="NL-0042")
    assert pair.nl.logged(Event.LETTER_SENT)[-1].actor == "NL-0042"
    assert "NL-0042" not in str(letter)


def test_letters_of_a_conversation_are_chained(pair: Pair) -> None:
    first = pair.nl.post(pair.be, 1)
    second = pair.nl.post(pair.be, 2, conversation=first.conversation)
    assert (first.seq, second.seq) == (1, 2)
    assert second.prev == pair.nl.sent(first.id).sha256


def test_a_long_body_travels_as_a_blob(pair: Pair) -> None:
    pair.nl.ask(pair.be, body={"number": 1, "long": "x" * 300_000})
    assert len(pair.be.got[0].body["long"]) == 300_000
    assert len(pair.nl.sent(pair.be.got[0].id).token) < 2048


def test_nothing_is_posted_when_the_log_cannot_be_written(pair: Pair) -> None:
    with pair.nl.ledger.write() as tx:
        tx.connection.exec_driver_sql(
            "CREATE TRIGGER broken BEFORE INSERT ON audit_leaf BEGIN SELECT RAISE(ABORT, 'broken'); END"
        )
    with pytest.raises(LogUnwritable):
        pair.nl.post(pair.be)
    with pair.nl.ledger.read() as tx:
        assert exchange_outbox.of_partner(tx, "police.be", limit=9) == []


def test_call_writes_the_callers_rows_in_the_same_transaction(pair: Pair) -> None:
    seen: list[str] = []
    outgoing = question(pair.be, 1)
    pair.nl.exchange.call(
        ground("police.nl", "police.be"), outgoing, wait_s=5, also=lambda tx, letter: seen.append(letter.id)
    )
    assert seen == [pair.be.got[0].id]
