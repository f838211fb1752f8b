"""A small invented Benelux: five authorities, what each has on record, and apart from it the truth."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random

from trefpunt.model import Authority, Country, Subject, SubjectCategory
from trefpunt.worlds.authorities import OVERSIGHT_BE, POLICE_BE, POLICE_LU, POLICE_NL, TAX_NL
from trefpunt.worlds.firms import InventedFirm, invent_firm
from trefpunt.worlds.persons import (
    NATIONAL_SCHEME,
    SPELLINGS,
    InventedPerson,
    Numbers,
    as_subject,
    invent_person,
)
from trefpunt.worlds.small_formats import PersonRow, firms_nl, persons_be, persons_lu, persons_nl
from trefpunt.worlds.truth import Truth
from trefpunt.worlds.views import View, ViewFile

_CATEGORIES = (SubjectCategory.SUSPECT,) * 15 + (
    SubjectCategory.CONVICTED,
    SubjectCategory.CONVICTED,
    SubjectCategory.VICTIM,
    SubjectCategory.VICTIM,
    SubjectCategory.WITNESS,
)
_PREFIX = {POLICE_BE.id: "BE-F", POLICE_NL.id: "PL-", POLICE_LU.id: "lu-", TAX_NL.id: "BD-"}


@dataclass(frozen=True, slots=True)
class SmallWorld:
    """An invented Benelux.

    Attributes:
        wanted: the person of the story as a Dutch officer would describe them: on record as a suspect with
            the Belgian and the Luxembourg police under two spellings, and not with the Dutch.
        stranger: somebody whom nobody has on record.
    """

    seed: int
    views: tuple[View, ...]
    truth: Truth
    wanted: Subject
    stranger: Subject

    def view(self, authority: str) -> View:
        """Return what one authority has, by its id."""
        return next(view for view in self.views if view.authority.id == authority)


def small_benelux(seed: int, *, numbers: Numbers, size: int = 400) -> SmallWorld:
    """Invent a Benelux; the same seed and size give the same one, byte for byte.

    One in 20 records of the Belgian police is of somebody whom the Luxembourg police know too, one in 40 of
    somebody whom the Dutch know, and one in 80 of Luxembourg is known in the Netherlands; the second
    register spells them in another way.

    Args:
        numbers: gives the n-th synthetic number of a scheme.
        size: records of each authority that has any; 100 at least, so that the story has its people.
    """
    making = _Making(Random(seed), numbers)  # noqa: S311  invented people are no secret
    making.share(size // 20, POLICE_BE, POLICE_LU)
    making.share(size // 40, POLICE_BE, POLICE_NL)
    making.share(size // 80, POLICE_LU, POLICE_NL)
    for authority in (POLICE_BE, POLICE_NL, POLICE_LU):
        making.fill(authority, size)
    be, nl, lu = (making.shuffled(authority) for authority in (POLICE_BE, POLICE_NL, POLICE_LU))
    views = (
        _view(POLICE_BE, "fiches.csv", "sample_persons_be", persons_be(be)),
        _view(POLICE_NL, "dossiers.csv", "sample_persons_nl", persons_nl(nl)),
        _view(POLICE_LU, "persounen.ftm.json", "sample_ftm_lu", persons_lu(lu)),
        _view(TAX_NL, "ondernemingen.csv", "sample_firms_nl", firms_nl(making.firms(size))),
        View(OVERSIGHT_BE),
    )
    held = {id_: tuple(records) for id_, records in making.records.items()}
    return SmallWorld(
        seed=seed,
        views=views,
        truth=Truth(held, dict(making.people)),
        wanted=as_subject(making.wanted, category=SubjectCategory.SUSPECT),
        stranger=as_subject(making.invent(Country.BE)),
    )


def _view(authority: Authority, name: str, recipe: str, data: bytes) -> View:
    return View(authority, (ViewFile(name, lambda: (data,), recipe),))


@dataclass(slots=True)
class _Making:
    """A world while it is being made."""

    rng: Random
    numbers: Numbers
    people: dict[str, InventedPerson] = field(default_factory=dict)
    records: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    rows: dict[str, list[PersonRow]] = field(default_factory=dict)
    spelt_twice: list[str] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)
    _next: Iterator[int] = field(default_factory=count)

    def invent(self, country: Country) -> InventedPerson:
        nth = next(self._next)
        id_ = f"person-{nth}"
        number = self.numbers(NATIONAL_SCHEME[country], nth)
        self.people[id_] = invent_person(id_, country, rng=self.rng, number=number)
        return self.people[id_]

    @property
    def wanted(self) -> InventedPerson:
        """The first suspect whom two authorities spell differently."""
        return self.people[self.spelt_twice[0]]

    def share(self, size: int, first: Authority, second: Authority) -> None:
        """Put people on record with two authorities; only one in two with their number at the second."""
        for nth in range(size):
            person, category = self.invent(first.country), self.rng.choice(_CATEGORIES)
            self._record(first, person, person, category)
            spelt = _spelt_otherwise(person, nth)
            if spelt != person and category is SubjectCategory.SUSPECT:
                self.spelt_twice.append(person.id)
            self._record(second, person, spelt if nth % 2 else replace(spelt, numbers={}), category)

    def fill(self, authority: Authority, size: int) -> None:
        """Put people on record with one authority only, up to a number of records."""
        while len(self.rows.get(authority.id, ())) < size:
            person = self.invent(authority.country)
            self._record(authority, person, person, self.rng.choice(_CATEGORIES))

    def firms(self, size: int) -> list[tuple[str, InventedFirm]]:
        made = []
        for nth in range(size):
            firm = invent_firm(f"firm-{nth}", Country.NL, nth, numbers=self.numbers, rng=self.rng)
            ref = self._ref(TAX_NL)
            self.records[firm.id] = [(TAX_NL.id, ref)]
            made.append((ref, firm))
        return made

    def shuffled(self, authority: Authority) -> list[PersonRow]:
        """Return an authority's rows in another order, so that no place in a file tells who is shared."""
        rows = self.rows[authority.id]
        return self.rng.sample(rows, len(rows))

    def _record(
        self, authority: Authority, person: InventedPerson, spelt: InventedPerson, category: SubjectCategory
    ) -> None:
        rows = self.rows.setdefault(authority.id, [])
        ref = self._ref(authority)
        rows.append((ref, category, spelt))
        self.records.setdefault(person.id, []).append((authority.id, ref))

    def _ref(self, authority: Authority) -> str:
        """Return a reference that is free; drawn, because a low number would tell who was invented first."""
        while True:
            ref = f"{_PREFIX[authority.id]}{self.rng.randrange(100_000, 1_000_000)}"
            if ref not in self._taken:
                self._taken.add(ref)
                return ref


def _spelt_otherwise(person: InventedPerson, nth: int) -> InventedPerson:
    """Return a person in the next spelling that changes anything, or as they are where none does."""
    turned = (*SPELLINGS[nth % len(SPELLINGS) :], *SPELLINGS[: nth % len(SPELLINGS)])
    return next((spelt for spell in turned if (spelt := spell(person)) != person), person)
