"""What was decided and what was sent, in a tree that witnesses watch.

`Trail.record` writes an act in the transaction of the act: if the log cannot be written, nothing happens.
An entry is encrypted; its salted commitment is a leaf of a Merkle tree, so an erased entry leaves its leaf.
At fixed times the tree is padded, signed and sent to the oversight body and partners, who cosign it when
it only grew; they hold proof and no personal data. It counts when the oversight body and one partner did.
The oversight body keeps an encrypted mirror. Nothing here sends: `exchange` does.
Begin with `trail.py`, then `checkpoints.py`, `witness.py` and `verify.py`.
"""

from trefpunt.audit.annex import Annex, AnnexEntry, Sealed, annex_of
from trefpunt.audit.checkpoints import LogBroken, OwnLog, close_checkpoint, next_checkpoint_at
from trefpunt.audit.cosigning import (
    Cosigned,
    Cosigner,
    LogStanding,
    Quorum,
    collect_cosignatures,
    is_complete,
    latest_complete,
    log_standing,
)
from trefpunt.audit.erasure import erase
from trefpunt.audit.export import Stretch, export_bundle
from trefpunt.audit.handover import hand_over_key, take_key
from trefpunt.audit.mirror import MirrorRefused, keep_mirror, mark_mirrored, mirrored, next_batch
from trefpunt.audit.mirrorbatch import MirrorBatch
from trefpunt.audit.reading import Filters, Reader, show
from trefpunt.audit.recovery import catch_up
from trefpunt.audit.trail import Trail
from trefpunt.audit.verify import Fault, Report, Seen, verify_log
from trefpunt.audit.verifymirror import verify_mirror
from trefpunt.audit.witness import KnownLogs, Witness, add_checkpoint

__all__ = [
    "Annex",
    "AnnexEntry",
    "Cosigned",
    "Cosigner",
    "Fault",
    "Filters",
    "KnownLogs",
    "LogBroken",
    "LogStanding",
    "MirrorBatch",
    "MirrorRefused",
    "OwnLog",
    "Quorum",
    "Reader",
    "Report",
    "Sealed",
    "Seen",
    "Stretch",
    "Trail",
    "Witness",
    "add_checkpoint",
    "annex_of",
    "catch_up",
    "close_checkpoint",
    "collect_cosignatures",
    "erase",
    "export_bundle",
    "hand_over_key",
    "is_complete",
    "keep_mirror",
    "latest_complete",
    "log_standing",
    "mark_mirrored",
    "mirrored",
    "next_batch",
    "next_checkpoint_at",
    "show",
    "take_key",
    "verify_log",
    "verify_mirror",
]
