"""Reconciling after a restore: found on both sides, mended, and no number used twice."""

from dataclasses import replace
from typing import Any

import pytest

from trefpunt.errors import ExchangeError
from trefpunt.exchange import Loss
from trefpunt.model import OutboxState
from trefpunt.store.ledger import exchange as kept

from .nodes import Node, Pair


def losses(node: Node, partner: Node) -> list[tuple[Loss, str]]:
    found = node.exchange.reconcile(partner.id)
    return sorted((difference.loss, difference.row.letter) for difference in found)


def forget(node: Node, table: str, letter_id: str) -> None:
    """Lose one letter, as a restore of an older backup does."""
    with node.ledger.write() as tx:
        tx.connection.exec_driver_sql(f"DELETE FROM {table} WHERE letter = ?", (letter_id,))  # noqa: S608


def test_two_nodes_that_lost_nothing_differ_in_nothing(pair: Pair) -> None:
    for number in range(3):
        pair.nl.ask(pair.be, number)
    assert losses(pair.nl, pair.be) == losses(pair.be, pair.nl) == []


def test_a_letter_on_its_way_is_no_difference(pair: Pair) -> None:
    pair.nl.post(pair.be)
    assert losses(pair.nl, pair.be) == []


def test_what_the_partner_lost_is_found_and_sent_again(pair: Pair) -> None:
    letter = pair.nl.post(pair.be, 5)
    pair.rounds(1)
    restore_thread(pair.be, pair.nl, letter.conversation, their_seq=0, their_prev="")
    forget(pair.be, "exchange_inbox", letter.id)
    found = pair.nl.exchange.reconcile("police.be")
    assert [(row.loss, row.row.letter) for row in found] == [(Loss.LOST_THERE, letter.id)]
    assert pair.nl.exchange.mend("police.be", found) == 1
    assert losses(pair.nl, pair.be) == []
    assert pair.be.numbers() == [5, 5]


def restore_thread(node: Node, partner: Node, conversation: str, **as_before: Any) -> None:
    with node.ledger.write() as tx:
        kept.save_thread(tx, replace(kept.thread(tx, partner.id, conversation), **as_before))


def test_what_this_node_lost_is_found_too(pair: Pair) -> None:
    letter = pair.nl.post(pair.be)
    pair.rounds(1)
    forget(pair.be, "exchange_inbox", letter.id)
    assert losses(pair.be, pair.nl) == [(Loss.LOST_HERE, letter.id)]


def test_a_number_that_the_partner_has_seen_is_not_used_again(pair: Pair) -> None:
    first = pair.nl.post(pair.be, 1)
    second = pair.nl.post(pair.be, 2, conversation=first.conversation)
    pair.rounds(1)
    forget(pair.nl, "exchange_outbox", second.id)
    restore_thread(pair.nl, pair.be, first.conversation, my_seq=1, my_prev=pair.nl.sent(first.id).sha256)
    found = pair.nl.exchange.reconcile("police.be")
    assert [row.loss for row in found] == [Loss.FORGOTTEN_HERE]
    pair.nl.exchange.mend("police.be", found)
    third = pair.nl.post(pair.be, 3, conversation=first.conversation)
    assert third.seq == 3
    assert pair.nl.exchange.deliver(third.id, wait_s=5).state is OutboxState.APPLIED


def test_pages_are_read_to_the_end(pair: Pair) -> None:
    for node in (pair.nl, pair.be):
        object.__setattr__(node.exchange.means, "limits", replace(node.exchange.means.limits, state_rows=3))
    letters = [pair.nl.post(pair.be, number) for number in range(10)]
    pair.rounds(1)
    forget(pair.be, "exchange_inbox", letters[8].id)
    assert losses(pair.nl, pair.be) == [(Loss.LOST_THERE, letters[8].id)]


def test_an_old_word_of_the_partner_is_not_believed(pair: Pair) -> None:
    transport: Any = pair.nl.exchange.means.transport
    peer = pair.nl.exchange.agreements.peer("police.be")
    old = transport.get_state(peer, "ab" * 32)
    object.__setattr__(pair.nl.exchange.means, "transport", _Repeating(old))
    with pytest.raises(ExchangeError, match="repeats"):
        pair.nl.exchange.reconcile("police.be")


class _Repeating:
    def __init__(self, token: str) -> None:
        self._token = token

    def get_state(self, *_: Any, **__: Any) -> str:
        return self._token

    def close(self) -> None:
        return None
