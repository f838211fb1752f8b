"""Nodes that meet inside one process: for tests, and for trying things out."""

import hashlib
from dataclasses import dataclass, field

from trefpunt.errors import NotStored, PeerUnreachable
from trefpunt.exchange.door import Answer, Door, read_answer, read_notes
from trefpunt.exchange.peers import Peer
from trefpunt.exchange.transport import PutResult


@dataclass
class Neighbourhood:
    """The doors that can be reached without leaving the process, by address.

    Attributes:
        away: addresses at which nobody answers just now.
    """

    doors: dict[str, tuple[bytes, Door]] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)

    def join(self, url: str, certificate: bytes, door: Door) -> None:
        """Open a door at an address; whoever knocks sees this certificate."""
        self.doors[url] = (certificate, door)

    def door(self, url: str, fingerprint: str) -> Door:
        """Find the door at an address behind which exactly this certificate stands.

        Raises:
            PeerUnreachable: nobody is there, or somebody else is.
        """
        certificate, door = self.doors.get(url, (b"", None))
        if door is None or url in self.away or hashlib.sha256(certificate).hexdigest() != fingerprint:
            raise PeerUnreachable("the partner's node does not answer", hint="it is tried again later")
        return door


class InProcess:
    """Speaks to the doors of a neighbourhood, showing this node's fingerprint."""

    def __init__(self, neighbourhood: Neighbourhood, fingerprint: str) -> None:
        self._neighbours, self._mine = neighbourhood, fingerprint

    def put_letter(self, peer: Peer, letter_id: str, token: str, *, wait_s: float) -> PutResult:
        """Bring a letter."""
        answer = self._door(peer).put_letter(self._mine, letter_id, token.encode(), wait_s=wait_s)
        return read_answer(answer.status, answer.body, answer.retry_after_s)

    def put_receipt(self, peer: Peer, letter_id: str, token: str) -> int:
        """Bring a receipt."""
        return self._door(peer).put_receipt(self._mine, letter_id, token.encode()).status

    def get_blob(self, peer: Peer, sha256: str, start: int, end: int) -> bytes:
        """Fetch a part of an attachment."""
        answer = self._door(peer).get_blob(self._mine, sha256, start, end)
        if answer.status != 206:
            raise NotStored(
                "the partner does not give this attachment",
                hint="it said {answered}",
                answered=answer.status,
            )
        return answer.body

    def get_state(self, peer: Peer, nonce: str, *, conversation: str = "", after: str = "") -> str:
        """Fetch the partner's word about what was exchanged."""
        return _text(self._door(peer).get_state(self._mine, nonce, conversation=conversation, after=after))

    def pair(self, url: str, fingerprint: str, payload: bytes) -> tuple[int, bytes]:
        """Speak to a node that is not a partner yet."""
        answer = self._neighbours.door(url, fingerprint).pair(payload)
        return answer.status, answer.body

    def add_checkpoint(self, peer: Peer, body: bytes) -> tuple[int, bytes]:
        """Ask a partner to cosign a checkpoint."""
        answer = self._door(peer).add_checkpoint(self._mine, body)
        return answer.status, answer.body

    def get_witnessed(self, peer: Peer) -> tuple[bytes, ...]:
        """Fetch what a partner has cosigned of this node's log."""
        answer = self._door(peer).get_witnessed(self._mine)
        return read_notes(answer.status, answer.body)

    def close(self) -> None:
        """Let go of nothing: there are no connections."""

    def _door(self, peer: Peer) -> Door:
        return self._neighbours.door(peer.url, peer.fingerprint)


def _text(answer: Answer) -> str:
    if answer.status != 200:
        raise PeerUnreachable(
            "the partner does not say what it holds", hint="it said {answered}", answered=answer.status
        )
    return answer.body.decode("ascii", errors="replace")
