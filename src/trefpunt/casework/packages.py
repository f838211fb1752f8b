"""Packages: what the law sends by another channel, as a signed file to hand over and to take in.

A text may prescribe SIENA, the forms of the VAT regulation, or another way. Then no letter carries content:
the node signs a file, an officer hands it over by that channel, and the other node takes it in and knows
whose it is.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trefpunt.casework.means import Means
from trefpunt.crypto import canonical_json, parse_strict_json, sign, verify
from trefpunt.errors import ExchangeError, InputError, cause_of
from trefpunt.exchange import Peer
from trefpunt.model import Letter, LetterKind
from trefpunt.sentence import Sentence

TYPE = "tnp-package+jws"
SUFFIX = ".tnp"
MAX_BYTES = 4 * 1024 * 1024
_FIELDS = {"v": int, "kind": str, "from": str, "to": str, "purpose": str, "case": str, "body": dict}
_KINDS = (LetterKind.CONTENT_REQUEST, LetterKind.CONTENT_ANSWER, LetterKind.CONTENT_UNASKED)


@dataclass(frozen=True, slots=True)
class Came:
    """What a partner sent, by letter or in a package.

    Attributes:
        conversation: of the letter; empty for a package.
        article: that the letter cites; empty for a package.
    """

    kind: LetterKind
    peer: Peer
    purpose: str
    case: str
    body: Mapping[str, Any]
    conversation: str = ""
    article: str = ""


def by_letter(letter: Letter, peer: Peer) -> Came:
    """Return what came by letter."""
    return Came(
        letter.kind, peer, letter.purpose, letter.case, letter.body, letter.conversation, letter.article
    )


@dataclass(frozen=True, slots=True)
class Handed:
    """A package as it is handed over: the name of its file, and what is in it."""

    name: str
    token: bytes = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> "Handed":
        """Read the file of a package.

        Raises:
            InputError: it cannot be read.
        """
        try:
            # Nothing longer is a package, so no more than that is read.
            with path.open("rb") as file:
                return cls(path.name, file.read(MAX_BYTES + 1))
        except OSError as error:
            raise InputError(
                "cannot read {file}", hint="{system}", file=path.name, system=cause_of(error)
            ) from error


def file_of(kind: LetterKind, reference: str, *, means: Means) -> Path:
    """Return where the package of a request or answer of this node stands."""
    return means.packages / f"{kind.value.replace('.', '-')}-{reference}{SUFFIX}"


def write_package(
    kind: LetterKind, peer: Peer, said: Mapping[str, str], body: Mapping[str, Any], *, means: Means
) -> Path:
    """Sign and write a package for a partner; an existing one is never written over.

    Args:
        said: purpose and blinded case.

    Raises:
        InputError: the folder cannot be written.
    """
    content = {"v": 1, "kind": kind.value, "from": means.me.id, "to": peer.id, **said, "body": dict(body)}
    token = sign(means.exchange.means.identity.signing, canonical_json(content), typ=TYPE)
    name = body["request"] if kind is LetterKind.CONTENT_REQUEST else body["answer"]
    target = file_of(kind, name, means=means)
    try:
        means.packages.mkdir(mode=0o700, exist_ok=True)
        with open(target, "x", encoding="ascii", opener=_for_owner) as file:
            file.write(token)
    except OSError as error:
        raise InputError(
            "cannot write the package {file}", hint="{system}", file=target.name, system=cause_of(error)
        ) from error
    return target


def open_package(handed: Handed, *, means: Means) -> Came:
    """Open a package that a partner handed over, and see that it is signed, whole and for this node.

    Raises:
        InputError: it is no package, or is for another node.
        BadSignature: no partner of this node signed it.
        ExchangeError: its sender is no partner with an agreement in force.
    """
    token = handed.token.strip()
    keys = {name: key for peer in means.exchange.agreements.peers() for name, key in peer.trusted.items()}
    payload = verify(token, trusted=keys, typ=TYPE, max_bytes=MAX_BYTES)
    found = parse_strict_json(payload, max_bytes=MAX_BYTES)
    if not isinstance(found, dict) or {name: type(value) for name, value in found.items()} != _FIELDS:
        raise _odd(handed, Sentence("it has other fields"))
    if found["kind"] not in _KINDS:
        raise _odd(handed, Sentence("it is of a kind that is never handed over"))
    if found["to"] != means.me.id:
        raise _odd(handed, Sentence("it is for {node}", node=found["to"]))
    peer = means.exchange.agreements.peer(found["from"])
    if peer is None or not peer.is_in_force(means.clock().date()):
        raise ExchangeError("there is no agreement with this partner", hint="make one with `trefpunt invite`")
    # Signed by some partner is not enough: each speaks for itself only.
    verify(token, trusted=peer.trusted, typ=TYPE, max_bytes=MAX_BYTES)
    return Came(LetterKind(found["kind"]), peer, found["purpose"], found["case"], found["body"])


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _odd(handed: Handed, why: Sentence) -> InputError:
    return InputError("{file} is no package for this node: {why}", file=handed.name, why=why)
