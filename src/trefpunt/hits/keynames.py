"""How an OPRF key is named in the second key file."""

from trefpunt.store.ledger.hits import Publication


def key_name(given: Publication, key_type: str) -> str:
    """Name the key of one type of one publication; every part is length-prefixed, so no two names meet."""
    parts = (given.partner, given.purpose, given.epoch, key_type)
    return "oprf|" + "|".join(f"{len(part)}:{part}" for part in parts)
