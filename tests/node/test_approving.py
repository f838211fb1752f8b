"""A live node permits only under texts that a lawyer of its own country has signed."""

import json
from datetime import date
from pathlib import Path

import pytest

from trefpunt.crypto import SigningKey
from trefpunt.errors import SettingsError
from trefpunt.model import Country
from trefpunt.node.approving import approvals_in
from trefpunt.treaty.approvals import Approval, approve

HASH = "ab" * 32


def home_with(home: Path, *, known: SigningKey, signer: SigningKey, country: Country = Country.BE) -> Path:
    lawyers = {"BE": [{"name": "invented lawyer", "key": known.public.to_jwk()}]}
    (home / "lawyers.json").write_text(json.dumps(lawyers), encoding="utf-8")
    (home / "approvals").mkdir()
    approval = Approval("benelux-police-treaty", HASH, country, "invented lawyer", date(2026, 11, 24))
    (home / "approvals" / "one.jws").write_text(approve(approval, signer), encoding="ascii")
    return home


def test_a_text_that_a_known_lawyer_signed_is_approved(tmp_path: Path) -> None:
    key = SigningKey.generate()
    assert approvals_in(home_with(tmp_path, known=key, signer=key)) == {(HASH, "BE")}


def test_a_text_that_a_stranger_signed_is_not(tmp_path: Path) -> None:
    home = home_with(tmp_path, known=SigningKey.generate(), signer=SigningKey.generate())
    assert approvals_in(home) == frozenset()


def test_a_belgian_lawyer_approves_nothing_for_another_country(tmp_path: Path) -> None:
    key = SigningKey.generate()
    assert approvals_in(home_with(tmp_path, known=key, signer=key, country=Country.NL)) == frozenset()


def test_without_lawyers_nothing_is_approved(tmp_path: Path) -> None:
    assert approvals_in(tmp_path) == frozenset()


def test_a_broken_list_of_lawyers_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "lawyers.json").write_text('{"BE": [{"name": "x"}]}', encoding="utf-8")
    with pytest.raises(SettingsError, match="lawyers"):
        approvals_in(tmp_path)
