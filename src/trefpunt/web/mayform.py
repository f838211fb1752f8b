"""The form of "may I ask this?": an inquiry comes of it, or each fault at its field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from trefpunt.desks.permits import Inquiry
from trefpunt.model import (
    Action,
    AuthorityKind,
    Country,
    DataCategory,
    Officer,
    Purpose,
    SubjectCategory,
)
from trefpunt.web.form import Fault, Form, day_of
from trefpunt.web.wording import Phrase

TYPED = ("act", "partner", "kind", "land", "about", "capacity", "purpose", "on", "case", "state")
"""Every field that an officer fills in, in the order of the page."""

LABELS: Mapping[str, Phrase] = {
    "act": Phrase("What you want to do"),
    "partner": Phrase("With which partner"),
    "kind": Phrase("Or with which kind of authority"),
    "land": Phrase("In which country"),
    "about": Phrase("What kind of data"),
    "capacity": Phrase("In what capacity"),
    "purpose": Phrase("Purpose"),
    "on": Phrase("On which day"),
    "case": Phrase("Is there a case?"),
    "state": Phrase("What you could state"),
}
HINTS: Mapping[str, Phrase] = {"on": Phrase("YYYY-MM-DD: the law of that day decides")}
CASE = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Known:
    """What a form is checked against: who asks, whom this node knows, what can be stated, and the day."""

    officer: Officer
    partners: tuple[str, ...]
    facts: tuple[str, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of a form: an inquiry, or faults."""

    inquiry: Inquiry | None
    faults: tuple[Fault, ...] = ()


def read_inquiry(form: Form, known: Known) -> Filled:
    """Check a whole form, and give every fault at once."""
    if faults := tuple(_faults(form, known)):
        return Filled(None, faults)
    about = form.one("about")
    return Filled(
        Inquiry(
            known.officer,
            form.one("partner") or f"{form.one('kind')}.{form.one('land').lower()}",
            Action(form.one("act")),
            Purpose(form.one("purpose")),
            SubjectCategory(form.one("capacity")),
            form.one("case") == "yes",
            form.all("state"),
            DataCategory(about) if about else None,
            day_of(form.one("on")),
        )
    )


def _faults(form: Form, known: Known) -> Iterator[Fault]:
    if form.one("act") not in set(Action):
        yield Fault("act", Phrase("Choose what you want to do."))
    yield from _faults_of_whom(form, known)
    if form.one("about") and form.one("about") not in set(DataCategory):
        yield Fault("about", Phrase("Choose one of the list, or leave it open."))
    if form.one("capacity") not in set(SubjectCategory):
        yield Fault("capacity", Phrase("Choose in what capacity it is about somebody."))
    if form.one("purpose") not in set(Purpose):
        yield Fault("purpose", Phrase("Choose one of the purposes."))
    if day_of(form.one("on")) is None:
        yield Fault("on", Phrase("Write the day as YYYY-MM-DD."))
    if form.one("case") not in CASE:
        yield Fault("case", Phrase("Say whether there is a case."))
    if not set(form.all("state")) <= set(known.facts):
        yield Fault("state", Phrase("Tick only what is in the list."))


def _faults_of_whom(form: Form, known: Known) -> Iterator[Fault]:
    partner, kind, land = form.one("partner"), form.one("kind"), form.one("land")
    if partner and (kind or land):
        yield Fault("partner", Phrase("Choose a partner, or a kind and a country: not both."))
    elif partner and partner not in known.partners:
        yield Fault("partner", Phrase("Choose one of the partners."))
    elif not partner and kind not in set(AuthorityKind):
        yield Fault("kind" if land else "partner", Phrase("Choose a partner, or a kind and a country."))
    elif not partner and land not in set(Country):
        yield Fault("land", Phrase("Choose the country."))
