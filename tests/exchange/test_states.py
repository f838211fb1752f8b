"""The declared tables of states: every step they have can be taken, and no other."""

from itertools import product
from pathlib import Path

import pytest

from trefpunt.errors import StoreError
from trefpunt.model import INBOX_MOVES, OUTBOX_MOVES, InboxState, OutboxState
from trefpunt.store.ledger import Ledger, exchange_inbox, exchange_outbox

from .nodes import NOW, new_ledger

LETTER = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return new_ledger(tmp_path / "ledger.db")


def out_letter(state: OutboxState) -> exchange_outbox.OutLetter:
    return exchange_outbox.OutLetter(
        LETTER, "police.be", LETTER, 1, False, "notice", "a", "s", "t", NOW, NOW, state, NOW
    )


def in_letter(state: InboxState) -> exchange_inbox.InLetter:
    return exchange_inbox.InLetter(
        "police.nl", LETTER, LETTER, 1, False, "notice", "s", "t", NOW, NOW, "", state
    )


@pytest.mark.parametrize(("before", "after"), list(product(OutboxState, OutboxState)))
def test_a_sent_letter_takes_the_steps_of_the_table_and_no_other(
    ledger: Ledger, before: OutboxState, after: OutboxState
) -> None:
    with ledger.write() as tx:
        exchange_outbox.add(tx, out_letter(before))
        if after in OUTBOX_MOVES[before]:
            exchange_outbox.move(tx, LETTER, after)
        else:
            with pytest.raises(StoreError, match="cannot go from"):
                exchange_outbox.move(tx, LETTER, after)
        found = exchange_outbox.find(tx, LETTER)
        assert found is not None
        assert found.state is (after if after in OUTBOX_MOVES[before] else before)


@pytest.mark.parametrize(("before", "after"), list(product(InboxState, InboxState)))
def test_a_received_letter_takes_the_steps_of_the_table_and_no_other(
    ledger: Ledger, before: InboxState, after: InboxState
) -> None:
    with ledger.write() as tx:
        exchange_inbox.add(tx, in_letter(before))
        if after in INBOX_MOVES[before]:
            exchange_inbox.move(tx, in_letter(before), after, reason="", receipt="")
        else:
            with pytest.raises(StoreError, match="cannot go from"):
                exchange_inbox.move(tx, in_letter(before), after, reason="", receipt="")
        found = exchange_inbox.find(tx, "police.nl", LETTER)
        assert found is not None
        assert found.state is (after if after in INBOX_MOVES[before] else before)


def test_a_claimed_letter_is_nobody_elses_until_the_lease_is_over(ledger: Ledger) -> None:
    later = NOW.replace(hour=11)
    with ledger.write() as tx:
        exchange_outbox.add(tx, out_letter(OutboxState.WAITING))
        assert exchange_outbox.claim(tx, LETTER, now=NOW, until=later) is not None
        assert exchange_outbox.claim(tx, LETTER, now=NOW, until=later) is None
        assert exchange_outbox.claim(tx, LETTER, now=later, until=later) is not None
