"""Taking in a package that a partner handed over by the channel that a text prescribes."""

from starlette.responses import Response

from trefpunt import casework
from trefpunt.casework import Handed, Information
from trefpunt.errors import TrefpuntError
from trefpunt.model import ContentRequest, Refusal
from trefpunt.web.form import Fault
from trefpunt.web.screens.inbox import own_numbers
from trefpunt.web.screens.trouble import not_permitted
from trefpunt.web.visit import Pages, Visit, see
from trefpunt.web.wording import Phrase

_LABEL = Phrase("Package")


def show(visit: Visit, pages: Pages) -> Response:
    """Ask for the file."""
    return _page(visit, pages)


def take(visit: Visit, pages: Pages) -> Response:
    """Take the file in, and show what was in it."""
    if visit.form.one("step") == "change":
        return _page(visit, pages)
    file = visit.form.files.get("package")
    if file is None or not file.content:
        return _page(visit, pages, fault=Fault("package", Phrase("Choose the file that was handed over.")))
    try:
        taken = casework.take_package(
            Handed(file.name, file.content), officer=visit.officer, means=visit.node.casework
        )
    except TrefpuntError as error:
        return _page(visit, pages, trouble=visit.words.speech.error(error))
    if isinstance(taken, Refusal):
        return not_permitted(visit, pages, taken)
    if isinstance(taken, Information):
        return see("/inbox")
    if isinstance(taken, ContentRequest):
        return see(f"/requests/{taken.id}")
    # Somebody else's answer is taken in too; it is for those who work on its case to read.
    return see(f"/answers/{taken.id}" if _is_mine(visit, taken.request) else "/inbox")


def _is_mine(visit: Visit, request_id: str) -> bool:
    mine = own_numbers(visit)
    found = casework.inbox(means=visit.node.casework).items
    return any(
        item.request.id == request_id and item.request.is_ours and item.request.case in mine for item in found
    )


def _page(
    visit: Visit, pages: Pages, *, fault: Fault | None = None, trouble: tuple[str, ...] = ()
) -> Response:
    words = visit.words
    return pages.page(
        visit,
        "take.html",
        status=422 if fault or trouble else 200,
        labels={"package": words.said(_LABEL)},
        faults=[] if fault is None else [(fault.field, words.said(fault.phrase))],
        trouble=trouble,
        switch="typed",
    )
