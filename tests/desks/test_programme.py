"""The programme: one week in four languages, in a calendar and on a page that knows nobody."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import icalendar
import ics
import pytest
import vobject
from tests.flows.nodes import Story
from tests.ports import free_port
from tests.web.browser_of_one import Browser, Seen

from trefpunt.audit import Filters, Reader, show
from trefpunt.desks.programme import LANGUAGES, Planned, add, calendar_of, cancel, everything, public
from trefpunt.errors import InputError
from trefpunt.model import Country, Event, Gathering
from trefpunt.node import Node
from trefpunt.web.screen_listener import NewsListener

SEMINAR = Planned(
    {
        "nl": "Seminar over 12 vormen van fraude (synthetisch)",
        "fr": "Séminaire sur 12 formes de fraude (synthétique), « à l'aise »",
        "de": "Seminar über 12 Formen des Betrugs (synthetisch); Größe, Übermaß",
        "en": "Seminar on 12 kinds of fraud, <synthetic> & \\ escaped",
    },
    "Nergenshuizen, Zaal 3",
    Country.BE,
    datetime(2026, 11, 24, 9, 30),
    datetime(2026, 11, 24, 17),
)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = Story(tmp_path)
    told.node("crisis.be", kind="crisis_centre", extra={"news": {"address": f"127.0.0.1:{free_port()}"}})
    yield told
    told.close()


@pytest.fixture
def node(story: Story) -> Node:
    return story.nodes["crisis.be"]


@pytest.fixture
def browser(node: Node) -> Iterator[Browser]:
    listener = NewsListener(node)
    listener.start()
    yield Browser(listener.port)
    listener.stop()


def put(node: Node, **other: Any) -> Gathering:
    return add(replace(SEMINAR, **other), officer=node.officers["o-1"], means=node.casework)


def feed(node: Node, language: str) -> bytes:
    return calendar_of(public(means=node.casework), language=language, node=node.me.id, name="Week")


def numbers(seen: Seen) -> list[str]:
    return re.findall(r"\d+", seen.words)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calendar_opens_in_three_parsers_that_read_the_same(node: Node, language: str) -> None:
    made = [put(node), put(node, country=Country.LU, begins=datetime(2026, 11, 24, 9, 45))]
    cancel(made[1].id, officer=node.officers["o-1"], means=node.casework)
    written = feed(node, language)
    title, begins = SEMINAR.titles[language], datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    first = icalendar.Calendar.from_ical(written).walk("VEVENT")
    read = [(str(one["SUMMARY"]), one["DTSTART"].dt, str(one["UID"]), str(one["STATUS"])) for one in first]
    second = list(vobject.readOne(written.decode()).vevent_list)
    also = [(one.summary.value, one.dtstart.value, one.uid.value, one.status.value) for one in second]
    third = sorted(ics.Calendar(written.decode()).events)
    again = [(one.name, one.begin.datetime, one.uid, one.status) for one in third]
    assert read == also == again
    assert read[0] == (title, begins, f"{made[0].id}@crisis.be", "CONFIRMED")
    assert read[1][3] == "CANCELLED"


def test_lines_are_folded_at_75_octets_and_end_as_the_standard_says(node: Node) -> None:
    put(node)
    for line in feed(node, "fr").split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line


def test_an_event_is_the_same_one_in_every_language_and_the_feed_the_same_bytes(node: Node) -> None:
    put(node)
    found = {re.findall(rb"UID:(.*)\r", feed(node, language))[0] for language in LANGUAGES}
    assert len(found) == 1
    assert feed(node, "nl") == feed(node, "nl")


def test_every_language_of_the_page_has_the_same_numbers(node: Node, browser: Browser) -> None:
    put(node)
    put(node, country=Country.NL, begins=datetime(2026, 11, 26, 9), ends=datetime(2026, 11, 27, 12))
    told = {language: browser.get(f"/{language}") for language in LANGUAGES}
    assert [seen.status for seen in told.values()] == [200] * 4
    counted = {tuple(numbers(seen)) for seen in told.values()}
    assert len(counted) == 1
    assert counted.pop()[:3] == ("2", "2", "2")
    assert all(SEMINAR.titles[language] in seen.words for language, seen in told.items())
    assert "dinsdag 24 november 2026" in told["nl"].words
    assert "mardi 24 novembre 2026" in told["fr"].words
    assert "Belgien" in told["de"].words


def test_the_page_and_the_feed_know_nobody_and_run_nothing(node: Node, browser: Browser) -> None:
    put(node)
    for path in ("/", "/nl", "/calendar/nl.ics", "/style.css", "/icon.svg", "/missing"):
        seen = browser.get(path)
        assert seen.cookies == []
        assert "script" not in seen.headers["content-security-policy"]
        assert "default-src 'none'" in seen.headers["content-security-policy"]
        tags = Tags()
        tags.feed(seen.text)
        assert {tag for tag, _ in tags.seen} & {"script", "form", "input", "iframe", "object"} == set()
        for tag, attributes in tags.seen:
            assert not any(name.startswith("on") or name == "style" for name in attributes)
            for name in ("src", "href"):
                outside = (attributes.get(name) or "/").split("://")[0] in ("http", "https")
                assert not outside or (tag, attributes.get("itemprop")) == ("link", "eventStatus")
    again = browser.get("/nl")
    assert again.text == browser.get("/nl", Cookie="session=1").text


def test_the_front_page_speaks_the_language_that_is_asked_for(node: Node, browser: Browser) -> None:
    put(node)
    seen = browser.get("/", **{"Accept-Language": "fr-BE,fr;q=0.9"})
    assert seen.headers["content-language"] == "fr"
    assert seen.headers["vary"] == "accept-language"
    assert browser.get("/it").status == 404
    assert browser.get("/calendar/it.ics").status == 404


def test_the_public_address_has_no_screen_of_an_officer_and_takes_nothing(browser: Browser) -> None:
    for path in ("/ask", "/log", "/sign-in", "/treaties"):
        assert browser.get(path).status == 404
    assert browser.post("/nl", {"title": "x"}).status == 405


def test_nothing_is_seen_before_its_embargo_ends(story: Story, node: Node, browser: Browser) -> None:
    # 12:00 in Brussels is 11:00 UTC; the story begins at 9.
    put(node, public_from=datetime(2026, 11, 24, 12))
    assert (len(everything(means=node.casework)), public(means=node.casework)) == (1, [])
    for path in ("/nl", "/calendar/nl.ics"):
        assert "Seminar" not in browser.get(path).text
    story.clock.now += timedelta(hours=2)
    for path in ("/nl", "/calendar/nl.ics"):
        assert "Seminar" in browser.get(path).text


def test_what_is_cancelled_stays_marked_and_is_not_counted(node: Node, browser: Browser) -> None:
    made = put(node)
    cancelled = cancel(made.id, officer=node.officers["o-1"], means=node.casework)
    assert (cancelled.sequence, cancelled.is_cancelled) == (1, True)
    seen = browser.get("/en")
    assert "Cancelled" in seen.words
    assert "On the programme: 0." in seen.words
    with pytest.raises(InputError, match="to cancel"):
        cancel(made.id, officer=node.officers["o-1"], means=node.casework)


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"titles": {**SEMINAR.titles, "fr": "Séminaire sur 13 formes"}}, "same numbers"),
        ({"titles": {"nl": "Seminar"}}, "each language"),
        ({"titles": {**SEMINAR.titles, "it": "Seminario 12"}}, "each language"),
        ({"titles": dict.fromkeys(LANGUAGES, "two\nlines")}, "does not fit"),
        ({"place": ""}, "does not fit"),
        ({"ends": SEMINAR.begins}, "after the beginning"),
        ({"begins": datetime(2026, 11, 24, 9, tzinfo=UTC)}, "time zone"),
        ({"begins": datetime(2026, 3, 29, 2, 30), "ends": datetime(2026, 3, 29, 5)}, "no such time"),
    ],
)
def test_what_does_not_fit_is_not_put_on(node: Node, other: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        put(node, **other)
    assert everything(means=node.casework) == []


def test_the_log_keeps_who_changed_what(node: Node) -> None:
    made = put(node)
    with node.ledger.write() as tx:
        reader = Reader("o-1", "information_officer", "self_monitoring", node.clock())
        entries = [entry for _, entry in show(tx, Filters(), trail=node.trail, reader=reader)]
    (entry,) = (one for one in entries if one.event is Event.PROGRAMME_CHANGED)
    assert (entry.actor, entry.subject_ref, entry.facts["act"]) == ("o-1", made.id, "added")
