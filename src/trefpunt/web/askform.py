"""The form of a question: what was typed becomes a question, or each fault at its field."""

from collections.abc import Iterator
from dataclasses import dataclass

from trefpunt.model import Purpose, Question
from trefpunt.web.form import Fault, Form
from trefpunt.web.subjectform import SUBJECT, read_subject
from trefpunt.web.whyform import Around, why_faults
from trefpunt.web.wording import Phrase

TYPED = (*SUBJECT, "case", "purpose", "approved_by", "partners", "state")
"""Every field that an officer fills in, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of a form: a question for these partners, or faults."""

    partners: tuple[str, ...]
    question: Question | None
    faults: tuple[Fault, ...] = ()


def read_question(form: Form, around: Around) -> Filled:
    """Check a whole form, and give every fault at once."""
    subject, faults = read_subject(
        form, ref=f"asked in {form.one('case')}", declared=around.declared, today=around.today
    )
    faults += [*_partner_faults(form, around), *why_faults(form, around)]
    partners = tuple(dict.fromkeys(name for name in form.all("partners") if name in around.partners))
    if faults or subject is None:
        return Filled(partners, None, tuple(sorted(faults, key=lambda fault: TYPED.index(fault.field))))
    question = Question(
        officer=around.officer,
        subject=subject,
        purpose=Purpose(form.one("purpose")),
        case=form.one("case"),
        approved_by=form.one("approved_by"),
        stated=dict.fromkeys(form.all("state"), True),
    )
    return Filled(partners, question)


def _partner_faults(form: Form, around: Around) -> Iterator[Fault]:
    if not form.all("partners"):
        yield Fault("partners", Phrase("Choose at least one partner."))
    elif not set(form.all("partners")) <= set(around.partners):
        yield Fault("partners", Phrase("One of these is no partner of this node any more. Choose again."))
