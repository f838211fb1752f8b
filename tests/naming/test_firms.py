"""Firms: one core whatever the legal form, its language, its dots and its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.naming import name_core


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jansen Transport B.V.", "BV Jansen Transport"),
        ("Peeters Logistics BVBA", "Peeters Logistics SPRL"),
        ("Peeters Logistics BVBA", "Logistics Peeters BV"),
        ("Immo Nord S.à r.l.", "Immo Nord SARL"),
        ("Immo Nord S. à r. l.", "Immo Nord GmbH"),
        ("Immo Nord S.à r.l.-S", "Immo Nord"),
        ("Alpha Capital SCSp", "Alpha Capital Société en commandite spéciale"),
        ("Bakkerij Smit VOF", "Bakkerij Smit V.O.F."),
        ("Janssens CommV", "Janssens SComm"),
        ("Janssens Comm. V", "Janssens"),
        ("Les Amis A.S.B.L.", "vzw Les Amis"),
        ("Stichting Derdengelden X", "St. Derdengelden X"),
        ("Müller & Söhne GmbH & Co. KG", "Mueller Soehne"),
        ("Noordzee N.V.", "Noordzee Naamloze Vennootschap"),
        ("Acier du Sud SCRL", "Acier du Sud CVBA"),
    ],
)
def test_one_firm_has_one_core(one: str, other: str) -> None:
    assert name_core(one) == name_core(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jansen Transport BV", "Jansen Holding BV"),
        ("Fund I SCSp", "Fund II SCSp"),
        ("Smit Beheer BV", "Smit Invest BV"),
    ],
)
def test_sister_firms_keep_cores_of_their_own(one: str, other: str) -> None:
    assert name_core(one) != name_core(other)


def test_a_name_of_nothing_but_a_form_keeps_its_words() -> None:
    assert name_core("SARL") == "sarl"


@given(st.lists(st.sampled_from(["alpha", "noord", "zee", "bouw", "42"]), min_size=1, unique=True))
def test_any_order_of_words_gives_one_core(words: list[str]) -> None:
    assert name_core(" ".join(words)) == name_core(" ".join(reversed(words)) + " NV")


@given(st.text(max_size=60))
def test_any_text_gives_a_core_without_an_error(name: str) -> None:
    assert name_core(name) == name_core(name)
