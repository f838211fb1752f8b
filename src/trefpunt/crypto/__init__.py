"""The mathematics: groups, blinding, proofs, filters, trees, signatures, keys. It knows no law and no person.

Begin with `oprf.py` for hit or no hit, and with `merkle.py` for the log. Above the tree stand `notes.py`
and `checkpoints.py` (what a log signs and witnesses cosign); beside it `jws.py` (letters), `keys.py` (key
pairs of one algorithm each), `keyfile.py` (every secret of a node in one encrypted file), `sealing.py`
(encryption that hides length too) and `certificates.py` (the partner and nobody else).

It promises known answers: each standard it follows has its vectors in `tests/vectors`. Checking raises,
so that nobody forgets to look. No error and no `repr` holds a secret.
"""

from trefpunt.crypto.canonical import canonical_json, parse_strict_json
from trefpunt.crypto.certificates import (
    NodeCertificate,
    client_context,
    fingerprint,
    make_certificate,
    name_in,
    server_context,
    spki_sha256,
)
from trefpunt.crypto.checkpoints import AddCheckpoint, Checkpoint, parse_add_checkpoint, parse_checkpoint
from trefpunt.crypto.filterfile import FilterFile, Section, build_section
from trefpunt.crypto.filterheader import FilterFacts
from trefpunt.crypto.filters import padded_capacity
from trefpunt.crypto.group import Group, load_group
from trefpunt.crypto.jws import Reason, TokenRefused, peek_kid, sign, verify
from trefpunt.crypto.keyfile import KeyFile, KeyFileUnusable, KeyMissing
from trefpunt.crypto.keylock import DamagedKeyFile, KdfParams
from trefpunt.crypto.keys import Algorithm, SigningKey, VerifyKey
from trefpunt.crypto.merkle import (
    EMPTY_ROOT,
    Frontier,
    NodeReader,
    NodeTable,
    complete_nodes_after_append,
    consistency_path,
    consistency_path_from,
    inclusion_path,
    inclusion_path_from,
    leaf_hash,
    node_hash,
    nodes_of_consistency,
    nodes_of_inclusion,
    root_from,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from trefpunt.crypto.notes import (
    Note,
    NoteKind,
    NoteSignature,
    NoteVerifier,
    Signed,
    cosign_note,
    parse_note,
    parse_signature_lines,
    sign_note,
    verify_note,
    with_signatures,
)
from trefpunt.crypto.oprf import Oprf, draw_sample, load_oprf
from trefpunt.crypto.sealing import (
    BadSeal,
    blinded_case,
    commitment,
    make_box_key,
    open_from,
    open_sealed,
    seal,
    seal_to,
)

__all__ = [
    "EMPTY_ROOT",
    "AddCheckpoint",
    "Algorithm",
    "BadSeal",
    "Checkpoint",
    "DamagedKeyFile",
    "FilterFacts",
    "FilterFile",
    "Frontier",
    "Group",
    "KdfParams",
    "KeyFile",
    "KeyFileUnusable",
    "KeyMissing",
    "NodeCertificate",
    "NodeReader",
    "NodeTable",
    "Note",
    "NoteKind",
    "NoteSignature",
    "NoteVerifier",
    "Oprf",
    "Reason",
    "Section",
    "Signed",
    "SigningKey",
    "TokenRefused",
    "VerifyKey",
    "blinded_case",
    "build_section",
    "canonical_json",
    "client_context",
    "commitment",
    "complete_nodes_after_append",
    "consistency_path",
    "consistency_path_from",
    "cosign_note",
    "draw_sample",
    "fingerprint",
    "inclusion_path",
    "inclusion_path_from",
    "leaf_hash",
    "load_group",
    "load_oprf",
    "make_box_key",
    "make_certificate",
    "name_in",
    "node_hash",
    "nodes_of_consistency",
    "nodes_of_inclusion",
    "open_from",
    "open_sealed",
    "padded_capacity",
    "parse_add_checkpoint",
    "parse_checkpoint",
    "parse_note",
    "parse_signature_lines",
    "parse_strict_json",
    "peek_kid",
    "root_from",
    "root_of",
    "seal",
    "seal_to",
    "server_context",
    "sign",
    "sign_note",
    "spki_sha256",
    "verify",
    "verify_consistency",
    "verify_inclusion",
    "verify_note",
    "with_signatures",
]
