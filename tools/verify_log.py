#!/usr/bin/env python3
"""Verify an export of the log of a Trefpunt node, without Trefpunt.

This file stands alone: Python's standard library and `cryptography`, nothing of the product it checks. It
was written from RFC 6962 and the specifications of c2sp.org, not from the product.

    python verify_log.py BUNDLE [--trust KEYS.json]

BUNDLE is a folder or a .zip file that holds four parts:

bundle.json    {"format": "trefpunt-log-export/1", "origin": "<name of the log>", "log_key": "<vkey>",
                "cosigners": {"oversight": ["<vkey>", ...], "partners": ["<vkey>", ...]},
                "first": <index of the first leaf>, "last": <index of the last; first - 1 if there is none>}
checkpoint     the signed note (c2sp.org/tlog-checkpoint) with its cosignatures (c2sp.org/tlog-cosignature)
leaves.jsonl   one line for each leaf, in order of index: {"index": 7, "salt": "<base64>" | null,
                "entry": "<canonical JSON, as text>" | null, "commitment": "<hex>", "leaf_hash": "<hex>"};
               salt and entry are both null when the entry was erased
proof.json     {"earlier": null | {"checkpoint": "<signed note>", "consistency": ["<hex>", ...]},
                "inclusion": {"<index>": ["<hex>", ...], ...}}; a path (lowest hash first, RFC 6962, 2.1.1)
               for each leaf when the bundle is not the whole log, otherwise empty

A vkey is "name+hash+base64" (Go's sumdb/note): type 0x01 for the log, type 0x04 for cosigners. KEYS.json
holds {"log_key": ..., "cosigners": {...}} as above, received on another way than the bundle (paper, the
agreement). Without it the keys in the bundle are used, and the report says that they must be compared.

Checked: the log's signature; the cosignature of an oversight body and of at least one partner; for each entry
commitment = SHA-256(salt || entry) and leaf hash = SHA-256(0x00 || commitment); that no index is missing or
twice; that all leaves give the signed root, or each has its place under it; that an earlier checkpoint is
continued. Exit: 0 nothing found, 1 tampering found (the first index is named), 2 the bundle cannot be used.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "trefpunt-log-export/1"
MAX_MEMBER_BYTES = 4 * 2**30
TYPE_LOG, TYPE_COSIGNER = 0x01, 0x04
PARTS = ("bundle.json", "checkpoint", "leaves.jsonl", "proof.json")


class Unusable(Exception):
    """The bundle cannot be read; nothing is said about the log."""


@dataclass
class Report:
    """What was found: sentences, each with the index of the leaf it speaks of, or none."""

    findings: list[tuple[int | None, str]] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    def found(self, sentence: str, index: int | None = None) -> None:
        """Write down something that is not as it should be."""
        self.findings.append((index, sentence))


@dataclass(frozen=True)
class Key:
    """A vkey taken apart."""

    name: str
    key_id: bytes
    kind: int
    public: bytes


Keys = tuple[Key, list[Key], list[Key]]


@dataclass(frozen=True)
class Head:
    """The three lines of a checkpoint, its text and the signature lines under it."""

    origin: str
    size: int
    root: bytes
    text: str
    lines: tuple[tuple[str, bytes], ...]


def leaf_hash(data: bytes) -> bytes:
    """Hash a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two nodes into the one above them."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Iterator[bytes] | list[bytes]) -> bytes:
    """Merkle tree hash of leaf hashes, keeping one hash for each complete subtree."""
    stack: list[tuple[int, bytes]] = []
    for leaf in leaves:
        width, made = 1, leaf
        while stack and stack[-1][0] == width:
            made, width = node_hash(stack.pop()[1], made), width * 2
        stack.append((width, made))
    if not stack:
        return hashlib.sha256(b"").digest()
    made = stack.pop()[1]
    while stack:
        made = node_hash(stack.pop()[1], made)
    return made


def _from_path(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes | None:
    """Walk PATH(index, D[size]) of section 2.1.1 backwards; None when its length is wrong."""
    if size == 1 or not path:
        return leaf if size == 1 and not path else None
    k, beside = 1 << (size - 1).bit_length() - 1, path[-1]
    if index < k:
        below = _from_path(index, k, leaf, path[:-1])
        return None if below is None else node_hash(below, beside)
    below = _from_path(index - k, size - k, leaf, path[:-1])
    return None if below is None else node_hash(beside, below)


def _from_subproof(old: int, new: int, path: list[bytes], whole: bytes | None) -> tuple[bytes, bytes] | None:
    """Walk SUBPROOF(old, D[new], b) of section 2.1.2 backwards; `whole` is the old root while b is true."""
    if old == new:
        left = path if whole is None else [whole, *path]
        return (left[0], left[0]) if len(left) == 1 else None
    if not path:
        return None
    k, beside = 1 << (new - 1).bit_length() - 1, path[-1]
    if old <= k:
        below = _from_subproof(old, k, path[:-1], whole)
        return None if below is None else (below[0], node_hash(below[1], beside))
    below = _from_subproof(old - k, new - k, path[:-1], None)
    return None if below is None else (node_hash(beside, below[0]), node_hash(beside, below[1]))


def verify_inclusion(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Tell whether the leaf stands at `index` of the tree with this size and root."""
    return 0 <= index < size and len(path) <= 64 and _from_path(index, size, leaf, path) == root


def verify_consistency(old: int, new: int, path: list[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Tell whether the tree of `new` leaves begins with that of `old` leaves."""
    if not 0 <= old <= new or len(path) > 65:
        return False
    if old == 0:
        return not path and old_root == hashlib.sha256(b"").digest() and (new > 0 or new_root == old_root)
    return _from_subproof(old, new, path, old_root) == (old_root, new_root)


def parse_key(text: str, kind: int) -> Key:
    """Take a vkey apart and check its hash."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    typed = _base64(encoded, "a verifier key")
    if not re.fullmatch("[!-*,-~]+", name) or len(typed) != 33 or typed[0] != kind:
        raise Unusable(f"a verifier key has no plain name or is not of type {kind:#04x}")
    if hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4].hex() != key_id:
        raise Unusable(f"the hash in the verifier key of {name} is wrong")
    return Key(name, bytes.fromhex(key_id), kind, typed[1:])


def parse_head(data: bytes, what: str) -> Head:
    """Take a checkpoint note apart."""
    try:
        body, blank, tail = data.decode("utf-8").rpartition("\n\n")
    except UnicodeDecodeError as error:
        raise Unusable(f"{what} is not UTF-8") from error
    lines = body.split("\n")
    # What cannot be printed is refused, or a name could write a false report on the screen.
    if not body.replace("\n", "").isprintable():
        raise Unusable(f"{what} holds control characters")
    if not blank or len(lines) < 3 or not re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]):
        raise Unusable(f"{what} is not a checkpoint with signatures under it")
    root = _base64(lines[2], what)
    signatures = []
    for line in tail.split("\n")[:-1]:
        match = re.fullmatch("\u2014 (\\S+) (\\S+)", line)
        if not match or not tail.endswith("\n"):
            raise Unusable(f"{what} has a malformed signature line")
        signatures.append((match[1], _base64(match[2], what)))
    if len(root) != 32 or not signatures:
        raise Unusable(f"{what} has no root of 32 bytes or no signature")
    return Head(lines[0], int(lines[1]), root, body + "\n", tuple(signatures))


def is_signed(head: Head, key: Key) -> bool:
    """Tell whether the key signed (type 0x01) or cosigned (type 0x04) the checkpoint."""
    own = (key.name, key.key_id)
    return any(_is_good(head, key, data[4:]) for name, data in head.lines if (name, data[:4]) == own)


def _is_good(head: Head, key: Key, signature: bytes) -> bool:
    message = head.text.encode()
    if key.kind == TYPE_COSIGNER:
        moment, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        message = b"cosignature/v1\ntime %d\n" % moment + message
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def read_bundle(path: Path) -> dict[str, bytes]:
    """Read the four parts of a bundle from a folder or a .zip file."""
    try:
        if path.is_dir():
            return {name: (path / name).read_bytes() for name in PARTS}
        with zipfile.ZipFile(path) as archive:
            if any(archive.getinfo(name).file_size > MAX_MEMBER_BYTES for name in PARTS):
                raise Unusable("a part of the bundle is larger than 4 GiB")
            return {name: archive.read(name) for name in PARTS}
    except (OSError, KeyError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise Unusable(f"the bundle needs the parts {', '.join(PARTS)} ({type(error).__name__})") from error


def verify_bundle(parts: dict[str, bytes], trust: dict[str, Any] | None = None) -> Report:
    """Check everything in a bundle; raises `Unusable` when it cannot be read."""
    report = Report()
    about = _object(parts["bundle.json"], "bundle.json", "format origin log_key cosigners first last")
    if about["format"] != FORMAT:
        raise Unusable(f"bundle.json is not of the format {FORMAT}")
    first, last = _index(about["first"], "bundle.json"), _index(about["last"], "bundle.json", least=-1)
    head = parse_head(parts["checkpoint"], "checkpoint")
    keys = _trusted_keys(about, trust, report)
    _check_head(report, head, about["origin"], keys)
    report.facts.append(f"Leaves {first} to {last} of {head.size}, log {head.origin}.")
    if not first <= last + 1 <= head.size:
        report.found(f"the bundle claims leaves {first} to {last}, the checkpoint has {head.size}")
    proof = _object(parts["proof.json"], "proof.json", "earlier inclusion")
    _check_leaves(report, parts["leaves.jsonl"], head, (first, last), proof["inclusion"])
    _check_earlier(report, proof["earlier"], head, keys[0])
    return report


def _trusted_keys(about: dict[str, Any], trust: dict[str, Any] | None, report: Report) -> Keys:
    source = about if trust is None else trust
    if trust is None:
        report.facts.append("The keys were taken from the bundle itself: compare them with the agreement.")
    elif (about["log_key"], about["cosigners"]) != (trust.get("log_key"), trust.get("cosigners")):
        report.found("the bundle names other keys than the ones you trust; yours were used")
    try:
        log = parse_key(source["log_key"], TYPE_LOG)
        oversight = [parse_key(text, TYPE_COSIGNER) for text in source["cosigners"]["oversight"]]
        partners = [parse_key(text, TYPE_COSIGNER) for text in source["cosigners"]["partners"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise Unusable("the keys of log, oversight and partners are not all named") from error
    report.facts.extend(f"Key: {key.name}, {key.public.hex()}" for key in (log, *oversight, *partners))
    return log, oversight, partners


def _check_head(report: Report, head: Head, origin: str, keys: Keys) -> None:
    log, oversight, partners = keys
    if head.origin != origin:
        report.found(f"the checkpoint is of the log {head.origin!r}, the bundle of {origin!r}")
    if not is_signed(head, log):
        report.found("the checkpoint is not signed by the log")
    for who, group in (("an oversight body", oversight), ("a partner", partners)):
        names = [key.name for key in group if is_signed(head, key)]
        report.facts.append(f"Cosigned by {who}: {', '.join(names) or 'none'}.")
        if not names:
            report.found(f"the checkpoint has no valid cosignature of {who}")
    # One key in two roles would count for both; then the rule of two signers is empty.
    if len({key.public for key in (log, *oversight, *partners)}) != 1 + len(oversight) + len(partners):
        report.found("one key is named for two signers")


def _check_leaves(report: Report, data: bytes, head: Head, bounds: tuple[int, int], paths: Any) -> None:
    (first, last), is_whole = bounds, bounds == (0, head.size - 1)
    if not isinstance(paths, dict):
        raise Unusable("the inclusion proofs in proof.json cannot be read")
    hashes: list[bytes] = []
    erased, expected = 0, first
    for number, line in enumerate(data.splitlines(), 1):
        where = f"line {number} of leaves.jsonl"
        leaf = _object(line, where, "index salt entry commitment leaf_hash")
        index = _index(leaf["index"], where)
        if index != expected:
            seen = "missing" if index > expected else "there twice or out of order"
            report.found(f"leaf {min(index, expected)} is {seen}", min(index, expected))
        expected = index + 1
        erased += _check_entry(report, leaf, index, where)
        hashes.append(_hex(leaf["leaf_hash"], where))
        path = None if is_whole else _path(paths.get(str(index), []))
        if path is not None and not verify_inclusion(hashes[-1], index, head.size, path, head.root):
            report.found(f"leaf {index} is not shown to have its place in the signed tree", index)
    if expected != last + 1:
        report.found(f"the leaves end at {expected - 1}, not at {last}", expected)
    if is_whole and root_of(hashes) != head.root:
        report.found("the leaves do not give the root that was signed")
    report.facts.append(f"{len(hashes)} leaves read, {erased} of them erased.")


def _check_entry(report: Report, leaf: dict[str, Any], index: int, where: str) -> bool:
    commitment = _hex(leaf["commitment"], where)
    if leaf_hash(commitment) != _hex(leaf["leaf_hash"], where):
        report.found(f"the leaf hash of {index} is not that of its commitment", index)
    if leaf["salt"] is None and leaf["entry"] is None:
        return True
    if not isinstance(leaf["salt"], str) or not isinstance(leaf["entry"], str):
        report.found(f"entry {index} is half erased, so it cannot be checked", index)
        return False
    salt, entry = _base64(leaf["salt"], where), leaf["entry"].encode(errors="surrogatepass")
    if len(salt) != 32 or hashlib.sha256(salt + entry).digest() != commitment:
        report.found(f"entry {index} is not the one that was committed to", index)
    return False


def _check_earlier(report: Report, earlier: Any, head: Head, log: Key) -> None:
    if earlier is None:
        report.facts.append("No earlier checkpoint to compare with.")
        return
    if not isinstance(earlier, dict) or not isinstance(earlier.get("checkpoint"), str):
        raise Unusable("the earlier checkpoint in proof.json cannot be read")
    old = parse_head(earlier["checkpoint"].encode(), "the earlier checkpoint")
    path = _path(earlier.get("consistency"))
    if old.origin != head.origin or not is_signed(old, log):
        report.found("the earlier checkpoint is not one that this log signed")
    if not verify_consistency(old.size, head.size, path, old.root, head.root):
        report.found(f"the log does not continue its earlier checkpoint of {old.size} leaves")
    report.facts.append(f"Compared with the earlier checkpoint of {old.size} leaves.")


def _object(data: bytes, what: str, names: str) -> dict[str, Any]:
    try:
        read = json.loads(data, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Unusable(f"{what} cannot be read as JSON") from error
    if not isinstance(read, dict) or set(read) != set(names.split()):
        raise Unusable(f"{what} needs exactly the members {names}")
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands there twice")
    return dict(pairs)


def _index(value: Any, what: str, *, least: int = 0) -> int:
    if type(value) is not int or not least <= value <= 2**62:
        raise Unusable(f"{what} has no usable index")
    return value


def _path(value: Any) -> list[bytes]:
    if not isinstance(value, list):
        raise Unusable("a proof in proof.json is not a list")
    return [_hex(item, "a proof in proof.json") for item in value]


def _hex(text: Any, what: str) -> bytes:
    if not isinstance(text, str) or not re.fullmatch("[0-9a-f]{64}", text):
        raise Unusable(f"{what} needs a hash of 64 hex digits")
    return bytes.fromhex(text)


def _base64(text: str, what: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError as error:
        raise Unusable(f"{what} holds something that is not base64") from error


def main(arguments: list[str] | None = None) -> int:
    """Print the report and return the exit code."""
    parser = argparse.ArgumentParser(description="Verify an export of the log of a Trefpunt node.")
    parser.add_argument("bundle", type=Path, help="a folder or a .zip file")
    parser.add_argument("--trust", type=Path, help="the keys you received on another way (JSON)")
    asked = parser.parse_args(arguments)
    try:
        trust = asked.trust and _object(asked.trust.read_bytes(), "the trusted keys", "log_key cosigners")
        report = verify_bundle(read_bundle(asked.bundle), trust)
    except (Unusable, OSError) as error:
        print(f"UNUSABLE: {error}. Ask for the export again.")
        return 2
    print("\n".join(report.facts))
    print("".join(f"FOUND: {sentence}.\n" for _, sentence in report.findings[:50]), end="")
    if not report.findings:
        print("OK: nothing is missing, nothing was changed.")
        return 0
    indices = [index for index, _ in report.findings if index is not None]
    place = f", first at leaf {min(indices)}" if indices else ""
    print(f"TAMPERING FOUND{place} ({len(report.findings)} in all). Keep this bundle as it is.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
