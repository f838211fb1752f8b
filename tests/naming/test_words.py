"""Words: what two registers write differently becomes one; what tells people apart stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.naming.persons import split_line
from trefpunt.naming.words import first_letters, fold, given_parts, surname_parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "Mueller"),
        ("Müller", "MULLER"),
        ("Öztürk", "Oeztuerk"),
        ("Bruijn", "Bruyn"),
        ("Strauß", "Strauss"),
        ("Hélène", "Helene"),
        ("Yıldız", "YILDIZ"),
        ("İnan", "inan"),
        ("Łukasz", "Lukasz"),
        ("Kroĳ", "Kroij"),
    ],
)
def test_two_spellings_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("van der Berg", "Berg"),
        ("De Smet", "Desmet"),
        ("Van Damme", "Vandamme"),
        ("Jansen-de Vries", "de Vries"),
        ("de Vries-Jansen", "Jansen-de Vries"),
        ("Dupont épouse Lambert", "Lambert"),
        ("Jansen e/v de Vries", "Jansen"),
        ("Peeters wed. Claes", "Claes"),
        ("Ben Ali", "Benali"),
        ("al-Qadir Ben Ali", "Benali"),
        ("satte rley", "satterley"),
        ("d'Hondt", "Dhondt"),
        ("D’HONDT", "d'Hondt"),
        ("van 't Hof", "Hof"),
        ("v.d. Berg", "van den Berg"),
        ("von der Heyden", "Heyden"),
        ("al-Qadir", "Qadir"),
        ("Garcia Lopez", "Lopez"),
    ],
)
def test_two_ways_to_write_a_family_name_share_a_part(one: str, other: str) -> None:
    assert set(surname_parts(one)) & set(surname_parts(other))


@pytest.mark.parametrize(
    ("one", "other"), [("van Dijk", "van Beek"), ("De Smet", "De Smedt"), ("Le Roy", "Le")]
)
def test_a_shared_particle_is_no_shared_part(one: str, other: str) -> None:
    assert not set(surname_parts(one)) & set(surname_parts(other))


def test_a_name_of_particles_alone_stays_whole() -> None:
    assert surname_parts("De Le") == ["dele"]


def test_a_flemish_van_in_one_word_is_not_among_the_first_letters() -> None:
    assert [first_letters(word) for word in ("vandamme", "vandenberghe", "vance")] == ["dam", "ber", "van"]


def test_given_names_come_apart_and_initials_go() -> None:
    assert given_parts("Jean-Pierre M.") == ["jean", "pierre"]


def test_another_script_keeps_its_letters() -> None:
    assert surname_parts("Щербаков") == ["щербаков"]


@pytest.mark.parametrize(
    ("line", "family", "given"),
    [
        ("Jan van der Berg", "van der Berg", "Jan"),
        ("Berg, Jan van der", "van der Berg", "Jan"),
        ("Marie Dupont épouse Lambert", "Dupont épouse Lambert", "Marie"),
        ("Maria Jansen-de Vries", "Jansen-de Vries", "Maria"),
        ("Jean-Pierre Weber", "Weber", "Jean-Pierre"),
        ("De Smet Pieter", "De Smet", "Pieter"),
        ("Ben Jansen", "Jansen", "Ben"),
        ("Thijs", "Thijs", ""),
        ("", "", ""),
    ],
)
def test_a_whole_name_is_split_where_the_family_name_begins(line: str, family: str, given: str) -> None:
    assert split_line(line) == (family, given)


@given(st.text(max_size=40))
def test_any_text_folds_as_its_capitals_do(text: str) -> None:
    # The long s and its like have no capital of their own; casefolding before is what registers do.
    known = text.casefold()
    assert fold(known.upper().casefold()) == fold(known)


@given(st.text(max_size=60))
def test_any_text_is_split_without_an_error(line: str) -> None:
    family, given_names = split_line(line)
    assert all(surname_parts(family)) and all(given_parts(given_names))
