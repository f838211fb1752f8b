"""Match keys hashed into the group, kept encrypted at home: a new epoch costs one multiplication a key.

The points do not depend on any OPRF key. They are kept by a hash of the input, in the encrypted columns.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

import pyarrow as pa

from trefpunt.hits.means import Means

_SET = "match_points"
_BATCH = 2000


class Points:
    """The kept points of this node."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._kept: dict[bytes, bytes] = {}
        self._used: dict[bytes, bytes] = {}
        if _SET in means.columns.names():
            table = means.columns.read(_SET)
            self._kept = dict(zip(table["input"].to_pylist(), table["point"].to_pylist(), strict=True))

    def of(self, inputs: Sequence[bytes]) -> Iterator[tuple[list[bytes], list[bytes]]]:
        """Give the inputs in batches, each with its points."""
        for start in range(0, len(inputs), _BATCH):
            batch = list(inputs[start : start + _BATCH])
            names = [sha256(item).digest() for item in batch]
            missing = [at for at, name in enumerate(names) if name not in self._kept]
            made = self._means.oprf.points_of([batch[at] for at in missing])
            self._kept.update(zip((names[at] for at in missing), made, strict=True))
            self._used.update((name, self._kept[name]) for name in names)
            yield batch, [self._kept[name] for name in names]

    def keep(self) -> None:
        """Keep what this publication used and forget the rest, so that nothing outlives its record."""
        table = pa.table({"input": list(self._used), "point": list(self._used.values())})
        self._means.columns.write(_SET, table)
