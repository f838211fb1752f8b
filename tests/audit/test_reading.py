"""Reading the log, which is an act like any other."""

from dataclasses import replace
from datetime import timedelta

import pytest

from trefpunt.audit import Filters, Reader, show
from trefpunt.errors import LogUnwritable
from trefpunt.model import Event, LogEntry
from trefpunt.store.ledger import audit

from .samples import NOW, entry
from .watchers import World

READER = Reader("OV-1", "oversight", "lawfulness", NOW)


def read(world: World, filters: Filters) -> list[tuple[int, LogEntry]]:
    with world.ledger.write() as tx:
        return list(show(tx, filters, trail=world.log.trail, reader=READER))


@pytest.fixture
def busy(world: World) -> World:
    """A log of two officers, two cases and two partners."""
    with world.ledger.write() as tx:
        for changes in (
            {},
            {"actor": "NL-2"},
            {"case": "PL-2"},
            {"article": "other/1"},
            {"partner": "lu.test-police"},
            {"event": Event.RECORD_READ},
            {"subject_ref": "subject/2"},
        ):
            world.log.trail.record(tx, entry(**changes))
    return world


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), [0, 1, 2, 3, 4, 5, 6]),
        (Filters(actor="NL-2"), [1]),
        (Filters(case="PL-2"), [2]),
        (Filters(article="other/1"), [3]),
        (Filters(partner="lu.test-police"), [4]),
        (Filters(event=Event.RECORD_READ), [5]),
        (Filters(subject_ref="subject/2"), [6]),
        (Filters(actor="NL-0042", case="PL-2"), [2]),
        (Filters(actor="NL-2", case="PL-2"), []),
        (Filters(since=NOW, until=NOW), []),
        (Filters(since=NOW, until=NOW + timedelta(microseconds=1)), [0, 1, 2, 3, 4, 5, 6]),
    ],
)
def test_a_reader_finds_what_was_looked_for(busy: World, filters: Filters, found: list[int]) -> None:
    assert [idx for idx, _ in read(busy, filters)] == found


def test_reading_is_logged_with_what_was_looked_for(busy: World) -> None:
    read(busy, Filters(actor="NL-2", event=Event.RECORD_READ))
    ((_, said),) = read(busy, Filters(event=Event.LOG_READ))
    assert (said.actor, said.role, said.purpose) == ("OV-1", "oversight", "lawfulness")
    assert said.facts == {"wanted_actor": "NL-2", "wanted_event": "record_read"}


def test_reading_is_logged_before_the_first_line_is_taken(busy: World) -> None:
    with busy.ledger.write() as tx:
        show(tx, Filters(), trail=busy.log.trail, reader=READER)
        assert audit.log_size(tx) == 8


def test_nothing_is_shown_when_the_reading_cannot_be_logged(busy: World) -> None:
    with busy.ledger.read() as tx, pytest.raises(LogUnwritable):
        show(tx, Filters(), trail=busy.log.trail, reader=READER)
    nameless = replace(READER, at=NOW.replace(tzinfo=None))
    with pytest.raises(LogUnwritable), busy.ledger.write() as tx:
        show(tx, Filters(), trail=busy.log.trail, reader=nameless)


def test_entries_that_fill_up_are_passed_over(busy: World) -> None:
    busy.close()
    assert Event.FILLER not in {said.event for _, said in read(busy, Filters())}
    assert len(read(busy, Filters(event=Event.FILLER))) == 256 - 7


def test_erased_entries_are_passed_over(busy: World) -> None:
    with busy.ledger.write() as tx:
        busy.erase(tx, 0)
    assert 0 not in [idx for idx, _ in read(busy, Filters())]


def test_a_period_reads_only_the_stretch_it_needs(world: World) -> None:
    for _ in range(6):
        world.act(1)
        world.now += timedelta(days=2)
        world.close()
    since, until = NOW + timedelta(days=4), NOW + timedelta(days=5)
    found = read(world, Filters(event=Event.QUESTION_FINISHED, since=since, until=until))
    everything = read(world, Filters(event=Event.QUESTION_FINISHED))
    assert found == [(idx, said) for idx, said in everything if since <= said.at < until]
    assert len(found) == 1
