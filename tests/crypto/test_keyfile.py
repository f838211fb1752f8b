"""The key file: what opens it, what survives, what is forgotten, and two processes at once."""

import hashlib
import json
import multiprocessing
import os
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trefpunt.crypto import keyfile
from trefpunt.crypto.keyfile import KeyFile, KeyFileUnusable, KeyMissing
from trefpunt.crypto.keylock import DamagedKeyFile, KdfParams
from trefpunt.errors import CryptoError, InputError, StoreFull, WrongPassphrase

CHEAP = KdfParams(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = "juist paard batterij nietje"
RAW = bytes(range(32))
GOLDEN_SHA256 = "70ce0554c43ec8e0effc66405b8226a4d097eef8559595d9bb0a9d5516c7e0ea"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "node.keys"


def _create(path: Path, passphrase: str | bytes = PASSPHRASE, **named: bytes) -> KeyFile:
    made = keyfile.create(path, passphrase, params=CHEAP)
    for name, value in named.items():
        made.put(name, value)
    made.save()
    return made


@pytest.mark.parametrize("passphrase", [PASSPHRASE, RAW], ids=["passphrase", "raw key"])
def test_what_was_saved_is_there_after_opening(path: Path, passphrase: str | bytes):
    _create(path, passphrase, ledger=b"one", entry=b"\x00\xff")
    opened = keyfile.open_(path, passphrase)
    assert (opened.secret("ledger"), opened.secret("entry")) == (b"one", b"\x00\xff")


def test_names_are_listed_by_their_beginning(path: Path):
    made = _create(path, **{"epoch/NL/3": b"a", "epoch/LU/3": b"b", "ledger": b"c"})
    assert made.names() == ("epoch/LU/3", "epoch/NL/3", "ledger")
    assert made.names("epoch/NL/") == ("epoch/NL/3",)


def test_a_wrong_passphrase_opens_nothing(path: Path):
    _create(path, ledger=b"one")
    with pytest.raises(WrongPassphrase) as caught:
        keyfile.open_(path, PASSPHRASE + "!")
    assert "keyboard" in caught.value.hint and PASSPHRASE not in str(caught.value)


def test_a_wrong_key_opens_nothing(path: Path):
    _create(path, RAW, ledger=b"one")
    for wrong in (bytes(32), b"short", PASSPHRASE):
        with pytest.raises(WrongPassphrase):
            keyfile.open_(path, wrong)
    with pytest.raises(WrongPassphrase):
        keyfile.open_(_create(path.with_name("other")).path, RAW)


def test_an_accent_opens_the_file_however_the_keyboard_writes_it(path: Path):
    _create(path, "caf\u00e9", ledger=b"one")
    assert keyfile.open_(path, "cafe\u0301").secret("ledger") == b"one"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(data=st.data())
def test_any_flipped_bit_is_told_apart_from_a_wrong_passphrase(path: Path, data: st.DataObject):
    if not path.exists():
        _create(path, RAW, ledger=b"one")
    whole = path.read_bytes()
    changed = bytearray(whole)
    changed[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(changed)
    try:
        with pytest.raises(DamagedKeyFile):
            keyfile.open_(path, RAW)
    finally:
        path.write_bytes(whole)


def _rewritten(path: Path, **change: object) -> None:
    """Change members and make the checksum fit again: what an attacker does."""
    document = json.loads(path.read_text())
    document.pop("checksum")
    document |= change
    body = json.dumps(document, separators=(",", ":"), sort_keys=True)
    document["checksum"] = hashlib.sha256(body.encode()).hexdigest()
    path.write_text(json.dumps(document))


def test_tampering_that_fits_the_checksum_opens_nothing(path: Path):
    _create(path, ledger=b"one")
    kdf = json.loads(path.read_text())["kdf"]
    sealed = json.loads(path.read_text())["sealed"]
    for change in (
        {"sealed": "AAAA" + sealed[4:]},
        {"kdf": {**kdf, "passes": 2}},
        {"kdf": {**kdf, "memory_kib": 2**40}},
        {"kdf": {**kdf, "name": "none"}},
        {"kdf": {**kdf, "salt": 5}},
        {"kdf": {}},
        {"kdf": []},
        {"check": "AAAA"},
        {"format": "trefpunt-keys/2"},
        {"more": 1},
    ):
        whole = path.read_bytes()
        _rewritten(path, **change)
        with pytest.raises((DamagedKeyFile, WrongPassphrase)):
            keyfile.open_(path, PASSPHRASE)
        path.write_bytes(whole)
    assert keyfile.open_(path, PASSPHRASE).secret("ledger") == b"one"


def test_the_file_is_for_its_owner_alone(path: Path):
    _create(path, ledger=b"one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    with pytest.raises(KeyFileUnusable, match="chmod 600"):
        keyfile.open_(path, PASSPHRASE)


def test_no_secret_stands_in_the_file_or_in_a_repr(path: Path):
    made = _create(path, canary=b"CANARY-SECRET")
    assert b"CANARY" not in path.read_bytes() and b"canary" not in path.read_bytes()
    assert "CANARY" not in repr(made) + repr(made.lock)
    assert made.lock.seal_key.hex() not in repr(made.lock)


def test_the_length_of_the_file_does_not_tell_a_few_secrets(path: Path):
    _create(path, RAW)
    before = path.stat().st_size
    made = keyfile.open_(path, RAW)
    made.put("ledger", bytes(32))
    made.save()
    assert path.stat().st_size == before


def test_what_was_erased_is_gone_and_missing_is_an_error(path: Path):
    made = _create(path, RAW, epoch=b"one", ledger=b"two")
    made.erase("epoch")
    made.erase("never there")
    with pytest.raises(KeyMissing):
        made.secret("epoch")
    made.save()
    assert keyfile.open_(path, RAW).names() == ("ledger",)


def test_the_old_bytes_are_overwritten_before_they_are_removed(path: Path, tmp_path: Path):
    made = _create(path, RAW, epoch=b"one")
    with path.open("rb") as old:
        before = old.read()
        made.erase("epoch")
        made.save()
        old.seek(0)
        after = old.read()
    assert len(after) == len(before)
    # Noise begins with the first byte of the old file once in 256 times, with its first eight never.
    assert after[:8] != before[:8]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["node.keys", "node.keys.lock"]


def test_leftovers_of_a_crash_are_cleaned_by_the_next_save(path: Path, tmp_path: Path):
    made = _create(path, RAW, epoch=b"one")
    path.with_name("node.keys.new").write_bytes(b"half a file")
    path.with_name("node.keys.old").hardlink_to(path)
    made.put("ledger", b"two")
    made.save()
    assert keyfile.open_(path, RAW).names() == ("epoch", "ledger")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["node.keys", "node.keys.lock"]


def test_what_was_put_but_not_saved_is_seen_here_only(path: Path):
    made = _create(path, RAW)
    made.put("ledger", b"one")
    assert made.secret("ledger") == b"one"
    assert keyfile.open_(path, RAW).names() == ()


def test_what_another_process_saved_is_seen_at_once(path: Path):
    first = _create(path, RAW, ledger=b"one")
    second = keyfile.open_(path, RAW)
    second.put("ledger", b"two")
    second.erase("nothing")
    second.save()
    assert first.secret("ledger") == b"two"


def test_two_that_save_different_names_lose_nothing(path: Path):
    first = _create(path, RAW)
    second = keyfile.open_(path, RAW)
    first.put("a", b"1")
    second.put("b", b"2")
    first.save()
    second.save()
    assert first.names() == second.names() == ("a", "b")


def _put_many(path: Path, start: int) -> None:
    opened = keyfile.open_(path, RAW)
    for number in range(start, start + 10):
        opened.put(f"key-{number:03}", bytes(8))
        opened.save()
        opened.secret("key-000" if start == 0 else f"key-{start:03}")


def test_processes_and_threads_at_once_lose_nothing(path: Path):
    _create(path, RAW)
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=_put_many, args=(path, start)) for start in (0, 10)]
    mine = [threading.Thread(target=_put_many, args=(path, start)) for start in (20, 30)]
    for worker in (*others, *mine):
        worker.start()
    for worker in (*others, *mine):
        worker.join(60)
    assert keyfile.open_(path, RAW).names() == tuple(f"key-{number:03}" for number in range(40))


def test_a_second_file_opens_with_a_key_that_the_first_one_holds(path: Path, tmp_path: Path):
    node = _create(path, epochs=RAW)
    epochs = _create(tmp_path / "epochs.keys", node.secret("epochs"), **{"epoch/NL/1": b"blind"})
    assert keyfile.open_(epochs.path, keyfile.open_(path, PASSPHRASE).secret("epochs")).names() == (
        "epoch/NL/1",
    )


def test_a_full_disk_loses_nothing_and_saving_again_works(path: Path, monkeypatch: pytest.MonkeyPatch):
    made = _create(path, RAW, ledger=b"one")
    before = path.read_bytes()
    real = os.fsync

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    made.put("ledger", b"two")
    with pytest.raises(StoreFull):
        made.save()
    assert path.read_bytes() == before and keyfile.open_(path, RAW).secret("ledger") == b"one"
    monkeypatch.setattr(os, "fsync", real)
    made.save()
    assert keyfile.open_(path, RAW).secret("ledger") == b"two"


def test_a_file_that_is_not_there_says_so(tmp_path: Path):
    for path in (tmp_path / "none.keys", tmp_path / "no folder" / "none.keys"):
        with pytest.raises(KeyFileUnusable, match="setup"):
            keyfile.open_(path, PASSPHRASE)


def test_a_file_that_is_there_is_never_replaced(path: Path):
    _create(path, ledger=b"one")
    with pytest.raises(InputError, match="already"):
        keyfile.create(path, "another", params=CHEAP)
    assert keyfile.open_(path, PASSPHRASE).secret("ledger") == b"one"


def test_an_empty_passphrase_makes_no_file(path: Path):
    for empty in ("", b""):
        with pytest.raises(InputError):
            keyfile.create(path, empty, params=CHEAP)
    with pytest.raises(CryptoError):
        keyfile.create(path, b"short", params=CHEAP)
    assert not path.exists()


@pytest.mark.parametrize("name", ["", "x" * 201, "line\nbreak"])
def test_a_secret_without_usable_name_is_refused(path: Path, name: str):
    with pytest.raises(InputError):
        _create(path, RAW).put(name, b"")


def test_the_default_cost_is_the_one_of_the_standard():
    assert KdfParams() == KdfParams(memory_kib=64 * 1024, passes=3, lanes=4)


@pytest.mark.parametrize("params", [(2**40, 3, 4), (64, 0, 1), (64, 1, 65), (7, 1, 1), (64, 65, 1)])
def test_a_cost_out_of_bounds_is_refused(params: tuple[int, int, int]):
    with pytest.raises(InputError):
        KdfParams(*params)


def test_the_same_randomness_makes_the_same_file(tmp_path: Path):
    files = [keyfile.create(tmp_path / name, RAW, rng=bytes, params=CHEAP).path for name in ("a", "b")]
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize("params", [(8, 1, 1), (2**21, 64, 64), (512, 1, 64)])
def test_a_cost_at_its_bounds_is_taken(params: tuple[int, int, int]):
    assert KdfParams(*params).memory_kib == params[0]


@pytest.mark.parametrize("params", [(2**21 + 1, 3, 4), (511, 1, 64), (64, 1, 0)])
def test_a_cost_just_beyond_its_bounds_is_refused(params: tuple[int, int, int]):
    with pytest.raises(InputError):
        KdfParams(*params)


def test_the_file_is_written_as_it_was_written_before(path: Path):
    # Golden, made by this project: an older key file must open with a newer node.
    made = keyfile.create(path, PASSPHRASE, rng=bytes, params=CHEAP)
    made.put("ledger", bytes(32))
    made.save()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == GOLDEN_SHA256


def test_a_failure_after_a_crash_leaves_the_file_whole(path: Path, monkeypatch: pytest.MonkeyPatch):
    made = _create(path, RAW, ledger=b"one")
    path.with_name("node.keys.old").hardlink_to(path)

    def broken(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    made.put("ledger", b"two")
    with pytest.raises(KeyFileUnusable, match="EIO"):
        made.save()
    assert keyfile.open_(path, RAW).secret("ledger") == b"one"


def test_the_lock_beside_the_file_is_for_its_owner_alone(path: Path):
    _create(path, RAW)
    assert stat.S_IMODE(path.with_name("node.keys.lock").stat().st_mode) == 0o600


def test_reading_twice_reads_the_disk_once(path: Path):
    made = _create(path, RAW, ledger=b"one")
    path.write_bytes(path.read_bytes())
    assert made.secret("ledger") == b"one"
    stamp = path.stat()
    path.write_bytes(b"x" * stamp.st_size)
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert made.secret("ledger") == b"one"


def test_a_name_of_200_characters_is_taken(path: Path):
    assert _create(path, RAW, **{"x" * 200: b"one"}).names() == ("x" * 200,)
