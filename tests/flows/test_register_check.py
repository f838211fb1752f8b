"""The register check of a Belgian city: hit or no hit, the decision on a hit, the clocks, and the gate."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.flows.checking import CASE, CLERK, applicant, question, town_and_office
from tests.flows.nodes import Story, load_file
from tests.worlds.benelux import sample

from trefpunt import casework, hits
from trefpunt.audit import Filters, Reader, show
from trefpunt.casework import Given, Reading, Reply, Sent, read_answer, send_answer
from trefpunt.clocks import add_working_days
from trefpunt.desks import permits
from trefpunt.desks.permits import Inquiry, Refusing, check, clocks_of, files, may_i, may_refuse, note_opinion
from trefpunt.errors import InputError
from trefpunt.model import (
    Action,
    AnswerKind,
    Country,
    Event,
    Ground,
    Hit,
    NoHit,
    OpinionStep,
    PermitFile,
    Purpose,
    Refusal,
    Refused,
    SubjectCategory,
)
from trefpunt.node import Node
from trefpunt.treaty import Permitted
from trefpunt.words.permits import CLOCKS, STEPS

TODAY = date(2026, 11, 24)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = town_and_office(tmp_path)
    yield told
    told.close()


@pytest.fixture
def city(story: Story) -> Node:
    return story.nodes["city.be"]


def refusing(city: Node, **other: object) -> Refusing:
    made = Refusing(city.officers[CLERK], CASE, SubjectCategory.APPLICANT, date(2023, 1, 1), True)
    return replace(made, **other)  # type: ignore[arg-type]


def inquiry(city: Node, **other: object) -> Inquiry:
    made = Inquiry(
        city.officers[CLERK],
        "integrity.be",
        Action.ASK_HIT,
        Purpose.PERMIT_DECISION,
        SubjectCategory.APPLICANT,
        has_case=True,
        stated=("necessary_and_proportionate",),
    )
    return replace(made, **other)  # type: ignore[arg-type]


def with_opinion(city: Node) -> None:
    check(question(city), "integrity.be", means=city.permits)
    for step in OpinionStep:
        note_opinion(CASE, step, officer=city.officers[CLERK], means=city.permits)


def logged(node: Node) -> list[Event]:
    with node.ledger.write() as tx:
        reader = Reader("o-1", "information_officer", "self_monitoring", node.clock())
        return [entry.event for _, entry in show(tx, Filters(), trail=node.trail, reader=reader)]


def test_a_hit_brings_a_copy_of_the_decision(story: Story, city: Node) -> None:
    office = story.nodes["integrity.be"]
    done = check(question(city), "integrity.be", means=city.permits)
    assert isinstance(done.answer, Hit), done.answer
    assert isinstance(done.copy, Sent), done.copy
    assert done.copy.request.article == "be-law-2024-01-15 10-12"
    assert done.file == files(means=city.permits)[0]
    decision = replace(
        applicant(), ref="CRI-1", properties={**applicant().properties, "status": ("weigering",)}
    )
    given = send_answer(
        done.copy.request.id,
        Reply(AnswerKind.FULL, (decision,)),
        officer=office.officers["o-1"],
        means=office.casework,
    )
    assert isinstance(given, Given), given
    read = read_answer(given.answer.id, officer=city.officers[CLERK], means=city.casework)
    assert isinstance(read, Reading)
    assert read.answer.records == (decision,)
    assert {Event.REGISTER_CHECKED, Event.CONTENT_REQUESTED, Event.CONTENT_READ} <= set(logged(city))
    assert {Event.QUESTION_ANSWERED, Event.REQUEST_ANSWERED} <= set(logged(office))


def test_no_hit_asks_for_nothing_and_the_register_is_checked_all_the_same(story: Story, city: Node) -> None:
    done = check(question(city, subject=applicant(2)), "integrity.be", means=city.permits)
    assert isinstance(done.answer, NoHit)
    assert done.copy is None
    assert done.file is not None
    assert done.file.is_hit is False
    assert casework.inbox(means=story.nodes["integrity.be"].casework).items == []


def test_an_applicant_of_a_city_is_in_no_index_of_that_city(story: Story, city: Node) -> None:
    town = story.nodes["muni.nl"]
    file = story.folder / "aanvragen.csv"
    file.write_bytes(sample(150).view("city.be").file(file.name).data())
    load_file(city, file, "sample_city_be_applicants")
    given = hits.publish("muni.nl", Purpose.PERMIT_DECISION, officer=city.officers[CLERK], means=city.means)
    assert isinstance(given, hits.Published), given
    assert given.is_empty
    assert town.me.kind is city.me.kind


def test_one_hit_among_those_in_charge_stays_one(city: Node) -> None:
    check(question(city), "integrity.be", means=city.permits)
    check(question(city, subject=applicant(2)), "integrity.be", means=city.permits)
    (file,) = files(means=city.permits)
    assert file.is_hit
    assert file.copy


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"stated": {}}, "conditions_missing"),
        ({"case": "PERMIT-2026-9"}, "no_such_case"),
        ({"subject": replace(applicant(), category=SubjectCategory.SUSPECT)}, "no_ground"),
        ({"subject": replace(applicant(), category=SubjectCategory.VICTIM)}, "victims_never_in_index"),
    ],
)
def test_what_the_law_does_not_let_it_ask_leaves_no_file(
    city: Node, other: dict[str, object], code: str
) -> None:
    done = check(question(city, **other), "integrity.be", means=city.permits)
    assert isinstance(done.answer, Refused)
    assert (done.answer.refusal.code, done.file, files(means=city.permits)) == (code, None, [])


def test_a_dutch_municipality_may_not_ask_and_learns_the_way_round(story: Story) -> None:
    town = story.nodes["muni.nl"]
    asked = inquiry(town, whom="integrity_office.be")
    refused = may_i(asked, means=town.permits)
    assert isinstance(refused, Refusal)
    assert refused.code == "no_ground"
    police = may_i(inquiry(town, whom="police.be"), means=town.permits)
    assert isinstance(police, Refusal)
    assert police.code == "municipality_to_foreign_police"
    (detour,) = police.detours
    assert detour.code == "through_own_police"


def test_may_i_says_yes_at_home_and_sends_nothing(story: Story, city: Node) -> None:
    before = len(logged(city))
    permitted = may_i(inquiry(city), means=city.permits)
    assert isinstance(permitted, Permitted)
    assert permitted.articles[0].article == "11"
    refused = may_i(inquiry(city, stated=()), means=city.permits)
    assert isinstance(refused, Refusal)
    assert refused.missing == ("necessary_and_proportionate",)
    # Looking at the log is itself logged: one entry more, and no other.
    assert len(logged(city)) == before + 1


def test_whom_it_is_about_must_be_somebody(city: Node) -> None:
    with pytest.raises(InputError, match="not known here"):
        may_i(inquiry(city, whom="townhall.nl"), means=city.permits)


def test_the_clocks_count_working_days_and_leave_holidays_out(story: Story, city: Node) -> None:
    with_opinion(city)
    (file,) = files(means=city.permits)
    adm, opinion, log = clocks_of(file, country=Country.BE)
    assert (adm.key, adm.due_at.date()) == ("be.diob.adm", date(2026, 12, 1))
    # Thirty working days: Christmas and New Year are none.
    assert opinion.due_at.date() == add_working_days(TODAY, 30, Country.BE) == date(2027, 1, 7)
    assert log.due_at.date() == date(2036, 11, 24)
    assert {clock.key for clock in (adm, opinion, log)} == set(CLOCKS) - {"gdpr.inform"}
    assert not opinion.is_late(city.clock() + timedelta(days=365))


def test_a_clock_that_runs_out_is_late(story: Story, city: Node) -> None:
    check(question(city), "integrity.be", means=city.permits)
    asked = note_opinion(CASE, OpinionStep.ASKED, officer=city.officers[CLERK], means=city.permits)
    assert isinstance(asked, PermitFile)
    clock = clocks_of(asked, country=Country.BE)[0]
    assert not clock.is_late(clock.due_at)
    assert clock.is_late(clock.due_at + timedelta(seconds=1))


def test_the_steps_of_an_opinion_come_in_their_order(city: Node) -> None:
    officer = city.officers[CLERK]
    with pytest.raises(InputError, match="not checked"):
        note_opinion(CASE, OpinionStep.ASKED, officer=officer, means=city.permits)
    check(question(city), "integrity.be", means=city.permits)
    with pytest.raises(InputError, match="does not come now"):
        note_opinion(CASE, OpinionStep.RECEIVED, officer=officer, means=city.permits)
    note_opinion(CASE, OpinionStep.ASKED, officer=officer, means=city.permits)
    with pytest.raises(InputError, match="does not come now"):
        note_opinion(CASE, OpinionStep.ASKED, officer=officer, means=city.permits)
    assert set(STEPS) == set(OpinionStep)


def test_a_permit_is_refused_on_register_opinion_and_facts(city: Node) -> None:
    first = may_refuse(refusing(city), means=city.permits)
    assert isinstance(first, Refusal)
    assert first.code == "register_check_missing"
    check(question(city), "integrity.be", means=city.permits)
    second = may_refuse(refusing(city), means=city.permits)
    assert isinstance(second, Refusal)
    assert second.code == "opinion_missing"
    for step in OpinionStep:
        note_opinion(CASE, step, officer=city.officers[CLERK], means=city.permits)
    ground = may_refuse(refusing(city), means=city.permits)
    assert isinstance(ground, Ground)
    assert ground.article.article == "119ter"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"has_concrete_facts": False}, "concrete_facts_missing"),
        ({"oldest": date(2021, 11, 23)}, "data_too_old"),
    ],
)
def test_one_thing_amiss_is_enough(city: Node, other: dict[str, object], code: str) -> None:
    with_opinion(city)
    assert isinstance(may_refuse(refusing(city, oldest=date(2021, 11, 24)), means=city.permits), Ground)
    refused = may_refuse(refusing(city, **other), means=city.permits)
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_nobody_decides_in_a_case_of_others(city: Node) -> None:
    with_opinion(city)
    refused = may_refuse(refusing(city, officer=city.officers["o-1"]), means=city.permits)
    assert isinstance(refused, Refusal)
    assert refused.code == "not_a_member"
    noted = note_opinion(CASE, OpinionStep.ASKED, officer=city.officers["o-1"], means=city.permits)
    assert isinstance(noted, Refusal)


def test_the_desk_is_wired(city: Node) -> None:
    assert isinstance(city.permits, permits.Means)
