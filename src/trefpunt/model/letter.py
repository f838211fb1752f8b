"""Letters and receipts: everything that travels between two nodes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class LetterKind(StrEnum):
    """The closed list of kinds. Those of GROUNDLESS_KINDS need no ground; no personal data in clear."""

    INVITATION = "invitation"
    AGREEMENT = "agreement"
    VOID = "void"
    LOG_KEY = "log.key"
    LOG_MIRROR = "log.mirror"
    HIT_INDEX = "hit.index"
    HIT_INDEX_DELETED = "hit.index.deleted"
    HIT_QUESTION = "hit.question"
    HIT_ANSWER = "hit.answer"
    HIT_SAMPLE = "hit.sample"
    HIT_PROOF = "hit.proof"
    CONTENT_REQUEST = "content.request"
    CONTENT_ANSWER = "content.answer"
    CONTENT_UNASKED = "content.unasked"
    CONTENT_STEP = "content.step"
    CONSENT_ASKED = "consent.asked"
    CONSENT_DECIDED = "consent.decided"
    JOINT_INVITE = "joint.invite"
    JOINT_STANDING = "joint.standing"
    JOINT_OBJECT = "joint.object"
    JOINT_MOVED = "joint.moved"
    JOINT_CLOSE = "joint.close"
    CONCERNED_ASK = "concerned.ask"
    CONCERNED_ANSWER = "concerned.answer"
    CRISIS_ALERT = "crisis.alert"
    CRISIS_ACKNOWLEDGED = "crisis.acknowledged"
    CRISIS_LIFTED = "crisis.lifted"
    HONEY_TOUCHED = "honey.touched"
    NOTICE = "notice"
    NODE_RESTORED = "node.restored"


GROUNDLESS_KINDS = frozenset(
    {
        LetterKind.INVITATION,
        LetterKind.AGREEMENT,
        LetterKind.VOID,
        LetterKind.LOG_KEY,
        LetterKind.LOG_MIRROR,
        LetterKind.HIT_INDEX_DELETED,
        LetterKind.CONTENT_STEP,
        LetterKind.CONSENT_ASKED,
        LetterKind.CONSENT_DECIDED,
        LetterKind.JOINT_INVITE,
        LetterKind.JOINT_STANDING,
        LetterKind.JOINT_OBJECT,
        LetterKind.JOINT_MOVED,
        LetterKind.JOINT_CLOSE,
        LetterKind.CONCERNED_ASK,
        LetterKind.CONCERNED_ANSWER,
        LetterKind.CRISIS_LIFTED,
        LetterKind.HONEY_TOUCHED,
        LetterKind.NOTICE,
        LetterKind.NODE_RESTORED,
    }
)


_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Carriage:
    """What a letter may bring along, looked at before anything of it is fetched.

    Attributes:
        blobs, blob_bytes: how many attachments, and how large all of them together.
        body_bytes: how large a body may be that travels as an attachment; 0 where it stands in the letter.
        is_kept: whether the attachments are its effect's to keep; else they go once it is finished.
    """

    blobs: int = 0
    blob_bytes: int = 0
    body_bytes: int = 0
    is_kept: bool = False


_LIST = Carriage(body_bytes=16 * _MIB)
CARRIES: Mapping[LetterKind, Carriage] = {
    LetterKind.HIT_INDEX: Carriage(blobs=2, blob_bytes=512 * _MIB, is_kept=True),
    LetterKind.HIT_QUESTION: _LIST,
    LetterKind.HIT_ANSWER: _LIST,
    LetterKind.HIT_SAMPLE: _LIST,
    LetterKind.HIT_PROOF: _LIST,
    LetterKind.CONTENT_ANSWER: Carriage(body_bytes=4 * _MIB),
    LetterKind.CONTENT_UNASKED: Carriage(body_bytes=4 * _MIB),
    LetterKind.LOG_MIRROR: Carriage(blobs=1, blob_bytes=64 * _MIB),
}
"""By kind; a kind that is not named carries nothing."""


class OutboxState(StrEnum):
    """The life of a letter on the sender's side; `OUTBOX_MOVES` is the whole table."""

    WAITING = "waiting"
    STORED = "stored"
    APPLIED = "applied"
    REFUSED = "refused"
    EXPIRED = "expired"


OUTBOX_MOVES: Mapping[OutboxState, frozenset[OutboxState]] = {
    OutboxState.WAITING: frozenset(
        {OutboxState.STORED, OutboxState.APPLIED, OutboxState.REFUSED, OutboxState.EXPIRED}
    ),
    OutboxState.STORED: frozenset({OutboxState.APPLIED, OutboxState.REFUSED, OutboxState.EXPIRED}),
    OutboxState.APPLIED: frozenset(),
    OutboxState.REFUSED: frozenset(),
    OutboxState.EXPIRED: frozenset(),
}


class InboxState(StrEnum):
    """The life of a letter on the receiver's side; `INBOX_MOVES` is the whole table."""

    PARKED = "parked"
    STORED = "stored"
    APPLIED = "applied"
    REFUSED = "refused"


INBOX_MOVES: Mapping[InboxState, frozenset[InboxState]] = {
    InboxState.PARKED: frozenset({InboxState.STORED, InboxState.APPLIED, InboxState.REFUSED}),
    InboxState.STORED: frozenset({InboxState.APPLIED, InboxState.REFUSED}),
    InboxState.APPLIED: frozenset(),
    InboxState.REFUSED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Blob:
    """An attachment by content: hex SHA-256 and size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, as signed by its sender.

    Attributes:
        id: UUIDv7.
        conversation: the thread it belongs to, UUIDv7; letters of one thread apply in order.
        seq: position in the sender's half of the conversation, from 1.
        prev: hex SHA-256 of the sender's previous letter in it, empty for the first.
        case: the blinded case, never the number.
        blobs: attachments; the letter applies when all are there.
    """

    id: str
    conversation: str
    seq: int
    prev: str
    sender: str
    receiver: str
    agreement: str
    kind: LetterKind
    issued_at: datetime
    expires_at: datetime
    body: Mapping[str, Any]
    article: str = ""
    purpose: str = ""
    case: str = ""
    blobs: tuple[Blob, ...] = field(default_factory=tuple)
    v: int = 1


class ReceiptStatus(StrEnum):
    """What the receiver says it did."""

    STORED = "stored"
    APPLIED = "applied"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receiver's signed word about one letter; it names no tree size and no index."""

    letter: str
    letter_sha256: str
    conversation: str
    seq: int
    by: str
    status: ReceiptStatus
    issued_at: datetime
    reason: str = ""
    v: int = 1
