"""The stepwise permit question: may we ask, a blind match, one reasoned request, its answer, and its use.

Under a SAMPLE text, between two invented municipalities: no law lets them ask one another over a border.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.flows.checking import question
from tests.flows.emptied import on_disk, poured_out
from tests.flows.needles import Needles, needles_of
from tests.flows.nodes import Moving, Story
from tests.flows.stepwise import (
    CITY,
    CLERK,
    STATED,
    TOWN,
    ask,
    case_of,
    give_index,
    telling,
    two_towns,
    wish,
    world,
)
from tests.flows.tapped import Tap, heard
from tests.flows.two_processes import CapturingProxy, memory_of, served
from tests.ports import free_port

from trefpunt.casework import (
    Given,
    Reading,
    Reply,
    Sent,
    WhyNot,
    ask_consent,
    decide_consent,
    inbox,
    read_answer,
    send_answer,
    send_request,
)
from trefpunt.clocks import deadline
from trefpunt.desks import permits
from trefpunt.desks.permits import Inquiry, may_i, note_informed, note_use
from trefpunt.errors import InputError
from trefpunt.intake import subjects
from trefpunt.model import (
    Action,
    AnswerKind,
    Consent,
    ContentAnswer,
    Country,
    Hit,
    NoHit,
    NotedUse,
    Purpose,
    Refusal,
    Subject,
    SubjectCategory,
)
from trefpunt.node import Node, over_tls

PASSPHRASE = "four random words"


@pytest.fixture(scope="module")
def needles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Needles]:
    """What each side may not hold: applicants that the town never refused, and refusals of nobody here."""
    before = two_towns(tmp_path_factory.mktemp("before"))
    held = {name: poured_out(node) for name, node in before.nodes.items()}
    refused = list(subjects(before.nodes[TOWN].columns))
    before.close()
    known = {one.ref for one in world().refused_abroad}
    here = {number.value for one in world().applicants for number in one.identifiers}
    strangers = [one for one in world().applicants if one.ref not in known]
    foreign = [one for one in refused if not here & {number.value for number in one.identifiers}]
    assert len(strangers) == 37
    assert len(foreign) > 5
    return {
        TOWN: needles_of(*(telling(one, held[TOWN]) for one in strangers)),
        CITY: needles_of(*(telling(one, held[CITY]) for one in foreign)),
    }


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = two_towns(tmp_path)
    yield told
    told.close()


def inquiry(city: Node) -> Inquiry:
    officer, capacity = city.officers[CLERK], SubjectCategory.APPLICANT
    return Inquiry(officer, TOWN, Action.ASK_HIT, Purpose.PERMIT_DECISION, capacity, True, STATED)


def hits_of(city: Node) -> list[Subject]:
    """Ask about every applicant, one by one, and return of whom there is a hit."""
    answers = [(one, ask(city, one)) for one in world().applicants]
    assert {type(answer) for _, answer in answers} == {Hit, NoHit}
    return [one for one, answer in answers if isinstance(answer, Hit)]


def requested(city: Node, applicant: Subject) -> Sent:
    sent = send_request(wish(city, applicant), TOWN, means=city.casework)
    assert isinstance(sent, Sent), sent
    return sent


def answered(town: Node, sent: Sent, reply: Reply) -> ContentAnswer:
    given = send_answer(sent.request.id, reply, officer=town.officers[CLERK], means=town.casework)
    assert isinstance(given, Given), given
    return given.answer


def test_of_forty_applicants_three_are_known_and_nothing_else_crosses_the_border(
    story: Story, needles: dict[str, Needles]
) -> None:
    city, town, tap = story.nodes[CITY], story.nodes[TOWN], Tap().set_on(story)
    assert not isinstance(may_i(inquiry(city), means=city.permits), Refusal)
    give_index(town)
    known = hits_of(city)
    assert {one.ref for one in known} == {one.ref for one in world().refused_abroad}
    wire = heard(tap)
    assert b"hit.question" in wire
    for node in (city, town):
        for haystack in (wire, poured_out(node), on_disk(node)):
            assert needles[node.me.id].search(haystack) == set()
    # After the reasoned requests only the three are there, and nobody else.
    sent = [requested(city, one) for one in known]
    assert {item.request.id for item in inbox(means=town.casework).items} == {one.request.id for one in sent}
    poured = poured_out(town)
    assert all(needles_of(one).search(poured) for one in known)
    assert needles[TOWN].search(poured) == set()


def test_a_person_answers_in_full_in_part_or_not_at_all(story: Story) -> None:
    city, town = story.nodes[CITY], story.nodes[TOWN]
    give_index(town)
    first, second, third = (requested(city, one) for one in hits_of(city))
    record = replace(first.request.subject, ref="GM-W1", properties={"status": ("geweigerd",)})
    replies = (
        Reply(AnswerKind.FULL, (record,)),
        Reply(AnswerKind.PARTIAL, (record,), WhyNot.NOT_RELEVANT),
        Reply(AnswerKind.REFUSED, (), WhyNot.DISPROPORTIONATE),
    )
    for sent, reply in zip((first, second, third), replies, strict=True):
        given = answered(town, sent, reply)
        read = read_answer(given.id, officer=city.officers[CLERK], means=city.casework)
        assert isinstance(read, Reading), read
        assert (read.answer.kind, len(read.answer.records)) == (reply.kind, len(reply.records))


def test_an_answer_stands_in_a_decision_once_the_town_agrees_and_the_applicant_is_informed(
    story: Story,
) -> None:
    city, town = story.nodes[CITY], story.nodes[TOWN]
    officer, applicant = city.officers[CLERK], world().refused_abroad[0]
    give_index(town)
    assert isinstance(ask(city, applicant), Hit)
    record = replace(applicant, ref="GM-W1", category=SubjectCategory.APPLICANT)
    given = answered(town, requested(city, applicant), Reply(AnswerKind.FULL, (record,)))
    refused = note_use(given.id, officer=officer, means=city.permits)
    assert isinstance(refused, Refusal)
    assert refused.code == "consent_missing_reveal"
    assert permits.uses(means=city.permits) == []
    asked = ask_consent(given.id, Action.REVEAL_TO_SUBJECT, officer=officer, means=city.casework)
    assert isinstance(asked, Consent)
    until = story.clock.now + timedelta(days=30)
    decide_consent(asked.id, until=until, officer=town.officers[CLERK], means=town.casework)
    noted = note_use(given.id, officer=officer, means=city.permits)
    assert isinstance(noted, NotedUse)
    assert noted.case == case_of(applicant)
    due = permits.inform_by(noted, country=Country.BE)
    assert due == deadline("gdpr.inform", noted.obtained_at, country=Country.BE).due_at
    assert note_informed(given.id, officer=officer, means=city.permits).informed_at is not None
    with pytest.raises(InputError, match="informed before"):
        note_informed(given.id, officer=officer, means=city.permits)
    with pytest.raises(InputError, match="noted before"):
        note_use(given.id, officer=officer, means=city.permits)


@pytest.mark.parametrize("stated", [(), STATED])
def test_a_request_without_reasons_is_not_sent(story: Story, stated: tuple[str, ...]) -> None:
    city, town = story.nodes[CITY], story.nodes[TOWN]
    refused = send_request(wish(city, world().refused_abroad[0], stated), TOWN, means=city.casework)
    assert isinstance(refused, Refusal)
    assert refused.code == "conditions_missing"
    assert inbox(means=town.casework).items == []


def test_without_the_rule_there_is_no_way_to_ask(tmp_path: Path) -> None:
    story = two_towns(tmp_path, texts=("house-limits",))
    try:
        city, tap = story.nodes[CITY], Tap().set_on(story)
        refused = may_i(inquiry(city), means=city.permits)
        assert isinstance(refused, Refusal)
        assert refused.code == "no_basis_between_municipalities"
        applicant = world().refused_abroad[0]
        assert not isinstance(ask(city, applicant), Hit | NoHit)
        assert isinstance(send_request(wish(city, applicant), TOWN, means=city.casework), Refusal)
        assert tap.drain() == []
    finally:
        story.close()


def test_a_town_keeps_no_register_of_the_state(story: Story) -> None:
    city = story.nodes[CITY]
    with pytest.raises(InputError, match="keeps no register"):
        permits.check(question(city), TOWN, means=city.permits)


def test_what_answers_no_permit_is_noted_in_none(story: Story) -> None:
    city = story.nodes[CITY]
    with pytest.raises(InputError, match="no such answer"):
        note_use("a-0", officer=city.officers[CLERK], means=city.permits)
    with pytest.raises(InputError, match="stands in no decision"):
        note_informed("a-0", officer=city.officers[CLERK], means=city.permits)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_memory_of_the_town_has_none_of_the_applicants_that_it_does_not_know(tmp_path: Path) -> None:
    known = {one.ref for one in world().refused_abroad}
    # Numbers and their keys only: the lists from which names are invented are part of the program.
    strangers = [replace(one, properties={}) for one in world().applicants if one.ref not in known]
    needles = needles_of(*strangers)
    port = free_port()
    proxy = CapturingProxy(port)
    story = two_towns(
        tmp_path,
        clock=Moving(datetime.now(UTC)),
        ports=(0, port),
        public_url=f"https://127.0.0.1:{proxy.port}",
    )
    give_index(story.nodes[TOWN])
    story.close()
    city = Node.open(tmp_path / CITY, PASSPHRASE, carrier=over_tls)
    try:
        with served(tmp_path / TOWN, PASSPHRASE, port) as process:
            assert len(hits_of(city)) == 3
            captured = b"".join(proxy.captured)
            assert len(captured) > 100_000
            assert needles.search(captured) == set()
            assert [found for part in memory_of(process.pid) if (found := needles.search(part))] == []
            # The control: whom a request names is in its memory after it.
            requested(city, world().refused_abroad[0])
            control = needles_of(replace(world().refused_abroad[0], properties={}))
            assert any(control.search(part) for part in memory_of(process.pid))
    finally:
        city.close()
