"""The public page of the programme: in four languages, and whoever looks is not known.

No cookie, no session, no script, no form, nothing from another host. It reads what is public and no more;
`web.screen_app` with its signed-in officers is another application on another address.
"""

import logging
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from trefpunt.clocks.deadline import ZONES
from trefpunt.desks import programme
from trefpunt.errors import TrefpuntError
from trefpunt.model import Gathering
from trefpunt.node import Node
from trefpunt.web.guard import App, Scope
from trefpunt.web.visit import environment
from trefpunt.web.wording import LANGUAGES, PageWords, best_language

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS: tuple[tuple[str, str], ...] = (
    ("content-security-policy", _POLICY),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)
_KEPT = "public, max-age=300"
_STATIC = {"style.css": "text/css", "icon.svg": "image/svg+xml"}
_NOT_THERE, _UNAVAILABLE = 404, 503
_log = logging.getLogger("trefpunt")


def news_app(node: Node) -> App:
    """Return the application; it only ever reads."""
    news = News(node)
    app = Starlette(
        routes=[
            *(Route(f"/{name}", _static(name, kind)) for name, kind in _STATIC.items()),
            Route("/", news.best),
            Route("/calendar/{language}.ics", news.calendar),
            Route("/{language}", news.page),
        ],
        exception_handlers={HTTPException: _not_there, TrefpuntError: _unavailable},
    )

    async def sealed(scope: Scope, receive: Any, send: Any) -> None:
        async def send_sealed(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS:
                    headers[name] = value
                headers.setdefault("cache-control", _KEPT)
            await send(message)

        if scope["type"] == "http":
            await app(scope, receive, send_sealed)

    return sealed


class News:
    """Answers each address with the same bytes for everybody."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._page = environment().get_template("news.html")
        self._words = {language: PageWords(language) for language in LANGUAGES}

    def best(self, request: Request) -> Response:
        """Answer in the language that the browser wants most; nothing is remembered."""
        wanted = request.headers.get("accept-language", "")
        response = self._shown(best_language(wanted, self._node.settings.node.language))
        response.headers["vary"] = "accept-language"
        return response

    def page(self, request: Request) -> Response:
        """Answer in the language of the address."""
        return self._shown(_language(request))

    def calendar(self, request: Request) -> Response:
        """Answer with the feed in the language of the address."""
        language = _language(request)
        feed = programme.calendar_of(
            programme.public(means=self._node.casework),
            language=language,
            node=self._node.me.id,
            name=f"SAMPLE · {self._title(language)}" if self._node.is_sample else self._title(language),
        )
        return Response(feed, media_type="text/calendar; charset=utf-8")

    def _shown(self, language: str) -> Response:
        words, shown = self._words[language], programme.public(means=self._node.casework)
        held = [one for one in shown if not one.is_cancelled]
        text = self._page.render(
            t=words.t,
            words=words,
            language=language,
            languages=LANGUAGES,
            name=self._node.me.name or self._node.me.id,
            title=self._title(language),
            is_sample=self._node.is_sample,
            gatherings=[_row(one, words) for one in shown],
            count=len(held),
            countries=len({one.country for one in held}),
            days=len({one.begins_at.astimezone(ZONES[one.country]).date() for one in held}),
        )
        return Response(text, media_type="text/html; charset=utf-8", headers={"content-language": language})

    def _title(self, language: str) -> str:
        return self._words[language].t("Programme of {name}", name=self._node.me.name or self._node.me.id)


def _row(one: Gathering, words: PageWords) -> dict[str, object]:
    zone = ZONES[one.country]
    begins, ends = one.begins_at.astimezone(zone), one.ends_at.astimezone(zone)
    same_day = begins.date() == ends.date()
    return {
        "title": one.titles[words.language],
        "place": one.place,
        "country": words.country(one.country.value),
        "begins": words.local(begins),
        "ends": words.hour(ends) if same_day else words.local(ends),
        "begins_iso": begins.isoformat(),
        "ends_iso": ends.isoformat(),
        "is_cancelled": one.is_cancelled,
    }


def _language(request: Request) -> str:
    language = str(request.path_params["language"])
    if language not in LANGUAGES:
        raise HTTPException(_NOT_THERE)
    return language


def _static(name: str, kind: str) -> Callable[[Request], Response]:
    content = (files("trefpunt.web") / "static" / name).read_bytes()

    def route(_: Request) -> Response:
        return Response(content, media_type=kind)

    return route


def _not_there(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else _NOT_THERE
    return PlainTextResponse("There is no such page.\n", status, headers={"cache-control": "no-store"})


def _unavailable(_: Request, error: Exception) -> Response:
    _log.error("the public page broke: %s", getattr(error, "code", ""))
    return PlainTextResponse("Try again later.\n", _UNAVAILABLE, headers={"cache-control": "no-store"})
