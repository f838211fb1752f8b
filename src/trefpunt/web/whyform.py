"""The part of a form that says why: in which case, for what, with whose consent, and what is stated."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from trefpunt.model import Action, Case, CaseState, Officer, Purpose
from trefpunt.naming import DeclaredScheme
from trefpunt.store.ledger.cases import cases
from trefpunt.treaty import FACTS, Law
from trefpunt.web.form import Fault, Form
from trefpunt.web.subjectform import CAPACITIES, SUBJECT_HINTS, SUBJECT_LABELS
from trefpunt.web.visit import Visit
from trefpunt.web.wording import Phrase
from trefpunt.words.codes import PURPOSES
from trefpunt.words.law import FACTS as FACT_WORDS

WHY = ("case", "purpose", "approved_by", "state")
WHY_LABELS: Mapping[str, Phrase] = {
    "case": Phrase("Case"),
    "purpose": Phrase("Purpose"),
    "approved_by": Phrase("Second officer"),
    "state": Phrase("What you state"),
}
_NOT_STATED = frozenset({"agreement_in_force", "names_one_subject", "ask_is_specific", "standard_form_used"})


@dataclass(frozen=True, slots=True)
class Around:
    """What a form is checked against.

    Attributes:
        cases: the open cases of this officer.
        officers: service numbers of this node.
    """

    officer: Officer
    officers: frozenset[str]
    partners: tuple[str, ...]
    cases: tuple[Case, ...]
    facts: tuple[str, ...]
    declared: Mapping[str, DeclaredScheme]
    today: date


def around(visit: Visit, action: Action) -> Around:
    """Return what a form of this officer for such an act is checked against."""
    node = visit.node
    return Around(
        officer=visit.officer,
        officers=frozenset(node.officers),
        partners=tuple(sorted({peer.id for peer in node.exchange.agreements.peers()})),
        cases=tuple(own_cases(visit)),
        facts=facts_to_state(node.law, action),
        declared=node.means.declared,
        today=node.clock().date(),
    )


def own_cases(visit: Visit) -> list[Case]:
    """Return the open cases that this officer works on."""
    with visit.node.ledger.read() as tx:
        return [
            case for case in cases(tx) if case.state is CaseState.OPEN and visit.officer.id in case.members
        ]


def facts_to_state(law: Law, action: Action) -> tuple[str, ...]:
    """Return the facts that some text asks for before such an act, in their order."""
    named = {
        name
        for text in law.instruments
        for rule in text.rules
        if action in rule.actions
        for clause in rule.clauses
        for name in clause.facts
    }
    return tuple(name for name, fact in FACTS.items() if name in named - _NOT_STATED and fact.kind is bool)


def why_faults(form: Form, around: Around) -> Iterator[Fault]:
    """Give what is wrong with the case, the purpose, the second officer and what is stated."""
    case = next((case for case in around.cases if case.number == form.one("case")), None)
    if case is None:
        yield Fault("case", Phrase("Choose an open case that you work on."))
    if form.one("purpose") not in set(Purpose):
        yield Fault("purpose", Phrase("Choose one of the purposes."))
    elif case is not None and case.purpose != form.one("purpose"):
        yield Fault("purpose", Phrase("The case was opened for another purpose. Choose that one."))
    second = form.one("approved_by")
    if second and second not in around.officers - {around.officer.id}:
        yield Fault("approved_by", Phrase("Choose another officer of this node: four eyes see more."))
    elif case is not None and case.is_protected and not second:
        yield Fault("approved_by", Phrase("This case is protected: choose who approves it with you."))
    if not set(form.all("state")) <= set(around.facts):
        yield Fault("state", Phrase("Tick only what is in the list."))


def second_officers(visit: Visit) -> list[tuple[str, str]]:
    """Return who else could approve something, as the options of a choice."""
    return [(number, number) for number in sorted(set(visit.node.officers) - {visit.officer.id})]


def offered(visit: Visit, around: Around) -> dict[str, Any]:
    """Return what the parts about subject and case of a form offer to choose from, and their hints."""
    words = visit.words
    return {
        "hints": {field: words.said(phrase) for field, phrase in SUBJECT_HINTS.items()},
        "cases": [(case.number, words.code(PURPOSES, case.purpose)) for case in around.cases],
        "purposes": [(purpose.value, words.code(PURPOSES, purpose)) for purpose in Purpose],
        "capacities": [(category.value, words.said(phrase)) for category, phrase in CAPACITIES.items()],
        "officers": second_officers(visit),
        "facts": [(name, words.code(FACT_WORDS, name)) for name in around.facts],
    }


def said_labels(visit: Visit, labels: Mapping[str, Phrase]) -> dict[str, str]:
    """Return the labels of a form's fields in the language of the page, those of subject and case too."""
    return {
        field: visit.words.said(phrase)
        for field, phrase in {**SUBJECT_LABELS, **WHY_LABELS, **labels}.items()
    }
