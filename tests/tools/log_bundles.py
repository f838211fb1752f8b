"""Makes small exports of a log, honest ones, that a test can spoil before they are packed."""

import json
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

from tools import verify_log
from trefpunt.crypto import (
    Checkpoint,
    NodeTable,
    NoteKind,
    NoteVerifier,
    SigningKey,
    canonical_json,
    commitment,
    consistency_path_from,
    cosign_note,
    inclusion_path_from,
    leaf_hash,
    root_from,
    sign_note,
)

ORIGIN = "be-test.example/log"
LOG, OVERSIGHT, PARTNER, STRANGER = (SigningKey.from_seed(bytes([number]) * 32) for number in range(1, 5))
NAMES = {"oversight": ("be-oversight.example", OVERSIGHT), "partners": ("nl-test.example", PARTNER)}


@dataclass
class Bundle:
    """An export in pieces that a test can spoil before it is packed."""

    about: dict[str, Any]
    leaves: list[dict[str, Any]]
    proof: dict[str, Any]
    checkpoint: str
    lines: list[str] = field(default_factory=list)

    def parts(self) -> dict[str, bytes]:
        return {
            "bundle.json": json.dumps(self.about).encode(),
            "checkpoint": f"{self.checkpoint}\n{''.join(self.lines)}".encode(),
            "leaves.jsonl": "".join(f"{json.dumps(leaf)}\n" for leaf in self.leaves).encode(),
            "proof.json": json.dumps(self.proof).encode(),
        }


def make_leaf(index: int) -> dict[str, Any]:
    salt = bytes([index]) * 32
    entry = canonical_json({"act": "question_asked", "case": f"synthetic-{index}"})
    bound = commitment(salt, entry)
    return {
        "index": index,
        "salt": b64encode(salt).decode(),
        "entry": entry.decode(),
        "commitment": bound.hex(),
        "leaf_hash": leaf_hash(bound).hex(),
    }


def signed(text: str, *, log: SigningKey = LOG) -> list[str]:
    lines = [sign_note(text, name=ORIGIN, key=log)]
    lines += [cosign_note(text, name=name, key=key, at_s=1_800_000_000) for name, key in NAMES.values()]
    return [str(line) for line in lines]


def make_bundle(
    *, size: int = 20, first: int = 0, last: int | None = None, earlier: int | None = None
) -> Bundle:
    last = size - 1 if last is None else last
    leaves = [make_leaf(index) for index in range(size)]
    nodes = NodeTable([bytes.fromhex(leaf["leaf_hash"]) for leaf in leaves])
    text = Checkpoint(ORIGIN, size, root_from(nodes, size)).to_text()
    proof: dict[str, Any] = {"earlier": None, "inclusion": {}}
    if (first, last) != (0, size - 1):
        proof["inclusion"] = {
            str(index): [item.hex() for item in inclusion_path_from(nodes, index, size)]
            for index in range(first, last + 1)
        }
    if earlier is not None:
        old = Checkpoint(ORIGIN, earlier, root_from(nodes, earlier)).to_text()
        path = [item.hex() for item in consistency_path_from(nodes, earlier, size)]
        proof["earlier"] = {"checkpoint": f"{old}\n{''.join(signed(old))}", "consistency": path}
    about = {
        "format": verify_log.FORMAT,
        "origin": ORIGIN,
        "log_key": str(NoteVerifier(ORIGIN, NoteKind.ED25519, LOG.public)),
        "cosigners": {
            who: [str(NoteVerifier(name, NoteKind.COSIGNATURE, key.public))]
            for who, (name, key) in NAMES.items()
        },
        "first": first,
        "last": last,
    }
    return Bundle(about, leaves[first : last + 1], proof, text, signed(text))
