"""The week itself in the story: on a page and in a calendar for everybody, in four languages."""

import urllib.request
from datetime import datetime, timedelta

from trefpunt.demo.stage import Stage, not_as_told
from trefpunt.demo.teller import Teller
from trefpunt.desks import programme
from trefpunt.desks.programme import LANGUAGES, Planned
from trefpunt.model import Country
from trefpunt.sentence import Sentence

_TITLES = (
    {
        "nl": "Seminarie over mensenhandel (synthetisch)",
        "fr": "Séminaire sur la traite des êtres humains (synthétique)",
        "de": "Seminar über Menschenhandel (synthetisch)",
        "en": "Seminar on trafficking in human beings (synthetic)",
    },
    {
        "nl": "Conferentie over weerbaar lokaal bestuur (synthetisch)",
        "fr": "Conférence sur une administration locale résiliente (synthétique)",
        "de": "Konferenz über widerstandsfähige Kommunalverwaltung (synthetisch)",
        "en": "Conference on resilient local government (synthetic)",
    },
)
_PLACE, _FIRST_HOUR, _LASTS = "Scheldehaven", 9, timedelta(hours=7)
_FETCHED_WITHIN_S = 10


def announce_the_week(stage: Stage, teller: Teller, *, publishing: str) -> None:
    """Tell how the programme of the week is published, and read it as a citizen would."""
    teller.step(Sentence("The week itself: a page and a calendar for everybody, in four languages"))
    node = stage.nodes[publishing]
    for day, titles in enumerate(_TITLES, start=1):
        local = node.clock().replace(tzinfo=None, hour=_FIRST_HOUR, minute=0, second=0, microsecond=0)
        begins: datetime = local + timedelta(days=day)
        planned = Planned(titles, _PLACE, Country.BE, begins, begins + _LASTS)
        programme.add(planned, officer=stage.acting(publishing), means=node.casework)
    address = f"http://{node.settings.news.address}"
    for language in LANGUAGES:
        for page in (f"{address}/{language}", f"{address}/calendar/{language}.ics"):
            if not all(_begins(titles[language]) in _fetch(page) for titles in _TITLES):
                raise not_as_told(publishing)
    teller.knows(publishing, Sentence("nothing of who reads it: no cookie, no session, no script"))
    calendar = f"{address}/calendar/nl.ics"
    teller.tell(
        Sentence("Read it at {address}, the calendar at {calendar}", address=address, calendar=calendar)
    )
    teller.command("trefpunt programme add --title nl=… --title fr=… · trefpunt programme list")


def _begins(title: str) -> str:
    # A calendar folds its lines: the beginning of a title is in one piece.
    return title[:20]


def _fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=_FETCHED_WITHIN_S) as answer:  # noqa: S310 — its own page
        text: str = answer.read().decode("utf-8")
        return text
