"""The door of a node, whatever partners come by: requests in, status and bytes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from trefpunt.crypto import canonical_json, parse_strict_json
from trefpunt.errors import InputError, LogUnwritable, NotStored, PeerUnreachable, StoreError
from trefpunt.exchange.acknowledge import take_receipt
from trefpunt.exchange.apply import Workplace, receive, refuse_unread
from trefpunt.exchange.arrive import Received
from trefpunt.exchange.fetch import give_part
from trefpunt.exchange.pairing import on_pair
from trefpunt.exchange.peers import Peer
from trefpunt.exchange.state import sign_state
from trefpunt.exchange.transport import PutResult
from trefpunt.exchange.wire import read_object

MOST_NOTES = 64
_NOTES_BYTES = 1024 * 1024
_ANSWER_FIELDS = {"v": int, "receipt": str, "reply": str, "code": str}


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to a partner."""

    status: int
    body: bytes = b""
    retry_after_s: int = 0
    total_bytes: int = 0


@dataclass(frozen=True, slots=True)
class LogWitness:
    """What this node does for the logs of its partners.

    Attributes:
        cosign: answers a partner's checkpoint with HTTP status and body.
        witnessed: gives the last checkpoints of a partner's own log that were cosigned here, as signed notes.
    """

    cosign: Callable[[Peer, bytes], tuple[int, bytes]]
    witnessed: Callable[[Peer], Sequence[bytes]]


class Door:
    """Everything that partners may ask of this node.

    Args:
        witness: without one, this node cosigns for nobody.
    """

    def __init__(self, place: Workplace, *, witness: LogWitness | None = None) -> None:
        self._place, self._witness = place, witness

    def knows(self, fingerprint: str) -> bool:
        """Tell whether this certificate belongs to a partner, past or present."""
        return bool(self._place.means.agreements.peers(fingerprint=fingerprint))

    def certificates(self) -> tuple[bytes, ...]:
        """Return the pinned certificates (DER) of everyone who may knock."""
        return tuple(sorted({peer.certificate for peer in self._place.means.agreements.peers()}))

    def put_letter(self, fingerprint: str, letter_id: str, token: bytes, *, wait_s: float) -> Answer:
        """Take a letter; answer with a receipt, and with the reply when there is one in time."""
        done = receive(letter_id, token, fingerprint=fingerprint, wait_s=wait_s, place=self._place)
        return Answer(done.status, _answer_bytes(done), done.retry_after_s)

    def refuse_too_large(self, fingerprint: str, letter_id: str) -> Answer:
        """Refuse a letter that was too long to be read to its end."""
        done = refuse_unread(letter_id, fingerprint=fingerprint, means=self._place.means)
        return Answer(done.status, _answer_bytes(done), done.retry_after_s)

    def put_receipt(self, fingerprint: str, letter_id: str, token: bytes) -> Answer:
        """Take a receipt for a letter that this node sent."""
        means = self._place.means
        peers = means.agreements.peers(fingerprint=fingerprint)
        if not peers:
            return Answer(403)
        try:
            with means.ledger.write() as tx:
                text = token.decode("ascii", errors="replace")
                return Answer(take_receipt(tx, letter_id, text, partner=peers[0].id, means=means))
        except (LogUnwritable, StoreError):
            return Answer(503, retry_after_s=5)

    def get_blob(self, fingerprint: str, sha256: str, start: int, end: int) -> Answer:
        """Give a part of an attachment to a partner whom a letter names it to."""
        means = self._place.means
        for peer in means.agreements.peers(fingerprint=fingerprint):
            try:
                data, size = give_part(sha256, start, end, peer=peer, means=means)
            except InputError:
                return Answer(416)
            except NotStored:
                continue
            except StoreError:
                return Answer(503, retry_after_s=5)
            return Answer(206, data, total_bytes=size)
        return Answer(404)

    def get_state(self, fingerprint: str, nonce: str, *, conversation: str, after: str) -> Answer:
        """Say, signed, what was exchanged with a partner."""
        means = self._place.means
        peers = means.agreements.peers(fingerprint=fingerprint)
        if not peers:
            return Answer(403)
        try:
            token = sign_state(peers[0].id, nonce, conversation=conversation, after=after, means=means)
        except InputError:
            return Answer(400)
        return Answer(200, token.encode())

    def pair(self, payload: bytes) -> Answer:
        """Speak with a node that was invited."""
        try:
            status, said = on_pair(payload, means=self._place.means)
        except (LogUnwritable, StoreError):
            return Answer(503, retry_after_s=5)
        return Answer(status, canonical_json(said))

    def add_checkpoint(self, fingerprint: str, body: bytes) -> Answer:
        """Cosign a partner's checkpoint. Source: C2SP tlog-witness."""
        return self._watch(fingerprint, lambda watch, peer: Answer(*watch.cosign(peer, body)))

    def get_witnessed(self, fingerprint: str) -> Answer:
        """Say which checkpoints of a partner's own log were cosigned here last: its own log and no other."""
        return self._watch(fingerprint, lambda watch, peer: Answer(200, _notes_bytes(watch.witnessed(peer))))

    def _watch(self, fingerprint: str, answer: Callable[[LogWitness, Peer], Answer]) -> Answer:
        means = self._place.means
        today = means.clock().date()
        known = means.agreements.peers(fingerprint=fingerprint)
        peers = [peer for peer in known if peer.is_in_force(today)]
        if not peers:
            return Answer(403)
        if self._witness is None:
            return Answer(404)
        try:
            return answer(self._witness, peers[0])
        except (LogUnwritable, StoreError):
            return Answer(503, retry_after_s=5)


def read_answer(status: int, body: bytes, retry_after_s: int) -> PutResult:
    """Read what a partner answered to a letter; what cannot be read says nothing but its status."""
    try:
        found: dict[str, Any] = read_object(
            "answer", parse_strict_json(body, max_bytes=4 * 1024 * 1024, max_depth=3), _ANSWER_FIELDS
        )
    except InputError:
        return PutResult(status, code="no_answer" if status < 400 else "", retry_after_s=retry_after_s)
    return PutResult(status, found["receipt"], found["reply"], found["code"], retry_after_s)


def read_notes(status: int, body: bytes) -> tuple[bytes, ...]:
    """Read which checkpoints of the own log a witness says it has cosigned.

    Raises:
        PeerUnreachable: it does not say.
    """
    try:
        if status != 200:
            raise InputError("another status")
        said = parse_strict_json(body, max_bytes=_NOTES_BYTES, max_depth=3)
        found = read_object("witnessed", said, {"v": int, "notes": list})
        if len(found["notes"]) > MOST_NOTES or not all(isinstance(note, str) for note in found["notes"]):
            raise InputError("other notes")
    except InputError as error:
        raise PeerUnreachable(
            "the witness does not say what it has cosigned",
            hint="it has an older version, or no agreement in force",
        ) from error
    return tuple(note.encode() for note in found["notes"])


def _notes_bytes(notes: Sequence[bytes]) -> bytes:
    return canonical_json({"v": 1, "notes": [note.decode() for note in notes]})


def _answer_bytes(done: Received) -> bytes:
    return canonical_json({"v": 1, "receipt": done.receipt, "reply": done.reply, "code": done.code})
