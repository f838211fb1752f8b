"""The register check, the crisis acknowledgement and the VAT request each keep the clock of the law.

Every due moment is counted by hand, and stands in a pair that differs in one fact: a holiday, a minute, a
word that was stated.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.cli.desk import PASSPHRASE, type_line
from tests.flows.alerting import NAME, three_centres, told
from tests.flows.checking import CASE, CLERK, question, town_and_office
from tests.flows.nodes import Moving, Story
from tests.flows.taxing import BUFFER, STATED, requested, two_tax_authorities

from trefpunt.casework import Given, Reply, inbox, send_answer, take_package
from trefpunt.cli.alertboard import as_board_json, say_board
from trefpunt.desks.crisis import acknowledge, board
from trefpunt.desks.permits import Clock, check, clocks_of, files, note_opinion
from trefpunt.model import AnswerKind, Country, OpinionStep
from trefpunt.node import Node

SECOND = timedelta(seconds=1)
LONG_AGO = timedelta(days=200)


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def stories() -> Iterator[list[Story]]:
    """Stories that are closed when the test is over."""
    made = list[Story]()
    yield made
    for story in made:
        story.close()


# ── the register check ──────────────────────────────────────────────────────────────────────────────────


def opinion_asked(folder: Path, moment: str, stories: list[Story]) -> Story:
    """A city that consulted the register and asked the opinion at one moment."""
    story = town_and_office(folder, clock=Moving(at(moment)))
    stories.append(story)
    city = story.nodes["city.be"]
    check(question(city), "integrity.be", means=city.permits)
    note_opinion(CASE, OpinionStep.ASKED, officer=city.officers[CLERK], means=city.permits)
    return story


def clock_of(city: Node, key: str) -> Clock:
    (file,) = files(means=city.permits)
    return next(clock for clock in clocks_of(file, country=Country.BE) if clock.key == key)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        pytest.param("2026-11-16 09:00", "2026-11-23 22:59:59", id="five working days"),
        pytest.param("2026-11-09 09:00", "2026-11-17 22:59:59", id="over Armistice Day, a holiday"),
        pytest.param("2027-03-18 09:00", "2027-03-25 22:59:59", id="the week before Easter"),
        pytest.param(
            "2027-03-25 09:00",
            "2027-04-02 21:59:59",
            id="over Good Friday, none in Belgium, and Easter Monday",
        ),
    ],
)
def test_whether_it_is_admissible_is_said_in_five_belgian_working_days(
    tmp_path: Path, stories: list[Story], asked: str, due: str
) -> None:
    story = opinion_asked(tmp_path, asked, stories)
    clock = clock_of(story.nodes["city.be"], "be.diob.adm")
    assert clock.due_at == at(due)
    assert not clock.is_late(clock.due_at)
    assert clock.is_late(clock.due_at + SECOND)


@pytest.mark.parametrize(
    ("admissible", "due"),
    [
        pytest.param("2026-09-07 09:00", "2026-10-19 21:59:59", id="no holiday"),
        pytest.param("2026-11-16 09:00", "2026-12-29 22:59:59", id="over Christmas"),
    ],
)
def test_the_opinion_has_thirty_belgian_working_days(
    tmp_path: Path, stories: list[Story], admissible: str, due: str
) -> None:
    story = opinion_asked(tmp_path, admissible, stories)
    city = story.nodes["city.be"]
    note_opinion(CASE, OpinionStep.ADMISSIBLE, officer=city.officers[CLERK], means=city.permits)
    assert clock_of(city, "be.diob.op").due_at == at(due)


@pytest.mark.parametrize(("after_due", "is_late"), [(-SECOND, False), (SECOND, True)])
def test_an_opinion_that_came_late_stays_late(
    tmp_path: Path, stories: list[Story], after_due: timedelta, is_late: bool
) -> None:
    story = opinion_asked(tmp_path, "2026-11-16 09:00", stories)
    city = story.nodes["city.be"]
    note_opinion(CASE, OpinionStep.ADMISSIBLE, officer=city.officers[CLERK], means=city.permits)
    story.clock.now = clock_of(city, "be.diob.op").due_at + after_due
    note_opinion(CASE, OpinionStep.RECEIVED, officer=city.officers[CLERK], means=city.permits)
    assert clock_of(city, "be.diob.op").is_late(story.clock.now + LONG_AGO) is is_late


# ── the crisis acknowledgement ──────────────────────────────────────────────────────────────────────────


def centres(folder: Path, moment: str, stories: list[Story]) -> Story:
    story = three_centres(folder)
    story.clock.now = at(moment)
    stories.append(story)
    return story


@pytest.mark.parametrize(
    ("sent", "after_min", "is_late"),
    [
        pytest.param("2026-12-22 03:00", 14, False, id="in time"),
        pytest.param("2026-12-22 03:00", 16, True, id="late"),
        # Day and night: no holiday makes it longer.
        pytest.param("2026-12-25 03:00", 14, False, id="in time at Christmas"),
        pytest.param("2026-12-25 03:00", 16, True, id="late at Christmas"),
    ],
)
def test_an_acknowledgement_that_came_late_is_shown_as_late_on_both_sides(
    tmp_path: Path,
    stories: list[Story],
    capsys: pytest.CaptureFixture[str],
    sent: str,
    after_min: int,
    is_late: bool,
) -> None:
    story = centres(tmp_path, sent, stories)
    be, nl = story.nodes["crisis.be"], story.nodes["crisis.nl"]
    alert = told(be, "crisis.nl", within_min=15)
    story.clock.now += timedelta(minutes=after_min)
    acknowledge(alert.id, officer=nl.officers["o-1"], name=NAME, means=nl.crisis)
    story.clock.now += LONG_AGO
    for node in (be, nl):
        found = board(means=node.crisis)
        assert [one.is_late(found.now) for one in found.alerts] == [is_late]
        assert [one["late"] for one in as_board_json(found)["alerts"]] == [is_late]
        say_board(node, found)
        shown = capsys.readouterr().out
        assert NAME.split()[0] in shown
        assert ("LATE" in shown) is is_late


@pytest.mark.parametrize(("after_min", "is_late"), [(14, False), (16, True)])
def test_an_alert_that_nobody_acknowledged_is_late_when_its_minutes_are_over(
    tmp_path: Path, stories: list[Story], after_min: int, is_late: bool
) -> None:
    story = centres(tmp_path, "2026-11-11 12:00", stories)
    be = story.nodes["crisis.be"]
    told(be, "crisis.nl", within_min=15)
    story.clock.now += timedelta(minutes=after_min)
    found = board(means=be.crisis)
    assert [one.is_late(found.now) for one in found.alerts] == [is_late]


@pytest.mark.parametrize(
    ("tested", "due"),
    [
        pytest.param("2026-11-12 12:00", "2027-11-12 22:59:59", id="ends on a Friday"),
        pytest.param("2026-11-11 12:00", "2027-11-11 22:59:59", id="ends on a holiday, and is not moved"),
        pytest.param("2026-11-14 12:00", "2027-11-14 22:59:59", id="ends on a Sunday, and is not moved"),
    ],
)
def test_the_channel_is_tested_within_a_year(
    tmp_path: Path, stories: list[Story], tested: str, due: str
) -> None:
    story = centres(tmp_path, tested, stories)
    be, nl = story.nodes["crisis.be"], story.nodes["crisis.nl"]
    drill = told(be, "crisis.nl", is_exercise=True)
    assert all(channel.is_late for channel in board(means=be.crisis).channels)
    acknowledge(drill.id, officer=nl.officers["o-1"], name=NAME, means=nl.crisis)
    for moment, is_late in ((at(due) - SECOND, False), (at(due) + SECOND, True)):
        story.clock.now = moment
        (channel,) = (one for one in board(means=be.crisis).channels if one.partner == "crisis.nl")
        assert (channel.due_at, channel.is_late) == (at(due), is_late)


# ── the VAT request ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("received", "stated", "due"),
    [
        pytest.param("2026-09-24 09:00", STATED, "2026-12-24 22:59:59", id="three months"),
        # A limit that ends on a free day is not moved: the stricter reading, said in the room of the clocks.
        pytest.param("2026-09-25 09:00", STATED, "2026-12-25 22:59:59", id="ends at Christmas"),
        pytest.param("2026-11-30 09:00", STATED, "2027-02-28 22:59:59", id="a month without that day"),
        pytest.param(
            "2026-11-30 09:00", (*STATED, "directly_accessible"), "2026-12-30 22:59:59", id="held already"
        ),
        pytest.param(
            "2026-11-25 09:00",
            (*STATED, "directly_accessible"),
            "2026-12-25 22:59:59",
            id="held already, ends at Christmas",
        ),
    ],
)
def test_a_vat_request_has_three_months_and_one_where_it_is_held(
    tmp_path: Path, stories: list[Story], received: str, stated: tuple[str, ...], due: str
) -> None:
    story = two_tax_authorities(tmp_path, clock=Moving(at(received)))
    stories.append(story)
    request = requested(story, stated=stated)
    assert request.article == "vat-904-2010 7"
    assert request.due_at == at(due)
    for node in story.nodes.values():
        story.clock.now = at(due) - timedelta(hours=1)
        assert left_s(node) > 0
        story.clock.now = at(due) + SECOND
        assert left_s(node) < 0


@pytest.mark.parametrize(("after_due", "is_late"), [(-timedelta(hours=1), False), (SECOND, True)])
def test_a_vat_answer_that_came_late_stays_late_on_both_sides(
    tmp_path: Path, stories: list[Story], after_due: timedelta, is_late: bool
) -> None:
    story = two_tax_authorities(tmp_path, clock=Moving(at("2026-09-24 09:00")))
    stories.append(story)
    nl, be = story.nodes["tax.nl"], story.nodes["tax.be"]
    request = requested(story)
    assert request.due_at is not None
    story.clock.now = request.due_at + after_due
    given = send_answer(
        request.id, Reply(AnswerKind.FULL, (BUFFER,)), officer=be.officers["o-3"], means=be.casework
    )
    assert isinstance(given, Given)
    assert given.package is not None
    take_package(given.package, officer=nl.officers["o-3"], means=nl.casework)
    story.clock.now += LONG_AGO
    for node in (nl, be):
        (item,) = inbox(means=node.casework).items
        assert (item.left_s is not None and item.left_s < 0) is is_late


def left_s(node: Node) -> float:
    (item,) = inbox(means=node.casework).items
    assert item.left_s is not None
    return item.left_s


# ── and it is said ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("ago", "is_late"), [(timedelta(hours=1), False), (LONG_AGO, True)])
def test_what_is_overdue_is_said_at_the_command_line(tmp_path: Path, ago: timedelta, is_late: bool) -> None:
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    moment = f"{datetime.now(UTC) - ago:%Y-%m-%d %H:%M}"
    opinion_asked(tmp_path, moment, []).close()
    taxing = two_tax_authorities(tmp_path, clock=Moving(at(moment)))
    requested(taxing)
    taxing.close()
    alerting = centres(tmp_path, moment, [])
    told(alerting.nodes["crisis.be"], "crisis.nl")
    alerting.close()
    assert ("LATE, due by" in typed(tmp_path / "city.be", "permit", "list")) is is_late
    assert ("days late" in typed(tmp_path / "tax.be", "inbox")) is is_late
    # An hour is more than the fifteen minutes that an alert asks for.
    assert "LATE: asked by" in typed(tmp_path / "crisis.be", "alert", "list")


def typed(home: Path, *words: str) -> str:
    done = type_line(*words, "--home", str(home), "--passphrase-file", str(home.parent / "passphrase"))
    assert done.code == 0, done.said
    return done.out
