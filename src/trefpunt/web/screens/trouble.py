"""Pages for what went wrong: no such page, a session that ended, a form from elsewhere, a failure below."""

from starlette.responses import Response

from trefpunt.errors import TrefpuntError
from trefpunt.model import Refusal
from trefpunt.web.visit import Pages, Visit
from trefpunt.web.wording import Phrase

_NOT_FOUND, _FORBIDDEN = 404, 403


def no_page(visit: Visit, pages: Pages, status: int = _NOT_FOUND) -> Response:
    """Say that there is nothing here, or that what was sent cannot be read."""
    if status == _NOT_FOUND:
        title = Phrase("There is no such page")
        advice = Phrase("It may be about something that you do not work on, or the address is mistyped.")
    else:
        title = Phrase("What was sent cannot be read")
        advice = Phrase("Go back, look at what was typed, and send it again.")
    return _trouble(visit, pages, title, advice, status=status)


def session_ended(visit: Visit, pages: Pages) -> Response:
    """Say that nothing was done, because the session is over."""
    title = Phrase("Your session has ended")
    advice = Phrase("Nothing was done. Sign in with a new link, then send the form again.")
    return _trouble(visit, pages, title, advice, status=403)


def strange_form(visit: Visit, pages: Pages) -> Response:
    """Say that nothing was done, because the form is not one of this session."""
    title = Phrase("This form is not of your session")
    advice = Phrase("Nothing was done. Open the page again and send the form from there.")
    return _trouble(visit, pages, title, advice, status=403)


def broken(visit: Visit, pages: Pages) -> Response:
    """Say that a screen broke; what was in its values stays out of the page."""
    title = Phrase("Something broke that should not")
    advice = Phrase(
        "Tell your system manager when it happened. The first page shows whether your question was asked."
    )
    return _trouble(visit, pages, title, advice, status=500)


def not_permitted(visit: Visit, pages: Pages, refusal: Refusal, *, take_over: str = "") -> Response:
    """Say why something is not permitted, and what is.

    Args:
        take_over: the request that a colleague works on, and that could be taken over.
    """
    lines = visit.words.speech.refusal(refusal)
    return pages.page(visit, "refused.html", status=_FORBIDDEN, lines=lines, take_over=take_over)


def failed(visit: Visit, pages: Pages, error: TrefpuntError) -> Response:
    """Say what a room below could not do, and what to do next."""
    message, hint = visit.words.speech.error(error)
    return pages.page(visit, "failed.html", status=500, message=message, hint=hint)


def _trouble(visit: Visit, pages: Pages, title: Phrase, advice: Phrase, *, status: int) -> Response:
    said = {"heading": visit.words.said(title), "advice": visit.words.said(advice)}
    return pages.page(visit, "trouble.html", status=status, **said)
