"""The sealed bundle of a case: checked without a node, and whatever is changed in it is named."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from tests.flows.nodes import Story
from tests.flows.reporting import close_log, drawn, printed, sealed, watched_police
from tests.flows.requesting import answered, requested

from trefpunt.casework import check_bundle
from trefpunt.casework.bundle import CHECKPOINT, ENTRIES, MANIFEST, SEAL, TYPE, pack
from trefpunt.crypto import SigningKey, canonical_json, sign
from trefpunt.errors import InputError, NotStored
from trefpunt.node import Node
from trefpunt.store.ledger import audit_watch

Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    told = watched_police(tmp_path_factory.mktemp("bundle"))
    answered(told, requested(told))
    close_log(told.nodes["police.nl"])
    yield told
    told.close()


@pytest.fixture(scope="module")
def made(story: Story) -> bytes:
    node = story.nodes["police.nl"]
    report = drawn(node)
    return sealed(node, report, printed(report))


def unpacked(bundle: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def faults(parts: Parts, thumbprint: str = "") -> set[tuple[str, str]]:
    return {(one.code, one.member) for one in check_bundle(pack(parts), thumbprint=thumbprint).faults}


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def signed_again(parts: Parts, key: SigningKey) -> Parts:
    """Return parts with a list of hashes that fits them, signed with a key."""
    manifest = json.loads(parts[MANIFEST])
    digests = {
        name: hashlib.sha256(data).hexdigest() for name, data in parts.items() if name not in (MANIFEST, SEAL)
    }
    listed = canonical_json({**manifest, "key": key.public.to_jwk(), "sha256": digests})
    return {**parts, MANIFEST: listed, SEAL: sign(key, listed, typ=TYPE).encode()}


def key_of(story: Story) -> SigningKey:
    return story.nodes["police.nl"].exchange.means.identity.signing


def test_a_bundle_that_nobody_touched_is_sound_and_names_its_key(story: Story, made: bytes) -> None:
    checked = check_bundle(made, thumbprint=key_of(story).public.thumbprint)
    assert checked.faults == ()
    assert (checked.authority, checked.case, checked.is_sample) == ("police.nl", "PL-2026-1", True)
    assert checked.cosigners == ("oversight.be/witness", "police.be/witness")
    # The export itself is younger than the checkpoint: everything before it is proven.
    assert (checked.entries, checked.later, checked.size) == (4, 1, 256)


def test_the_same_report_is_sealed_to_the_same_bytes(story: Story) -> None:
    node = story.nodes["police.nl"]
    report = drawn(node)
    assert sealed(node, report, b"a") == sealed(node, report, b"a")


def test_one_changed_byte_in_any_member_is_found_and_the_member_named(made: bytes) -> None:
    for name, data in unpacked(made).items():
        if name in (MANIFEST, SEAL):
            continue
        for at in (0, len(data) // 2, len(data) - 1):
            found = faults({**unpacked(made), name: flipped(data, at)})
            assert ("member_changed", name) in found, (name, at)


def test_a_changed_list_or_signature_is_found(made: bytes) -> None:
    parts = unpacked(made)
    other = parts[MANIFEST].replace(b"PL-2026-1", b"PL-2026-2")
    assert ("seal_broken", SEAL) in faults({**parts, MANIFEST: other})
    assert ("seal_broken", SEAL) in faults({**parts, SEAL: flipped(parts[SEAL], len(parts[SEAL]) - 9)})


def test_a_removed_and_an_added_member_are_found(made: bytes) -> None:
    parts = unpacked(made)
    for name in set(parts) - {MANIFEST, SEAL}:
        assert ("member_gone", name) in faults({one: parts[one] for one in parts if one != name})
    assert ("seal_broken", SEAL) in faults({one: parts[one] for one in parts if one != SEAL})
    assert ("member_added", "more.txt") in faults({**parts, "more.txt": b"x"})


def test_a_swapped_checkpoint_is_found_also_by_whoever_signs_again(story: Story, made: bytes) -> None:
    other = story.nodes["police.be"]
    story.agree(other, story.nodes["oversight.be"])
    close_log(other)
    with other.ledger.read() as tx:
        latest = audit_watch.latest_checkpoint(tx)
    assert latest is not None
    parts = {**unpacked(made), CHECKPOINT: latest.note}
    assert ("member_changed", CHECKPOINT) in faults(parts)
    again = faults(signed_again(parts, key_of(story)))
    assert ("checkpoint_unsigned", CHECKPOINT) in again
    assert ("not_cosigned", CHECKPOINT) in again


def test_an_entry_rewritten_by_whoever_holds_the_signing_key_is_found(story: Story, made: bytes) -> None:
    parts = unpacked(made)
    entries = json.loads(parts[ENTRIES])
    entries[1]["entry"] = entries[1]["entry"].replace("o-1", "o-2")
    rewritten = {**parts, ENTRIES: canonical_json(entries)}
    assert ("entry_changed", str(entries[1]["index"])) in faults(signed_again(rewritten, key_of(story)))
    entries = json.loads(parts[ENTRIES])
    entries[1]["index"] += 1
    moved = {**parts, ENTRIES: canonical_json(entries)}
    assert ("entry_not_proven", str(entries[1]["index"])) in faults(signed_again(moved, key_of(story)))


def test_a_bundle_that_another_key_signed_is_sound_in_itself_and_not_under_the_agreed_key(
    story: Story, made: bytes
) -> None:
    forged = signed_again(unpacked(made), SigningKey.generate())
    assert faults(forged) == set()
    assert faults(forged, key_of(story).public.thumbprint) == {("other_key", SEAL)}


def test_any_flipped_byte_anywhere_in_the_file_is_found(made: bytes) -> None:
    dice, found = Random(7), 0
    for _ in range(120):
        try:
            found += not check_bundle(flipped(made, dice.randrange(len(made)))).is_sound
        except InputError:
            found += 1
    assert found == 120


def test_what_is_no_bundle_is_refused_as_such(tmp_path: Path) -> None:
    for data in (b"", b"PK", pack({}), pack({MANIFEST: b"{}"}), pack({MANIFEST: b"[1"})):
        with pytest.raises(InputError, match="no bundle"):
            check_bundle(data)


def test_without_a_checkpoint_that_counts_nothing_is_sealed(tmp_path: Path) -> None:
    story = watched_police(tmp_path)
    node: Node = story.nodes["police.nl"]
    report = drawn(node)
    with pytest.raises(NotStored):
        sealed(node, report, b"pdf")
    story.close()
