"""What a letter may bring along: looked at by its sender and at the door, before anything is fetched."""

from trefpunt.exchange.letters import Opened
from trefpunt.model import CARRIES, Carriage

_NOTHING = Carriage()


def carries_too_much(opened: Opened) -> bool:
    """Tell whether a letter names more attachments, or larger ones, than its kind may."""
    may, blobs = CARRIES.get(opened.letter.kind, _NOTHING), opened.letter.blobs
    body_bytes = 0 if opened.body_blob is None else opened.body_blob.size
    return (
        len(blobs) > may.blobs
        or sum(blob.size for blob in blobs) > may.blob_bytes
        or body_bytes > may.body_bytes
        or (opened.body_blob is not None and not may.body_bytes)
    )
