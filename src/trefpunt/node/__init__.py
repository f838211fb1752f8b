"""Settings in, running node out: the only room that plugs rooms together.

`found` makes a node once and fixes what it is: its id, and whether it is a sample or live, for ever. `Node`
opens it. `watching` lets the oversight body and partners cosign and mirror the log; `tending` is what a
running node does every few seconds. Promised: a wrong setting or another node's key file stops the start;
every secret lives in the key file and nowhere else. Begin with `opened.py`.
"""

from trefpunt.node.backup import back_up
from trefpunt.node.carrying import over_tls
from trefpunt.node.founding import Founding, check_founding, found
from trefpunt.node.opened import CLOSED, Carrier, Node, utc_now
from trefpunt.node.overseeing import mirrored_trail
from trefpunt.node.reopening import Reopened, reopen, word_for
from trefpunt.node.restoring import restore
from trefpunt.node.tending import Beats, next_checkpoint, standing, tend
from trefpunt.node.watching import (
    Witnesses,
    ask_witnesses,
    checkpoint_now,
    feed_mirror,
    gather_cosignatures,
    give_entry_key,
    quorum_of,
    verify_mirrors,
    witness_for,
)

__all__ = [
    "CLOSED",
    "Beats",
    "Carrier",
    "Founding",
    "Node",
    "Reopened",
    "Witnesses",
    "ask_witnesses",
    "back_up",
    "check_founding",
    "checkpoint_now",
    "feed_mirror",
    "found",
    "gather_cosignatures",
    "give_entry_key",
    "mirrored_trail",
    "next_checkpoint",
    "over_tls",
    "quorum_of",
    "reopen",
    "restore",
    "standing",
    "tend",
    "utc_now",
    "verify_mirrors",
    "witness_for",
    "word_for",
]
