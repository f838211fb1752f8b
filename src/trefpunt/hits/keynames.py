"""How an OPRF key is named in the second key file."""

import re
from datetime import UTC, datetime

from trefpunt.store.ledger.hits import Publication

PREFIX = "oprf|"
_EPOCH = re.compile(r"\|\d+:(\d{8}T\d{6})Z-[0-9a-f]{8}\|")


def key_name(given: Publication, key_type: str) -> str:
    """Name the key of one type of one publication; every part is length-prefixed, so no two names meet."""
    parts = (given.partner, given.purpose, given.epoch, key_type)
    return PREFIX + "|".join(f"{len(part)}:{part}" for part in parts)


def epoch_name(now: datetime, salt: bytes) -> str:
    """Name an epoch by its beginning and four random bytes."""
    return f"{now:%Y%m%dT%H%M%SZ}-{salt.hex()}"


def began_at(name: str) -> datetime | None:
    """Return when the epoch of a key began; None for a name of another kind."""
    found = _EPOCH.search(name)
    return None if found is None else datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
