"""The table of terms is whole, and says where its words come from."""

from collections import Counter

from trefpunt.words import read_terms
from trefpunt.words.terms import instrument_names


def test_every_term_has_all_languages_a_meaning_and_a_source():
    for term in read_terms():
        assert all((term.en, term.nl, term.fr, term.de, term.meaning, term.source)), term.key


def test_no_key_and_no_english_word_is_there_twice():
    terms = read_terms()
    for words in ([term.key for term in terms], [term.en for term in terms]):
        assert [word for word, times in Counter(words).items() if times > 1] == []


def test_nothing_is_called_authentic_without_a_source():
    for term in read_terms():
        assert set(term.authentic) <= {"nl", "fr"}, term.key
        assert not term.authentic or term.source != "-", term.key


def test_a_treaty_text_has_a_name_in_every_language():
    assert instrument_names("en")["benelux-police-treaty"] == "the Benelux Police Treaty"
    assert {len(instrument_names(language)) for language in ("en", "nl", "fr", "de")} == {35}
