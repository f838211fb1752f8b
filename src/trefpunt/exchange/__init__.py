"""Signed letters between nodes that have an agreement, each applied once, in order, and receipted.

Begin with `exchange.py`. A letter is posted in the transaction of its act (`post`), tried until it is
receipted or expires (`deliver`), examined at the partner's door (`arrive`), worked on (`apply`) and takes
effect in one transaction (`settle`). Nothing flows without an agreement signed by both (`agreements`).
It promises: what was receipted is on disk there; one effect, whatever is lost, repeated or reordered; no
letter without a ground, save a closed list of kinds; if the log cannot be written, nothing happens.
`docs/wire.md` is the format. A carrier is behind one door, `transport.py`.
"""

from trefpunt.exchange.agreements import Agreements, TextDifference, TextsDiffer, differences
from trefpunt.exchange.arrive import Received
from trefpunt.exchange.deliver import Delivery
from trefpunt.exchange.door import Door
from trefpunt.exchange.exchange import Exchange
from trefpunt.exchange.handlers import Handler, Handlers, Outcome, Outgoing, Reply
from trefpunt.exchange.identity import Identity
from trefpunt.exchange.in_process import InProcess, Neighbourhood
from trefpunt.exchange.invitation import Invitation, Terms
from trefpunt.exchange.limits import Limits
from trefpunt.exchange.means import ExchangeMeans
from trefpunt.exchange.peers import Peer
from trefpunt.exchange.reconcile import Difference, Loss, skip_numbers
from trefpunt.exchange.transport import PutResult, Transport

__all__ = [
    "Agreements",
    "Delivery",
    "Difference",
    "Door",
    "Exchange",
    "ExchangeMeans",
    "Handler",
    "Handlers",
    "Identity",
    "InProcess",
    "Invitation",
    "Limits",
    "Loss",
    "Neighbourhood",
    "Outcome",
    "Outgoing",
    "Peer",
    "PutResult",
    "Received",
    "Reply",
    "Terms",
    "TextDifference",
    "TextsDiffer",
    "Transport",
    "differences",
    "skip_numbers",
]
