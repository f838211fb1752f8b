"""How a fuse table is filled: take away keys that have a word to themselves, until none is left.

A word that one key alone points to can be set for that key without harm to any other. Taking that key away
frees words for others, round after round; filling goes through the rounds backwards. All keys that can go
in the same round go at once, so the work is in arrays.
"""

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]
Words = NDArray[np.uint32]
_Round = tuple[Places, Places]


def solve(places: Places, prints: Words, table: Words) -> Words | None:
    """Fill the table so that the words at each key's places add up to its fingerprint.

    Args:
        places: one column per key, one row per place; the places of a key all differ.
        prints: the fingerprint of each key.
        table: the words to start from; it is changed.

    Returns:
        The table, or None when the keys cannot be peeled and another seed must be tried.
    """
    rounds = _peel(places, len(table))
    if rounds is None:
        return None
    for keys, words in reversed(rounds):
        table[words] ^= np.bitwise_xor.reduce(table[places[:, keys]], axis=0) ^ prints[keys]
    return table


def _peel(places: Places, size: int) -> list[_Round] | None:
    """List per round the keys that were taken away and the word each has to itself."""
    arity, count = places.shape
    uses = np.bincount(places.reshape(-1), minlength=size)
    # The sum of the keys at a word is the key itself where there is only one.
    sums = np.zeros(size, np.intp)
    for row in places:
        np.add.at(sums, row, np.arange(count))
    rounds: list[_Round] = []
    left = count
    single = np.flatnonzero(uses == 1)
    while single.size:
        keys, first = np.unique(sums[single], return_index=True)
        rounds.append((keys, single[first]))
        left -= keys.size
        touched = places[:, keys].reshape(-1)
        np.subtract.at(uses, touched, 1)
        np.subtract.at(sums, touched, np.tile(keys, arity))
        single = np.unique(touched[uses[touched] == 1])
    return rounds if left == 0 else None
