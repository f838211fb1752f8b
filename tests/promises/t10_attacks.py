"""What somebody may try who holds the database of a node, and with it every key that the node has.

Each attack is at random places, and only at what a witness has cosigned. Whoever only has the database leaves
the rest as it is; whoever has the keys too writes everything that follows anew and signs it.
"""

# The statements are the attack: nothing in them comes from outside.
# ruff: noqa: S608

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from types import MappingProxyType

from tests.audit.samples import ENTRY_KEY, entry
from tests.audit.tampering import cut, run
from tests.audit.watchers import ORIGIN, World, seed
from tests.promises.t10_rewriting import LogEntries, go_on, rewrite, rows_of
from tests.promises.t10_world import OVERSIGHT, PARTNER, Base, put_back

from trefpunt.audit import catch_up, close_checkpoint, mirrored
from trefpunt.audit.entries import seal_entry
from trefpunt.crypto.checkpoints import Checkpoint
from trefpunt.crypto.notes import Note, sign_note
from trefpunt.model import Event
from trefpunt.store.ledger import audit_watch as watch

Attack = Callable[[World, Base, Random], None]


def _places(base: Base, rng: Random, most: int = 20) -> list[int]:
    return sorted(rng.sample(range(base.covered), rng.randint(1, most)))


def _listed(places: list[int]) -> str:
    return ",".join(map(str, places))


def delete_entries_and_leaves(world: World, base: Base, rng: Random) -> None:
    places = _listed(_places(base, rng))
    run(
        world.ledger,
        f"DELETE FROM audit_entry WHERE idx IN ({places})",
        f"DELETE FROM audit_leaf WHERE idx IN ({places})",
    )


def delete_and_close_the_gap(world: World, base: Base, rng: Random) -> None:
    at = rng.randrange(base.covered)
    moves = [
        f"UPDATE {table} SET idx = {to} WHERE idx {which}"
        for to, which in (("-idx", f"> {at}"), ("-idx - 1", "< 0"))
        for table in ("audit_leaf", "audit_entry")
    ]
    run(
        world.ledger,
        f"DELETE FROM audit_entry WHERE idx = {at}",
        f"DELETE FROM audit_leaf WHERE idx = {at}",
        *moves,
    )


def delete_what_entries_said(world: World, base: Base, rng: Random) -> None:
    run(world.ledger, f"DELETE FROM audit_entry WHERE idx IN ({_listed(_places(base, rng))})")


def delete_a_checkpoint(world: World, base: Base, rng: Random) -> None:
    run(world.ledger, f"DELETE FROM audit_checkpoint WHERE size = {rng.choice(base.sizes)}")


def delete_and_write_anew(world: World, base: Base, rng: Random) -> None:
    def without_one(entries: LogEntries) -> LogEntries:
        at = rng.randrange(len(entries))
        return entries[:at] + entries[at + 1 :]

    rewrite(world, base, rng, without_one)


def alter_bytes(world: World, base: Base, rng: Random) -> None:
    """Change one byte of what is stored of a position."""
    table, column = rng.choice(
        (("audit_leaf", "leaf"), ("audit_leaf", "commitment"), ("audit_entry", "ciphertext"))
    )
    held = rows_of(
        world, f"SELECT idx, {column} FROM {table} WHERE {column} IS NOT NULL AND idx < {base.covered}"
    )
    at, data = rng.choice(held)
    changed = bytearray(data)
    changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    run(world.ledger, f"UPDATE {table} SET {column} = x'{changed.hex()}' WHERE idx = {at}")


def alter_with_the_entry_key(world: World, base: Base, rng: Random) -> None:
    at = rng.randrange(base.covered)
    stored = seal_entry(ENTRY_KEY, at, entry(case=f"PL-{rng.random()}"), rng=rng.randbytes)
    assert stored.ciphertext is not None
    run(
        world.ledger,
        f"UPDATE audit_leaf SET leaf = x'{stored.leaf.hex()}', commitment = x'{stored.commitment.hex()}'"
        f" WHERE idx = {at}",
        f"UPDATE audit_entry SET ciphertext = x'{stored.ciphertext.hex()}', erased_by = NULL"
        f" WHERE idx = {at}",
    )


def alter_and_write_anew(world: World, base: Base, rng: Random) -> None:
    def one_otherwise(entries: LogEntries) -> LogEntries:
        at = rng.randrange(len(entries))
        other = replace(entries[at], case=f"PL-{rng.random()}")
        return [*entries[:at], other, *entries[at + 1 :]]

    rewrite(world, base, rng, one_otherwise)


def say_it_was_erased(world: World, base: Base, rng: Random) -> None:
    # A position that was erased lawfully cannot be erased by a lie once more.
    held = rows_of(world, f"SELECT idx FROM audit_entry WHERE erased_by IS NULL AND idx < {base.covered - 1}")
    at = rng.choice(held)[0]
    act = rng.choice((rng.randrange(base.covered), at + 1, 10**9))
    run(world.ledger, f"UPDATE audit_entry SET ciphertext = NULL, erased_by = {act} WHERE idx = {at}")


def alter_a_node(world: World, base: Base, rng: Random) -> None:
    nodes = rows_of(
        world, f"SELECT level, idx FROM audit_node WHERE (idx + 1) * (1 << level) <= {base.covered}"
    )
    level, idx = rng.choice(nodes)
    run(
        world.ledger,
        f"UPDATE audit_node SET hash = x'{rng.randbytes(32).hex()}' WHERE level = {level} AND idx = {idx}",
    )


def sign_another_root(world: World, base: Base, rng: Random) -> None:
    size, root = rng.choice(base.sizes), rng.randbytes(32)
    _sign(world, size, root, by="log")


def sign_with_another_key(world: World, base: Base, rng: Random) -> None:
    size = rng.choice(base.sizes)
    ((root,),) = rows_of(world, f"SELECT root FROM audit_checkpoint WHERE size = {size}")
    _sign(world, size, root, by="somebody")


def _sign(world: World, size: int, root: bytes, *, by: str) -> None:
    text = Checkpoint(ORIGIN, size, root).to_text()
    note = Note(text, (sign_note(text, name=ORIGIN, key=seed(by)),)).to_bytes()
    run(
        world.ledger,
        f"UPDATE audit_checkpoint SET root = x'{root.hex()}', note = x'{note.hex()}' WHERE size = {size}",
    )


def forge_a_cosignature(world: World, base: Base, rng: Random) -> None:
    size, who = rng.choice(rows_of(world, "SELECT size, cosigner FROM audit_cosignature"))
    others = rows_of(
        world, f"SELECT lines FROM audit_cosignature WHERE size <> {size} AND cosigner = '{who}'"
    )
    lines = rng.choice(others)[0]
    run(
        world.ledger,
        f"UPDATE audit_cosignature SET lines = x'{lines.hex()}' WHERE size = {size} AND cosigner = '{who}'",
    )


def reorder_what_entries_said(world: World, base: Base, rng: Random) -> None:
    _swap(world, base, rng, {"audit_entry": ("ciphertext", "erased_by")})


def reorder_entries_and_leaves(world: World, base: Base, rng: Random) -> None:
    tables = {"audit_entry": ("ciphertext", "erased_by"), "audit_leaf": ("leaf", "commitment")}
    _swap(world, base, rng, tables)


def _swap(world: World, base: Base, rng: Random, tables: Mapping[str, tuple[str, ...]]) -> None:
    held = rows_of(world, f"SELECT idx FROM audit_entry WHERE erased_by IS NULL AND idx < {base.covered}")
    one, other = (row[0] for row in rng.sample(held, 2))
    statements = []
    for table, columns in tables.items():
        pairs = ", ".join(
            f"{column} = (SELECT b.{column} FROM {table} b WHERE b.idx = {one + other} - {table}.idx)"
            for column in columns
        )
        statements.append(f"UPDATE {table} SET {pairs} WHERE idx IN ({one}, {other})")
    run(world.ledger, *statements)


def reorder_and_write_anew(world: World, base: Base, rng: Random) -> None:
    rewrite(world, base, rng, lambda entries: rng.sample(entries, len(entries)))


def truncate_untidily(world: World, base: Base, rng: Random) -> None:
    size = rng.randint(1, base.covered)
    run(
        world.ledger,
        f"DELETE FROM audit_entry WHERE idx >= {size}",
        f"DELETE FROM audit_leaf WHERE idx >= {size}",
    )


def truncate_anywhere(world: World, base: Base, rng: Random) -> None:
    cut(world, rng.randrange(base.covered))


def truncate_to_a_checkpoint(world: World, base: Base, rng: Random) -> None:
    cut(world, rng.choice((-1, *base.sizes[:-1])) + 1)


def fork_and_go_on(world: World, base: Base, rng: Random) -> None:
    cut(world, rng.choice((-1, *base.sizes[:-1])) + 1)
    go_on(world, base, rng)


def fork_before_two_witnesses(world: World, base: Base, rng: Random) -> None:
    """Show the oversight body one log and the partner another; each grew from what it knew."""
    copy = world.folder / "one.db"
    world.ledger.copy_to(copy)
    go_on(world, base, rng)
    world.watchers[PARTNER].is_away = True
    world.collect()
    put_back(world, copy)
    go_on(world, base, rng)
    world.watchers[PARTNER].is_away = False
    world.watchers[OVERSIGHT].is_away = True
    world.collect()


def roll_back(world: World, base: Base, rng: Random) -> None:
    put_back(world, _older(base, rng))


def roll_back_and_go_on(world: World, base: Base, rng: Random) -> None:
    put_back(world, _older(base, rng))
    go_on(world, base, rng)


def roll_back_and_ask_the_witnesses(world: World, base: Base, rng: Random) -> None:
    put_back(world, _older(base, rng))
    for _ in range(rng.randint(1, 3)):
        world.act(rng.randint(0, 400))
        world.close()
    world.collect()


def restore_and_claim_that_all_came_back(world: World, base: Base, rng: Random) -> None:
    """Write the alarm of a restore oneself, with a number that is false."""
    put_back(world, _older(base, rng))
    facts = {"alarm": "log_restored", "from": "0", "came_back": str(rng.randrange(1000))}
    with world.ledger.write() as tx:
        world.log.trail.record(tx, world.log.entry(Event.ALARM, world.now, **facts))


def restore_with_less_than_the_mirror_holds(world: World, base: Base, rng: Random) -> None:
    """Restore as the program does, but keep back the end of what the oversight body gave."""
    file, size = rng.choice([older for older in base.older if older[1] < base.covered])
    put_back(world, file)
    with world.watchers[OVERSIGHT].ledger.read() as tx:
        rows, cosigned = list(mirrored(tx, ORIGIN)), list(watch.witnessed(tx, ORIGIN))
    end = rng.randint(size, min(len(rows), base.covered - 1))
    with world.ledger.write() as tx:
        catch_up(tx, world.log, rows[:end], cosigned=cosigned, now=world.now)
    if rng.random() < 0.5:
        with world.ledger.write() as tx:
            close_checkpoint(tx, world.log, now=world.now)


def _older(base: Base, rng: Random) -> Path:
    return rng.choice([file for file, size in base.older if size < base.covered])


ATTACKS: Mapping[str, Attack] = MappingProxyType(
    {
        attack.__name__: attack
        for attack in (
            delete_entries_and_leaves,
            delete_and_close_the_gap,
            delete_what_entries_said,
            delete_a_checkpoint,
            delete_and_write_anew,
            alter_bytes,
            alter_with_the_entry_key,
            alter_and_write_anew,
            say_it_was_erased,
            alter_a_node,
            sign_another_root,
            sign_with_another_key,
            forge_a_cosignature,
            reorder_what_entries_said,
            reorder_entries_and_leaves,
            reorder_and_write_anew,
            truncate_untidily,
            truncate_anywhere,
            truncate_to_a_checkpoint,
            fork_and_go_on,
            fork_before_two_witnesses,
            roll_back,
            roll_back_and_go_on,
            roll_back_and_ask_the_witnesses,
            restore_and_claim_that_all_came_back,
            restore_with_less_than_the_mirror_holds,
        )
    }
)
"""Every attack by its name."""
