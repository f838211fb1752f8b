"""A person asks one oversight body, and the bodies of two countries answer jointly. All data are invented."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from string import ascii_lowercase

import pytest
from sqlalchemy import select
from tests.flows import asking, requesting
from tests.flows.nodes import MORNING, Moving, Story, open_a_case
from tests.flows.requesting import KEPT, STATED, TEXTS, consent_to, two_police, wish
from tests.postgres import server

from trefpunt.casework import (
    Decided,
    JointAnswer,
    answer_about,
    ask_about,
    compose_letter,
    join_answers,
    read_about,
    send_request,
    take_in,
    take_package,
)
from trefpunt.casework.concernedbodies import AskBody, ToldBody, Way, ask_bytes, sealed, told_bytes
from trefpunt.casework.concernedsearch import search
from trefpunt.cli.concernedletter import letter_text
from trefpunt.errors import InputError
from trefpunt.exchange import Outgoing
from trefpunt.intake import subjects
from trefpunt.model import (
    Action,
    ConcernedAnswer,
    ConcernedDecision,
    ConcernedKind,
    ConcernedRequest,
    Event,
    Finding,
    LetterKind,
    Processing,
    ProcessingAct,
    Refusal,
    Restriction,
    Role,
    Schema,
    Subject,
    SubjectCategory,
)
from trefpunt.node import Node
from trefpunt.store.ledger import audit
from trefpunt.store.ledger import casework as kept_work
from trefpunt.store.ledger import concerned as kept
from trefpunt.store.ledger.schema import metadata
from trefpunt.words import LANGUAGES, Speech

BODY, OTHER = "oversight.be", "oversight.nl"
BE, NL, CARE = "police.be", "police.nl", "care.be"
TELL, RESTRICT, NOTHING = ConcernedDecision.TELL, ConcernedDecision.RESTRICT, ConcernedDecision.NOTHING
WHY = Restriction.OBSTRUCTS_INQUIRY
ON = MORNING.date()
NUMBERS = count(1)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Two bodies, a police node under each, and a care node; the Dutch police asked about somebody."""
    story = asking.two_nodes(tmp_path_factory.mktemp("concerned"))
    overseers = {"o-1": "overseer", "o-2": "overseer", "o-3": "information_officer"}
    # One of them keeps its ledger in PostgreSQL: the same story on both engines.
    extra = {"ledger": {"url": server().new_database()}}
    be = story.node(BODY, "oversight_body", officers=overseers)
    nl = story.node(OTHER, "oversight_body", officers=overseers, extra=extra)
    care = story.node(CARE, "care_organisation")
    for one, other in ((be, story.nodes[BE]), (nl, story.nodes[NL]), (be, care), (be, nl)):
        story.agree(one, other, texts=("house-limits",))
    asking.publish(story)
    asking.ask(story, somebody(story))
    yield story
    story.close()


def somebody(story: Story) -> Subject:
    """Return one suspect of whom the Belgian police have a record."""
    found = (one for one in subjects(story.nodes[BE].means.columns) if one.schema is Schema.PERSON)
    return next(one for one in found if one.category is SubjectCategory.SUSPECT and one.identifiers)


def nobody() -> Subject:
    """Return a person of whom nothing is held, another at each call."""
    first, second = divmod(next(NUMBERS), 26)
    name = f"Niemand{ascii_lowercase[first]}{ascii_lowercase[second]}"
    values = {"lastName": (name,), "firstName": ("Piet",), "birthDate": ("1971-03-04",)}
    return Subject("x", Schema.PERSON, SubjectCategory.OTHER, values, is_synthetic=True)


def taken(
    story: Story, subject: Subject | None = None, kind: ConcernedKind = ConcernedKind.ACCESS
) -> ConcernedRequest:
    """Take a request in at the Belgian body and let both bodies ask their nodes."""
    body, other = story.nodes[BODY], story.nodes[OTHER]
    officer = body.officers["o-1"]
    made = take_in(kind, subject or nobody(), received_on=ON, officer=officer, means=body.casework)
    assert isinstance(made, ConcernedRequest), made
    asked = ask_about(made.id, officer=officer, means=body.casework)
    assert not isinstance(asked, Refusal)
    assert set(asked) == {OTHER, CARE, BE}
    passed = ask_about(at(other, made).id, officer=other.officers["o-1"], means=other.casework)
    assert passed == (NL,)
    return made


def at(node: Node, made: ConcernedRequest) -> ConcernedRequest:
    """Return a person's request as the last one that came to a node."""
    with node.ledger.read() as tx:
        open_ones = [one for one in kept.requests(tx) if one.closed_at is None]
    return max(open_ones, key=lambda one: one.received_at)


def decide(
    story: Story, name: str, made: ConcernedRequest, what: ConcernedDecision, why: Restriction | None = None
) -> ConcernedAnswer | Refusal:
    node = story.nodes[name]
    decided = Decided(what, why)
    who = node.officers["dpo-1"]
    return answer_about(at(node, made).id, decided, officer=who, means=node.casework, held=node.means)


def joined(story: Story, made: ConcernedRequest) -> ConcernedAnswer | Refusal:
    other = story.nodes[OTHER]
    return join_answers(at(other, made).id, officer=other.officers["o-1"], means=other.casework)


def composed(story: Story, made: ConcernedRequest, finding: Finding | None = None) -> JointAnswer | Refusal:
    body = story.nodes[BODY]
    return compose_letter(made.id, finding=finding, officer=body.officers["o-1"], means=body.casework)


def letter(story: Story, joint: JointAnswer | Refusal, language: str = "en") -> bytes:
    """Return the letter to the person, with the reference taken out."""
    assert isinstance(joint, JointAnswer), joint
    text = letter_text(joint, Speech(language), body=story.nodes[BODY].me.name)
    return text.replace(joint.request.id, "REFERENCE").encode()


def answered(story: Story, decisions: dict[str, tuple[ConcernedDecision, Restriction | None]]) -> JointAnswer:
    """Return what comes of a person of whom nothing may be told, all nodes having decided."""
    made = taken(story)
    for name, (what, why) in decisions.items():
        assert isinstance(decide(story, name, made, what, why), ConcernedAnswer)
    assert isinstance(joined(story, made), ConcernedAnswer)
    joint = composed(story, made)
    assert isinstance(joint, JointAnswer), joint
    return joint


ALL_NOTHING = dict.fromkeys((BE, NL, CARE), (NOTHING, None))


def test_what_two_countries_did_is_told_in_one_letter(told: Story) -> None:
    made = taken(told, somebody(told))
    for name in (BE, NL):
        assert isinstance(decide(told, name, made, TELL), ConcernedAnswer)
    decide(told, CARE, made, NOTHING)
    joined(told, made)
    joint = composed(told, made)
    assert isinstance(joint, JointAnswer), joint
    acts = {(one.holder, one.act, one.partner) for one in joint.told}
    assert acts == {(BE, ProcessingAct.RECORDED, ""), (NL, ProcessingAct.ASKED, BE)}
    text = letter(told, joint).decode()
    assert "police.nl: a question about you was asked, hit or no hit, art." in text
    assert "judicial remedy" in text


@pytest.mark.parametrize("name", [BE, NL, CARE])
def test_the_person_cannot_tell_restricted_from_nothing_held(told: Story, name: str) -> None:
    nothing = answered(told, ALL_NOTHING)
    restricted = answered(told, ALL_NOTHING | {name: (RESTRICT, WHY)})
    for language in LANGUAGES:
        assert letter(told, nothing, language) == letter(told, restricted, language)


def test_a_letter_with_something_told_does_differ(told: Story) -> None:
    joint = answered(told, ALL_NOTHING)
    one = Processing(NL, ProcessingAct.ASKED, "benelux-police-treaty 14", BE, "2026-11")
    assert letter(told, joint) != letter(told, replace(joint, told=(one,)))
    assert letter(told, joint) != letter(told, replace(joint, missing=(OTHER,)))


def test_the_other_body_learns_no_restriction_and_no_length_tells_one(told: Story) -> None:
    came, sizes = [], []
    for what, why in ((NOTHING, None), (RESTRICT, WHY)):
        joint = answered(told, ALL_NOTHING | {NL: (what, why)})
        with told.nodes[BODY].ledger.read() as tx:
            came.append(replace(kept.answers_to(tx, joint.request.id)[OTHER], request=""))
        sizes.append([letters(told.nodes[name])[-1] for name in (NL, OTHER)])
    assert came[0] == came[1]
    assert came[0].decision is ConcernedDecision.JOINED
    assert sizes[0] == sizes[1]


def test_a_node_tells_its_own_body_what_it_restricts_and_why(told: Story) -> None:
    made = taken(told)
    decide(told, NL, made, RESTRICT, WHY)
    other = told.nodes[OTHER]
    with other.ledger.read() as tx:
        given = kept.answers_to(tx, at(other, made).id)[NL]
    assert (given.decision, given.restriction) == (RESTRICT, WHY)
    assert told_bytes(ToldBody(RESTRICT, WHY)) != told_bytes(ToldBody(NOTHING))


def letters(node: Node) -> list[int]:
    """Return the length of every answer about a person that left a node, the last one last."""
    table = metadata.tables["exchange_outbox"]
    query = (
        select(table.c.token).where(table.c.kind == LetterKind.CONCERNED_ANSWER).order_by(table.c.posted_at)
    )
    with node.ledger.read() as tx:
        return [len(row.token) for row in tx.connection.execute(query)]


def test_no_letter_and_no_entry_of_the_log_names_the_person(told: Story) -> None:
    name = somebody(told).values("lastName")[0]
    for node in told.nodes.values():
        table = metadata.tables["exchange_outbox"]
        with node.ledger.read() as tx:
            said = [row.token for row in tx.connection.execute(select(table))]
            entries = (node.trail.read(stored) for stored in audit.entries(tx, 0, audit.log_size(tx)))
            logged = [repr(entry) for entry in entries]
        assert not any(name in text for text in [*said, *logged])


def test_whom_it_was_about_is_erased_once_it_is_answered(told: Story) -> None:
    joint = answered(told, ALL_NOTHING)
    for name in (BODY, OTHER, BE, NL, CARE):
        with told.nodes[name].ledger.read() as tx:
            closed = [one for one in kept.requests(tx) if one.closed_at is not None]
        assert closed
        assert {one.subject for one in closed} == {None}
    assert joint.request.subject is not None


def test_nothing_is_joined_while_a_node_is_silent_and_the_clock_runs(told: Story) -> None:
    made = taken(told)
    waits = joined(told, made)
    assert isinstance(waits, Refusal)
    assert waits.code == "concerned_waiting"
    early = composed(told, made)
    assert isinstance(early, Refusal)
    assert early.code == "concerned_waiting"


def test_when_the_clock_runs_out_bodies_are_named_and_no_node(tmp_path: Path) -> None:
    story = Story(tmp_path, clock=Moving())
    overseers = {"o-1": "overseer", "o-2": "overseer"}
    be = story.node(BODY, "oversight_body", officers=overseers)
    nl = story.node(OTHER, "oversight_body", officers=overseers)
    police = story.node(BE)
    for one, other in ((be, nl), (be, police)):
        story.agree(one, other, texts=("house-limits",))
    who = be.officers["o-1"]
    made = take_in(ConcernedKind.ACCESS, nobody(), received_on=ON, officer=who, means=be.casework)
    assert isinstance(made, ConcernedRequest)
    assert made.due_at.date() == date(2026, 12, 24)
    ask_about(made.id, officer=who, means=be.casework)
    story.clock.now = made.due_at - timedelta(seconds=1)
    assert isinstance(composed(story, made), Refusal)
    story.clock.now = made.due_at + timedelta(seconds=1)
    joint = composed(story, made)
    assert isinstance(joint, JointAnswer), joint
    assert joint.missing == (BODY, OTHER)
    assert BE not in letter(story, joint).decode()
    story.close()


def test_a_silent_node_holds_nothing_up_once_the_clock_has_run_out(tmp_path: Path) -> None:
    story = Story(tmp_path, clock=Moving())
    overseers = {"o-1": "overseer", "o-2": "overseer"}
    be = story.node(BODY, "oversight_body", officers=overseers)
    nl = story.node(OTHER, "oversight_body", officers=overseers)
    for one, other in ((be, nl), (nl, story.node(NL))):
        story.agree(one, other, texts=("house-limits",))
    who, they = be.officers["o-1"], nl.officers["o-1"]
    made = take_in(ConcernedKind.ACCESS, nobody(), received_on=ON, officer=who, means=be.casework)
    assert isinstance(made, ConcernedRequest)
    ask_about(made.id, officer=who, means=be.casework)
    ask_about(at(nl, made).id, officer=they, means=nl.casework)
    assert isinstance(joined(story, made), Refusal)
    story.clock.now = made.due_at + timedelta(seconds=1)
    given = joined(story, made)
    assert isinstance(given, ConcernedAnswer), given
    assert given.decision is ConcernedDecision.JOINED_IN_PART
    joint = composed(story, made)
    assert isinstance(joint, JointAnswer), joint
    assert joint.missing == (OTHER,)
    with nl.ledger.read() as tx:
        assert {one.subject for one in kept.requests(tx)} == {None}
    story.close()


def test_only_an_oversight_body_takes_a_request_in(told: Story) -> None:
    police = told.nodes[BE]
    who = police.officers["dpo-1"]
    for no in (
        take_in(ConcernedKind.ACCESS, nobody(), received_on=ON, officer=who, means=police.casework),
        ask_about("x", officer=who, means=police.casework),
        compose_letter("x", finding=None, officer=who, means=police.casework),
    ):
        assert isinstance(no, Refusal)
        assert no.code == "concerned_not_oversight"


def test_only_the_protection_officer_answers(told: Story) -> None:
    made, node = taken(told), told.nodes[BE]
    who = node.officers["o-1"]
    reference = at(node, made).id
    given = answer_about(reference, Decided(NOTHING), officer=who, means=node.casework, held=node.means)
    seen = read_about(reference, officer=who, means=node.casework, held=node.means)
    assert isinstance(given, Refusal)
    assert isinstance(seen, Refusal)
    assert {given.code, seen.code} == {"concerned_not_officer"}
    assert who.role is not Role.DATA_PROTECTION_OFFICER


def test_the_same_request_is_not_taken_in_twice_and_another_kind_is(told: Story) -> None:
    subject, body = nobody(), told.nodes[BODY]
    made = taken(told, subject)
    again, other = (
        take_in(kind, subject, received_on=ON, officer=body.officers["o-1"], means=body.casework)
        for kind in (ConcernedKind.ACCESS, ConcernedKind.CORRECTION)
    )
    assert isinstance(again, Refusal)
    assert dict(again.facts)["request"] == made.id
    assert isinstance(other, ConcernedRequest)


def test_what_care_keeps_is_never_told(told: Story) -> None:
    made = taken(told)
    no = decide(told, CARE, made, TELL)
    assert isinstance(no, Refusal)
    assert no.code == "concerned_care"


def test_not_even_its_own_body_learns_whether_care_holds_something(told: Story) -> None:
    heard = list[ConcernedAnswer]()
    for what, why in ((NOTHING, None), (RESTRICT, Restriction.RIGHTS_OF_OTHERS)):
        made = taken(told)
        assert isinstance(decide(told, CARE, made, what, why), ConcernedAnswer)
        with told.nodes[BODY].ledger.read() as tx:
            heard.append(replace(kept.answers_to(tx, made.id)[CARE], request=""))
    assert heard[0] == heard[1]
    assert heard[0].decision is ConcernedDecision.JOINED


def test_a_victim_is_not_in_what_may_be_told(told: Story) -> None:
    be = told.nodes[BE]
    victims = (one for one in subjects(be.means.columns) if one.category is SubjectCategory.VICTIM)
    victim = next(one for one in victims if one.identifiers)
    made = taken(told, victim)
    view = read_about(at(be, made).id, officer=be.officers["dpo-1"], means=be.casework, held=be.means)
    assert not isinstance(view, Refusal)
    assert view.found is not None
    assert (view.found.told, view.found.is_protected) == ((), True)


def test_a_request_that_was_made_about_somebody_is_found(told: Story, tmp_path: Path) -> None:
    story = Story(tmp_path)
    nl, be = story.node(NL), story.node(BE)
    story.agree(nl, be, texts=TEXTS)
    open_a_case(nl)
    asked = wish(nl)
    assert asked.stated == STATED
    subject = replace(asked.subject, properties={**asked.subject.properties, "nationality": ("nl",)})
    sent = send_request(replace(asked, subject=subject), BE, means=nl.casework)
    assert not isinstance(sent, Refusal), sent
    assert sent.package is not None
    take_package(sent.package, officer=be.officers["o-1"], means=be.casework)
    acts = {}
    for node in (nl, be):
        found = found_by(node, subject)
        acts[node.me.id] = [(one.act, one.partner) for one in found]
    assert acts == {NL: [(ProcessingAct.REQUESTED, BE)], BE: [(ProcessingAct.REQUESTED_HERE, NL)]}
    assert (
        found_by(nl, replace(subject, properties={**subject.properties, "birthDate": ("1971-03-05",)})) == ()
    )
    story.close()


def found_by(node: Node, subject: Subject) -> tuple[Processing, ...]:
    return search(subject, means=node.means).told


def test_what_a_partner_bound_is_told_once_it_consents(tmp_path: Path) -> None:
    story = two_police(tmp_path)
    nl, be = story.nodes[NL], story.nodes[BE]
    answer = requesting.answered(story, requesting.requested(story), records=(whole(),))
    acts = [(one.act, one.partner) for one in found_by(nl, whole())]
    assert (ProcessingAct.RECEIVED, BE) not in acts
    assert search(whole(), means=nl.means).is_protected
    assert (ProcessingAct.PROVIDED, NL) in [(one.act, one.partner) for one in found_by(be, whole())]
    with nl.ledger.write() as tx:
        kept_work.save_consent(tx, consent_to(answer, Action.REVEAL_TO_SUBJECT, story.clock()))
    acts = [(one.act, one.partner) for one in found_by(nl, whole())]
    assert (ProcessingAct.RECEIVED, BE) in acts
    story.close()


def whole() -> Subject:
    """Return the person of that request with all that makes a strong key."""
    return replace(KEPT, properties={**KEPT.properties, "nationality": ("nl",)})


def test_no_letter_is_written_before_every_body_was_asked(told: Story) -> None:
    body = told.nodes[BODY]
    officer, means = body.officers["o-1"], body.casework
    made = take_in(ConcernedKind.ACCESS, nobody(), received_on=ON, officer=officer, means=means)
    assert isinstance(made, ConcernedRequest)
    waits = composed(told, made)
    assert isinstance(waits, Refusal)
    assert waits.code == "concerned_waiting"


def test_a_body_with_nobody_to_ask_writes_nothing_before_the_clock_has_run_out(tmp_path: Path) -> None:
    story = Story(tmp_path, clock=Moving())
    body = story.node(BODY, "oversight_body", officers={"o-1": "overseer", "o-2": "overseer"})
    who = body.officers["o-1"]
    made = take_in(ConcernedKind.ACCESS, nobody(), received_on=ON, officer=who, means=body.casework)
    assert isinstance(made, ConcernedRequest)
    assert isinstance(composed(story, made), Refusal)
    story.clock.now = made.due_at + timedelta(seconds=1)
    joint = composed(story, made)
    assert isinstance(joint, JointAnswer), joint
    assert joint.missing == (BODY,)
    story.close()


def test_an_answer_that_was_lost_is_given_again_when_it_is_asked_again(told: Story) -> None:
    made, body = taken(told), told.nodes[BODY]
    officer, means = body.officers["o-1"], body.casework
    assert isinstance(decide(told, BE, made, RESTRICT, WHY), ConcernedAnswer)
    with body.ledger.write() as tx:
        first = kept.answers_to(tx, made.id)[BE]
        kept.set_answer(tx, ConcernedAnswer(made.id, BE))
    asked = ask_about(made.id, officer=officer, means=means)
    assert not isinstance(asked, Refusal)
    assert BE in asked
    told.nodes[BE].exchange.deliver_due(told.clock())
    with body.ledger.read() as tx:
        assert kept.answers_to(tx, made.id)[BE] == first


def test_a_complaint_ends_once(told: Story) -> None:
    made = taken(told, None, ConcernedKind.COMPLAINT)
    for name in (BE, NL, CARE):
        decide(told, name, made, NOTHING)
    joined(told, made)
    assert isinstance(composed(told, made, Finding.UNFOUNDED), JointAnswer)
    with pytest.raises(InputError, match="letter on this complaint was written"):
        composed(told, made, Finding.WELL_FOUNDED)


def test_a_correction_is_told_as_corrected_or_not(told: Story) -> None:
    for what in (ConcernedDecision.CORRECTED, ConcernedDecision.NOT_CORRECTED):
        made = taken(told, somebody(told), ConcernedKind.CORRECTION)
        assert isinstance(decide(told, BE, made, what), ConcernedAnswer)
        decide(told, NL, made, RESTRICT, WHY)
        decide(told, CARE, made, NOTHING)
        joined(told, made)
        joint = composed(told, made)
        assert isinstance(joint, JointAnswer), joint
        assert [one.act.value for one in joint.told] == [what.value]


def test_a_complaint_ends_with_a_finding_and_nothing_else_has_one(told: Story) -> None:
    made = taken(told, None, ConcernedKind.COMPLAINT)
    for name in (BE, NL, CARE):
        decide(told, name, made, NOTHING)
    joined(told, made)
    with pytest.raises(InputError, match="a complaint has a finding"):
        composed(told, made)
    joint = composed(told, made, Finding.UNFOUNDED)
    assert "Your complaint is unfounded." in letter(told, joint).decode()


@pytest.mark.parametrize(
    ("what", "why", "said"),
    [
        (RESTRICT, None, "a restriction has a reason"),
        (NOTHING, WHY, "a restriction has a reason"),
        (ConcernedDecision.CORRECTED, None, "not decided on such a request"),
        (ConcernedDecision.JOINED, None, "not decided on such a request"),
        (TELL, None, "nothing that may be told"),
    ],
)
def test_a_decision_that_does_not_fit_is_said(
    told: Story, what: ConcernedDecision, why: Restriction | None, said: str
) -> None:
    made = taken(told)
    with pytest.raises(InputError, match=said):
        decide(told, BE, made, what, why)


def test_nothing_held_is_not_said_where_something_is(told: Story) -> None:
    made = taken(told, somebody(told))
    for name in (BE, NL):
        with pytest.raises(InputError, match="something is found here"):
            decide(told, name, made, NOTHING)
        assert isinstance(decide(told, name, made, RESTRICT, WHY), ConcernedAnswer)


@pytest.mark.parametrize(("holder", "is_heard"), [(NL, True), (BE, False)])
def test_a_body_speaks_for_no_node_of_another_country(told: Story, holder: str, is_heard: bool) -> None:
    made, nl = taken(told), told.nodes[OTHER]
    peer = nl.exchange.agreements.peer(BODY)
    assert peer is not None
    act = Processing(holder, ProcessingAct.ASKED, "", "", "2026-03")
    way = Way(LetterKind.CONCERNED_ANSWER, OTHER, BODY, made.id)
    body = sealed(way, told_bytes(ToldBody(ConcernedDecision.JOINED, told=(act,))), box_key=peer.box_key)
    with nl.ledger.write() as tx:
        nl.exchange.post(tx, None, Outgoing(way.kind, BODY, body))
    nl.exchange.deliver_due(told.clock())
    with told.nodes[BODY].ledger.read() as tx:
        heard = kept.answers_to(tx, made.id)[OTHER]
    assert (heard.decision is not None) is is_heard


def test_a_police_partner_cannot_ask_as_a_body_does(told: Story) -> None:
    nl, be = told.nodes[NL], told.nodes[BE]
    with be.ledger.read() as tx:
        before = len(kept.requests(tx))
    peer = nl.exchange.agreements.peer(BE)
    assert peer is not None
    way = Way(LetterKind.CONCERNED_ASK, NL, BE, "forged")
    plain = ask_bytes(AskBody(ConcernedKind.ACCESS, MORNING, nobody()))
    body = sealed(way, plain, box_key=peer.box_key)
    with nl.ledger.write() as tx:
        nl.exchange.post(tx, None, Outgoing(LetterKind.CONCERNED_ASK, BE, body))
    nl.exchange.deliver_due(told.clock())
    with be.ledger.read() as tx:
        assert len(kept.requests(tx)) == before


def test_every_step_is_in_the_log_of_who_took_it(told: Story) -> None:
    answered(told, ALL_NOTHING)
    steps = {
        BODY: {
            Event.CONCERNED_TAKEN_IN,
            Event.CONCERNED_ASKED,
            Event.CONCERNED_HEARD,
            Event.CONCERNED_CLOSED,
        },
        NL: {Event.CONCERNED_RECEIVED, Event.CONCERNED_ANSWERED},
    }
    for name, wanted in steps.items():
        node = told.nodes[name]
        with node.ledger.read() as tx:
            entries = [node.trail.read(one) for one in audit.entries(tx, 0, audit.log_size(tx))]
        assert wanted <= {entry.event for entry in entries if entry is not None}
