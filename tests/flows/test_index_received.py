"""An index that is not as it must be is not kept, and its files do not stay."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.flows.asking import ASKER, HOLDER, publish, two_nodes
from tests.flows.nodes import Story

from trefpunt.crypto.filterfile import FilterFile, Section, read, write
from trefpunt.crypto.filterheader import FilterFacts
from trefpunt.exchange import Outgoing
from trefpunt.hits.may import may_publish
from trefpunt.model import Ground, LetterKind, OutboxState, Purpose
from trefpunt.store.ledger import hits as kept


@dataclass(frozen=True)
class Index:
    """What a holder is about to send: facts, the sections of both files, and the body of the letter."""

    facts: FilterFacts
    sections: tuple[Section, ...]
    honey: tuple[Section, ...]
    canaries: Any
    said: dict[str, Any] = field(default_factory=dict)
    honey_facts: FilterFacts | None = None
    raw: bytes = b""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    told = two_nodes(tmp_path_factory.mktemp("received"))
    publish(told)
    yield told
    told.close()


def honest(story: Story) -> Index:
    """Return the index that was published, ready to be sent once more under another epoch."""
    asker = story.nodes[ASKER]
    with asker.ledger.read() as tx:
        index = kept.newest_index(tx, holder=HOLDER, purpose="criminal_offences", now=asker.clock())
    assert index is not None
    file, honey = (read(asker.exchange.blobs.get(name)) for name in (index.sha256, index.honey_sha256))
    facts = replace(file.facts, epoch=f"{file.facts.epoch}-{len(file.sha256)}")
    return Index(facts, file.sections, honey.sections, index.header["canaries"])


def send(story: Story, index: Index) -> tuple[OutboxState, tuple[str, str]]:
    """Send an index past the room; return what became of the letter, and the names of its files."""
    holder = story.nodes[HOLDER]
    officer, purpose = holder.officers["o-1"], Purpose.CRIMINAL_OFFENCES
    ground = may_publish(ASKER, purpose, officer=officer, means=holder.means)
    assert isinstance(ground, Ground)
    file = index.raw or write(index.facts, index.sections)
    honey = write(index.honey_facts or index.facts, index.honey)
    blobs = (holder.exchange.blobs.put(file), holder.exchange.blobs.put(honey))
    body = {
        "epoch": index.facts.epoch,
        "valid_to": index.facts.valid_to,
        "file": blobs[0].sha256,
        "honey": blobs[1].sha256,
        "canaries": index.canaries,
        **index.said,
    }
    body = {name: value for name, value in body.items() if value != "left out"}
    named = tuple(dict.fromkeys(blobs))
    came = holder.exchange.call(ground, Outgoing(LetterKind.HIT_INDEX, ASKER, body, blobs=named), wait_s=20)
    return came.state, (blobs[0].sha256, blobs[1].sha256)


def facts(**changes: Any) -> Callable[[Index], Index]:
    return lambda index: replace(index, facts=replace(index.facts, **changes))


def times(begins_h: int, ends_h: int) -> Callable[[Index], Index]:
    def changed(index: Index) -> Index:
        start = datetime.fromisoformat(index.facts.valid_from)
        begins, ends = (
            f"{start + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}" for hours in (begins_h, ends_h)
        )
        return replace(index, facts=replace(index.facts, valid_from=begins, valid_to=ends))

    return changed


def commitment(point: bytes, which: int = 0) -> Callable[[Index], Index]:
    """Give one section of both files this commitment."""

    def changed(index: Index) -> Index:
        sections, honey = list(index.sections), list(index.honey)
        for each in (sections, honey):
            each[which] = replace(each[which], head=replace(each[which].head, commitment=point))
        return replace(index, sections=tuple(sections), honey=tuple(honey))

    return changed


def twice(index: Index) -> Index:
    return commitment(index.sections[1].head.commitment)(index)


def strange_type(index: Index) -> Index:
    sections, honey = list(index.sections), list(index.honey)
    for each in (sections, honey):
        each[0] = replace(each[0], head=replace(each[0].head, key_type="Z9"))
    return replace(index, sections=tuple(sections), honey=tuple(honey))


def canaries(**changes: Any) -> Callable[[Index], Index]:
    return lambda index: replace(index, canaries={**index.canaries, **changes})


def said(**changes: Any) -> Callable[[Index], Index]:
    return lambda index: replace(index, said=changes)


GOOD = ["aa", "bb", "cc"]
# Files that say themselves that they are this partner's and for us, and are no good: they go at once.
NO_GOOD: dict[str, Callable[[Index], Index]] = {
    "it has ended": times(-30, -6),
    "longer than a day": times(0, 25),
    "begins tomorrow": times(20, 40),
    "honey without a type": lambda index: replace(index, honey=index.honey[1:]),
    "honey under other keys": lambda index: replace(commitment(b"\x02" * 32)(index), honey=index.honey),
    "a type that nobody knows": strange_type,
    "the identity as a commitment": commitment(bytes(32)),
    "no point as a commitment": commitment(b"\xff" * 32),
    "one key for two types": twice,
    "no canaries": lambda index: replace(index, canaries={}),
    "canaries that are no table": lambda index: replace(index, canaries=["aa"]),
    "canaries of a type that is not there": canaries(Q1=GOOD),
    "too few canaries": canaries(I1=["aa"]),
    "too many canaries": canaries(I1=[f"{number:02x}" for number in range(9)]),
    "a canary twice": canaries(I1=["aa", "aa"]),
    "a canary that is no text": canaries(I1=["aa", 7]),
    "canaries that are one text": canaries(I1="aabb"),
    "a canary in half bytes": canaries(I1=["aa", "b"]),
    "a canary without end": canaries(I1=["aa", "bb" * 65]),
    "an empty canary": canaries(I1=["aa", ""]),
    "a canary that is no hex": canaries(I1=["aa", "zz"]),
}
# Files that may be somebody else's: they are left alone.
NOT_THEIRS: dict[str, Callable[[Index], Index]] = {
    "of another holder": facts(holder="police.lu"),
    "for another partner": facts(partner="police.lu"),
    "for another purpose": facts(purpose="public_order"),
    "of another scheme": facts(scheme="tk0"),
    "of another epoch": said(epoch="20250101T000000Z-00000000"),
    "with another end": said(valid_to="2099-01-01T00:00:00Z"),
    "honey of another epoch": lambda index: replace(index, honey_facts=replace(index.facts, epoch="e")),
    "a field too many": said(note="x"),
    "a field too few": said(valid_to="left out"),
    "a file that is a number": said(file=7),
    "a file that is not attached": said(file="0" * 64),
    "honey that is the index": lambda index: replace(index, honey=index.sections),
    "no filter file": lambda index: replace(index, raw=b"no filter"),
}


@pytest.mark.parametrize("name", NO_GOOD)
def test_an_index_that_is_no_good_is_not_kept_and_its_files_go(story: Story, name: str) -> None:
    asker, index = story.nodes[ASKER], honest(story)
    state, files = send(story, NO_GOOD[name](index))
    assert state is OutboxState.REFUSED
    assert not any(asker.exchange.blobs.has(file) for file in files)
    with asker.ledger.read() as tx:
        assert not kept.knows_index(tx, files)


@pytest.mark.parametrize("name", NOT_THEIRS)
def test_an_index_that_is_not_what_its_letter_says_is_not_kept(story: Story, name: str) -> None:
    state, files = send(story, NOT_THEIRS[name](honest(story)))
    assert state is OutboxState.REFUSED
    with story.nodes[ASKER].ledger.read() as tx:
        assert not kept.knows_index(tx, files)


def test_the_same_files_again_are_refused_and_the_index_stays(story: Story) -> None:
    index = honest(story)
    state, files = send(story, index)
    assert state is OutboxState.APPLIED
    assert send(story, index)[0] is OutboxState.REFUSED
    asker = story.nodes[ASKER]
    assert all(asker.exchange.blobs.has(file) for file in files)
    with asker.ledger.read() as tx:
        assert kept.index_by_hash(tx, files[0]) is not None


def test_somebody_else_s_file_is_not_dropped_by_naming_it(story: Story) -> None:
    asker = story.nodes[ASKER]
    mine = asker.exchange.blobs.put(b"evidence of another partner")
    index = honest(story)
    state, _ = send(story, replace(index, raw=b"evidence of another partner"))
    assert state is OutboxState.REFUSED
    assert asker.exchange.blobs.has(mine.sha256)


def test_what_was_read_is_what_was_sent(story: Story) -> None:
    file: FilterFile = read(write(honest(story).facts, honest(story).sections))
    assert {section.head.key_type for section in file.sections} == set(honest(story).canaries)
