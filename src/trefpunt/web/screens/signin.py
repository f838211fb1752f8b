"""Signing in by a link from the terminal, and signing out."""

from starlette.responses import Response

from trefpunt.web.signing_in import SignedIn, sign_in, sign_out
from trefpunt.web.visit import Pages, Visit, see


def without_link(visit: Visit, pages: Pages) -> Response:
    """Say how to come by a link."""
    return pages.page(visit, "signin.html", link="", is_refused=False)


def show(visit: Visit, pages: Pages) -> Response:
    """Ask whether to sign in: looking at a link does not use it up, or a preview in a mailbox would."""
    return pages.page(visit, "signin.html", link=visit.named["link"], is_refused=False)


def use(visit: Visit, pages: Pages) -> tuple[Response, SignedIn | None]:
    """Use the link up; a second time, too late or made up, it opens nothing."""
    session = sign_in(visit.node, visit.named["link"])
    if session is None:
        return pages.page(visit, "signin.html", status=403, link="", is_refused=True), None
    return see("/"), session


def leave(visit: Visit, _: Pages) -> Response:
    """End the session."""
    assert visit.session is not None
    sign_out(visit.node, visit.session)
    return see("/sign-in")
