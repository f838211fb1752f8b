"""What somebody can do to a log who holds the database, and perhaps the keys too."""

# The statements are the attack: nothing in them comes from outside.
# ruff: noqa: S608

from collections.abc import Callable

from trefpunt.audit.checkpoints import OwnLog, close_checkpoint
from trefpunt.audit.entries import seal_entry
from trefpunt.crypto.checkpoints import Checkpoint
from trefpunt.crypto.notes import Note, sign_note
from trefpunt.store.ledger import Ledger

from .samples import ENTRY_KEY, entry, fixed_rng
from .watchers import ORIGIN, World, own_log, seed

_TABLES = ("audit_leaf", "audit_entry", "audit_node", "audit_checkpoint", "audit_cosignature", "audit_mirror")


def run(ledger: Ledger, *statements: str) -> None:
    """Take the guards off and run statements, as somebody with the key of the ledger can."""
    with ledger.write() as tx:
        # A foreign key would stop a clumsy attacker; this one is not clumsy.
        tx.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in _TABLES:
            for change in ("update", "delete"):
                tx.connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_{change}")
        for statement in statements:
            tx.connection.exec_driver_sql(statement)
        _repair_foreign_keys(tx.connection.exec_driver_sql)


def _repair_foreign_keys(execute: Callable[[str], object]) -> None:
    execute("DELETE FROM audit_entry WHERE idx NOT IN (SELECT idx FROM audit_leaf)")
    execute("DELETE FROM audit_cosignature WHERE size NOT IN (SELECT size FROM audit_checkpoint)")


def cut(world: World, size: int) -> None:
    """Cut everything off from a position on, as clean as it can be done."""
    run(
        world.ledger,
        f"DELETE FROM audit_leaf WHERE idx >= {size}",
        f"DELETE FROM audit_checkpoint WHERE size >= {size}",
        f"DELETE FROM audit_node WHERE (idx + 1) * (1 << level) > {size}",
        f"UPDATE audit_mirrored SET size = {size} WHERE size > {size}",
    )


def _sign_again(world: World, *, root: bytes, by: str = "log") -> None:
    text = Checkpoint(ORIGIN, 512, root).to_text()
    note = Note(text, (sign_note(text, name=ORIGIN, key=seed(by)),)).to_bytes()
    run(
        world.ledger,
        f"UPDATE audit_checkpoint SET root = x'{root.hex()}', note = x'{note.hex()}' WHERE size = 512",
    )


def _write_anew(world: World, log: OwnLog, changed: int) -> None:
    """Write the whole log again with all its keys, one entry other than it was."""
    cut(world, 0)
    for _ in range(3):
        with world.ledger.write() as tx:
            for number in range(4):
                log.trail.record(tx, entry(case=f"PL-{number + changed}"))
            close_checkpoint(tx, log, now=world.now)


def _replace_entry(world: World) -> None:
    stored = seal_entry(ENTRY_KEY, 1, entry(case="PL-other"), rng=fixed_rng(9))
    assert stored.ciphertext is not None
    run(
        world.ledger,
        f"UPDATE audit_leaf SET leaf = x'{stored.leaf.hex()}', commitment = x'{stored.commitment.hex()}'"
        " WHERE idx = 1",
        f"UPDATE audit_entry SET ciphertext = x'{stored.ciphertext.hex()}' WHERE idx = 1",
    )


def _swap(world: World, *tables: tuple[str, str]) -> None:
    statements = []
    for table, columns in tables:
        pairs = ", ".join(
            f"{c} = (SELECT b.{c} FROM {table} b WHERE b.idx = 3 - {table}.idx)" for c in columns.split()
        )
        statements.append(f"UPDATE {table} SET {pairs} WHERE idx IN (1, 2)")
    run(world.ledger, *statements)


def _insert(world: World) -> None:
    run(
        world.ledger,
        "UPDATE audit_leaf SET idx = -idx - 2 WHERE idx >= 2",
        "UPDATE audit_entry SET idx = -idx - 2 WHERE idx >= 2",
        "UPDATE audit_leaf SET idx = -idx - 1 WHERE idx < 0",
        "UPDATE audit_entry SET idx = -idx - 1 WHERE idx < 0",
        "INSERT INTO audit_leaf SELECT 2, leaf, commitment FROM audit_leaf WHERE idx = 1",
        "INSERT INTO audit_entry SELECT 2, ciphertext, NULL FROM audit_entry WHERE idx = 1",
    )


def _roll_back_and_go_on(world: World) -> None:
    cut(world, 513)
    world.act(9)
    world.close()


def _sql(*statements: str) -> Callable[[World], None]:
    return lambda world: run(world.ledger, *statements)


ATTACKS: dict[str, Callable[[World], None]] = {
    "delete an entry with its leaf": _sql("DELETE FROM audit_leaf WHERE idx = 1"),
    "delete a leaf and close the gap": _sql(
        "DELETE FROM audit_leaf WHERE idx = 1",
        "DELETE FROM audit_entry WHERE idx = 1",
        "UPDATE audit_leaf SET idx = -idx WHERE idx > 1",
        "UPDATE audit_entry SET idx = -idx WHERE idx > 1",
        "UPDATE audit_leaf SET idx = -idx - 1 WHERE idx < 0",
        "UPDATE audit_entry SET idx = -idx - 1 WHERE idx < 0",
    ),
    "delete an entry, keep its leaf": _sql("DELETE FROM audit_entry WHERE idx = 1"),
    "change a ciphertext": _sql("UPDATE audit_entry SET ciphertext = zeroblob(541) WHERE idx = 1"),
    "change a leaf": _sql("UPDATE audit_leaf SET leaf = zeroblob(32) WHERE idx = 1"),
    "change a commitment": _sql("UPDATE audit_leaf SET commitment = zeroblob(32) WHERE idx = 1"),
    "write another entry in its place, with the key": _replace_entry,
    "swap two ciphertexts": lambda world: _swap(world, ("audit_entry", "ciphertext")),
    "swap two entries whole": lambda world: _swap(
        world, ("audit_entry", "ciphertext"), ("audit_leaf", "leaf commitment")
    ),
    "put in an entry": _insert,
    "say that an entry was erased": _sql(
        "UPDATE audit_entry SET ciphertext = NULL, erased_by = 256 WHERE idx = 1"
    ),
    "say that it was erased by an act to come": _sql(
        "UPDATE audit_entry SET ciphertext = NULL, erased_by = 9999 WHERE idx = 1"
    ),
    "say that it was erased before it was there": _sql(
        "UPDATE audit_entry SET ciphertext = NULL, erased_by = 0 WHERE idx = 1"
    ),
    "cut the tail, leave the checkpoints": _sql("DELETE FROM audit_leaf WHERE idx >= 600"),
    "cut the tail and its checkpoint": lambda world: cut(world, 600),
    "cut the tail back to an older checkpoint": lambda world: cut(world, 513),
    "cut the word that a checkpoint was signed": _sql("DELETE FROM audit_leaf WHERE idx >= 768"),
    "roll back and go on otherwise": _roll_back_and_go_on,
    "delete a checkpoint": _sql("DELETE FROM audit_checkpoint WHERE size = 512"),
    "delete all checkpoints": _sql("DELETE FROM audit_checkpoint"),
    "sign another root, with the key": lambda world: _sign_again(world, root=bytes(32)),
    "sign the root with another key": lambda world: _sign_again(
        world, root=_root_of_512(world), by="somebody"
    ),
    "change a node of the tree": _sql("UPDATE audit_node SET hash = zeroblob(32) WHERE level = 9"),
    "forge a cosignature": _sql(
        "UPDATE audit_cosignature SET lines = (SELECT b.lines FROM audit_cosignature b WHERE b.size = 256"
        " AND b.cosigner = audit_cosignature.cosigner) WHERE size = 512"
    ),
    "write the whole log anew, with all keys": lambda world: _write_anew(world, own_log(), 7),
    "empty the log": lambda world: cut(world, 0),
}


def _root_of_512(world: World) -> bytes:
    with world.ledger.read() as tx:
        root: bytes = tx.connection.exec_driver_sql(
            "SELECT root FROM audit_checkpoint WHERE size = 512"
        ).scalar_one()
    return root
