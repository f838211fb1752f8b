"""The form of an answer to a request: what was typed becomes a reply, or each fault at its field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from trefpunt.casework import Reply, WhyNot
from trefpunt.model import AXES, HANDLING, USES, AnswerKind, Marking, Subject
from trefpunt.naming import DeclaredScheme
from trefpunt.web.form import Fault, Form
from trefpunt.web.subjectform import FURTHER, SUBJECT, read_subject
from trefpunt.web.wording import Phrase

RECORD = (*SUBJECT, *FURTHER)
"""The fields of one record, each behind `r1-`, `r2-` and so on."""

LABELS: Mapping[str, Phrase] = {
    "kind": Phrase("How much do you answer"),
    "reason": Phrase("Why not all"),
    "conditions": Phrase("What you add to the law"),
    "basis": Phrase("Fact or assessment"),
    "source": Phrase("How reliable is the source"),
    "information": Phrase("How certain is the information"),
    "classification": Phrase("Classification"),
    "tlp": Phrase("With whom it may be shared (TLP)"),
    "pap": Phrase("What may be done with it (PAP)"),
    "handling": Phrase("Handling codes"),
}
MOST_RECORDS = 10


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of a form: a reply, or faults."""

    reply: Reply | None
    faults: tuple[Fault, ...] = ()


def places_of(form: Form) -> tuple[int, ...]:
    """Return the places of the records that the form has; at least one."""
    typed = form.one("records")
    most = int(typed) if typed.isdecimal() and len(typed) < 3 else 1
    return tuple(range(1, max(1, min(most, MOST_RECORDS)) + 1))


def typed_names(form: Form) -> tuple[str, ...]:
    """Return the name of every field of a form with so many records."""
    records = (f"r{place}-{field}" for place in places_of(form) for field in RECORD)
    return (*LABELS, *records)


def read_reply(form: Form, *, reference: str, declared: Mapping[str, DeclaredScheme], today: date) -> Filled:
    """Check a whole form, and give every fault at once; a record of which nothing is filled in is none."""
    records, faults = list[Subject](), list(_faults_around(form))
    for place in places_of(form):
        part = form.part(f"r{place}-")
        if not any(part.one(field) for field in RECORD if field != "capacity"):
            continue
        record, wrong = read_subject(part, ref=f"{reference}/{place}", declared=declared, today=today)
        faults += [Fault(f"r{place}-{fault.field}", fault.phrase) for fault in wrong]
        records += [] if record is None else [record]
    if not faults:
        faults += _faults_whole(form, records)
    if faults:
        return Filled(None, tuple(faults))
    reason = WhyNot(form.one("reason")) if form.one("reason") else None
    kind, conditions = AnswerKind(form.one("kind")), form.all("conditions")
    return Filled(Reply(kind, tuple(records), reason, conditions, tuple(map(Marking, _marked(form)))))


def _marked(form: Form) -> tuple[str, ...]:
    return (*(word for axis in AXES if (word := form.one(axis))), *form.all("handling"))


def _faults_around(form: Form) -> Iterator[Fault]:
    kind, reason = form.one("kind"), form.one("reason")
    if kind not in set(AnswerKind):
        yield Fault("kind", Phrase("Choose one of the three."))
    if reason and reason not in set(WhyNot):
        yield Fault("reason", Phrase("Choose one of the reasons."))
    elif not reason and kind in (AnswerKind.PARTIAL, AnswerKind.REFUSED):
        yield Fault("reason", Phrase("Say why not all."))
    elif reason and kind == AnswerKind.FULL:
        yield Fault("reason", Phrase("A whole answer has no reason: leave it out, or answer in part."))
    if not set(form.all("conditions")) <= set(USES.values()):
        yield Fault("conditions", Phrase("Tick only what is in the list."))
    for axis, words in AXES.items():
        if form.one(axis) and form.one(axis) not in words:
            yield Fault(axis, Phrase("Choose one of the list."))
    if not set(form.all("handling")) <= set(HANDLING):
        yield Fault("handling", Phrase("Tick only what is in the list."))


def _faults_whole(form: Form, records: list[Subject]) -> Iterator[Fault]:
    is_refused = form.one("kind") == AnswerKind.REFUSED
    if is_refused and records:
        yield Fault("kind", Phrase("A refusal gives no records: empty them, or answer in part."))
    if not is_refused and not records:
        yield Fault("r1-surname", Phrase("Give at least one record, or refuse with a reason."))
