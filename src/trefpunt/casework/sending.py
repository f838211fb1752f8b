"""One way out for requests and answers: a letter, or a package where the text prescribes another channel."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trefpunt.casework.means import Means
from trefpunt.casework.packages import write_package
from trefpunt.exchange import Outgoing, Peer
from trefpunt.model import Event, Ground, Letter, LetterKind, Officer
from trefpunt.store.ledger import Transaction

Keep = Callable[[Transaction, str], None]
"""Writes the rows of the act; it is given the conversation, which is empty for a package."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to reach a partner, of whatever channel.

    Attributes:
        case: the blinded case.
        conversation: of the letter that it answers, or empty.
    """

    kind: LetterKind
    peer: Peer
    purpose: str
    case: str
    body: Mapping[str, Any]
    officer: Officer
    conversation: str = ""


def send(ground: Ground, parcel: Parcel, *, keep: Keep, means: Means) -> Path | None:
    """Send a letter, or write the package that is handed over instead.

    Returns:
        The package, or None where a letter went.

    Raises:
        InputError: the package cannot be written; nothing was done.
        ExchangeError, LogUnwritable: nothing was done.
    """
    if ground.channel == "trefpunt":
        _post(ground, parcel, keep=keep, means=means)
        return None
    with means.ledger.write() as tx:
        keep(tx, "")
        said = {"purpose": parcel.purpose, "case": parcel.case}
        means.log(
            tx,
            Event.PACKAGE_MADE,
            parcel.officer,
            partner=parcel.peer.id,
            purpose=parcel.purpose,
            kind=parcel.kind.value,
            channel=ground.channel,
        )
        # Last, and inside: what cannot be written was never made.
        return write_package(parcel.kind, parcel.peer, said, parcel.body, means=means)


def _post(ground: Ground, parcel: Parcel, *, keep: Keep, means: Means) -> None:
    def also(tx: Transaction, letter: Letter) -> None:
        keep(tx, letter.conversation)

    outgoing = Outgoing(
        parcel.kind,
        parcel.peer.id,
        parcel.body,
        conversation=parcel.conversation or None,
        case=parcel.case,
        actor=parcel.officer.id,
    )
    means.exchange.call(ground, outgoing, wait_s=means.wait_s, also=also)
