import pytest

from trefpunt.errors import InputError
from trefpunt.model import Country
from trefpunt.treaty import SHIPPED, Law, place_of, show_article


def test_a_page_has_prose_rule_source_mark_and_cases(law: Law) -> None:
    page = show_article(law, "benelux-police-treaty", "10(3)")
    assert "evidence" in page.prose
    assert "context.prior_written_consent" in page.rules[0].text
    assert page.rules[0].mark == "T"
    assert page.url == "https://wetten.overheid.nl/BWBV0006758"
    assert {case.expect for case in page.cases} >= {"10(3)", "consent_missing_evidence"}


def test_a_page_of_an_article_that_only_refuses_has_the_cases_of_other_texts(law: Law) -> None:
    cases = show_article(law, "benelux-police-treaty", "14").cases
    assert {case.expect for case in cases} == {"no_agreement_art14", "list_match_not_art14"}
    assert {case.name.partition(":")[0] for case in cases} >= {
        "sample-art14-agreement",
        "sample-list-matching",
    }


def test_a_page_is_in_the_language_asked_for_where_it_is_written_and_else_in_english(law: Law) -> None:
    dutch, german, other = (
        show_article(law, "benelux-police-treaty", "4(1)", language=language)
        for language in ("nl", "de", "lb")
    )
    assert (dutch.language, german.language, other.language) == ("nl", "de", "en")
    assert dutch.title == "Politiegegevens op verzoek"
    assert german.instrument_title.startswith("Benelux-Polizeivertrag")


@pytest.mark.parametrize(
    ("reference", "place"),
    [
        ("BPT-4.3", ("benelux-police-treaty", "4(3)")),
        ("BPT04-body", ("benelux-police-treaty-2004", "body")),
        ("VIC-LU-09-5-8", ("lu-law-2009-05-08", "5-8")),
        ("VAT-21.2.e", ("vat-904-2010", "21(2)(e)")),
        ("EU-977-5", ("eu-2023-977", "5")),
        ("BPT-99", None),
        ("benelux-police-treaty", None),
    ],
)
def test_a_short_reference_finds_its_article(law: Law, reference: str, place: tuple[str, str] | None) -> None:
    assert place_of(law, reference) == place


def test_an_article_without_a_rule_says_what_holds_it(law: Law) -> None:
    page = show_article(law, "benelux-police-treaty", "7")
    assert page.rules == ()
    assert "report_use_on_request" in page.article.source
    assert (page.article.mark, bool(page.prose)) == ("T", True)


def test_every_text_has_a_short_reference_of_its_own(law: Law) -> None:
    shorts = [text.short for text in law.instruments if not text.is_sample]
    assert all(shorts)
    assert len(set(shorts)) == len(shorts)


def test_a_page_says_that_a_text_is_not_in_use() -> None:
    law = Law.load(nature="live", country=Country.BE)
    rules = show_article(law, "sample-art14-agreement", "1").rules
    assert [rule.withdrawn for rule in rules] == ["sample_on_live_node"]


@pytest.mark.parametrize("place", [("no-such-text", "1"), ("benelux-police-treaty", "99")])
def test_what_is_not_there_cannot_be_shown(law: Law, place: tuple[str, str]) -> None:
    with pytest.raises(InputError):
        show_article(law, *place)


def test_a_language_from_a_screen_opens_no_other_file(law: Law) -> None:
    page = show_article(law, "benelux-police-treaty", "4(1)", language="../../house-limits/prose/en")
    assert page.language == "en"


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_every_article_has_prose_in_four_languages_and_nothing_else_has(law: Law, language: str) -> None:
    for text in law.instruments:
        lines = (text.folder / "prose" / f"{language}.md").read_text("utf-8").splitlines()
        assert sorted(line[3:] for line in lines if line.startswith("## ")) == sorted(text.terms)
        for article in text.terms:
            page = show_article(law, text.name, article, language=language)
            assert (bool(page.prose), page.language) == (True, language)
            assert language in ("fr", "de") or page.terms.title[language]


def test_every_sample_says_so_in_every_title_and_every_page(law: Law) -> None:
    for text in law.instruments:
        if text.is_sample:
            assert all("SAMPLE" in title for title in text.title.values())
            for prose in (SHIPPED / text.name / "prose").glob("*.md"):
                assert "SAMPLE" in prose.read_text().splitlines()[0]
