"""What a room above hands in for each kind of letter: a handler that decides, and says what is to happen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from trefpunt.exchange.peers import Peer
from trefpunt.model import Blob, Ground, Letter, LetterKind, Refusal
from trefpunt.store.ledger import Transaction


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to be sent to a partner.

    Attributes:
        conversation: an earlier letter's; a new one begins when it is None.
        case: the blinded case, never the number.
        lives_s: how long the letter may be tried and applied; the node's own limit when None.
        actor: service number of the officer it is sent for; the node itself when empty.
    """

    kind: LetterKind
    to: str
    body: Mapping[str, object]
    conversation: str | None = None
    case: str = ""
    blobs: tuple[Blob, ...] = ()
    lives_s: int | None = None
    actor: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A letter in answer to the one that is handled, with why it may be sent: or why nothing may be said."""

    outgoing: Outgoing
    standing: Ground | Refusal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a handler decided: the effect, the reply, and the hash of the law it decided under.

    Attributes:
        apply: writes the effect, in the one transaction that also keeps the letter, reply and receipt.
        policy: empty where no law was asked.
    """

    apply: Callable[[Transaction], None]
    reply: Reply | None = None
    policy: str = ""


Handler = Callable[[Letter, Peer], Outcome]
Handlers = Mapping[LetterKind, Handler]
