"""Handing the key of the entries to the oversight body, which holds it together with the node."""

from base64 import b64decode, b64encode
from binascii import Error as BinasciiError
from collections.abc import Mapping
from typing import Any

from trefpunt.crypto.sealing import KEY_BYTES, open_from, seal_to
from trefpunt.errors import InputError


def hand_over_key(entry_key: bytes, *, origin: str, oversight_box: bytes) -> dict[str, Any]:
    """Return the body of a `log.key` letter: the key of the entries, for the oversight body only.

    Args:
        oversight_box: its X25519 public key, 32 bytes.
    """
    sealed = seal_to(oversight_box, entry_key, _key_info(origin))
    return {"v": 1, "origin": origin, "sealed": b64encode(sealed).decode()}


def take_key(body: Mapping[str, Any], *, origin: str, box_key: bytes) -> bytes:
    """Return the key of the entries from the body of a `log.key` letter.

    Args:
        origin: the log that the sender may speak for, from the agreement.
        box_key: the X25519 private key of the oversight body, 32 bytes.

    Raises:
        InputError: another form or another log.
        BadSeal: sealed for somebody else.
    """
    sealed = body.get("sealed")
    if body.get("v") != 1 or body.get("origin") != origin or not isinstance(sealed, str):
        raise InputError("a log key has another form or log", hint="ask the node to send it again")
    try:
        key = open_from(box_key, b64decode(sealed, validate=True), _key_info(origin))
    except (ValueError, BinasciiError) as error:
        raise InputError("a log key is not base64", hint="ask the node to send it again") from error
    if len(key) != KEY_BYTES:
        raise InputError(
            "a log key of {count} bytes",
            hint="expected {key_bytes} bytes",
            count=len(key),
            key_bytes=KEY_BYTES,
        )
    return key


def _key_info(origin: str) -> bytes:
    return b"trefpunt log key v1 " + origin.encode()
