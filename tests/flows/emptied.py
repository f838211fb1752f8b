"""Everything that a node keeps, opened with its own keys and poured out: what a thief with the keys reads."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from trefpunt.node import Node
from trefpunt.store.ledger import audit


def poured_out(node: Node) -> bytes:
    """Return all that a node keeps, opened: ledger, log, columns, attachments and key files."""
    return b"\n".join((*_ledger(node), *_log(node), *_columns(node), *_blobs(node), *_keys(node)))


def on_disk(node: Node) -> bytes:
    """Return the bytes of every file of a node's home as they lie on the disk, and their names."""
    files = [path for path in Path(node.home).rglob("*") if path.is_file()]
    return b"\n".join(str(path).encode() + b"\n" + path.read_bytes() for path in files)


def _ledger(node: Node) -> Iterator[bytes]:
    with node.ledger.read() as tx:
        names = tx.connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        for name in [row[0] for row in names]:
            yield name.encode()
            rows = tx.connection.exec_driver_sql(f'SELECT * FROM "{name}"')  # noqa: S608  the schema's own names
            for row in rows:
                yield from (_raw(value) for value in row)


def _log(node: Node) -> Iterator[bytes]:
    with node.ledger.read() as tx:
        for stored in audit.entries(tx, 0, audit.log_size(tx)):
            opened = node.trail.opened(stored)
            yield b"" if opened is None else opened[1]


def _columns(node: Node) -> Iterator[bytes]:
    for name in node.columns.names():
        table = node.columns.read(name)
        for column in table.columns:
            yield from (_raw(value) for value in column.to_pylist())


def _blobs(node: Node) -> Iterator[bytes]:
    for path in (Path(node.home) / "blobs").iterdir():
        if len(path.name) == 64:
            yield node.exchange.blobs.get(path.name)


def _keys(node: Node) -> Iterator[bytes]:
    for keys in (node.keys, node.means.epochs):
        for name in keys.names():
            yield name.encode()
            yield keys.secret(name)


def _raw(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    if dataclasses.is_dataclass(value) or value is None:
        return b""
    return str(value).encode()
