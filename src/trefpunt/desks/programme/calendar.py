"""The programme as an iCalendar feed, one for each language. Source: RFC 5545."""

from collections.abc import Sequence
from datetime import timedelta

from icalendar import Calendar
from icalendar import Event as CalendarEvent

from trefpunt.model import Gathering

_REFRESH = timedelta(hours=1)


def calendar_of(gatherings: Sequence[Gathering], *, language: str, node: str, name: str) -> bytes:
    """Return the feed in a language; the same programme gives the same bytes.

    Args:
        node: id of the node: with it each item is known for ever, in every language.
        name: what calendars call it.
    """
    made = Calendar()
    made.add("prodid", f"-//Trefpunt//programme of {node}//{language.upper()}")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", name, parameters={"LANGUAGE": language})
    made.add("x-wr-calname", name)
    made.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for one in gatherings:
        made.add_component(_event(one, language=language, node=node))
    return bytes(made.to_ical())


def _event(one: Gathering, *, language: str, node: str) -> CalendarEvent:
    made = CalendarEvent()
    made.add("uid", f"{one.id}@{node}")
    made.add("dtstamp", one.changed_at)
    made.add("last-modified", one.changed_at)
    made.add("sequence", one.sequence)
    made.add("dtstart", one.begins_at)
    made.add("dtend", one.ends_at)
    made.add("summary", one.titles[language], parameters={"LANGUAGE": language})
    made.add("location", one.place)
    made.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    made.add("class", "PUBLIC")
    return made
