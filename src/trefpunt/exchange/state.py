"""What two nodes say they exchanged: one signed page at a time, fresh because it repeats a nonce."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trefpunt.crypto import VerifyKey, canonical_json, parse_strict_json, sign, verify
from trefpunt.exchange.means import ExchangeMeans
from trefpunt.exchange.wire import (
    HASH,
    ID,
    NAME,
    STATE_TYPE,
    moment_text,
    odd,
    read_moment,
    read_object,
    read_text,
    read_version,
    to_milliseconds,
)
from trefpunt.model import InboxState, OutboxState
from trefpunt.sentence import Sentence
from trefpunt.store.ledger import exchange_inbox, exchange_outbox

_NONCE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MAX_BYTES = 2 * 1024 * 1024
_FIELDS: Mapping[str, type] = {
    "v": int,
    "by": str,
    "to": str,
    "nonce": str,
    "at": str,
    "after": str,
    "until": str,
    "received": list,
    "sent": list,
}
_ROW: Mapping[str, type] = {"letter": str, "sha256": str, "conversation": str, "seq": int, "state": str}
LAST = "ffffffff-ffff-7fff-bfff-ffffffffffff"


@dataclass(frozen=True, slots=True)
class StateRow:
    """One letter as a node knows it: what it received, or what it sent."""

    letter: str
    sha256: str
    conversation: str
    seq: int
    state: str


@dataclass(frozen=True, slots=True)
class StatePage:
    """What a node knows of the letters with ids behind `after`, up to and with `until`.

    Attributes:
        received: letters of the reader, with where they stand.
        sent: letters to the reader, with where they stand.
    """

    by: str
    to: str
    nonce: str
    after: str
    until: str
    received: tuple[StateRow, ...]
    sent: tuple[StateRow, ...]

    @property
    def is_last(self) -> bool:
        """Whether nothing comes behind."""
        return self.until == LAST


def sign_state(partner: str, nonce: str, *, conversation: str, after: str, means: ExchangeMeans) -> str:
    """Return a page for a partner as a token.

    Raises:
        InputError: the nonce, the conversation or the place has another shape.
    """
    read_text("state.nonce", nonce, shape=_NONCE)
    for name, value in (("state.conversation", conversation), ("state.after", after)):
        read_text(name, value, shape=ID) if value else None
    page = page_of(partner, nonce=nonce, conversation=conversation, after=after, means=means)
    payload = {
        "v": 1,
        "by": page.by,
        "to": page.to,
        "nonce": page.nonce,
        "at": moment_text(to_milliseconds(means.clock())),
        "after": page.after,
        "until": page.until,
        "received": [_document(row) for row in page.received],
        "sent": [_document(row) for row in page.sent],
    }
    return sign(means.identity.signing, canonical_json(payload), typ=STATE_TYPE)


def open_state(token: str, *, trusted: Mapping[str, VerifyKey]) -> StatePage:
    """Check and read a page.

    Raises:
        TokenRefused: no trusted key signed it as a state.
        InputError: what was signed has another shape.
    """
    payload = verify(token, trusted=trusted, typ=STATE_TYPE, max_bytes=_MAX_BYTES)
    found: dict[str, Any] = read_object(
        "state", parse_strict_json(payload, max_bytes=_MAX_BYTES, max_depth=4), _FIELDS
    )
    read_version(found["v"])
    read_moment("state.at", found["at"])
    return StatePage(
        by=read_text("state.by", found["by"], shape=NAME),
        to=read_text("state.to", found["to"], shape=NAME),
        nonce=read_text("state.nonce", found["nonce"], shape=_NONCE),
        after=read_text("state.after", found["after"], longest=36),
        until=read_text("state.until", found["until"], shape=ID),
        received=tuple(_row(item, set(InboxState)) for item in found["received"]),
        sent=tuple(_row(item, set(OutboxState)) for item in found["sent"]),
    )


def page_of(partner: str, *, nonce: str, conversation: str, after: str, means: ExchangeMeans) -> StatePage:
    """Return what this node knows of a partner's letters, and of its own to it."""
    most = means.limits.state_rows
    asked: dict[str, Any] = {"after": after, "conversation": conversation, "limit": most}
    with means.ledger.read() as tx:
        received = exchange_inbox.of_partner(tx, partner, **asked)
        sent = exchange_outbox.of_partner(tx, partner, **asked)
    # The page ends where the fuller of the two lists does, so that both are complete up to there.
    full = [rows[-1].letter for rows in (received, sent) if len(rows) == most]
    until = min(full) if full else LAST
    return StatePage(
        by=means.identity.id,
        to=partner,
        nonce=nonce,
        after=after,
        until=until,
        received=tuple(_known(row) for row in received if row.letter <= until),
        sent=tuple(_known(row) for row in sent if row.letter <= until),
    )


def _known(row: exchange_inbox.InLetter | exchange_outbox.OutLetter) -> StateRow:
    return StateRow(row.letter, row.sha256, row.conversation, row.seq, row.state.value)


def _document(row: StateRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _ROW}


def _row(item: object, states: set[Any]) -> StateRow:
    found = read_object("state row", item, _ROW)
    if found["state"] not in states:
        raise odd("state row.state", Sentence("one of the declared states"))
    return StateRow(
        letter=read_text("state row.letter", found["letter"], shape=ID),
        sha256=read_text("state row.sha256", found["sha256"], shape=HASH),
        conversation=read_text("state row.conversation", found["conversation"], shape=ID),
        seq=found["seq"],
        state=found["state"],
    )
