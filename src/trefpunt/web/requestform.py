"""The form of a request for content: a wish for one partner comes of it, or each fault at its field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trefpunt.casework import Wish
from trefpunt.model import Purpose, Sought
from trefpunt.web.form import Fault, Form
from trefpunt.web.subjectform import SUBJECT, read_subject
from trefpunt.web.whyform import Around, why_faults
from trefpunt.web.wording import Phrase

TYPED = ("partner", "seek", *SUBJECT, "case", "purpose", "approved_by", "state")
"""Every field that an officer fills in, in the order of the page."""

LABELS: Mapping[str, Phrase] = {"partner": Phrase("Partner"), "seek": Phrase("What is sought")}


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of a form: a wish for this partner, or faults."""

    partner: str
    wish: Wish | None
    faults: tuple[Fault, ...] = ()


def read_wish(form: Form, around: Around) -> Filled:
    """Check a whole form, and give every fault at once."""
    subject, faults = read_subject(
        form, ref=f"asked in {form.one('case')}", declared=around.declared, today=around.today
    )
    faults += [*_own_faults(form, around), *why_faults(form, around)]
    partner = form.one("partner")
    if faults or subject is None:
        return Filled(partner, None, tuple(sorted(faults, key=lambda fault: TYPED.index(fault.field))))
    wish = Wish(
        officer=around.officer,
        case=form.one("case"),
        purpose=Purpose(form.one("purpose")),
        subject=subject,
        sought=tuple(Sought(word) for word in dict.fromkeys(form.all("seek"))),
        stated=form.all("state"),
        approved_by=form.one("approved_by"),
    )
    return Filled(partner, wish)


def _own_faults(form: Form, around: Around) -> Iterator[Fault]:
    if form.one("partner") not in around.partners:
        yield Fault("partner", Phrase("Choose one partner of this node."))
    if not form.all("seek"):
        yield Fault("seek", Phrase("Say what is sought."))
    elif not set(form.all("seek")) <= set(Sought):
        yield Fault("seek", Phrase("Tick only what is in the list."))
