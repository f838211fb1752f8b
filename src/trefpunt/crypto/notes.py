"""Signed notes: a text and under it the lines of those who signed it.

A log signs its checkpoints with signature type 0x01, a witness cosigns them with type 0x04, which carries
the moment. The key that cosigns must not be used for anything else: a cosignature does not name its cosigner.

Source: C2SP signed-note and tlog-cosignature (Ed25519). Verifier keys as in Go's `sumdb/note`:
`name+hash+base64`.
"""

import hashlib
import re
from base64 import b64decode, b64encode
from binascii import Error as BinasciiError
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from trefpunt.crypto.keys import SigningKey, VerifyKey
from trefpunt.errors import BadSignature, InputError
from trefpunt.sentence import Sentence

MAX_NOTE_BYTES = 65_536
MAX_SIGNATURES = 64
_KEY_ID_BYTES = 4
_LINE_START = "\u2014 "
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")


class NoteKind(IntEnum):
    """The type byte of a signature."""

    ED25519 = 1
    COSIGNATURE = 4


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line; `signature` holds what follows the key id."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{_LINE_START}{self.name} {b64encode(self.key_id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and its signatures; nothing in it is checked yet."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def to_bytes(self) -> bytes:
        """Return the note as it is stored and sent."""
        return f"{self.text}\n{''.join(map(str, self.signatures))}".encode()


@dataclass(frozen=True, slots=True)
class NoteVerifier:
    """A signer that is known: name, type of signature and public key."""

    name: str
    kind: NoteKind
    key: VerifyKey

    def __post_init__(self) -> None:
        _check_name(self.name)
        self.key.raw()

    @property
    def key_id(self) -> bytes:
        """The four bytes that stand in front of each of its signatures."""
        return hashlib.sha256(self.name.encode() + b"\n" + self._typed_key()).digest()[:_KEY_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(self._typed_key()).decode()}"

    @classmethod
    def parse(cls, text: str) -> "NoteVerifier":
        """Read a verifier key such as `log.example+1a2b3c4d+AQ...`.

        Raises:
            InputError: the form, the type or the hash is wrong.
        """
        name, plus, rest = text.partition("+")
        key_id, second_plus, encoded = rest.partition("+")
        typed = _unb64(encoded)
        if not (plus and second_plus) or len(typed) != 33 or typed[0] not in list(NoteKind):
            raise _not_a_verifier(Sentence("it is not name+hash+base64 of an Ed25519 key"))
        key = VerifyKey.of(Ed25519PublicKey.from_public_bytes(typed[1:]))
        verifier = cls(name, NoteKind(typed[0]), key)
        if key_id != verifier.key_id.hex():
            raise _not_a_verifier(Sentence("its hash does not belong to its name and key"))
        return verifier

    def _typed_key(self) -> bytes:
        return bytes([self.kind]) + self.key.raw()


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that verified: whose it is and, for a cosignature, when it was given.

    Attributes:
        at_s: seconds since 1970, as the cosigner's clock had it.
    """

    by: NoteVerifier
    at_s: int | None = None


def sign_note(text: str, *, name: str, key: SigningKey) -> NoteSignature:
    """Sign a text the way a log signs its checkpoint."""
    _check_text(text)
    by = NoteVerifier(name, NoteKind.ED25519, key.public)
    return NoteSignature(name, by.key_id, _ed25519(key).sign(text.encode()))


def cosign_note(text: str, *, name: str, key: SigningKey, at_s: int) -> NoteSignature:
    """Cosign a checkpoint: "at this moment this was the largest consistent tree of this log that I had seen".

    Only for a text whose consistency with the last one cosigned was verified and stored.
    """
    _check_text(text)
    by = NoteVerifier(name, NoteKind.COSIGNATURE, key.public)
    made = _ed25519(key).sign(_cosigned(text, at_s))
    return NoteSignature(name, by.key_id, at_s.to_bytes(8, "big") + made)


def parse_note(data: bytes) -> Note:
    """Take a note apart; its signatures are not checked.

    Raises:
        InputError: this is no signed note.
    """
    if len(data) > MAX_NOTE_BYTES:
        raise _not_a_note(
            Sentence(
                "it has {count} bytes, at most {max_note_bytes} are read",
                count=len(data),
                max_note_bytes=MAX_NOTE_BYTES,
            )
        )
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_a_note(Sentence("it is not UTF-8")) from error
    body, blank, lines = whole.rpartition("\n\n")
    if not blank:
        raise _not_a_note(Sentence("no empty line parts the text from the signatures"))
    _check_text(body + "\n")
    return Note(body + "\n", parse_signature_lines(lines.encode()))


def parse_signature_lines(data: bytes) -> tuple[NoteSignature, ...]:
    """Read signature lines alone, as a witness returns them.

    Raises:
        InputError: a line is malformed, or there is none.
    """
    try:
        *lines, rest = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise _not_a_note(Sentence("it is not UTF-8")) from error
    if rest or not 0 < len(lines) <= MAX_SIGNATURES:
        raise _not_a_note(
            Sentence(
                "it needs 1 to {max_signatures} signature lines, each ended by a newline",
                max_signatures=MAX_SIGNATURES,
            )
        )
    return tuple(_parse_line(line) for line in lines)


def verify_note(note: Note, verifiers: Iterable[NoteVerifier]) -> tuple[Signed, ...]:
    """Return who of the known signers signed, each once, in the order of the lines.

    Signatures of unknown keys are skipped, so that keys can be renewed and witnesses added.

    Raises:
        BadSignature: a known signer's signature does not verify, or no known signer signed at all.
    """
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    found: dict[NoteVerifier, Signed] = {}
    for line in note.signatures:
        by = known.get((line.name, line.key_id))
        if by is not None:
            signed = _verify_line(note.text, line, by)
            found.setdefault(by, signed)
    if not found:
        raise _bad_note(Sentence("no known key signed it"))
    return tuple(found.values())


def with_signatures(note: Note, more: Sequence[NoteSignature]) -> Note:
    """Return the note with further lines under it, each line once."""
    return Note(note.text, tuple(dict.fromkeys((*note.signatures, *more))))


def _parse_line(line: str) -> NoteSignature:
    name, space, encoded = line.removeprefix(_LINE_START).partition(" ")
    if not line.startswith(_LINE_START) or not space:
        raise _not_a_note(Sentence("a signature line is not dash, name, signature"))
    _check_name(name)
    data = _unb64(encoded)
    if len(data) <= _KEY_ID_BYTES:
        raise _not_a_note(Sentence("a signature line holds no signature"))
    return NoteSignature(name, data[:_KEY_ID_BYTES], data[_KEY_ID_BYTES:])


def _verify_line(text: str, line: NoteSignature, by: NoteVerifier) -> Signed:
    message, signature, at_s = text.encode(), line.signature, None
    if by.kind is NoteKind.COSIGNATURE:
        at_s, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        if at_s >= 2**63:
            raise _bad_note(Sentence("the cosignature of {by} has no possible time", by=by.name))
        message = _cosigned(text, at_s)
    try:
        Ed25519PublicKey.from_public_bytes(by.key.raw()).verify(signature, message)
    except InvalidSignature as error:
        raise _bad_note(Sentence("the signature of {by} does not verify", by=by.name)) from error
    return Signed(by, at_s)


def _cosigned(text: str, at_s: int) -> bytes:
    return f"cosignature/v1\ntime {at_s}\n{text}".encode()


def _ed25519(key: SigningKey) -> Ed25519PrivateKey:
    if not isinstance(key.key, Ed25519PrivateKey):
        raise InputError("a note is signed with Ed25519", hint="give the log or the witness an Ed25519 key")
    return key.key


def _check_text(text: str) -> None:
    if not text.endswith("\n") or text == "\n" or _CONTROL.search(text):
        raise _not_a_note(Sentence("its text must end in a newline and hold no other control character"))


def _check_name(name: str) -> None:
    if not name or "+" in name or any(letter.isspace() or letter < " " for letter in name):
        raise _not_a_note(
            Sentence("the name of a key is empty or holds a space, a control character or a plus")
        )


def _unb64(text: str) -> bytes:
    try:
        data = b64decode(text.encode("ascii"), validate=True)
    except (BinasciiError, ValueError) as error:
        raise _not_a_note(Sentence("it holds something that is not base64")) from error
    if b64encode(data).decode() != text:
        raise _not_a_note(Sentence("it holds base64 in another spelling than the usual one"))
    return data


def _not_a_note(seen: Sentence) -> InputError:
    return InputError(
        "this is no signed note: {seen}", hint="expected the form of c2sp.org/signed-note", seen=seen
    )


def _not_a_verifier(seen: Sentence) -> InputError:
    return InputError(
        "this is no verifier key: {seen}", hint="copy the whole key, name and hash included", seen=seen
    )


def _bad_note(seen: Sentence) -> BadSignature:
    return BadSignature("a note is not believed: {seen}", hint="keep the note and call its signer", seen=seen)
