"""T24, filters of the same records for two days, partners and purposes: nothing in them can be linked."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, cycle
from pathlib import Path
from random import Random

import numpy as np
import pytest
from tests.flows.asking import ASKER, FREE, HOLDER, publish
from tests.flows.nodes import Story, load_file
from tests.worlds.benelux import benelux

from trefpunt.crypto import Oprf, load_oprf
from trefpunt.crypto.filterfile import FilterFile, read
from trefpunt.hits.keynames import key_name
from trefpunt.intake import subjects
from trefpunt.model import Purpose
from trefpunt.naming import keys_of_many
from trefpunt.node import Node
from trefpunt.store.ledger import hits as kept
from trefpunt.worlds import write

_OTHER_PARTNER = "police.lu"
_TYPES = 11
_PURPOSES = (Purpose.CRIMINAL_OFFENCES, Purpose.PUBLIC_ORDER)


@dataclass(frozen=True)
class Given:
    """One filter file as its partner has it, and what the holder's keys make of the records in it."""

    file: FilterFile
    canaries: frozenset[str]
    outputs: dict[str, list[bytes]]


@dataclass
class Links:
    """What two files of the same records share, summed over all pairs; `chance` is what noise shares."""

    pairs: int = 0
    words: int = 0
    chance: float = 0.0
    commitments: int = 0
    seeds: int = 0
    canaries: int = 0
    outputs: int = 0
    unequal_lengths: int = 0

    @property
    def bound(self) -> float:
        """How many shared words noise stays under, all but once in a billion."""
        return self.chance + 6 * math.sqrt(self.chance) + 3

    @property
    def is_unlinkable(self) -> bool:
        """Whether the pairs share no more than noise does."""
        shared = self.commitments + self.seeds + self.canaries + self.outputs + self.unequal_lengths
        return not shared and self.words <= self.bound


def give_files(folder: Path, size: int, *, same_keys: bool = False) -> list[Given]:
    """Publish the same records on two days, to two partners, for two purposes: eight files."""
    story = _three_nodes(folder, size)
    holder, files = story.nodes[HOLDER], []
    with _one_key(same_keys):
        for _ in range(2):
            for partner in (ASKER, _OTHER_PARTNER):
                for purpose in _PURPOSES:
                    publish(story, purpose, partner)
                    files.append(_taken(story.nodes[partner], holder, purpose))
            story.clock.now += timedelta(days=1)
    story.close()
    return files


def compare(files: list[Given]) -> Links:
    """Compare every two files as somebody would who has stolen them all."""
    links = Links()
    for one, other in combinations(files, 2):
        mine, theirs = _words(one.file), _words(other.file)
        links.pairs += 1
        links.words += len(np.intersect1d(mine, theirs))
        links.chance += len(mine) * len(theirs) / 2**32
        links.commitments += len(_heads(one.file) & _heads(other.file))
        links.seeds += len(_seeds(one.file) & _seeds(other.file))
        links.canaries += len(one.canaries & other.canaries)
        links.outputs += _held(one, other.file) + _held(other, one.file)
        links.unequal_lengths += _lengths(one.file) != _lengths(other.file)
    return links


def _three_nodes(folder: Path, size: int) -> Story:
    story = Story(folder)
    holder = story.node(HOLDER, extra=FREE)
    for name in (ASKER, _OTHER_PARTNER):
        story.agree(story.node(name, extra=FREE), holder)
    file = next(file for file in write(benelux(size), folder / "world") if file.authority.id == HOLDER)
    load_file(holder, file.path, file.recipe)
    return story


def _taken(partner: Node, holder: Node, purpose: Purpose) -> Given:
    with partner.ledger.read() as tx:
        index = kept.newest_index(tx, holder=HOLDER, purpose=purpose.value, now=partner.clock())
    assert index is not None
    with holder.ledger.read() as tx:
        given = next(one for one in kept.publications(tx) if one.epoch == index.epoch)
    people = Random(1).sample(list(subjects(holder.columns)), 40)
    inputs: dict[str, list[bytes]] = {}
    for keys in keys_of_many(people):
        for key in keys:
            inputs.setdefault(key.type.value, []).append(key.encoded())
    outputs = {
        name: holder.means.oprf.evaluate_inputs(holder.means.epochs.secret(key_name(given, name)), items)
        for name, items in inputs.items()
        if name in given.key_types
    }
    canaries = frozenset(item for items in index.header["canaries"].values() for item in items)
    return Given(read(partner.exchange.blobs.get(index.sha256)), canaries, outputs)


def _words(file: FilterFile) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    tables = [shard.table for section in file.sections for shard in section.shards]
    return np.concatenate(tables)


def _heads(file: FilterFile) -> set[bytes]:
    return {section.head.commitment for section in file.sections}


def _seeds(file: FilterFile) -> set[int]:
    return {seed for section in file.sections for seed in section.head.seeds}


def _lengths(file: FilterFile) -> list[tuple[str, int, int]]:
    return [(one.head.key_type, one.head.capacity, one.head.body_bytes) for one in file.sections]


def _held(given: Given, file: FilterFile) -> int:
    return sum(int(file.section(name).holds(outputs).sum()) for name, outputs in given.outputs.items())


@contextmanager
def _one_key(same_keys: bool) -> Iterator[None]:
    """Break the promise: for each type one key for every day, partner and purpose."""
    oprf = load_oprf()
    drawn = cycle([oprf.random_key() for _ in range(_TYPES)])
    with pytest.MonkeyPatch.context() as patch:
        if same_keys:
            patch.setattr(Oprf, "random_key", lambda _, rng: next(drawn))
        yield
