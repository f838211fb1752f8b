"""The form of a question: what was typed becomes a question, or each fault at its field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from trefpunt.intake.cleaning import Cleaner, kind_of_property
from trefpunt.model import (
    Action,
    Case,
    Identifier,
    Officer,
    Purpose,
    Question,
    Schema,
    Subject,
    SubjectCategory,
)
from trefpunt.naming import SCHEMES, DeclaredScheme
from trefpunt.treaty import FACTS, Law
from trefpunt.web.form import Form
from trefpunt.web.wording import Phrase
from trefpunt.words.codes import ROW_FAULTS

PERSON: Mapping[str, str] = {
    "surname": "lastName",
    "given": "firstName",
    "born": "birthDate",
    "sex": "gender",
    "birth_place": "birthPlace",
    "birth_country": "birthCountry",
    "nationality": "nationality",
}
"""Fields about a person, with the property that each fills."""

FIRM: Mapping[str, str] = {"firm": "name", "country": "country"}
"""Fields about a firm; a country may be a person's too."""

TYPED = (*PERSON, *FIRM, "numbers", "capacity", "case", "purpose", "approved_by", "partners", "state")
"""Every field that an officer fills in, in the order of the page."""

_NOT_STATED = frozenset({"agreement_in_force", "names_one_subject"})
_PLACES = ("birth_place", "birth_country", "nationality", "country")
_MOST_NUMBERS = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a field; it never repeats what was typed."""

    field: str
    phrase: Phrase


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


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of a form: a question for these partners, or faults."""

    partners: tuple[str, ...]
    question: Question | None
    faults: tuple[Fault, ...] = ()


def facts_to_state(law: Law) -> tuple[str, ...]:
    """Return the facts that some text asks for before hit or no hit may be asked, in their order."""
    named = {
        name
        for text in law.instruments
        for rule in text.rules
        if Action.ASK_HIT in rule.actions
        for clause in rule.clauses
        for name in clause.facts
    }
    return tuple(name for name, fact in FACTS.items() if name in named - _NOT_STATED and fact.kind is bool)


def read_question(form: Form, around: Around) -> Filled:
    """Check a whole form, and give every fault at once."""
    faults = list(_faults_around(form, around))
    properties, more = _properties(form, today=around.today)
    numbers, wrong = _numbers(form, around.declared)
    faults += [*more, *wrong, *_faults_whole(form)]
    partners = tuple(dict.fromkeys(name for name in form.all("partners") if name in around.partners))
    if faults:
        return Filled(partners, None, tuple(sorted(faults, key=lambda fault: TYPED.index(fault.field))))
    is_firm = bool(form.one("firm"))
    default = SubjectCategory.FIRM if is_firm else SubjectCategory.SUSPECT
    subject = Subject(
        ref=f"asked in {form.one('case')}",
        schema=Schema.COMPANY if is_firm else Schema.PERSON,
        category=SubjectCategory(form.one("capacity") or default),
        properties=properties,
        identifiers=numbers,
    )
    question = Question(
        officer=around.officer,
        subject=subject,
        purpose=Purpose(form.one("purpose")),
        case=form.one("case"),
        approved_by=form.one("approved_by"),
        stated=dict.fromkeys(form.all("state"), True),
    )
    return Filled(partners, question)


def cautions(form: Form) -> Iterator[Phrase]:
    """Give what keeps a question about a person from finding more; nothing where nothing does."""
    if form.one("firm") or form.one("numbers"):
        return
    if form.one("born").endswith("-01-01"):
        yield Phrase("A birth date of 1 January counts as a day that is not known. Add a number if you can.")
    if not any(form.one(name) for name in _PLACES):
        yield Phrase(
            "Without birth place, birth country or nationality, only records without them are found."
        )


def _faults_around(form: Form, around: Around) -> Iterator[Fault]:
    if not form.all("partners"):
        yield Fault("partners", Phrase("Choose at least one partner."))
    elif not set(form.all("partners")) <= set(around.partners):
        yield Fault("partners", Phrase("One of these is no partner of this node any more. Choose again."))
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
    if form.one("capacity") and form.one("capacity") not in set(SubjectCategory):
        yield Fault("capacity", Phrase("Choose one of the capacities."))
    if not set(form.all("state")) <= set(around.facts):
        yield Fault("state", Phrase("Tick only what is in the list."))


def _faults_whole(form: Form) -> Iterator[Fault]:
    has_person = any(form.one(name) for name in PERSON)
    if form.one("firm") and has_person:
        yield Fault("firm", Phrase("A question is about a person or about a firm. Ask twice."))
    if not (has_person or form.one("firm") or form.one("numbers")):
        yield Fault("surname", Phrase("Say whom it is about: a name, a firm or a number."))


def _properties(form: Form, *, today: date) -> tuple[dict[str, tuple[str, ...]], list[Fault]]:
    cleaner, found, faults = Cleaner(), dict[str, tuple[str, ...]](), list[Fault]()
    for field, name in {**PERSON, **FIRM}.items():
        raw = " ".join(form.one(field).split())
        if not raw:
            continue
        value, fault = cleaner.clean(kind_of_property(name), raw)
        if fault is not None:
            faults.append(Fault(field, _expected(name)))
        elif name == "birthDate" and value > today.isoformat():
            faults.append(Fault(field, Phrase("This day lies in the future.")))
        elif value:
            found[name] = (value,)
    return found, faults


def _expected(name: str) -> Phrase:
    match kind_of_property(name):
        case "date":
            return Phrase("This is no day of the calendar. Write YYYY-MM-DD; YYYY-MM or YYYY if that is all.")
        case "country":
            return Phrase("This country is not known. Write two letters, such as NL, or its name.")
        case "gender":
            return Phrase("Write M, F or X, or leave it empty.")
    return Phrase("This cannot be read.")


def _numbers(
    form: Form, declared: Mapping[str, DeclaredScheme]
) -> tuple[tuple[Identifier, ...], list[Fault]]:
    lines = [line.strip() for line in form.one("numbers").splitlines() if line.strip()]
    if len(lines) > _MOST_NUMBERS:
        return (), [Fault("numbers", Phrase("There are more than {most} numbers.", most=_MOST_NUMBERS))]
    read = [_number(line, place, declared) for place, line in enumerate(lines, 1)]
    faults = [Fault("numbers", each) for each in read if isinstance(each, Phrase)]
    return tuple(each for each in read if isinstance(each, Identifier)), faults


def _number(line: str, place: int, declared: Mapping[str, DeclaredScheme]) -> Identifier | Phrase:
    scheme, sign, rest = line.partition(":")
    country, _, value = rest.rpartition(":")
    if not sign or not value.strip():
        return Phrase("Number {place} is not written as scheme:number, such as iban:…", place=place)
    if scheme not in SCHEMES and scheme not in declared:
        return Phrase(
            "Number {place} has a scheme that is not known. Known are: {schemes}",
            place=place,
            schemes=", ".join((*SCHEMES, *declared)),
        )
    country = country or scheme.partition(".")[0].upper()
    canonical, fault = Cleaner(declared=declared).check(scheme, value, country)
    if fault is not None:
        return Phrase(
            "Number {place}, of scheme {scheme}, is not valid: {why}.",
            place=place,
            scheme=scheme,
            why=Phrase(ROW_FAULTS[fault.code]),
        )
    return Identifier(scheme, canonical, country)
