"""What a person reads: the answer first, then under what, then what is lawful instead."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from trefpunt.errors import InputError
from trefpunt.model import (
    Article,
    Detour,
    Grade,
    Hit,
    KeyType,
    NoHit,
    Pending,
    Refusal,
    Refused,
)
from trefpunt.sentence import Lines, Sentence, places
from trefpunt.words import LANGUAGES, REFUSALS, Speech
from trefpunt.words.law import WAYS

TREATY = Article("benelux-police-treaty", "4(1)", "", "", "T", is_sample=False)
ART_14 = Article("benelux-police-treaty", "14", "", "", "T", is_sample=False)
SAMPLE = Article("sample-art14-agreement", "1", "", "", "S", is_sample=True)
FACTS = {
    "officer": "o-1",
    "request": "r-1",
    "provider": "police.be",
    "fact": "urgent",
    "case": "2026-17",
    "partner": "police.be",
    "key_type": "P13",
    "left": "0",
    "asked": "1200",
    "renews_at": "2026-11-25T00:00:00+00:00",
    "reason": "policy_changed",
    "channel": "siena",
    "article": "benelux-police-treaty 4(1)",
}


@pytest.fixture(params=LANGUAGES)
def speech(request: pytest.FixtureRequest) -> Speech:
    return Speech(request.param)


@pytest.fixture
def english() -> Speech:
    return Speech("en")


@pytest.fixture
def dutch() -> Speech:
    return Speech("nl")


def refused(code: str, *, by: str, reference: str = "", detours: tuple[Detour, ...] = ()) -> Refused:
    missing = ("agreement_in_force",) if code == "no_agreement_art14" else ()
    refusal = Refusal(code, articles=(ART_14,) if missing else (), missing=missing, detours=detours)
    return Refused("police.be", by, refusal, reference)


def test_a_hit_says_under_what_and_that_it_is_only_a_pointer(english: Speech):
    assert english.answer(Hit("police.be", "r1", SAMPLE)) == (
        "police.be: hit",
        "Under art. 1 of the SAMPLE agreement under art. 14. SAMPLE, not law.",
        "A hit is a pointer: what is held needs a request of its own.",
    )


def test_a_graded_hit_says_how_strong_and_by_which_keys(dutch: Speech):
    hit = Hit("police.be", "r1", TREATY, Grade.STRONG, (KeyType.IBAN, KeyType.VIN))
    assert dutch.answer(hit)[0] == "police.be: hit, sterk (X1, X2)"


def test_no_hit_does_not_claim_that_nobody_knows(dutch: Speech):
    assert dutch.answer(NoHit("police.lu", "r1", TREATY)) == (
        "police.lu: geen hit",
        "Op grond van art. 4(1) van het Benelux-politieverdrag.",
        "Het bewijst niet dat niemand iets weet.",
    )


def test_what_was_not_asked_says_why_and_what_is_lawful_today(english: Speech):
    way = Detour("request_content", "request_content", (TREATY,), channel="siena", deadline="pol.other")
    assert english.answer(refused("no_agreement_art14", by="police.nl", detours=(way,))) == (
        "police.be: not asked. No agreement under art. 14 is in force for this pair of countries.",
        "Looked at: art. 14 of the Benelux Police Treaty.",
        "Not yet so: both nodes have signed an agreement on this text, and it is in force.",
        "Lawful today: an ordinary request to the same authority under art. 4(1) of the Benelux Police "
        "Treaty; form ready. Channel: SIENA, through the national contact points. "
        "An answer is due within 7 calendar days.",
    )


def test_a_refusal_says_who_refused(english: Speech):
    assert english.answer(refused("no_ground", by="police.be"))[0].startswith(
        "police.be: refused by the partner."
    )
    assert english.answer(refused("proof_failed", by="police.nl", reference="r1"))[0].startswith(
        "police.be: asked, without an answer that can be used."
    )


def test_a_way_that_must_be_arranged_is_not_called_lawful_today(speech: Speech):
    shut = Detour("arrange_first", "ask_hit", (SAMPLE,), (("agreement_in_force", "true"),), is_open=False)
    today = {"en": "today", "nl": "Vandaag", "fr": "aujourd’hui", "de": "heute"}[speech.language]
    lines = speech.refusal(Refusal("no_agreement_art14", detours=(shut,)))
    assert not any(today in line for line in lines)


@pytest.mark.parametrize("way", WAYS)
def test_every_way_round_has_a_sentence(speech: Speech, way: str):
    detour = Detour(way, "ask_hit", (TREATY,), (("has_case", "true"),))
    sentence = speech.refusal(Refusal("no_ground", detours=(detour,)))[-1]
    assert way not in sentence
    assert "{" not in sentence


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_is_one_whole_sentence_with_its_facts(speech: Speech, code: str):
    facts = tuple(FACTS.items())
    sentence = speech.why(Refusal(code, facts=facts))
    assert sentence.endswith(".")
    assert not {"{", "}", "…"} & set(sentence)
    assert places(REFUSALS[code]) <= set(FACTS)


def test_a_fact_that_is_not_there_leaves_a_gap_and_no_error(english: Speech):
    assert english.why(Refusal("case_closed")) == "Case … is closed, and nothing is asked for a closed case."


def test_an_unknown_code_is_named_rather_than_passed_over(speech: Speech):
    assert "from_the_future" in speech.why(Refusal("from_the_future"))


def test_dates_and_numbers_are_written_as_the_language_does(english: Speech, dutch: Speech):
    moment = datetime(2026, 3, 1, 9, 5, tzinfo=UTC)
    assert (english.number(1234567.5), dutch.number(1234567.5)) == ("1,234,567.5", "1.234.567,5")
    assert (english.day(date(2026, 3, 1)), dutch.day(date(2026, 3, 1))) == ("1 March 2026", "1 maart 2026")
    assert (english.moment(moment), dutch.moment(moment)) == (
        "1 Mar 2026, 09:05 UTC",
        "1 mrt 2026, 09:05 UTC",
    )


@pytest.mark.parametrize(
    ("language", "number", "day", "moment"),
    [
        ("fr", "1\u202f234\u202f567,5", "1 mars 2026", "1 mars 2026, 09:05 UTC"),
        ("de", "1.234.567,5", "1. März 2026", "01.03.2026, 09:05 UTC"),
    ],
)
def test_dates_and_numbers_are_french_and_german_too(language: str, number: str, day: str, moment: str):
    speech, at = Speech(language), datetime(2026, 3, 1, 10, 5, tzinfo=timezone(timedelta(hours=1)))
    assert (speech.number(1234567.5), speech.day(at.date()), speech.moment(at)) == (number, day, moment)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "fr",
            "police.be : non demandé. Aucun accord d’exécution au titre de l’art. 14 n’est en vigueur pour "
            "ces deux pays.",
        ),
        (
            "de",
            "police.be: nicht angefragt. Für diese beiden Länder ist keine Durchführungsvereinbarung zu "
            "Art. 14 in Kraft.",
        ),
    ],
)
def test_a_refusal_is_said_in_french_and_german(language: str, said: str):
    lines = Speech(language).answer(refused("no_agreement_art14", by="police.nl"))
    assert lines[0] == said
    assert lines[1].endswith(
        (" le Traité Benelux de police, art. 14.", " der Benelux-Polizeivertrag, Art. 14.")
    )


def test_a_question_under_way_says_since_when(english: Speech):
    since = datetime(2026, 3, 1, 9, 5, tzinfo=UTC)
    first = english.answer(Pending("police.be", "r1", since))[0]
    assert first == "police.be: no answer yet, asked on 1 Mar 2026, 09:05 UTC"


def test_braces_in_a_fact_are_shown_as_they_are(speech: Speech):
    assert "{why}" in speech.why(Refusal("no_such_case", facts=(("case", "{why}"),)))


@pytest.mark.parametrize("value", ["tomorrow", "", "2026-99-99", "\x1b[2J\n", "9" * 1000])
def test_a_strange_fact_of_a_partner_stays_on_its_line(speech: Speech, value: str):
    facts = (("renews_at", value), ("left", value), ("asked", value), ("key_type", value))
    sentence = speech.why(Refusal("budget_partner", facts=facts))
    assert sentence.isprintable()
    assert len(sentence) < 2_000


def test_conditions_channels_and_terms_have_words(speech: Speech):
    assert all(line.endswith(".") for line in speech.conditions(("existence_only", "keep_confidential")))
    assert "SIENA" in speech.channel("siena")
    assert speech.deadline("pol.other")
    assert speech.deadline("") == ""


def test_an_error_is_said_with_its_facts_in_the_language(dutch: Speech):
    error = InputError("there is no such language", hint="expected one of {words}", words=("en", "nl"))
    assert dutch.error(error) == ("die taal is er niet", "verwacht: één van en, nl")
    assert Speech("fr").error(error) == ("une telle langue n’existe pas", "attendu : l’un de en, nl")
    assert Speech("de").error(error) == ("eine solche Sprache gibt es nicht", "erwartet: eines von en, nl")


def test_an_error_without_hint_has_nothing_to_say_after_it(speech: Speech):
    assert speech.error(InputError("there is no such language"))[1] == ""


def test_what_no_catalogue_has_comes_out_in_english(dutch: Speech):
    error = InputError("the {thing} is out of cheese", hint="{when} redo from start", thing="{mill}")
    assert dutch.error(error) == ("the {mill} is out of cheese", "… redo from start")


def test_a_sentence_within_a_sentence_is_translated_too(dutch: Speech):
    inner = Sentence("It ends at {moment}.", moment=datetime(2026, 3, 1, 9, 5, tzinfo=UTC))
    said = dutch.error(InputError("{partner}: not asked. {why}", partner="police.be", why=inner))[0]
    assert said == "police.be: niet gevraagd. Hij vervalt op 1 mrt 2026, 09:05 UTC."


def test_lines_are_translated_one_by_one(dutch: Speech):
    faults = Lines([Sentence("strong"), Sentence("{count} × {name}", count=1200, name="x")])
    assert dutch.sentence(Sentence("{faults}", faults=faults)) == "\n  - sterk\n  - 1.200 × x"


def test_only_the_language_of_a_catalogue_speaks():
    with pytest.raises(InputError, match="no such language"):
        Speech("xx")
