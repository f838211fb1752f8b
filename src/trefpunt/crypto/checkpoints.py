"""Checkpoints: size and root of a log, as a note that the log signs and witnesses cosign.

`AddCheckpoint` is what a log sends to a witness to ask for a cosignature.
Source: C2SP tlog-checkpoint and tlog-witness.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as BinasciiError
from dataclasses import dataclass

from trefpunt.crypto.merkle import HASH_BYTES, MAX_SIZE
from trefpunt.crypto.notes import Note, parse_note
from trefpunt.errors import InputError
from trefpunt.sentence import Sentence

MAX_PROOF_LINES = 63
MAX_ADD_CHECKPOINT_BYTES = 65_536 + 64 * 64
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log at one size.

    Attributes:
        origin: names the log, such as `be-fgp.trefpunt.example/log`.
        size: number of leaves.
        root: 32 bytes.
        extensions: further lines; the log itself writes none, because nobody can audit them.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lines = (self.origin, *self.extensions)
        if any(not line or "\n" in line for line in lines):
            raise _refused(Sentence("its origin and extension lines must be one line each and not empty"))
        if not 0 <= self.size <= MAX_SIZE or len(self.root) != HASH_BYTES:
            raise _refused(
                Sentence(
                    "it has size {size} and a root of {count} bytes", size=self.size, count=len(self.root)
                )
            )

    def to_text(self) -> str:
        """Return the text that is signed."""
        root = b64encode(self.root).decode()
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), root, *self.extensions))


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request to a witness: cosign this, it continues the tree of `old_size` that you know.

    Attributes:
        proof: the consistency path from `old_size` to the size of the checkpoint.
    """

    old_size: int
    proof: tuple[bytes, ...]
    note: Note

    def __post_init__(self) -> None:
        sound = 0 <= self.old_size <= MAX_SIZE and len(self.proof) <= MAX_PROOF_LINES
        if (
            not sound
            or any(len(line) != HASH_BYTES for line in self.proof)
            or (self.proof and not self.old_size)
        ):
            raise _refused(
                Sentence(
                    "it proves size {old_size} with {count} lines",
                    old_size=self.old_size,
                    count=len(self.proof),
                )
            )

    def checkpoint(self) -> Checkpoint:
        """Return the checkpoint that the note speaks of; its signatures are not checked here."""
        return parse_checkpoint(self.note.text)

    def to_bytes(self) -> bytes:
        """Return the body of `POST add-checkpoint`."""
        lines = (f"old {self.old_size}", *(b64encode(line).decode() for line in self.proof), "")
        return "".join(f"{line}\n" for line in lines).encode() + self.note.to_bytes()


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint note, after its signatures were checked.

    Raises:
        InputError: it is none, or a number or hash has another spelling than the one allowed.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1]:
        raise _refused(Sentence("it has fewer than three lines"))
    origin, size, root, *extensions = lines[:-1]
    return Checkpoint(origin, _decimal(size), _hash(root), tuple(extensions))


def parse_add_checkpoint(data: bytes) -> AddCheckpoint:
    """Read the body of `POST add-checkpoint`; no signature and no proof is checked yet.

    Raises:
        InputError: it is malformed, or its old size is larger than that of the checkpoint (HTTP 400).
    """
    if len(data) > MAX_ADD_CHECKPOINT_BYTES:
        raise _refused(
            Sentence(
                "it has {count} bytes, at most {max_add_checkpoint_bytes} are read",
                count=len(data),
                max_add_checkpoint_bytes=MAX_ADD_CHECKPOINT_BYTES,
            )
        )
    head, blank, rest = data.partition(b"\n\n")
    try:
        first, *proof = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise _refused(Sentence("its first lines are not ASCII")) from error
    if not blank or not first.startswith("old "):
        raise _refused(Sentence('it does not begin with "old", a size, a proof and an empty line'))
    if len(proof) > MAX_PROOF_LINES:
        raise _refused(
            Sentence(
                "it has {count} lines of proof, at most {max_proof_lines} are read",
                count=len(proof),
                max_proof_lines=MAX_PROOF_LINES,
            )
        )
    asked = AddCheckpoint(_decimal(first[4:]), tuple(_hash(line) for line in proof), parse_note(rest))
    if asked.old_size > asked.checkpoint().size:
        raise _refused(Sentence("its old size is larger than the size of the checkpoint"))
    return asked


def _decimal(text: str) -> int:
    if not _DECIMAL.fullmatch(text) or int(text) > MAX_SIZE:
        raise _refused(Sentence("a size is not a plain decimal number"))
    return int(text)


def _hash(text: str) -> bytes:
    try:
        data = b64decode(text.encode("ascii"), validate=True)
    except (BinasciiError, ValueError) as error:
        raise _refused(Sentence("a hash is not base64")) from error
    if len(data) != HASH_BYTES or b64encode(data).decode() != text:
        raise _refused(Sentence("a hash is not 32 bytes of base64 in their one spelling"))
    return data


def _refused(seen: Sentence) -> InputError:
    return InputError(
        "this is no checkpoint: {seen}", hint="expected the form of c2sp.org/tlog-checkpoint", seen=seen
    )
