"""Marks of a question: how the asking node finds it again for the person it was about, and for nobody else.

The asked side cannot tell about whom a blind question was, and the asking side erases its sheet. A mark is a
keyed hash of a strong match key: without this node's key and the person's own description it says nothing.
"""

import hmac
from collections.abc import Iterable
from hashlib import sha256

from trefpunt.model import Grade, MatchKey
from trefpunt.naming import GRADES

_LABEL = b"trefpunt mark v1 "


def strong_keys(keys: Iterable[MatchKey]) -> set[MatchKey]:
    """Return the keys that alone say that two records are of one subject."""
    return {key for key in keys if GRADES[key.type] is Grade.STRONG}


def marks_of(secret: bytes, keys: Iterable[MatchKey]) -> set[str]:
    """Return the marks of the strong keys of a subject."""
    return {hmac.new(secret, _LABEL + key.encoded(), sha256).hexdigest() for key in strong_keys(keys)}
