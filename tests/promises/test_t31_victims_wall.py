"""T31: who is in care exists for the care organisation alone, whoever asks and whatever is searched."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

import pytest
from tests.flows.needles import Needles, needles_of
from tests.flows.nodes import load_file
from tests.flows.tapped import heard
from tests.promises.record import Promise, is_slice, keep, sized
from tests.promises.t31_dumps import all_of, watch_all
from tests.promises.t31_world import (
    CARE,
    FEW,
    MANY,
    Asked,
    Walled,
    journal,
    make_walled,
    publish_all,
    search_as_everybody,
)

from trefpunt.hits.publish import INDEXED
from trefpunt.model import LogEntry, Purpose, Question, Refusal, Role, SubjectCategory
from trefpunt.treaty.record import entry_of as _ENTRY_OF

COMMAND = "pytest tests/promises/test_t31_victims_wall.py -m slow"
GOAL = "nothing identifying"
IN_SLICE = 2
SOME_ROLES = (Role.INFORMATION_OFFICER, Role.MIGRATION_OFFICER)
SOME_PURPOSES = (Purpose.CRIMINAL_OFFENCES, Purpose.RETURN_OF_PERSONS, Purpose.VICTIM_CARE)
# What the care node itself shows of a client, so that a search which finds nothing elsewhere means something.
AT_HOME = frozenset({"firstName", "lastName", "birthDate", "birthPlace", "number", "phone"})


@dataclass
class Found:
    """What a search of everything showed.

    Attributes:
        places: where something of a client was found outside the care node, and what.
        at_home: what of the victim of the story was found in the care node.
        searched_bytes: of how much, the care node aside.
    """

    asked: Asked = field(default_factory=Asked)
    places: Counter[str] = field(default_factory=Counter)
    at_home: set[str] = field(default_factory=set)
    searched_bytes: int = 0

    @property
    def holds(self) -> bool:
        """Whether nobody outside learned or keeps anything, and the search can find."""
        return not (self.places or self.asked.hits or self.asked.requests_sent) and self.at_home >= AT_HOME


def search_all(walled: Walled, folder: Path, found: Found, *, is_quick: bool) -> Found:
    """Search all that passed, was shown, is kept and was given away, for every client and the victim."""
    victim = needles_of(walled.world.victim)
    needles: tuple[Needles, ...] = (victim,)
    if not is_quick:
        # Days of birth of other clients are left out: somebody else may be born on the same one.
        needles = (victim, needles_of(*walled.clients, without="birthDate"))
    watch_all(walled)
    for where, data in _everywhere(walled, folder, found):
        found.searched_bytes += len(data)
        found.places.update({f"{where}: {what}": 1 for what in _kinds(needles, data)})
    for _, data in all_of(walled.care, folder):
        found.at_home |= _kinds((victim,), data)
    return found


def _everywhere(walled: Walled, folder: Path, found: Found) -> Iterator[tuple[str, bytes]]:
    yield "wire", heard(walled.tap)
    yield "shown", "\n".join(found.asked.shown).encode()
    yield "journal", "\n".join(walled.journal).encode()
    for node in walled.others:
        for what, data in all_of(node, folder):
            yield f"{node.me.id} {what}", data


def _kinds(needles: tuple[Needles, ...], data: bytes) -> set[str]:
    return {name.split()[0] for each in needles for name in each.search(data)}


def ask_and_search(
    walled: Walled,
    folder: Path,
    *,
    roles: tuple[Role, ...],
    purposes: tuple[Purpose, ...],
    is_quick: bool = False,
) -> Found:
    """Publish every index that may be, ask everything that can be asked, and search everything after that.

    Args:
        is_quick: search for the victim of the story alone.
    """
    found = Found()
    with journal(walled):
        publish_all(walled)
        found.asked = search_as_everybody(walled, walled.world.victim, roles=roles, purposes=purposes)
        return search_all(walled, folder, found, is_quick=is_quick)


# ── negative controls: each breaks the wall in one place ────────────────────────────────────────────────


def lies_elsewhere(walled: Walled) -> Any:
    """The file of the care organisation was loaded by the police too."""
    file = walled.story.folder / "world" / CARE / "clienten.csv"
    load_file(walled.story.nodes["police.be"], file, "sample_care_be")
    return patch("trefpunt.hits.publish.INDEXED", INDEXED)


def in_an_index(walled: Walled) -> Any:
    """It was, and the police's index holds victims too."""
    lies_elsewhere(walled)
    return patch("trefpunt.hits.publish.INDEXED", INDEXED | {SubjectCategory.VICTIM})


def said_in_a_refusal(walled: Walled) -> Any:
    """A refusal repeats the name of whom it is about."""

    def refuse(question: Question, partner: str, **_: object) -> Refusal:
        return Refusal(code="no_ground", facts=(("subject", question.subject.values("lastName")[0]),))

    return patch("trefpunt.hits.ask.may_ask", refuse)


def said_in_the_journal(walled: Walled) -> Any:
    """A room writes into the journal for whom was asked."""

    def refuse(question: Question, partner: str, **_: object) -> Refusal:
        logging.getLogger("trefpunt").info("asked for %s", question.subject.values("phone")[0])
        return Refusal(code="no_ground")

    return patch("trefpunt.hits.ask.may_ask", refuse)


def said_in_the_log(walled: Walled) -> Any:
    """Every decision is logged with the day and the name that the world's victim has."""
    victim = walled.world.victim
    ref = f"{victim.values('lastName')[0]}|{victim.values('birthDate')[0]}"

    def entry_of(*given: Any, **named: Any) -> LogEntry:
        return replace(_ENTRY_OF(*given, **named), subject_ref=ref)

    return patch("trefpunt.treaty.permit.entry_of", entry_of)


CONTROLS: Mapping[str, Callable[[Walled], Any]] = MappingProxyType(
    {
        broken.__name__: broken
        for broken in (
            lies_elsewhere,
            in_an_index,
            said_in_a_refusal,
            said_in_the_journal,
            said_in_the_log,
        )
    }
)
# Where each of them must be noticed.
NOTICED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "lies_elsewhere": ("police.be dump",),
        "in_an_index": ("police.be dump",),
        "said_in_a_refusal": ("shown",),
        "said_in_the_journal": ("journal",),
        "said_in_the_log": ("migration.lu dump", "migration.lu export", "oversight.be mirrors"),
    }
)


def control(name: str, folder: Path) -> Found:
    """Break the wall in one way and look what is noticed."""
    walled = make_walled(folder, FEW)
    with CONTROLS[name](walled):
        found = ask_and_search(
            walled, folder, roles=SOME_ROLES[:1], purposes=SOME_PURPOSES[:1], is_quick=True
        )
    walled.story.close()
    return found


def is_noticed(name: str, found: Found) -> bool:
    """Tell whether what was broken was seen where it must be."""
    seen = {place.partition(":")[0] for place in found.places}
    return set(NOTICED[name]) <= seen and (name != "in_an_index" or found.asked.hits > 0)


def test_nobody_finds_the_victim_in_a_small_run(tmp_path: Path) -> None:
    walled = make_walled(tmp_path, FEW)
    found = ask_and_search(walled, tmp_path, roles=SOME_ROLES, purposes=SOME_PURPOSES)
    walled.story.close()
    assert found.holds, found
    # Somebody was asked and had nothing: not everything was refused before.
    assert found.asked.no_hits > 0


# The slice of the promises has the others, and the whole run has all.
@pytest.mark.parametrize("name", list(CONTROLS)[IN_SLICE:])
def test_a_wall_that_is_broken_in_one_place_is_noticed(tmp_path: Path, name: str) -> None:
    assert is_noticed(name, control(name, tmp_path))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_t31_victims_wall(tmp_path: Path) -> None:
    names = FEW if is_slice() else MANY
    walled = make_walled(tmp_path / "real", names)
    roles, purposes = (SOME_ROLES, SOME_PURPOSES) if is_slice() else (tuple(Role), tuple(Purpose))
    found = ask_and_search(walled, tmp_path / "real", roles=roles, purposes=purposes)
    clients = len(walled.clients)
    walled.story.close()
    chosen = list(CONTROLS)[: sized(len(CONTROLS), IN_SLICE)]
    noticed = {name: is_noticed(name, control(name, tmp_path / name)) for name in chosen}
    figure: dict[str, float | int | str] = {
        "nodes": len(names),
        "clients": clients,
        "roles": len(roles),
        "purposes": len(purposes),
        "searches": found.asked.tries,
        "hits": found.asked.hits,
        "searched_bytes": found.searched_bytes,
        "places": len(found.places),
        "found_at_home": len(found.at_home & AT_HOME),
        "controls_caught": f"{sum(noticed.values())} of {len(noticed)}",
    }
    keep(Promise("T31", "victims' wall", figure, GOAL, found.holds, all(noticed.values()), COMMAND))
    assert found.holds, found.places
    assert all(noticed.values()), noticed
