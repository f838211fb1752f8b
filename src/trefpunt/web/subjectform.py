"""The part of a form that says whom it is about: a subject comes of it, or each fault at its field."""

from collections.abc import Iterator, Mapping
from datetime import date

from trefpunt.intake.cleaning import Cleaner, kind_of_property
from trefpunt.model import Identifier, Schema, Subject, SubjectCategory
from trefpunt.naming import SCHEMES, DeclaredScheme
from trefpunt.web.form import Fault, Form
from trefpunt.web.propertywords import PROPERTY_LABELS
from trefpunt.web.wording import PageWords, Phrase
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

FURTHER: Mapping[str, str] = {"address": "address", "phone": "phone"}
"""Fields that only a record has, not a question."""

SUBJECT = (*PERSON, *FIRM, "numbers", "capacity")
"""Every field about a subject, in the order of the page."""

CAPACITIES: Mapping[SubjectCategory, Phrase] = {
    SubjectCategory.SUSPECT: Phrase("suspect"),
    SubjectCategory.CONVICTED: Phrase("convicted"),
    SubjectCategory.VICTIM: Phrase("victim"),
    SubjectCategory.WITNESS: Phrase("witness"),
    SubjectCategory.CONTACT: Phrase("contact"),
    SubjectCategory.FIRM: Phrase("firm"),
    SubjectCategory.OBJECT: Phrase("object"),
    SubjectCategory.APPLICANT: Phrase("applicant"),
    SubjectCategory.OTHER: Phrase("other"),
}
SUBJECT_LABELS: Mapping[str, Phrase] = {
    "surname": Phrase("Surname"),
    "given": Phrase("Given names"),
    "born": Phrase("Birth date"),
    "sex": Phrase("Sex"),
    "birth_place": Phrase("Birth place"),
    "birth_country": Phrase("Birth country"),
    "nationality": Phrase("Nationality"),
    "firm": Phrase("Name of the firm"),
    "country": Phrase("Country"),
    "numbers": Phrase("Numbers"),
    "capacity": Phrase("In what capacity"),
}
SUBJECT_HINTS: Mapping[str, Phrase] = {
    "surname": Phrase("as written, such as Van den Voorbeeld"),
    "given": Phrase("such as Anna Maria"),
    "born": Phrase("YYYY-MM-DD, such as 1984-03-27"),
    "sex": Phrase("M, F or X"),
    "birth_place": Phrase("such as Eupen"),
    "birth_country": Phrase("two letters or a name, such as BE"),
    "nationality": Phrase("two letters or a name, such as LU"),
    "firm": Phrase("such as Voorbeeld Transport BV"),
    "country": Phrase("two letters or a name, such as NL"),
}
FURTHER_LABELS: Mapping[str, Phrase] = {"address": Phrase("Address"), "phone": Phrase("Telephone")}
FURTHER_HINTS: Mapping[str, Phrase] = {
    "address": Phrase("street, number, postcode, place"),
    "phone": Phrase("with the code of the country, such as +32 …"),
}
_PLACES = ("birth_place", "birth_country", "nationality", "country")
_MOST_NUMBERS = 20


def read_subject(
    form: Form, *, ref: str, declared: Mapping[str, DeclaredScheme], today: date
) -> tuple[Subject | None, list[Fault]]:
    """Check what says whom a form is about, and give the subject or every fault at once."""
    properties, faults = _properties(form, today=today)
    numbers, wrong = _numbers(form, declared)
    faults += [*wrong, *_faults_whole(form)]
    if faults:
        return None, faults
    is_firm = bool(form.one("firm"))
    default = SubjectCategory.FIRM if is_firm else SubjectCategory.SUSPECT
    subject = Subject(
        ref=ref,
        schema=Schema.COMPANY if is_firm else Schema.PERSON,
        category=SubjectCategory(form.one("capacity") or default),
        properties=properties,
        identifiers=numbers,
    )
    return subject, []


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


def label_of(name: str, schema: Schema) -> Phrase:
    """Return the label for a property of FollowTheMoney in a subject of this schema."""
    if name == FIRM["firm"] and schema in (Schema.COMPANY, Schema.ORGANIZATION):
        return SUBJECT_LABELS["firm"]
    fields = {found: SUBJECT_LABELS[field] for field, found in {**FIRM, **PERSON}.items()}
    labels = {**fields, **FURTHER_LABELS, **PROPERTY_LABELS}
    return labels.get(name, Phrase("{name}", name=name))


def capacity_of(form: Form, words: PageWords) -> str:
    """Return the words for the capacity that was chosen; empty where none was."""
    typed = form.one("capacity")
    return words.said(CAPACITIES[SubjectCategory(typed)]) if typed in set(SubjectCategory) else ""


def _faults_whole(form: Form) -> Iterator[Fault]:
    has_person = any(form.one(name) for name in PERSON)
    if form.one("firm") and has_person:
        yield Fault("firm", Phrase("A question is about a person or about a firm. Ask twice."))
    if form.one("capacity") and form.one("capacity") not in set(SubjectCategory):
        yield Fault("capacity", Phrase("Choose one of the capacities."))
    if not (has_person or form.one("firm") or form.one("numbers")):
        yield Fault("surname", Phrase("Say whom it is about: a name, a firm or a number."))


def _properties(form: Form, *, today: date) -> tuple[dict[str, tuple[str, ...]], list[Fault]]:
    cleaner, found, faults = Cleaner(), dict[str, tuple[str, ...]](), list[Fault]()
    for field, name in {**PERSON, **FIRM, **FURTHER}.items():
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
