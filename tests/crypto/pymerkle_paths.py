"""Reads a consistency proof of pymerkle as the path of RFC 6962, to compare the two hash by hash."""

import hashlib

from pymerkle import ConsistencyProof


def rfc_path_of(proof: ConsistencyProof) -> list[bytes]:
    """Return the path that RFC 6962, section 2.1.2, makes of the same two trees.

    pymerkle goes down to the first new leaf where the old tree ends at a node; the RFC stops at that node and
    leaves it out where it is the whole old tree.
    """
    path, is_old = proof.path, proof.subset
    border = is_old.index(1)
    node, beside = path[border], path[border + 1 :]
    if border:
        joined = path[0]
        for item in path[1:border]:
            joined = hashlib.sha256(b"\x01" + joined + item).digest()
        beside = [joined, *beside]
    return [node, *beside] if any(is_old[border + 1 :]) else beside
