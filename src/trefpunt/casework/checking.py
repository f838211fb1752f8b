"""Checking the bundle of a case: on any machine, without the node, its ledger or its keys."""

import hashlib
import io
import zipfile
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from trefpunt.audit import Cosigner, Quorum, is_complete
from trefpunt.casework.bundle import (
    CHECKPOINT,
    ENTRIES,
    FORMAT,
    LOG,
    MANIFEST,
    RECEIPTS,
    SEAL,
    TYPE,
    pack,
)
from trefpunt.crypto import VerifyKey, parse_strict_json, verify
from trefpunt.crypto.checkpoints import Checkpoint, parse_checkpoint
from trefpunt.crypto.merkle import leaf_hash, verify_inclusion
from trefpunt.crypto.notes import Note, NoteVerifier, parse_note, verify_note
from trefpunt.crypto.sealing import commitment
from trefpunt.errors import InputError, TrefpuntError
from trefpunt.exchange.receipts import open_receipt

MAX_BYTES = 1 << 28
_MAX_MEMBERS = 64


@dataclass(frozen=True, slots=True)
class BundleFault:
    """What is not as it was signed: `code` is from a closed list, `member` the part or position."""

    code: str
    member: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a bundle says it is, and what is wrong with it.

    Attributes:
        thumbprint: of the key that signed it: to be compared with that of the agreement.
        entries: how many entries of the log are proven, and `later` how many are younger than the checkpoint.
        cosigners: who has cosigned the checkpoint.
    """

    authority: str
    case: str
    is_sample: bool
    thumbprint: str
    entries: int
    later: int
    receipts: int
    size: int
    cosigners: tuple[str, ...]
    faults: tuple[BundleFault, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def check_bundle(data: bytes, *, thumbprint: str = "") -> Checked:
    """Check every part of a bundle against what was signed, and the log annex against its checkpoint.

    Args:
        thumbprint: of the key that must have signed it; empty to learn which one did.

    Raises:
        InputError: it cannot be read as a bundle at all.
    """
    parts = _unpacked(data)
    manifest = _manifest(parts)
    key = VerifyKey.from_jwk(manifest["key"])
    faults = [*_packing(data, parts), *_signature(parts, key, thumbprint), *_members(parts, manifest)]
    return _annex(parts, manifest, key.thumbprint, faults)


def _annex(
    parts: Mapping[str, bytes], manifest: Mapping[str, Any], thumbprint: str, faults: list[BundleFault]
) -> Checked:
    counts, size, by = (0, 0, 0), 0, tuple[str, ...]()
    try:
        keys, entries = _read(parts, LOG), _read(parts, ENTRIES)
        note = parse_note(parts[CHECKPOINT])
        said = parse_checkpoint(note.text)
        size, by = said.size, _who_signed(note, keys, faults)
        faults.extend(fault for one in entries if (fault := _entry_fault(one, said)) is not None)
        receipts = _read(parts, RECEIPTS)
        faults.extend(BundleFault("receipt_unsigned", one["letter"]) for one in receipts if not _holds(one))
        later = sum(one["path"] is None for one in entries)
        counts = (len(entries) - later, later, len(receipts))
    except (TrefpuntError, KeyError, TypeError, ValueError):
        # A part that cannot be read is one that is gone or changed, and was said to be so already.
        if not faults:
            faults.append(BundleFault("not_a_bundle", CHECKPOINT))
    told = (str(manifest["authority"]), str(manifest["case"]), manifest["is_sample"] is True)
    return Checked(*told, thumbprint, *counts, size, by, tuple(dict.fromkeys(faults)))


def _unpacked(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
            if len(data) > MAX_BYTES or len(listed) > _MAX_MEMBERS:
                raise _no_bundle()
            if any(one.compress_type != zipfile.ZIP_STORED or one.file_size > len(data) for one in listed):
                raise _no_bundle()
            return {one.filename: _stored(archive, one) for one in listed}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        # The library has no one error: unknown packing is "not implemented", a password a RuntimeError.
        raise _no_bundle() from error


def _stored(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(one)
    except zipfile.BadZipFile:
        # Its checksum does not hold; which part it is says the list of hashes.
        return b""


def _manifest(parts: Mapping[str, bytes]) -> Mapping[str, Any]:
    try:
        found = parse_strict_json(parts[MANIFEST], max_bytes=MAX_BYTES)
        if found["format"] != FORMAT or not isinstance(found["sha256"], dict):
            raise _no_bundle()
        _ = (found["authority"], found["case"], found["is_sample"], found["key"]["kty"])
    except (KeyError, TypeError, InputError) as error:
        raise _no_bundle() from error
    return dict(found)


def _packing(data: bytes, parts: Mapping[str, bytes]) -> Iterator[BundleFault]:
    # There is one way to pack these parts: a byte between them is seen too.
    if pack(parts) != data:
        yield BundleFault("not_a_bundle", "zip")


def _signature(parts: Mapping[str, bytes], key: VerifyKey, thumbprint: str) -> Iterator[BundleFault]:
    try:
        signed = verify(parts.get(SEAL, b""), trusted=key, typ=TYPE, max_bytes=MAX_BYTES)
    except TrefpuntError:
        signed = b""
    if signed != parts[MANIFEST]:
        yield BundleFault("seal_broken", SEAL)
    if thumbprint and thumbprint != key.thumbprint:
        yield BundleFault("other_key", SEAL)


def _members(parts: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Iterator[BundleFault]:
    signed, there = manifest["sha256"], set(parts) - {MANIFEST, SEAL}
    yield from (BundleFault("member_gone", name) for name in sorted(set(signed) - there))
    yield from (BundleFault("member_added", name) for name in sorted(there - set(signed)))
    for name in sorted(there & set(signed)):
        if hashlib.sha256(parts[name]).hexdigest() != signed[name]:
            yield BundleFault("member_changed", name)


def _who_signed(note: Note, keys: Mapping[str, Any], faults: list[BundleFault]) -> tuple[str, ...]:
    log = NoteVerifier.parse(keys["log"])
    oversight = NoteVerifier.parse(keys["oversight"])
    partners = [NoteVerifier.parse(text) for text in keys["partners"]]
    try:
        verify_note(note, [log])
    except TrefpuntError:
        faults.append(BundleFault("checkpoint_unsigned", CHECKPOINT))
    quorum = Quorum(Cosigner(oversight.name, oversight), tuple(Cosigner(one.name, one) for one in partners))
    try:
        if is_complete(note, quorum):
            signed = verify_note(note, [oversight, *partners])
            return tuple(sorted({one.by.name for one in signed}))
    except TrefpuntError:
        pass
    faults.append(BundleFault("not_cosigned", CHECKPOINT))
    return ()


def _entry_fault(one: Mapping[str, Any], said: Checkpoint) -> BundleFault | None:
    leaf = bytes.fromhex(one["leaf"])
    if one["entry"] is not None:
        made = commitment(b64decode(one["salt"]), one["entry"].encode())
        if leaf_hash(made) != leaf:
            return BundleFault("entry_changed", str(one["index"]))
    if one["path"] is None:
        return None
    try:
        path = [bytes.fromhex(step) for step in one["path"]]
        verify_inclusion(leaf, one["index"], said.size, path=path, root=said.root)
    except TrefpuntError:
        return BundleFault("entry_not_proven", str(one["index"]))
    return None


def _holds(one: Mapping[str, Any]) -> bool:
    try:
        receipt = open_receipt(one["receipt"], trusted=VerifyKey.from_jwk(one["key"]))
    except TrefpuntError:
        return False
    return bool(receipt.letter == one["letter"] and receipt.by == one["partner"])


def _read(parts: Mapping[str, bytes], name: str) -> Any:
    return parse_strict_json(parts[name], max_bytes=MAX_BYTES)


def _no_bundle() -> InputError:
    return InputError(
        "this is no bundle of a case, or too little of it is left",
        hint="expected a file of `trefpunt case bundle`; ask whoever sent it for the file again",
    )
