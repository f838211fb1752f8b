"""A VAT request between two tax authorities, by the forms that the regulation prescribes. All is invented."""

from dataclasses import replace
from pathlib import Path

from tests.flows.nodes import Moving, Story

from trefpunt.casework import Sent, Wish, open_case, send_request, take_package
from trefpunt.model import Case, ContentRequest, Purpose, Schema, Sought, Subject, SubjectCategory

CASE = "VAT-2026-1"
TEXTS = ("vat-904-2010",)
STATED = ("own_sources_exhausted", "necessary_and_proportionate")
BUFFER = Subject(
    "asked in a test",
    Schema.COMPANY,
    SubjectCategory.FIRM,
    {"name": ("Nergens Handel BV (synthetic)",)},
    is_synthetic=True,
)


def two_tax_authorities(folder: Path, *, clock: Moving) -> Story:
    """Return a story in which the Dutch tax authority has a case and may ask the Belgian one."""
    story = Story(folder, clock=clock)
    nl, be = (story.node(f"tax.{land}", kind="tax") for land in ("nl", "be"))
    story.agree(nl, be, texts=TEXTS)
    opened = Case(CASE, Purpose.VAT_FRAUD.value, nl.clock(), ("o-3",))
    with nl.ledger.write() as tx:
        open_case(tx, opened, officer=nl.officers["o-3"], trail=nl.trail)
    return story


def requested(story: Story, **other: object) -> ContentRequest:
    """Request invoices of the Belgian tax authority; get the request as that one has it."""
    nl, be = story.nodes["tax.nl"], story.nodes["tax.be"]
    wish = Wish(nl.officers["o-3"], CASE, Purpose.VAT_FRAUD, BUFFER, (Sought.INVOICES,), STATED)
    sent = send_request(replace(wish, **other), "tax.be", means=nl.casework)  # type: ignore[arg-type]
    assert isinstance(sent, Sent), sent
    assert sent.package is not None
    taken = take_package(sent.package, officer=be.officers["o-3"], means=be.casework)
    assert isinstance(taken, ContentRequest), taken
    return taken
