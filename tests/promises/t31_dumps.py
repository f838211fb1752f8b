"""Everything that a node keeps or gives away, opened: ledger, log, columns, mirror, backup and export."""

from collections.abc import Iterator
from pathlib import Path

from tests.flows.asking import PASSPHRASE
from tests.flows.emptied import on_disk, poured_out
from tests.flows.nodes import CHEAP
from tests.promises.t31_world import OVERSEER, Walled

from trefpunt.audit import Reader, Stretch, export_bundle
from trefpunt.crypto import NoteVerifier
from trefpunt.crypto.sealedstream import read_sealed
from trefpunt.node import Node, back_up, checkpoint_now, gather_cosignatures, quorum_of
from trefpunt.node.overseeing import has_mirror, mirrored_trail, read_mirror


def watch_all(walled: Walled) -> None:
    """Close every log, let it be cosigned, and feed the mirrors."""
    for node in walled.story.nodes.values():
        checkpoint_now(node)
    for node in walled.story.nodes.values():
        gather_cosignatures(node)


def all_of(node: Node, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give all that can be had of a node, by what it is; the folder takes its backup and its export."""
    yield "dump", poured_out(node)
    yield "disk", on_disk(node)
    yield "backup", _backup(node, folder / f"{node.me.id}.backup")
    if node.me.id == OVERSEER:
        yield "mirrors", _mirrors(node)
    else:
        yield "export", _export(node, folder / f"{node.me.id}.export")


def _backup(node: Node, file: Path) -> bytes:
    back_up(node, file, PASSPHRASE, is_portable=True, params=CHEAP)
    with file.open("rb") as sealed:
        return b"".join(name.encode() + b"\n" + part for name, part in read_sealed(sealed, PASSPHRASE))


def _export(node: Node, target: Path) -> bytes:
    reader = Reader("o-1", "information_officer", "self_monitoring", node.clock())
    with node.ledger.write() as tx:
        quorum = quorum_of(node, tx)
        assert quorum is not None
        export_bundle(tx, target, Stretch(), log=node.log, quorum=quorum, reader=reader)
    return b"\n".join(path.read_bytes() for path in target.iterdir())


def _mirrors(node: Node) -> bytes:
    origins = {NoteVerifier.parse(peer.party.log_key).name for peer in node.exchange.agreements.peers()}
    held = [origin for origin in sorted(origins) if has_mirror(node.keys, origin)]
    assert held
    with node.ledger.read() as tx:
        read = [read_mirror(tx, origin, trail=mirrored_trail(node.keys, origin)) for origin in held]
    return repr(read).encode()
