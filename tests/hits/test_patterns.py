"""Enumeration: many different numbers of one area, by one officer, in one day."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from trefpunt.hits.patterns import TOO_MANY_NEIGHBOURS, note_neighbourhood
from trefpunt.model import Event, KeyType, LogEntry, MatchKey
from trefpunt.store.ledger import Ledger

NUMBER = KeyType.NATIONAL_NUMBER


class Desk:
    """What a question notes its numbers at: a real ledger, and what was told."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.now = ledger, datetime(2026, 11, 24, 12, tzinfo=UTC)
        self.logged: list[LogEntry] = []
        self.sent: list[Any] = []
        self.means: Any = SimpleNamespace(
            clock=lambda: self.now,
            case_key=b"k" * 32,
            trail=SimpleNamespace(record=lambda tx, entry: self.logged.append(entry)),
            exchange=SimpleNamespace(post=lambda tx, standing, outgoing: self.sent.append(outgoing)),
        )

    def ask(self, value: str, *, officer: str = "o-1", kind: KeyType = NUMBER) -> None:
        keys = {kind: [MatchKey(kind, "NL", value)]}
        with self.ledger.write() as tx:
            note_neighbourhood(tx, keys, officer=officer, partner="police.be", means=self.means)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    ledger = Ledger.open_sqlite(tmp_path / "ledger.db", b"k" * 32)
    yield Desk(ledger)
    ledger.close()


def test_the_fifth_number_of_one_area_is_told_once_to_both_sides(desk: Desk) -> None:
    for number in range(TOO_MANY_NEIGHBOURS + 3):
        desk.ask(f"123456{number:03}")
    assert [entry.event for entry in desk.logged] == [Event.ALARM]
    assert [outgoing.body["notice"] for outgoing in desk.sent] == ["enumeration"]


def test_the_same_number_many_times_is_no_enumeration(desk: Desk) -> None:
    for _ in range(20):
        desk.ask("123456001")
    assert desk.logged == []


def test_numbers_of_many_areas_are_no_enumeration(desk: Desk) -> None:
    for number in range(20):
        desk.ask(f"{number:06}001")
    assert desk.logged == []


def test_officers_and_days_are_counted_apart(desk: Desk) -> None:
    for number in range(TOO_MANY_NEIGHBOURS - 1):
        desk.ask(f"123456{number:03}")
    desk.ask("123456900", officer="o-2")
    desk.now += timedelta(days=1)
    desk.ask("123456901")
    assert desk.logged == []


def test_keys_that_are_no_numbers_leave_nothing(desk: Desk) -> None:
    for number in range(20):
        desk.ask(f"jan-{number}", kind=KeyType.PERSON_STRONG_PAIR)
    assert desk.logged == []


def test_neither_alarm_nor_letter_names_a_number(desk: Desk) -> None:
    for number in range(TOO_MANY_NEIGHBOURS):
        desk.ask(f"123456{number:03}")
    assert "123456" not in f"{desk.logged!r}{desk.sent!r}"
