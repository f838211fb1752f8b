"""The application of the officers' screens: which address shows which screen, and to whom."""

import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from trefpunt.casework.packages import MAX_BYTES as MOST_OF_A_PACKAGE
from trefpunt.errors import TrefpuntError
from trefpunt.node import Node
from trefpunt.web.form import MOST_BYTES, Form, FormUnreadable
from trefpunt.web.guard import App, Guard
from trefpunt.web.menu import may_enter
from trefpunt.web.screens import (
    alerts,
    answer,
    answered,
    case,
    cases,
    consents,
    home,
    inbox,
    log,
    may,
    signin,
    taking,
    thread,
    treaties,
    trouble,
)
from trefpunt.web.screens.ask import Asking
from trefpunt.web.screens.joint import Joining
from trefpunt.web.screens.replying import Replying
from trefpunt.web.screens.requesting import Requesting
from trefpunt.web.signing_in import SignedIn, session_of
from trefpunt.web.upload import read_upload
from trefpunt.web.visit import FORM_TOKEN, Pages, Visit, environment, see
from trefpunt.web.wording import LANGUAGES, PageWords, best_language

Screen = Callable[[Visit, Pages], Response]
_log = logging.getLogger("trefpunt")
_LANGUAGE_COOKIE = "trefpunt-language"
_TAKES_FILES = "/take"
_KEPT = "max-age=600"
_YEAR_S = 365 * 24 * 3600
_STATIC: Mapping[str, str] = {"style.css": "text/css", "icon.svg": "image/svg+xml"}


def screen_app(node: Node) -> App:
    """Return the application, behind its guard."""
    routes, asking, requesting, replying = Screens(node), Asking(), Requesting(), Replying()
    joining = Joining()
    port = node.settings.desk.port
    app = Starlette(
        routes=[
            *(Route(f"/{name}", routes.static(name)) for name in _STATIC),
            Route("/language/{language}", routes.language),
            Route("/sign-in", routes.open(signin.without_link)),
            Route("/sign-in/{link}", routes.open(signin.show)),
            Route("/sign-in/{link}", routes.sign_in, methods=["POST"]),
            Route("/sign-out", routes.sign_out, methods=["POST"]),
            Route("/", routes.closed(home.show)),
            Route("/", routes.closed(home.show), methods=["POST"]),
            Route("/ask", routes.closed(asking.show, "ask")),
            Route("/ask", routes.closed(asking.act, "ask"), methods=["POST"]),
            Route("/may", routes.closed(may.show)),
            Route("/may", routes.closed(may.act), methods=["POST"]),
            Route("/inbox", routes.closed(inbox.show, "inbox")),
            Route("/requests/new", routes.closed(requesting.show, "inbox")),
            Route("/requests/new", routes.closed(requesting.act, "inbox"), methods=["POST"]),
            Route("/requests/{reference}/reply", routes.closed(replying.show, "inbox")),
            Route("/requests/{reference}/reply", routes.closed(replying.act, "inbox"), methods=["POST"]),
            Route(_TAKES_FILES, routes.closed(taking.show, "inbox")),
            Route(_TAKES_FILES, routes.closed(taking.take, "inbox"), methods=["POST"]),
            Route("/requests/{reference}", routes.closed(thread.show, "inbox")),
            Route("/requests/{reference}/assign", routes.closed(thread.assign, "inbox"), methods=["POST"]),
            Route("/requests/{reference}/file", routes.closed(thread.file, "inbox"), methods=["POST"]),
            Route("/packages/{reference}", routes.closed(thread.package, "inbox")),
            Route("/answers/{reference}", routes.closed(answer.show, "inbox")),
            Route("/answers/{reference}", routes.closed(answer.act, "inbox"), methods=["POST"]),
            Route("/consents/{reference}", routes.closed(consents.show, "inbox")),
            Route("/consents/{reference}", routes.closed(consents.decide, "inbox"), methods=["POST"]),
            Route("/cases", routes.closed(cases.show, "cases")),
            Route("/cases", routes.closed(cases.find, "cases"), methods=["POST"]),
            Route("/cases/{number:path}", routes.closed(case.show, "cases")),
            Route("/cases/{number:path}", routes.closed(case.act, "cases"), methods=["POST"]),
            Route("/joint/{reference}", routes.closed(joining.show, "cases")),
            Route("/joint/{reference}", routes.closed(joining.act, "cases"), methods=["POST"]),
            Route("/alerts", routes.closed(alerts.show_board, "alerts")),
            Route("/alerts/{reference}", routes.closed(alerts.show, "alerts")),
            Route("/alerts/{reference}", routes.closed(alerts.act, "alerts"), methods=["POST"]),
            Route("/alerts/{reference}/lift", routes.closed(alerts.lift, "alerts"), methods=["POST"]),
            Route("/questions/{reference}", routes.closed(answered.show)),
            Route("/log", routes.closed(log.show)),
            Route("/treaties", routes.closed(treaties.show_all)),
            Route("/treaties/{text}", routes.closed(treaties.show_text)),
            Route("/treaties/{text}/{article:path}", routes.closed(treaties.show_one)),
        ],
        exception_handlers={
            HTTPException: routes.not_there,
            TrefpuntError: routes.failed,
            ClientDisconnect: _nobody_there,
        },
    )
    return Guard(app, frozenset({f"127.0.0.1:{port}", f"localhost:{port}"}))


class Screens:
    """Hands each request to its screen: in a thread, in a language, and signed in where it must be."""

    def __init__(self, node: Node) -> None:
        self._node, self._pages = node, Pages(environment())
        self._words = {language: PageWords(language) for language in LANGUAGES}
        # Cookies know no ports: two nodes on one machine would else sign each other's officers out.
        self._cookie = f"trefpunt-{node.settings.desk.port}"

    def open(self, screen: Screen) -> Callable[[Request], Awaitable[Response]]:
        """Return a route that everybody may see."""

        async def route(request: Request) -> Response:
            return await run_in_threadpool(self._shown, screen, await self._visit(request))

        return route

    def closed(self, screen: Screen, place: str = "home") -> Callable[[Request], Awaitable[Response]]:
        """Return a route for who is signed in and has such a place in his menu.

        A form must carry the token of the session.
        """

        async def route(request: Request) -> Response:
            visit = await self._visit(request)
            answer = await turned(visit, request.method)
            if visit.chosen:
                _keep_language(answer, visit.chosen)
            return answer

        async def turned(visit: Visit, method: str) -> Response:
            if visit.session is None:
                return await run_in_threadpool(self._turned_away, visit, method)
            if not may_enter(place, self._node.me.kind, visit.officer.role):
                return await run_in_threadpool(trouble.no_page, visit, self._pages)
            if method == "POST" and not _is_own_form(visit, visit.session):
                return await run_in_threadpool(trouble.strange_form, visit, self._pages)
            return await run_in_threadpool(self._shown, screen, visit)

        return route

    async def sign_in(self, request: Request) -> Response:
        """Use a link up, and give the browser its session."""
        visit = await self._visit(request)
        answer, session = await run_in_threadpool(signin.use, visit, self._pages)
        if session is not None:
            answer.set_cookie(self._cookie, session.secret, httponly=True, samesite="strict", path="/")
        return answer

    async def sign_out(self, request: Request) -> Response:
        """End the session, here and in the browser."""
        answer = await self.closed(signin.leave)(request)
        if answer.status_code < 400:
            answer.delete_cookie(self._cookie, httponly=True, samesite="strict", path="/")
        return answer

    async def language(self, request: Request) -> Response:
        """Change the language, and go back to the page."""
        language = request.path_params["language"]
        if language not in LANGUAGES:
            raise HTTPException(404)
        answer = see(_own_path(request.query_params.get("to", "/")))
        _keep_language(answer, language)
        return answer

    def static(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        """Return a route that gives a file that is alike for everybody."""
        body = files("trefpunt.web").joinpath("static", name).read_bytes()

        async def route(_: Request) -> Response:
            return Response(body, headers={"cache-control": _KEPT}, media_type=_STATIC[name])

        return route

    async def not_there(self, request: Request, error: Exception) -> Response:
        """Say that there is no such page."""
        status = error.status_code if isinstance(error, HTTPException) else 404
        visit = await self._visit(request, reads_form=False)
        return await run_in_threadpool(trouble.no_page, visit, self._pages, status)

    async def failed(self, request: Request, error: Exception) -> Response:
        """Say what went wrong and what to do, in plain words."""
        assert isinstance(error, TrefpuntError)
        visit = await self._visit(request, reads_form=False)
        return await run_in_threadpool(trouble.failed, visit, self._pages, error)

    def _shown(self, screen: Screen, visit: Visit) -> Response:
        try:
            return screen(visit, self._pages)
        except TrefpuntError:
            raise
        except Exception as error:  # noqa: BLE001
            # The message of a strange error may repeat what was typed: the journal gets its kind only.
            _log.debug("a screen broke", exc_info=True)
            _log.error("a screen broke: %s", type(error).__name__)
            return trouble.broken(visit, self._pages)

    def _turned_away(self, visit: Visit, method: str) -> Response:
        return see("/sign-in") if method == "GET" else trouble.session_ended(visit, self._pages)

    async def _visit(self, request: Request, *, reads_form: bool = True) -> Visit:
        form = await _form(request) if request.method == "POST" and reads_form else Form()
        session = await run_in_threadpool(session_of, self._node, request.cookies.get(self._cookie, ""))
        chosen = request.cookies.get(_LANGUAGE_COOKIE, "")
        wanted = request.headers.get("accept-language", "")
        switched = form.one("language") if form.one("language") in LANGUAGES else ""
        if switched:
            # The page as it stands, in another language: whatever its button does is not done.
            form = form.in_step(form.one("again") or "change")
        language = switched or best_language(f"{chosen},{wanted}", self._node.settings.node.language)
        return Visit(
            node=self._node,
            words=self._words[language],
            session=session,
            path=request.url.path,
            form=form,
            named={name: str(value) for name, value in request.path_params.items()},
            query=dict(request.query_params),
            chosen=switched,
        )


def _keep_language(answer: Response, language: str) -> None:
    answer.set_cookie(_LANGUAGE_COOKIE, language, max_age=_YEAR_S, httponly=True, samesite="strict", path="/")


def _is_own_form(visit: Visit, session: SignedIn) -> bool:
    return hmac.compare_digest(visit.form.one(FORM_TOKEN).encode(), session.form_token.encode())


async def _form(request: Request) -> Form:
    header = request.headers.get("content-type", "")
    kind = header.partition(";")[0].strip()
    has_file = kind == "multipart/form-data" and request.url.path == _TAKES_FILES
    if kind != "application/x-www-form-urlencoded" and not has_file:
        raise HTTPException(415)
    body, most = bytearray(), MOST_BYTES + (MOST_OF_A_PACKAGE if has_file else 0)
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413)
    try:
        return read_upload(bytes(body), header) if has_file else Form.read(bytes(body))
    except FormUnreadable as error:
        raise HTTPException(400) from error


def _own_path(path: str) -> str:
    """Return a path of this node; anything that a browser could take for another host is the first page."""
    is_own = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if is_own else "/"


async def _nobody_there(_request: Request, _error: Exception) -> Response:
    return Response(status_code=400)
