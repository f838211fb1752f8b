"""One value, one sequence of bytes: canonical JSON out, strict JSON in."""

import json
import math
import re
from typing import Any

import rfc8785

from trefpunt.errors import InputError
from trefpunt.sentence import Sentence

MAX_SAFE_INTEGER = 2**53 - 1
_NOT_INTERCHANGEABLE = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + 0xFFFE + i) for plane in range(17) for i in (0, 1))
    + "]"
)


def canonical_json(value: Any) -> bytes:
    """Return the only canonical bytes of a JSON value, to be hashed or signed.

    Raises:
        InputError: for what canonical JSON cannot say: NaN, integers beyond 2^53 - 1, keys that are not text.

    Source: RFC 8785.
    """
    try:
        return rfc8785.dumps(value)
    except (
        rfc8785.CanonicalizationError,
        UnicodeEncodeError,
        RecursionError,
        TypeError,
        AttributeError,
    ) as error:
        raise InputError(
            "a value has no canonical JSON ({kind})",
            hint="use text, lists, objects, booleans, null and numbers up to 2^53 - 1 only",
            kind=type(error).__name__,
        ) from error


def parse_strict_json(data: bytes, *, max_bytes: int, max_depth: int = 32) -> Any:
    """Read JSON from outside; two readers can never understand the same bytes differently.

    Args:
        data: UTF-8 without byte order mark.
        max_bytes: longer input is refused before it is parsed.
        max_depth: how many lists and objects may stand inside one another.

    Raises:
        InputError: too long, too deep, not UTF-8, a key twice, NaN or infinity, an integer beyond
            2^53 - 1, half a surrogate pair.

    Source: RFC 7493 (I-JSON).
    """
    if len(data) > max_bytes:
        raise _refused(
            Sentence(
                "JSON of {count} bytes, at most {max_bytes} are read", count=len(data), max_bytes=max_bytes
            ),
            Sentence("send less, or raise the limit"),
        )
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_unique_keys,
            parse_constant=_no_constant,
            parse_int=_safe_integer,
            parse_float=_finite_float,
        )
    except UnicodeDecodeError as error:
        raise _refused(Sentence("JSON is not UTF-8"), Sentence("save it as UTF-8")) from error
    except RecursionError as error:
        raise _refused(
            Sentence("JSON is nested too deeply"),
            Sentence("use at most {max_depth} levels", max_depth=max_depth),
        ) from error
    except ValueError as error:
        position = f" at byte {error.pos}" if isinstance(error, json.JSONDecodeError) else ""
        raise _refused(
            Sentence("this is not JSON{position}", position=position),
            Sentence("check that the file was not cut off"),
        ) from error
    _check_tree(value, max_depth=max_depth)
    return value


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _refused(Sentence("a JSON object names a key twice"), Sentence("keep one of the two"))
    return found


def _no_constant(_name: str) -> Any:
    raise _refused(Sentence("JSON holds NaN or infinity"), Sentence("write a number or null"))


def _safe_integer(text: str) -> int:
    # Sixteen digits and a sign: longer ones are refused before int() spends quadratic time on them.
    if len(text) > 17 or abs(number := int(text)) > MAX_SAFE_INTEGER:
        raise _refused(Sentence("JSON holds an integer beyond 2^53 - 1"), Sentence("write it as text"))
    return number


def _finite_float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _refused(Sentence("JSON holds a number beyond double precision"), Sentence("write it as text"))
    return number


def _check_tree(value: Any, *, max_depth: int) -> None:
    todo: list[tuple[Any, int]] = [(value, 0)]
    while todo:
        item, depth = todo.pop()
        if isinstance(item, str) and not item.isascii() and _NOT_INTERCHANGEABLE.search(item):
            raise _refused(
                Sentence("JSON text holds a code point that is no character"),
                Sentence("remove the broken escape"),
            )
        if not isinstance(item, dict | list):
            continue
        if depth >= max_depth:
            raise _refused(
                Sentence("JSON is nested deeper than {max_depth} levels", max_depth=max_depth),
                Sentence("flatten it"),
            )
        todo.extend((child, depth + 1) for child in (item.values() if isinstance(item, dict) else item))
        if isinstance(item, dict):
            todo.extend((key, depth) for key in item)


def _refused(seen: Sentence, advice: Sentence) -> InputError:
    return InputError("{seen}", hint="{advice}", seen=seen, advice=advice)
