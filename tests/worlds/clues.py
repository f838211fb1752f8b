"""Clues that must tell nothing: places in files, digits of numbers, seconds of timestamps.

What a firm trades, when it was founded and where it sits are facts and may tell something; these may not.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from tests.worlds.reading import first_of, rows_of

from trefpunt.worlds import World

FIRM_FILES = ("tax.be/ondernemingen.csv", "tax.nl/ondernemingen.csv", "tax.lu/entreprises.csv")
STATEMENTS = (
    "tax.nl/icp-opgaven.csv",
    "tax.lu/etats-recapitulatifs.csv",
    "tax.be/vies.csv",
    "tax.nl/vies.csv",
)
_NUMBERS = ("ondernemingsnummer", "KvK-nummer", "RCS")
_VAT = ("btw-nummer", "TVA")
_FOUNDED = ("begindatum", "oprichtingsdatum", "constitution")


@dataclass(frozen=True, slots=True)
class Clues:
    """One row a subject: what is looked at, and whether it is one of those that must not show.

    Attributes:
        values: one column a clue; NaN where a subject has none.
        groups: the world of each row: chance is asked within a world only.
    """

    names: tuple[str, ...]
    values: np.ndarray
    is_member: np.ndarray
    groups: np.ndarray

    def deviations(self) -> np.ndarray:
        """Return by how many standard deviations the members differ in each clue."""
        return _deviations(_scores(self.values), self.is_member)

    def chance(self, *, rounds: int, rng: np.random.Generator) -> float:
        """Return how often members chosen by lot within each world differ as much as the real ones."""
        scores, real = _scores(self.values), self.deviations().max()
        lots = (_deviations(scores, _by_lot(self.is_member, self.groups, rng)).max() for _ in range(rounds))
        return (1 + sum(bool(lot >= real) for lot in lots)) / (rounds + 1)

    def weighed(self) -> float:
        """Return the AUC of all clues together: weights from every other world, tried on the rest."""
        train = self.groups % 2 == 0
        filled = np.where(np.isnan(self.values), np.nanmean(self.values, axis=0), self.values)
        scaled = (filled - filled.mean(axis=0)) / (filled.std(axis=0) + 1e-9)
        of = self.is_member & train
        weight = scaled[of].mean(axis=0) - scaled[~self.is_member & train].mean(axis=0)
        return _auc((scaled @ weight)[~train], self.is_member[~train])


def clues_of_firms(worlds: list[World], chosen: Callable[[World], set[str]]) -> Clues:
    """Return the clues of all firms of some worlds; `chosen` gives the invented ids of the members."""
    rows, members, groups = [], [], []
    for number, world in enumerate(worlds):
        ids = {ref: id_ for id_, held in world.truth.records.items() for _, ref in held}
        wanted = chosen(world)
        for ref, clues in _firm_clues(world):
            rows.append(clues)
            members.append(ids[ref] in wanted)
            groups.append(number)
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    values = np.array([[row.get(name, np.nan) for name in names] for row in rows], np.float64)
    return Clues(names, values, np.array(members), np.array(groups))


def clues_of_clients(worlds: list[World]) -> Clues:
    """Return the clues of all clients of the care organisation; the victim of the story is the member."""
    rows, members, groups = [], [], []
    for number, world in enumerate(worlds):
        hers = world.truth.reference(world.victim.ref, "care.be")
        listed = rows_of(world, "care.be/clienten.csv")
        order = _places([row["dossier"] for row in listed])
        for place, row in enumerate(listed):
            clues = {"place": place / len(listed), "sorted": order[row["dossier"]]}
            clues |= _digits("ref", row["dossier"]) | _digits("number", row["BIS"])
            clues |= _digits("phone", row["veilig nummer/numéro sûr"][-8:])
            rows.append(clues | {"day": float(row["geboortedatum/naissance"][:2])})
            members.append(row["dossier"] == hers)
            groups.append(number)
    names = tuple(rows[0])
    values = np.array([[row[name] for name in names] for row in rows], np.float64)
    return Clues(names, values, np.array(members), np.array(groups))


def _firm_clues(world: World) -> Iterator[tuple[str, dict[str, float]]]:
    traded = _trade_clues(world)
    for file in FIRM_FILES:
        listed = rows_of(world, file)
        order = _places([row["dossier"] for row in listed])
        numbers = _places([first_of(row, *_NUMBERS) for row in listed])
        for place, row in enumerate(listed):
            vat, day = first_of(row, *_VAT), first_of(row, *_FOUNDED)
            clues = {
                "place": place / len(listed),
                "sorted by reference": order[row["dossier"]],
                "sorted by number": numbers[first_of(row, *_NUMBERS)],
                "day": float(re.split(r"\D", day)[0]),
            }
            clues |= _digits("ref", row["dossier"]) | _digits("IBAN", row["IBAN"][-9:])
            yield row["dossier"], clues | _digits("VAT", vat[-6:]) | traded.get(vat, {})


def _trade_clues(world: World) -> dict[str, dict[str, float]]:
    """Return place, digits and moment of filing of the largest amount that each firm has a statement of.

    Of one amount only: a mean over many would tell how many there are, which is a fact and no clue.
    """
    largest: dict[str, tuple[int, str, float]] = {}
    for file in STATEMENTS:
        listed = rows_of(world, file)
        for place, row in enumerate(listed):
            seller, buyer, _, euros, filed, _ = row.values()
            for vat in (seller, buyer):
                found = (int(euros), filed, place / len(listed))
                largest[vat] = max(largest.get(vat, found), found)
    return {
        vat: {
            "place of a statement": place,
            "second": float(filed[-2:]),
            "minute": float(filed[-5:-3]),
            "last digit": float(euros % 10),
            "last two": float(euros % 100),
            "round": float(euros % 10 == 0),
        }
        for vat, (euros, filed, place) in largest.items()
        if euros >= 1000
    }


def _places(values: list[str]) -> dict[str, float]:
    return {value: place / len(values) for place, value in enumerate(sorted(values))}


def _digits(name: str, written: str) -> dict[str, float]:
    digits = [int(sign) for sign in written if sign.isdigit()]
    return {f"{name} digit {place}": float(digit) for place, digit in enumerate(digits)}


def _scores(values: np.ndarray) -> np.ndarray:
    """Return ranks of each column with mean 0 and spread 1, ties at their mean rank; NaN stays."""
    scores = np.full(values.shape, np.nan)
    for place, column in enumerate(values.T):
        here = ~np.isnan(column)
        _, at, sizes = np.unique(column[here], return_inverse=True, return_counts=True)
        rank = (np.cumsum(sizes) - (sizes - 1) / 2)[at]
        scores[here, place] = (rank - rank.mean()) / (rank.std() + 1e-9)
    return scores


def _deviations(scores: np.ndarray, members: np.ndarray) -> np.ndarray:
    here = ~np.isnan(scores)
    chosen = here[members].sum(axis=0)
    mean = np.nansum(scores[members], axis=0) / np.maximum(1, chosen)
    # Of the members of a finite list, so many are drawn without putting back.
    rest = (here.sum(axis=0) - chosen) / here.sum(axis=0)
    deviations: np.ndarray = np.abs(mean) * np.sqrt(chosen / rest)
    return deviations


def _by_lot(members: np.ndarray, groups: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    drawn = members.copy()
    for group in np.unique(groups):
        here = np.flatnonzero(groups == group)
        drawn[here] = rng.permutation(members[here])
    return drawn


def _auc(score: np.ndarray, members: np.ndarray) -> float:
    rank = np.argsort(np.argsort(score, kind="stable"), kind="stable") + 1
    chosen = int(members.sum())
    return float((rank[members].sum() - chosen * (chosen + 1) / 2) / (chosen * (len(score) - chosen)))
