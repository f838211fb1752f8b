"""A tap on the wire between nodes of one process: every byte that passes, in order, both ways."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.flows.nodes import Story

from trefpunt.exchange.door import Answer, Door


@dataclass(frozen=True)
class Passed:
    """One request and its answer, as they passed.

    Attributes:
        to: address of the node that was asked.
        kind: of the letter and of the reply that came with its receipt, or what else it was.
    """

    to: str
    kind: str
    sent: bytes
    came: bytes

    @property
    def shape(self) -> tuple[str, str, int, int]:
        """What an observer of the wire could tell: where to, what kind, how long each way."""
        return self.to, self.kind, len(self.sent), len(self.came)


@dataclass
class Tap:
    """Everything that passed any door since the tap was set."""

    passed: list[Passed] = field(default_factory=list)

    def set_on(self, story: Story) -> "Tap":
        """Put the tap before every door of a story."""
        for url, (certificate, door) in story.near.doors.items():
            story.near.doors[url] = (certificate, TappedDoor(url, door, self))
        return self

    def drain(self) -> list[Passed]:
        """Give what passed since the last time."""
        passed, self.passed = self.passed, []
        return passed


class TappedDoor(Door):
    """A door that lets everything pass and keeps a copy."""

    def __init__(self, url: str, door: Door, tap: Tap) -> None:
        self._url, self._door, self._tap = url, door, tap

    def put_letter(self, fingerprint: str, letter_id: str, token: bytes, *, wait_s: float) -> Answer:
        """Take a letter, and keep it with what was answered."""
        answer = self._door.put_letter(fingerprint, letter_id, token, wait_s=wait_s)
        reply = json.loads(answer.body).get("reply", "")
        kind = f"{payload_of(token.decode())['kind']}>{payload_of(reply)['kind'] if reply else ''}"
        return self._keep(kind, letter_id.encode() + token, answer)

    def put_receipt(self, fingerprint: str, letter_id: str, token: bytes) -> Answer:
        """Take a receipt, and keep it."""
        answer = self._door.put_receipt(fingerprint, letter_id, token)
        return self._keep("receipt", letter_id.encode() + token, answer)

    def get_blob(self, fingerprint: str, sha256: str, start: int, end: int) -> Answer:
        """Give a part of an attachment, and keep it."""
        answer = self._door.get_blob(fingerprint, sha256, start, end)
        return self._keep("blob", f"{sha256} {start} {end}".encode(), answer)

    def add_checkpoint(self, fingerprint: str, body: bytes) -> Answer:
        """Cosign, and keep what was cosigned."""
        return self._keep("checkpoint", body, self._door.add_checkpoint(fingerprint, body))

    def get_witnessed(self, fingerprint: str) -> Answer:
        """Say what was cosigned."""
        return self._keep("witnessed", b"", self._door.get_witnessed(fingerprint))

    def _keep(self, kind: str, sent: bytes, answer: Answer) -> Answer:
        self._tap.passed.append(Passed(self._url, kind, sent, answer.body))
        return answer


def payload_of(token: str) -> dict[str, Any]:
    """Read what a token says, without checking who signed it."""
    raw = token.split(".")[1]
    found: dict[str, Any] = json.loads(urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))
    return found


def heard(tap: Tap) -> bytes:
    """Return all bytes that passed, and what every token among them says."""
    raw = [part for passed in tap.drain() for part in (passed.kind.encode(), passed.sent, passed.came)]
    return b"\n".join([*raw, *(payload for part in raw for payload in _opened(part))])


def _opened(raw: bytes) -> Iterator[bytes]:
    for piece in raw.replace(b'"', b" ").split():
        text = piece[36:] if piece[8:9] == b"-" else piece
        if text.count(b".") == 2 and text.startswith(b"eyJ"):
            yield repr(payload_of(text.decode())).encode()
