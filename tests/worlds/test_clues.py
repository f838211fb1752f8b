"""Neither places nor digits nor seconds betray a scheme, an honest firm that looks like one, or a victim."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests.worlds.benelux import sample
from tests.worlds.clues import Clues, clues_of_clients, clues_of_firms

from trefpunt.worlds import World

SEEDS = range(1, 25)
ROUNDS = 99
# Of a hundred fair worlds, one would fail at this bound; the seeds are fixed, so this one does not.
LEAST = 0.01


def in_schemes(world: World) -> set[str]:
    return {firm.id for scheme in world.schemes for firm in scheme.firms}


def in_decoys(world: World) -> set[str]:
    return {firm.id for scheme in world.decoys for firm in scheme.firms}


@cache
def worlds() -> list[World]:
    return [sample(seed=seed) for seed in SEEDS]


@cache
def firms(chosen: Callable[[World], set[str]]) -> Clues:
    return clues_of_firms(worlds(), chosen)


@cache
def clients() -> Clues:
    return clues_of_clients(worlds())


def chance(clues: Clues) -> float:
    return clues.chance(rounds=ROUNDS, rng=np.random.default_rng(1))


@pytest.mark.parametrize("chosen", [in_schemes, in_decoys])
def test_no_clue_tells_a_firm_of_a_scheme_or_a_decoy(chosen: Callable[[World], set[str]]) -> None:
    assert firms(chosen).is_member.sum() > 100
    assert chance(firms(chosen)) > LEAST


@pytest.mark.parametrize("chosen", [in_schemes, in_decoys])
def test_a_classifier_on_all_clues_stays_at_chance(chosen: Callable[[World], set[str]]) -> None:
    assert 0.4 < firms(chosen).weighed() < 0.6


def test_no_clue_tells_a_scheme_from_a_decoy() -> None:
    either = firms(in_schemes)
    kept = either.is_member | firms(in_decoys).is_member
    only = Clues(either.names, either.values[kept], either.is_member[kept], either.groups[kept])
    assert chance(only) > LEAST


def test_no_clue_tells_the_victim_from_other_clients() -> None:
    assert clients().is_member.sum() == len(SEEDS)
    assert chance(clients()) > LEAST


@pytest.mark.parametrize("clue", ["place", "ref digit 1", "VAT digit 3", "second", "last digit"])
def test_a_clue_that_did_tell_would_be_seen(clue: str) -> None:
    clues = firms(in_schemes)
    at = clues.names.index(clue)
    values = clues.values.copy()
    values[clues.is_member, at] *= 0.5
    told = replace(clues, values=values)
    assert chance(told) <= LEAST
    assert told.weighed() > 0.6 or clue in ("second", "last digit")


def test_a_victim_who_stood_first_would_be_seen() -> None:
    clues = clients()
    values = clues.values.copy()
    values[clues.is_member, clues.names.index("place")] = 0
    assert chance(replace(clues, values=values)) <= LEAST
