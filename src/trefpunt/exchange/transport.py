"""The way to partners: what can be said to one, whatever carries it. HTTP does, or one process holds both."""

from dataclasses import dataclass
from typing import Protocol

from trefpunt.exchange.peers import Peer


@dataclass(frozen=True, slots=True)
class PutResult:
    """What the partner said to a letter.

    Attributes:
        status: as in HTTP; 200 finished, 202 stored, 4xx refused, 5xx not now.
        receipt: its signed word as a token, empty when it gave none.
        reply: the letter that answers, as a token, when it was ready in time.
        code: why not, when there is no receipt.
        retry_after_s: when it asked to be left alone for a while.
    """

    status: int
    receipt: str = ""
    reply: str = ""
    code: str = ""
    retry_after_s: int = 0


class Transport(Protocol):
    """Carries what one node says to another. Both implementations pass one suite.

    Every method raises PeerUnreachable when the partner does not answer; that says nothing about whether it
    heard. Its code is `peer_unreachable` when no connection came about, `no_answer` when one broke.
    """

    def put_letter(self, peer: Peer, letter_id: str, token: str, *, wait_s: float) -> PutResult:
        """Bring a letter; wait for its reply for so long."""

    def put_receipt(self, peer: Peer, letter_id: str, token: str) -> int:
        """Bring a receipt for a letter of the partner; return the status."""

    def get_blob(self, peer: Peer, sha256: str, start: int, end: int) -> bytes:
        """Fetch the bytes of an attachment from `start` up to and without `end`.

        Raises:
            NotStored: the partner does not have it, or not for this node.
        """

    def get_state(self, peer: Peer, nonce: str, *, conversation: str = "", after: str = "") -> str:
        """Fetch the signed word of the partner about what was exchanged, as a token."""

    def pair(self, url: str, fingerprint: str, payload: bytes) -> tuple[int, bytes]:
        """Speak to a node that is not a partner yet: it must show exactly this certificate.

        Returns:
            Status and body.
        """

    def add_checkpoint(self, peer: Peer, body: bytes) -> tuple[int, bytes]:
        """Ask a partner to cosign a checkpoint; return status and body. Source: C2SP tlog-witness."""

    def get_witnessed(self, peer: Peer) -> tuple[bytes, ...]:
        """Fetch the checkpoints of this node's own log that a partner has cosigned last, as signed notes."""

    def close(self) -> None:
        """Let go of connections."""
