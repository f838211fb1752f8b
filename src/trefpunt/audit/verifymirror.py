"""Reading a mirrored log again at the oversight body, against every checkpoint that it has cosigned."""

from trefpunt.audit.mirror import mirror_size, mirrored
from trefpunt.audit.trail import Trail
from trefpunt.audit.verify import Fault, Report
from trefpunt.crypto.merkle import Frontier
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import audit_watch as watch

_MAX_FAULTS = 1000


def verify_mirror(tx: Transaction, origin: str, *, trail: Trail) -> Report:
    """Check every mirrored entry against its leaf, and the leaves against what was cosigned here.

    Args:
        trail: reads with the key that the watched node handed over.

    Returns:
        `complete_to` is the largest cosigned size that the mirror reaches.
    """
    cosigned = {kept.size: kept.root for kept in watch.witnessed(tx, origin)}
    edge, position, erased, complete_to = Frontier(), 0, 0, 0
    faults = list[Fault]()
    for stored in mirrored(tx, origin):
        if stored.idx != position:
            faults.append(Fault(position, "leaf_gone", origin))
            break
        if code := trail.fault_of(stored):
            faults.append(Fault(stored.idx, code, origin))
        erased += stored.erased_by is not None
        edge, position = edge.append(stored.leaf), position + 1
        if position in cosigned:
            if cosigned[position] != edge.root():
                faults.append(Fault(position, "forked", origin))
                break
            complete_to = position
    if not faults and position < mirror_size(tx, origin):
        faults.append(Fault(position, "truncated", origin))
    return Report(position, erased, len(cosigned), complete_to, tuple(faults[:_MAX_FAULTS]))
