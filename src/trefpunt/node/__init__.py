"""Settings in, running node out: the only room that plugs rooms together.

`found` makes a node once and fixes what it is: its id, and whether it is a sample or live, for ever. `Node`
opens it. `watching` lets the oversight body and partners cosign and mirror the log; `tend` is what a running
node does every few seconds. Promised: a wrong setting or another node's key file stops the start; every
secret lives in the key file and nowhere else. Begin with `opened.py`.
"""

from trefpunt.node.founding import Founding, found
from trefpunt.node.opened import CLOSED, Node, utc_now
from trefpunt.node.tending import tend
from trefpunt.node.watching import checkpoint_now, gather_cosignatures, quorum_of, witness_for

__all__ = [
    "CLOSED",
    "Founding",
    "Node",
    "checkpoint_now",
    "found",
    "gather_cosignatures",
    "quorum_of",
    "tend",
    "utc_now",
    "witness_for",
]
