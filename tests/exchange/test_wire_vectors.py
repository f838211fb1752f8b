"""The golden vectors of docs/wire.md: read by this code, and written by it byte for byte."""

import json
from typing import Any

import pytest

from trefpunt.crypto import SigningKey, canonical_json
from trefpunt.errors import CryptoError, InputError
from trefpunt.exchange.agreements import open_verdict
from trefpunt.exchange.documents import read_document
from trefpunt.exchange.invitation import parse_invitation
from trefpunt.exchange.letters import compose, open_letter
from trefpunt.exchange.limits import Limits
from trefpunt.exchange.receipts import open_receipt, sign_receipt
from trefpunt.exchange.state import open_state
from trefpunt.exchange.wire import sha256_hex

from .wire_vectors import FOLDER, letter_of, main


def vectors(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((FOLDER / f"wire-{name}.json").read_text(encoding="utf-8"))
    return read


def key_in(held: dict[str, Any]) -> SigningKey:
    return SigningKey.from_seed(bytes.fromhex(held["seed"]))


def test_the_vectors_are_what_this_code_writes(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("agreement", "letter", "receipt", "state", "invitation")
    for name in names:
        (tmp_path / f"wire-{name}.json").write_bytes((FOLDER / f"wire-{name}.json").read_bytes())
    monkeypatch.setattr("tests.exchange.wire_vectors.FOLDER", tmp_path)
    main()
    for name in names:
        assert json.loads((tmp_path / f"wire-{name}.json").read_text(encoding="utf-8")) == vectors(name)


@pytest.mark.parametrize("row", vectors("letter")["right"], ids=lambda row: str(row["name"]))
def test_a_right_letter_is_read_and_written_alike(row: dict[str, Any]) -> None:
    key = key_in(vectors("letter"))
    opened = open_letter(row["token"], trusted=key.public, limits=Limits())
    again = compose(opened.letter, key=key, limits=Limits(), body_blob=opened.body_blob)
    assert (again.token, opened.sha256, len(row["token"])) == (row["token"], row["sha256"], row["length"])


@pytest.mark.parametrize("row", vectors("letter")["wrong"], ids=lambda row: str(row["name"]))
def test_a_wrong_letter_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises((CryptoError, InputError)):
        open_letter(row["token"], trusted=key_in(vectors("letter")).public, limits=Limits())


@pytest.mark.parametrize("row", vectors("receipt")["right"], ids=lambda row: str(row["status"]))
def test_a_receipt_is_read_and_written_alike(row: dict[str, Any]) -> None:
    key = key_in(vectors("receipt"))
    receipt = open_receipt(row["token"], trusted=key.public)
    assert (receipt.status.value, receipt.reason) == (row["status"], row["reason"])
    assert sign_receipt(receipt, key=key) == row["token"]


def test_an_agreement_is_named_by_the_hash_of_its_canonical_form() -> None:
    held = vectors("agreement")
    assert canonical_json(held["document"]).decode() == held["canonical"]
    assert read_document(held["document"]).id == held["id"] == sha256_hex(held["canonical"].encode())


def test_verdicts_verify_with_the_keys_in_the_agreement() -> None:
    held = vectors("agreement")
    for row in held["verdicts"]:
        key = SigningKey.from_seed(bytes.fromhex(held["seeds"][row["by"]])).public
        said = open_verdict(row["token"], trusted={key.thumbprint: key})
        assert (said.by, said.verdict.value, said.agreement) == (row["by"], row["verdict"], held["id"])


def test_a_state_is_read() -> None:
    held = vectors("state")
    key = key_in(held).public
    page = open_state(held["token"], trusted={key.thumbprint: key})
    assert page.is_last
    assert page.received[0].letter == letter_of("").id


def test_an_invitation_is_read() -> None:
    held = vectors("invitation")
    read = parse_invitation(held["line"])
    assert (read.fingerprint, read.id, read.code) == (held["fingerprint"], held["id"], held["code"])
