"""One set in one file: Parquet with modular encryption, readable with the key of the node alone.

pyarrow encrypts and decrypts. DuckDB 2.0.0 reads such files in part only: without nested columns, with one
page a column, and never under a WHERE. So it is handed the decrypted batches instead and touches no file.
"""

import errno
import hmac
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from pyarrow.parquet.encryption import create_decryption_properties, create_encryption_properties

from trefpunt.errors import StoreError, StoreFull, cause_of

KEY_BYTES = 32
_LABEL = b"trefpunt columns v1 "
_ROWS_A_GROUP = 65_536
# A limit on the size of a file fills the disk as far as this room can tell.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def write_file(
    path: Path, key: bytes, label: str, *, schema: pa.Schema, batches: Iterable[pa.RecordBatch]
) -> None:
    """Write batches to a new file that only its owner may read; on disk in full when this returns.

    Args:
        label: set and generation; it is part of the file's key, so a file cannot stand in for another.

    Raises:
        StoreFull: the disk is full; the half-written file is gone again.
        StoreError: the file cannot be made.
    """
    try:
        with _new_file(path) as sink:
            # Of GCM, because Parquet's faster mode leaves the pages unauthenticated.
            properties = create_encryption_properties(
                _file_key(key, label), encryption_algorithm="AES_GCM_V1"
            )
            with pq.ParquetWriter(
                sink, schema, compression="zstd", encryption_properties=properties
            ) as writer:
                for group in _grouped(batches, schema):
                    writer.write_table(group)
            sink.flush()
            os.fsync(sink.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _write_failed(path.parent, error) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def open_file(path: Path, key: bytes, label: str) -> ds.Dataset:
    """Open a file for reading; it stays readable when it is replaced meanwhile.

    Raises:
        FileNotFoundError: it was replaced before it could be opened.
        StoreError: another key, another set's file, or damage.
    """
    options = ds.ParquetFragmentScanOptions(
        decryption_properties=create_decryption_properties(_file_key(key, label))
    )
    form = ds.ParquetFileFormat(default_fragment_scan_options=options)
    with translated(label):
        fragment = form.make_fragment(pa.OSFile(str(path)))
        return ds.FileSystemDataset([fragment], fragment.physical_schema, form)


@contextmanager
def translated(label: str) -> Iterator[None]:
    """Turn what pyarrow says about a file that does not decrypt into our own error."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (OSError, pa.ArrowException) as error:
        raise does_not_open(label) from error


def does_not_open(label: str) -> StoreError:
    """Return the error of a file that does not decrypt, wherever it was noticed."""
    return StoreError(
        "the columns of {partition} do not open with this key",
        hint="they belong to another key file, or the file is damaged; load them again from their source",
        partition=label.partition(".")[0],
    )


def _file_key(key: bytes, label: str) -> bytes:
    # One key for every file would wear out the 96-bit nonces of GCM.
    return hmac.digest(key, _LABEL + label.encode(), "sha256")


@contextmanager
def _new_file(path: Path) -> Iterator[pa.NativeFile]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as sink:
        yield sink


def _grouped(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """Gather small batches into row groups of a useful size."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(part.num_rows for part in held) >= _ROWS_A_GROUP:
            yield pa.Table.from_batches(held, schema)
            held = []
    if held:
        yield pa.Table.from_batches(held, schema)


def _write_failed(folder: Path, error: OSError) -> StoreError:
    if error.errno in _FULL:
        return StoreFull(
            "the disk is full and nothing was written",
            hint="make room on the disk of {folder}, then repeat what you did",
            folder=folder,
        )
    return StoreError(
        "the columns cannot be written to {folder}", hint="{system}", folder=folder, system=cause_of(error)
    )
