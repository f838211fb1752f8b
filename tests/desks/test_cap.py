"""The CAP document: what is written is read back, and nothing else is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from trefpunt.desks.crisis import LANGUAGES, AlertContent, AlertText, event_kinds, read_cap, write_cap
from trefpunt.desks.crisis.cap import NAMESPACE
from trefpunt.errors import InputError
from trefpunt.model import Certainty, Severity, Urgency
from trefpunt.words import crisis

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
REAL = AlertContent(
    "alert-0123456789abcdef01",
    "crisis.be",
    NOW,
    NOW + timedelta(hours=6),
    False,
    "dike_breach",
    Urgency.IMMEDIATE,
    Severity.EXTREME,
    Certainty.OBSERVED,
    "Nergenshuizen",
)
DRILL = replace(REAL, id="exercise-0123456789abcdef01", is_exercise=True)
CATEGORIES = {"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra"}
TEXT = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=40)


@given(
    event=st.sampled_from(sorted(event_kinds())),
    is_exercise=st.booleans(),
    texts=st.dictionaries(st.sampled_from(LANGUAGES), st.builds(AlertText, TEXT, TEXT, TEXT)),
    urgency=st.sampled_from(Urgency),
    severity=st.sampled_from(Severity),
    certainty=st.sampled_from(Certainty),
)
@settings(deadline=None)
def test_any_alert_survives_a_round_trip(event: str, is_exercise: bool, texts: Any, **words: Any) -> None:
    content = replace(DRILL if is_exercise else REAL, event=event, texts=texts, **words)
    try:
        document = write_cap(content)
    except InputError as error:
        assert any(mark in str(texts).upper() for mark in ("OEFENING", "EXERCICE", "ÜBUNG", "EXERCISE")), (
            error
        )
        return
    again = read_cap(document)
    spoken = {tongue: texts.get(tongue, AlertText()) for tongue in LANGUAGES}
    phrases = event_kinds()[event].phrases
    bare = {
        tongue: replace(text, headline="") if text.headline == phrases[tongue] else text
        for tongue, text in spoken.items()
    }
    assert again == replace(content, texts=bare)


def test_it_is_restricted_and_has_a_block_for_each_language() -> None:
    root = etree.fromstring(write_cap(REAL).encode())
    names = {"c": NAMESPACE}
    assert root.findtext("c:scope", namespaces=names) == "Restricted"
    assert root.findtext("c:restriction", namespaces=names)
    assert root.findtext("c:sent", namespaces=names) == "2026-11-24T09:00:00-00:00"
    told = [info.findtext("c:language", namespaces=names) for info in root.findall("c:info", names)]
    assert tuple(told) == LANGUAGES
    headlines = [info.findtext("c:headline", namespaces=names) for info in root.findall("c:info", names)]
    assert headlines == ["Dijkdoorbraak", "Rupture de digue", "Deichbruch", "Dike breach"]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("<scope>Restricted</scope>", "<scope>Public</scope>"),
        ("<status>Actual</status>", "<status>Test</status>"),
        ("<status>Actual</status>", "<status>Exercise</status>"),
        ("<msgType>Alert</msgType>", "<msgType>Cancel</msgType>"),
        ("<urgency>Immediate</urgency>", "<urgency>Soon</urgency>"),
        ("<severity>Extreme</severity>", "<severity>Minor</severity>"),
        ("<headline>Deichbruch</headline>", "<headline>ÜBUNG Deichbruch ÜBUNG</headline>"),
        ("<headline>Deichbruch</headline>", "<headline>Nur eine Übung</headline>"),
        ("<event>Deichbruch</event>", "<event>Sturm</event>"),
        ("<value>dike_breach</value>", "<value>dragon</value>"),
        ("<language>de</language>", "<language>nl</language>"),
        ("<areaDesc>Nergenshuizen</areaDesc>", "<areaDesc>Nergenshuizen</areaDesc><polygon>1,1</polygon>"),
        ("<msgType>", "<source>x</source><msgType>"),
        ("<?xml version='1.0' encoding='utf-8'?>", '<!DOCTYPE alert [<!ENTITY a "b">]>'),
        ("-00:00</sent>", "+01:00</sent>"),
        ("</alert>", ""),
    ],
)
def test_a_document_that_differs_in_one_place_is_not_read(was: str, becomes: str) -> None:
    document = write_cap(REAL)
    assert was in document
    with pytest.raises(InputError, match="CAP"):
        read_cap(document.replace(was, becomes, 1))


def test_a_file_of_the_machine_is_never_read_through_an_entity() -> None:
    document = write_cap(REAL).replace(
        "<?xml version='1.0' encoding='utf-8'?>",
        '<!DOCTYPE alert [<!ENTITY leak SYSTEM "file:///etc/hostname">]>',
    )
    with pytest.raises(InputError):
        read_cap(document.replace("Nergenshuizen", "&leak;"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"event": "dragon"},
        {"area": ""},
        {"area": "a\x07b"},
        {"circle": "here"},
        {"id": "alert 1"},
        {"id": "exercise-0123456789abcdef01"},
        {"expires_at": NOW},
        {"texts": {"it": AlertText("Alluvione")}},
        {"texts": {"nl": AlertText("x" * 161)}},
        {"texts": {"nl": AlertText("Dit is een oefening")}},
        {"texts": {"nl": AlertText("Kop", "x" * 2001)}},
    ],
)
def test_what_does_not_fit_is_not_written(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        write_cap(replace(REAL, **wrong))
    assert "dragon" not in str(caught.value)


def test_every_event_has_a_category_and_four_different_words() -> None:
    for kind in event_kinds().values():
        assert kind.category in CATEGORIES | {"CBRNE", "Other"}
        assert all(kind.phrases[tongue] for tongue in LANGUAGES)


def test_every_word_of_an_alert_has_its_words() -> None:
    assert set(crisis.URGENCIES) == set(Urgency)
    assert set(crisis.SEVERITIES) == set(Severity)
    assert set(crisis.CERTAINTIES) == set(Certainty)
