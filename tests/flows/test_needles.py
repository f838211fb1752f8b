"""The search for a subject finds it in every clothing, and finds nothing in noise."""

import base64
import hashlib
from random import Random

import pytest
from tests.flows.leaking import SUBJECT
from tests.flows.needles import needles_of

NEEDLES = needles_of(SUBJECT)
SURNAME = SUBJECT.properties["lastName"][0]
NUMBER = SUBJECT.identifiers[0].value
DRESSED = {
    "plain": SURNAME.encode(),
    "upper": SURNAME.upper().encode(),
    "utf-16": SURNAME.encode("utf-16"),
    "reversed": SURNAME[::-1].encode(),
    "hex": SURNAME.encode().hex().encode(),
    "number without separators": "".join(sign for sign in NUMBER if sign.isdigit()).encode(),
    "day first": b"19-07-1983",
    "month first": b"07/19/1983",
    "in base64": base64.b64encode(b"a" + SURNAME.encode() + b"bc"),
    "in base64 one on": base64.b64encode(b"ab" + SURNAME.encode() + b"bc"),
    "in base64 two on": base64.urlsafe_b64encode(b"abc" + SURNAME.encode() + b"bc"),
    "hashed": hashlib.sha256(SURNAME.encode()).digest(),
    "hashed, hex": hashlib.md5(SURNAME.lower().encode()).hexdigest().encode(),
}


@pytest.mark.parametrize("name", DRESSED)
def test_the_subject_is_found_in_every_clothing(name: str) -> None:
    noise = Random(1).randbytes(5_000_000)
    at = 4 * 1024 * 1024 - 3
    assert NEEDLES.search(noise[:at] + DRESSED[name] + noise[at:])


def test_nothing_is_found_in_noise() -> None:
    noise = Random(2).randbytes(6_000_000)
    assert NEEDLES.search(noise + base64.b64encode(noise) + noise.hex().encode()) == set()
