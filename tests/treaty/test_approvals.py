from dataclasses import replace
from datetime import date

import pytest

from trefpunt.crypto import SigningKey, canonical_json, sign
from trefpunt.errors import BadSignature, InputError
from trefpunt.model import Country
from trefpunt.treaty import Approval, approve, approved_hashes, read_approval

LAWYER = SigningKey.from_seed(bytes(range(32)))
OTHER = SigningKey.from_seed(bytes(32))
LAWYERS = {
    Country.NL: {LAWYER.public.thumbprint: LAWYER.public},
    Country.BE: {OTHER.public.thumbprint: OTHER.public},
}
APPROVAL = Approval("benelux-police-treaty", "ab" * 32, Country.NL, "mr. S. Voorbeeld", date(2026, 11, 23))


def test_a_lawyers_signature_approves_a_text_for_their_country() -> None:
    token = approve(APPROVAL, LAWYER)
    assert read_approval(token, lawyers=LAWYERS) == APPROVAL
    assert approved_hashes([token], lawyers=LAWYERS) == {("ab" * 32, "NL")}


def test_a_lawyer_of_another_country_approves_nothing_here() -> None:
    token = approve(APPROVAL, OTHER)
    with pytest.raises(BadSignature):
        read_approval(token, lawyers=LAWYERS)
    assert approved_hashes([token], lawyers=LAWYERS) == frozenset()


def test_a_country_without_lawyers_approves_nothing() -> None:
    token = approve(replace(APPROVAL, country=Country.LU), LAWYER)
    assert approved_hashes([token], lawyers=LAWYERS) == frozenset()


def test_another_kind_of_token_is_no_approval() -> None:
    letter = sign(LAWYER, b"{}", typ="tnp-letter+jws")
    assert approved_hashes([letter, "nonsense"], lawyers=LAWYERS) == frozenset()


@pytest.mark.parametrize("payload", [{}, {"v": 2}, {"v": 1, "text": "x"}, [], "x"])
def test_a_signed_something_else_is_no_approval(payload: object) -> None:
    token = sign(LAWYER, canonical_json(payload), typ="tnp-text+jws")
    with pytest.raises(InputError):
        read_approval(token, lawyers=LAWYERS)
