"""Blobs: kept by content, encrypted, fetched in parts."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trefpunt.errors import NotStored, StoreError
from trefpunt.model import Blob
from trefpunt.store.blobs import CHUNK_BYTES, Blobs

KEY = bytes(range(32))
LONG = bytes(range(256)) * 10_000


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs", KEY, max_bytes=8 * CHUNK_BYTES)


@pytest.mark.parametrize("data", [b"", b"x", bytes(CHUNK_BYTES), LONG])
def test_a_blob_comes_back_as_it_was_kept(blobs: Blobs, data: bytes) -> None:
    assert blobs.get(blobs.put(data).sha256) == data


@settings(max_examples=40, deadline=None)
@given(start=st.integers(0, len(LONG)), length=st.integers(0, len(LONG)))
def test_any_range_of_a_blob_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, start: int, length: int
) -> None:
    kept = Blobs(tmp_path_factory.getbasetemp() / "ranges", KEY)
    assert kept.read(kept.put(LONG).sha256, start, start + length) == LONG[start : start + length]


def test_nothing_of_a_blob_is_readable_on_disk(blobs: Blobs, tmp_path: Path) -> None:
    blobs.put(b"synthetic secret " * 100)
    assert not any(b"synthetic" in path.read_bytes() for path in (tmp_path / "blobs").iterdir())


def test_a_changed_file_is_noticed(blobs: Blobs, tmp_path: Path) -> None:
    blob = blobs.put(LONG)
    file = tmp_path / "blobs" / blob.sha256
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    with pytest.raises(StoreError, match="damaged"):
        blobs.get(blob.sha256)


def test_a_file_that_was_cut_at_a_chunk_is_noticed(blobs: Blobs, tmp_path: Path) -> None:
    blob = blobs.put(LONG)
    file = tmp_path / "blobs" / blob.sha256
    file.write_bytes(file.read_bytes()[: CHUNK_BYTES + 33])
    with pytest.raises(StoreError, match="damaged"):
        blobs.get(blob.sha256)


def test_fetching_goes_on_where_it_stopped(blobs: Blobs, tmp_path: Path) -> None:
    blob = Blobs(tmp_path / "partner", KEY).put(LONG)
    assert not blobs.extend(blob, 0, LONG[:CHUNK_BYTES])
    again = Blobs(tmp_path / "blobs", KEY)
    assert again.held(blob) == CHUNK_BYTES
    assert again.extend(blob, CHUNK_BYTES, LONG[CHUNK_BYTES:])
    assert again.get(blob.sha256) == LONG


def test_a_blob_that_is_not_what_its_name_says_is_thrown_away(blobs: Blobs) -> None:
    blob = Blob("ab" * 32, 5)
    with pytest.raises(StoreError, match="not what its letter says"):
        blobs.extend(blob, 0, b"wrong")
    assert blobs.held(blob) == 0


def test_a_blob_above_the_limit_is_refused(blobs: Blobs) -> None:
    with pytest.raises(StoreError, match="attachment of"):
        blobs.held(Blob("ab" * 32, 9 * CHUNK_BYTES))


def test_a_dropped_blob_is_gone(blobs: Blobs) -> None:
    blob = blobs.put(b"x")
    blobs.drop(blob.sha256)
    with pytest.raises(NotStored):
        blobs.get(blob.sha256)


def test_a_name_that_is_no_hash_reaches_no_file(blobs: Blobs) -> None:
    with pytest.raises(StoreError, match="no such name"):
        blobs.get("../ledger.db")
