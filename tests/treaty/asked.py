"""Questions of the sample world, decided for real and recorded in a real ledger. All invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice, product
from pathlib import Path
from random import Random

from tests.worlds.benelux import sample

from trefpunt.audit import Trail
from trefpunt.model import (
    Action,
    Authority,
    AuthorityKind,
    DataCategory,
    Officer,
    Purpose,
    Request,
    Role,
    SubjectCategory,
)
from trefpunt.store.ledger import Ledger, counting
from trefpunt.treaty import Law, permit

KEY = bytes(range(32))
_POLICE = (Action.ASK_HIT, Role.INFORMATION_OFFICER, AuthorityKind.POLICE, DataCategory.POLICE_INDEX)
_CONTENT = (Action.REQUEST_CONTENT, Role.CONTACT_POINT, AuthorityKind.POLICE, DataCategory.POLICE_INFORMATION)
_TOWN = (Action.ASK_HIT, Role.PERMIT_OFFICER, AuthorityKind.MUNICIPALITY, DataCategory.MUNICIPAL_INDEX)
_TAX = (Action.REQUEST_CONTENT, Role.TAX_OFFICIAL, AuthorityKind.TAX, DataCategory.VAT_INFORMATION)
_WORK = (_POLICE, _POLICE, _CONTENT, _TOWN, _TAX)
_WHY = {
    AuthorityKind.POLICE: Purpose.CRIMINAL_OFFENCES,
    AuthorityKind.MUNICIPALITY: Purpose.PERMIT_DECISION,
    AuthorityKind.TAX: Purpose.VAT_FRAUD,
}
_WHOM = (SubjectCategory.SUSPECT, SubjectCategory.SUSPECT, SubjectCategory.CONVICTED, SubjectCategory.FIRM)
_STATED = (
    "necessary_and_proportionate",
    "ask_is_specific",
    "facts_and_offence_stated",
    "reason_holder_has_it_stated",
    "link_to_person_stated",
    "use_limits_stated",
    "standard_form_used",
    "suspicion_motivated",
    "own_sources_exhausted",
)


@dataclass
class Asked:
    """A ledger in which questions were decided, and how many."""

    ledger: Ledger
    requests: list[Request]

    @property
    def counted(self) -> list[tuple[counting.CountedDecision, int]]:
        """The counting register, as a simulation reads it."""
        with self.ledger.read() as tx:
            return list(counting.decisions(tx))


def ask(folder: Path, number: int, *, law: Law, seed: int = 7) -> Asked:
    """Put so many questions among the authorities of the sample world, over every border."""
    ledger = Ledger.open_sqlite(folder / "ledger.db", KEY)
    return Asked(ledger, put(ledger, Trail(KEY), number, law=law, seed=seed))


def put(ledger: Ledger, trail: Trail, number: int, *, law: Law, seed: int = 7) -> list[Request]:
    """Put them at any ledger, such as a node's own."""
    made = list(islice(_questions(Random(seed)), number))
    with ledger.write() as tx:
        for request in made:
            now = datetime(request.on.year, request.on.month, request.on.day, 9, tzinfo=UTC)
            permit(request, law=law, trail=trail, tx=tx, now=now)
    return made


def _questions(rng: Random) -> Iterator[Request]:
    """Give questions without end: each authority of the world asks those of its kind over the border."""
    borders = [
        (work, one, other)
        for work in _WORK
        for one, other in product(authorities(), authorities())
        if work[2] is one.kind is other.kind and one.country is not other.country
    ]
    while True:
        (action, role, kind, category), one, other = rng.choice(borders)
        stated = {name: True for name in _STATED if rng.random() < 0.9}
        yield Request(
            action=action,
            officer=Officer(f"{one.country}-{rng.randrange(40)}", role, one),
            holder=other,
            category=category,
            subject_category=rng.choice(_WHOM),
            purpose=_WHY[kind],
            on=date(2026, rng.randrange(1, 12), rng.randrange(1, 28)),
            has_case=rng.random() < 0.97,
            facts={**stated, "names_one_subject": True, "agreement_in_force": False, "agreed_texts": ""},
        )


def authorities() -> list[Authority]:
    """Return the authorities of the sample world."""
    return [view.authority for view in sample().views]
