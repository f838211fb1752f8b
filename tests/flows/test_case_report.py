"""The report of a case: tagged, in four languages, without what is bound, and an act in the log."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject
from tests.flows.nodes import Story, open_a_case
from tests.flows.reporting import close_log, drawing, drawn, printed, watched_police, words_of
from tests.flows.requesting import CASE, KEPT, answered, requested
from tests.store.test_hits import question

from trefpunt.audit import Filters, Reader, show
from trefpunt.casework import draw_up
from trefpunt.casework.bundle import case_to_json
from trefpunt.model import (
    Action,
    Consent,
    ConsentState,
    ContentAnswer,
    Event,
    Purpose,
    Refusal,
    SubjectCategory,
)
from trefpunt.node import Node
from trefpunt.store.ledger import casework as kept
from trefpunt.store.ledger import hits

ADDRESS = "Nergensstraat 1"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    told = watched_police(tmp_path_factory.mktemp("report"))
    answered(told, requested(told))
    close_log(told.nodes["police.nl"])
    yield told
    told.close()


@pytest.fixture
def nl(story: Story) -> Node:
    return story.nodes["police.nl"]


def the_answer(node: Node) -> ContentAnswer:
    with node.ledger.read() as tx:
        (made,) = [one for one in kept.requests(tx) if one.is_ours]
        return kept.answers_to(tx, made.id, is_ours=False)[0]


def consent(node: Node, answer: str, *, use: Action = Action.PASS_ON, case: str = CASE) -> Consent:
    now = node.clock()
    return Consent(
        f"c-{node.clock():%f}",
        answer,
        True,
        "police.be",
        "police.be",
        use,
        case,
        Purpose.CRIMINAL_OFFENCES.value,
        "o-1",
        now - timedelta(days=2),
        ConsentState.GIVEN,
        now - timedelta(days=1),
        now + timedelta(days=1),
    )


def root_of(pdf: bytes) -> DictionaryObject:
    return PdfReader(BytesIO(pdf)).trailer["/Root"]  # type: ignore[return-value]


def roles(element: object) -> Iterator[str]:
    """Give the role of every element of the structure tree."""
    found = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(found, ArrayObject):
        for one in found:
            yield from roles(one)
    elif isinstance(found, DictionaryObject):
        if "/S" in found:
            yield str(found["/S"])
        yield from roles(found.get("/K"))


def test_what_needs_consent_is_held_back_and_the_report_says_of_whom_to_ask_it(nl: Node) -> None:
    report = drawn(nl)
    said = words_of(printed(report))
    assert "Held back: it needs the consent of police.be under art. 9 of the Benelux Police Treaty." in said
    assert "art. 4(1) of the Benelux Police Treaty" in said
    assert ADDRESS not in said
    assert ADDRESS not in str(case_to_json(report))


def test_with_the_consent_the_same_report_has_it_and_the_use_is_logged(tmp_path: Path) -> None:
    story = watched_police(tmp_path)
    nl, answer = story.nodes["police.nl"], answered(story, requested(story))
    with nl.ledger.write() as tx:
        kept.save_consent(tx, consent(nl, answer.id))
    report = drawn(nl)
    assert ADDRESS in words_of(printed(report))
    assert [one.facts["use"] for one in report.uses] == ["pass_on"]
    assert [one.article for one in report.law] == ["4(1)", "9"]
    story.close()


def test_nobody_who_is_a_victim_or_witness_is_in_a_report(nl: Node) -> None:
    answer = the_answer(nl)
    victim = replace(KEPT, category=SubjectCategory.VICTIM, properties={"lastName": ("Beschermd",)})
    other = replace(answer, id="a-victim", records=(victim,), conditions=())
    with nl.ledger.write() as tx:
        kept.save_answer(tx, other)
        kept.save_consent(tx, consent(nl, other.id))
    report = drawn(nl)
    said = words_of(printed(report))
    assert "Left out: 1 about a victim or a witness." in said
    assert "Beschermd" not in said + str(case_to_json(report))


def test_what_came_of_a_question_about_a_victim_is_not_told(tmp_path: Path) -> None:
    story = watched_police(tmp_path)
    nl = story.nodes["police.nl"]
    with nl.ledger.write() as tx:
        for category in ("suspect", "victim"):
            hits.save_question(tx, replace(question(f"q-{category}", ("s", CASE)), subject_category=category))
    told = {one.reference: (one.is_sheltered, len(one.answers)) for one in drawn(nl).questions}
    assert told == {"q-suspect": (False, 1), "q-victim": (True, 0)}
    assert words_of(printed(drawn(nl))).count("not told: a victim or a witness") == 1
    story.close()


@pytest.mark.parametrize(
    ("officer", "changed", "code"),
    [
        ("o-2", {}, "not_a_member"),
        ("o-1", {"purpose": Purpose.PUBLIC_ORDER}, "purpose_not_of_case"),
        ("o-1", {"case": "PL-2026-9"}, "no_such_case"),
    ],
)
def test_whoever_may_not_draw_it_up_gets_nothing(
    nl: Node, officer: str, changed: dict[str, str], code: str
) -> None:
    refused = draw_up(replace(drawing(nl, officer), **changed), means=nl.casework)  # type: ignore[arg-type]
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_a_protected_case_needs_a_second_officer_for_its_report(nl: Node) -> None:
    open_a_case(nl, "PL-2026-7", is_protected=True)
    alone = draw_up(drawing(nl, case="PL-2026-7"), means=nl.casework)
    both = draw_up(drawing(nl, case="PL-2026-7", approved_by="o-2"), means=nl.casework)
    assert isinstance(alone, Refusal)
    assert alone.code == "needs_second_approval"
    assert not isinstance(both, Refusal)


def test_a_report_is_an_export_with_its_purpose_in_the_log(nl: Node) -> None:
    drawn(nl)
    reader = Reader("o-1", "information_officer", "integrity", nl.clock())
    with nl.ledger.write() as tx:
        filters = Filters(case=CASE, event=Event.CASE_EXPORTED)
        entries = [entry for _, entry in show(tx, filters, trail=nl.trail, reader=reader)]
    assert entries[-1].actor == "o-1"
    assert entries[-1].purpose == Purpose.CRIMINAL_OFFENCES.value


@pytest.mark.parametrize(
    ("language", "title", "article"),
    [
        ("en", "Report of case PL-2026-1", "art. 4(1) of the Benelux Police Treaty"),
        ("nl", "Verslag van zaak PL-2026-1", "art. 4(1)"),
        ("fr", "Rapport du dossier PL-2026-1", "art. 4(1)"),
        ("de", "Bericht zum Vorgang PL-2026-1", "4(1)"),
    ],
)
def test_the_pdf_is_tagged_titled_and_says_its_language(
    nl: Node, language: str, title: str, article: str
) -> None:
    pdf = printed(drawn(nl), language)
    reader, root = PdfReader(BytesIO(pdf)), root_of(pdf)
    about = root["/Metadata"].get_data().decode()  # type: ignore[attr-defined]
    assert reader.metadata is not None
    assert (reader.metadata.title, root["/Lang"]) == (title, language)
    assert root["/MarkInfo"]["/Marked"] is not False  # type: ignore[index]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True  # type: ignore[index]
    assert "<pdfaid:part>2</pdfaid:part>" in about
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert article in words_of(pdf)


def test_headings_and_header_cells_are_tagged_and_no_picture_is_there(nl: Node) -> None:
    found = list(roles(root_of(printed(drawn(nl)))["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/LI"} <= set(found)
    assert "/Figure" not in found


def test_every_page_of_a_sample_node_says_so(nl: Node) -> None:
    pages = PdfReader(BytesIO(printed(drawn(nl)))).pages
    assert len(pages) > 1
    assert all("SAMPLE node" in page.extract_text() for page in pages)


def test_fonts_are_in_the_file_and_none_is_of_the_machine(nl: Node) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(BytesIO(printed(drawn(nl)))).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert fonts
    assert all("Libertinus" in font or "DejaVuSansMono" in font for font in fonts)


def test_the_same_report_gives_the_same_bytes(nl: Node) -> None:
    report = drawn(nl)
    assert printed(report) == printed(report)


def test_the_clock_of_a_request_is_kept_or_missed(nl: Node) -> None:
    (part,) = drawn(nl).requests
    assert part.clock.value == "kept"


def test_before_any_checkpoint_the_annex_says_that_nothing_is_proven(tmp_path: Path) -> None:
    story = watched_police(tmp_path)
    report = drawn(story.nodes["police.nl"])
    assert report.annex.sealed is None
    assert "nothing below is proven" in words_of(printed(report))
    story.close()
