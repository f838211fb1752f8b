import pytest

from trefpunt.errors import InputError
from trefpunt.model import Country
from trefpunt.treaty import SHIPPED, Law, show_article


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
    assert {case.name.partition(":")[0] for case in cases} == {
        "sample-art14-agreement",
        "sample-list-matching",
    }


def test_a_page_is_in_dutch_where_it_is_written_and_else_in_english(law: Law) -> None:
    dutch = show_article(law, "benelux-police-treaty", "4(1)", language="nl")
    french = show_article(law, "benelux-police-treaty", "4(1)", language="fr")
    assert (dutch.language, french.language) == ("nl", "en")
    assert dutch.title == "Politiegegevens op verzoek"
    assert french.instrument_title.startswith("Traité")


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


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_article_has_prose_in_english_and_dutch(law: Law, language: str) -> None:
    for text in law.instruments:
        for article in {rule.article.article for rule in text.rules}:
            page = show_article(law, text.name, article, language=language)
            assert page.prose
            assert page.language == language
            assert page.terms.title[language]


def test_every_sample_says_so_in_every_title_and_every_page(law: Law) -> None:
    for text in law.instruments:
        if text.is_sample:
            assert all("SAMPLE" in title for title in text.title.values())
            for prose in (SHIPPED / text.name / "prose").glob("*.md"):
                assert "SAMPLE" in prose.read_text().splitlines()[0]
