"""Uniform bytes from any message: `expand_message_xmd` over SHA-512.

Source: RFC 9380, section 5.3.1 (and 5.3.3 for a long domain tag).
"""

from collections.abc import Iterable
from hashlib import sha512

from trefpunt.errors import CryptoError

_BLOCK = 128
_DIGEST = 64
_MAX_TAG = 255


def expand(messages: Iterable[bytes], dst: bytes, length: int) -> list[bytes]:
    """Expand every message to `length` uniform bytes under the domain tag `dst`.

    Raises:
        CryptoError: `dst` is empty, or `length` is not from 1 to 16,320.
    """
    rounds = -(-length // _DIGEST)
    if not 1 <= rounds <= _MAX_TAG:
        raise CryptoError("cannot expand to {length} bytes", hint="ask for 1 to 16,320 bytes", length=length)
    tag = _tag(dst)
    front, back = bytes(_BLOCK), length.to_bytes(2, "big") + b"\0" + tag
    return [_blocks(sha512(front + message + back).digest(), tag, rounds)[:length] for message in messages]


def _tag(dst: bytes) -> bytes:
    if not dst:
        raise CryptoError("a domain tag is empty", hint="every use of the hash needs a name of its own")
    if len(dst) > _MAX_TAG:
        dst = sha512(b"H2C-OVERSIZE-DST-" + dst).digest()
    return dst + bytes([len(dst)])


def _blocks(first: bytes, tag: bytes, rounds: int) -> bytes:
    block = sha512(first + b"\1" + tag).digest()
    found = [block]
    for at in range(2, rounds + 1):
        mixed = int.from_bytes(first, "big") ^ int.from_bytes(block, "big")
        block = sha512(mixed.to_bytes(_DIGEST, "big") + bytes([at]) + tag).digest()
        found.append(block)
    return b"".join(found)
