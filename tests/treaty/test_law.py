import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.treaty.requests import PERMITS, police_hit

from trefpunt.errors import PolicyError
from trefpunt.model import Action, Country, Request
from trefpunt.treaty import SHIPPED, Law, Permitted, TextCase, decide, outcome_of

ALL_SIGNED = frozenset((text_hash, "NL") for _, text_hash in Law.load(nature="sample").hashes())


def drug_lab() -> Request:
    return next(case.request for case in PERMITS if case.name == "permit/4-1-drug-lab")


def test_a_live_node_permits_under_a_text_that_its_country_signed() -> None:
    law = Law.load(nature="live", signed_hashes=ALL_SIGNED, country=Country.NL)
    assert outcome_of(decide(drug_lab(), law=law)) == "permit"


def test_a_live_node_permits_nothing_under_an_unsigned_text() -> None:
    law = Law.load(nature="live", country=Country.NL)
    assert outcome_of(decide(drug_lab(), law=law)) == "text_not_signed"


def test_a_lawyer_of_another_country_signs_for_that_country_only() -> None:
    law = Law.load(nature="live", signed_hashes=ALL_SIGNED, country=Country.BE)
    assert outcome_of(decide(drug_lab(), law=law)) == "text_not_signed"


def test_a_signature_under_another_version_of_the_text_is_worth_nothing(tmp_path: Path) -> None:
    folder = _texts(tmp_path) / "benelux-police-treaty" / "policy.cedar"
    folder.write_text(folder.read_text().replace("when { context.necessary_and_proportionate }", ""))
    law = Law.load([tmp_path], nature="live", signed_hashes=ALL_SIGNED, country=Country.NL)
    assert outcome_of(decide(drug_lab(), law=law)) == "text_not_signed"


@pytest.mark.parametrize(
    "case", [case for case in PERMITS if "SAMPLE" in case.title], ids=lambda case: case.name
)
def test_a_live_node_permits_nothing_under_a_sample_text(case: TextCase) -> None:
    answer = decide(case.request, law=_LIVE)
    if isinstance(answer, Permitted):
        # A request for content is lawful without the SAMPLE too, by the treaty's own channel.
        assert answer.channel != "trefpunt"
        assert not any(article.is_sample for article in answer.articles)
        return
    assert answer.code in {
        "no_agreement_art14",
        "list_match_not_art14",
        "no_basis_between_municipalities",
        "sample_on_live_node",
    }


_LIVE = Law.load(nature="live", signed_hashes=ALL_SIGNED, country=Country.NL)


def test_an_unsigned_text_still_forbids() -> None:
    some = frozenset(
        (text_hash, "NL")
        for name, text_hash in Law.load(nature="sample").hashes()
        if name == "benelux-police-treaty"
    )
    law = Law.load(nature="live", signed_hashes=some, country=Country.NL)
    request = drug_lab()
    lacking = {name: value for name, value in request.facts.items() if name != "ask_is_specific"}
    assert outcome_of(decide(request, law=law)) == "permit"
    assert outcome_of(decide(_with(request, lacking), law=law)) == "request_fields_missing"


def test_a_text_known_at_second_hand_is_switched_off() -> None:
    law = Law.load(nature="sample", marks=frozenset())
    unasked = next(case.request for case in PERMITS if case.name == "permit/4-2-stolen-van")
    assert outcome_of(decide(unasked, law=law)) == "text_not_switched_on"


@pytest.mark.parametrize("nature", ["sample", "live"])
def test_what_nobody_read_permits_nothing_before_it_is_switched_on(nature: str) -> None:
    law = Law.load(nature=nature, signed_hashes=ALL_SIGNED, country=Country.NL)
    for case in PERMITS:
        answer = decide(case.request, law=law)
        if isinstance(answer, Permitted):
            assert {article.mark for article in answer.articles} <= {"T", "SAMPLE"}
            assert {article.instrument for article in answer.articles}.isdisjoint(OFF)


OFF = {text.name for text in Law.load(nature="sample").instruments if text.is_off}


def test_a_sample_node_may_switch_a_text_on_and_a_live_one_may_not() -> None:
    tip = next(case.request for case in PERMITS if case.name == "permit/1-holiday-park")
    names = frozenset({"nl-wgs"})
    tried = Law.load(nature="sample", switched_on=names)
    live = Law.load(nature="live", switched_on=names, signed_hashes=ALL_SIGNED, country=Country.NL)
    assert outcome_of(decide(tip, law=tried)) == "permit"
    assert outcome_of(decide(tip, law=live)) == "text_not_switched_on"
    assert outcome_of(decide(tip, law=Law.load(nature="sample"))) == "text_not_switched_on"


def test_a_live_node_uses_no_mark_but_t_whatever_is_asked() -> None:
    tip = next(case.request for case in PERMITS if case.name == "permit/1-holiday-park")
    marks = frozenset({"T", "S", "R"})
    law = Law.load(nature="live", marks=marks, signed_hashes=ALL_SIGNED, country=Country.NL)
    assert outcome_of(decide(tip, law=law)) == "text_not_switched_on"


def test_a_sample_text_never_permits_by_itself(tmp_path: Path) -> None:
    policy = _texts(tmp_path) / "sample-municipality" / "policy.cedar"
    policy.write_text(policy.read_text().replace("when { context.agreement_in_force }", ""))
    with pytest.raises(PolicyError, match="permits by itself"):
        Law.load([tmp_path], nature="sample")


def test_half_a_sample_does_not_load(tmp_path: Path) -> None:
    described = _texts(tmp_path) / "sample-municipality" / "instrument.toml"
    described.write_text(described.read_text().replace("is_sample = true", "is_sample = false"))
    with pytest.raises(PolicyError, match="half a SAMPLE"):
        Law.load([tmp_path], nature="sample")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("instrument.toml", "rank = 10", ""),
        ("instrument.toml", 'channel = "siena"', 'channel = "pigeon"'),
        ("instrument.toml", "pol.other", "pol.whenever"),
        ("instrument.toml", 'between = ["cross"]', 'between = ["BE-FR"]'),
        ("instrument.toml", "keep_classification", "keep_smiling"),
        ("instrument.toml", '[article."9"]', '[article."8"]'),
        ("policy.cedar", '@mark("T")', '@mark("Z")'),
        ("policy.cedar", '@refusal("consent_missing_evidence")', '@refusal("no_way")'),
        ("policy.cedar", '@refusal("consent_missing_evidence")', ""),
        ("policy.cedar", '@explains("yes")', '@explained("yes")'),
        ("policy.cedar", 'action == Action::"pass_on"', "action"),
        ("policy.cedar", "permit (principal,", "permit (principal is Officer,"),
    ],
)
def test_a_text_with_a_strange_word_does_not_load(tmp_path: Path, file: str, old: str, new: str) -> None:
    path = _texts(tmp_path) / "benelux-police-treaty" / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(PolicyError):
        Law.load([tmp_path], nature="sample")


def test_a_folder_without_texts_is_no_law(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no treaty text"):
        Law.load([tmp_path], nature="sample")


def test_two_texts_of_one_name_do_not_load(tmp_path: Path) -> None:
    _texts(tmp_path)
    with pytest.raises(PolicyError, match="same name"):
        Law.load([SHIPPED, tmp_path], nature="sample")


def test_a_live_node_without_a_country_has_no_law() -> None:
    with pytest.raises(PolicyError):
        Law.load(nature="live")
    with pytest.raises(PolicyError):
        Law.load(nature="test")


def test_the_hash_of_a_text_changes_with_what_decides_and_with_nothing_else(tmp_path: Path) -> None:
    text = _texts(tmp_path) / "benelux-police-treaty"
    before = dict(Law.load([tmp_path], nature="sample").hashes())
    (text / "prose" / "de.md").write_text("# Deutsch\n")
    for file in ("instrument.toml", "policy.cedar"):
        (text / file).write_bytes((text / file).read_bytes().replace(b"\n", b"\r\n"))
    assert dict(Law.load([tmp_path], nature="sample").hashes()) == before
    described = text / "instrument.toml"
    described.write_text(described.read_text().replace('key = "pol.other"', 'key = "pol.investig.exec"'))
    after = dict(Law.load([tmp_path], nature="sample").hashes())
    assert {name for name in after if after[name] != before[name]} == {"benelux-police-treaty"}


def test_the_law_of_a_live_node_has_another_hash_than_that_of_a_sample() -> None:
    assert Law.load(nature="sample").hash == Law.load(nature="sample").hash
    assert len({Law.load(nature="sample").hash, _LIVE.hash}) == 2


def test_hit_and_index_rest_on_agreements_and_content_only_for_its_channel(law: Law) -> None:
    assert law.texts_on_agreement(Action.ASK_HIT) == {"sample-art14-agreement", "sample-municipality"}
    assert "sample-list-matching" in law.texts_on_agreement(Action.PUBLISH_INDEX)
    assert law.texts_on_agreement(Action.REQUEST_CONTENT) == {"sample-content-channel"}


def test_a_text_that_ends_permits_nothing_the_day_after(tmp_path: Path) -> None:
    described = _texts(tmp_path) / "sample-art14-agreement" / "instrument.toml"
    described.write_text(described.read_text().replace("rank = 60", "rank = 60\nvalid_to = 2026-11-23"))
    law = Law.load([tmp_path], nature="sample")
    asked = police_hit(agreement_in_force=True)
    assert outcome_of(decide(asked, law=law)) == "permit"
    assert outcome_of(decide(_on(asked, date(2026, 11, 24)), law=law)) == "no_agreement_art14"


def _texts(target: Path) -> Path:
    shutil.copytree(SHIPPED, target, dirs_exist_ok=True)
    return target


def _with(request: Request, facts: dict[str, object]) -> Request:
    return replace(request, facts=facts)


def _on(request: Request, day: date) -> Request:
    return replace(request, on=day)
