"""What was decided and what was sent, in a tree that witnesses watch.

`Trail.record` writes an act in the transaction of the act: if the log cannot be written, nothing happens.
An entry is encrypted; its salted commitment is a leaf of a Merkle tree, so an erased entry leaves its leaf.
At fixed times the tree is padded, signed and sent to the oversight body and partners, who cosign it when
it only grew; they hold proof and no personal data. Begin with `trail.py`.
"""

from trefpunt.audit.trail import Trail

__all__ = ["Trail"]
