"""A joint case of three tax services in three countries: who sees what, who owns what, and how it ends."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.flows.nodes import Moving, Story
from tests.postgres import server

from trefpunt.casework import (
    Plan,
    Share,
    close_case,
    close_joint,
    decline,
    hand_over,
    hash_of,
    join,
    leave,
    move_task,
    note_privately,
    note_team,
    open_case,
    open_joint,
    open_tasks,
    read_joint,
    read_timeline,
    share,
)
from trefpunt.errors import InputError
from trefpunt.model import (
    MEMBER_MOVES,
    TASK_MOVES,
    Case,
    Event,
    Handling,
    JointCase,
    JointKind,
    JointObject,
    JointTeam,
    MemberState,
    Officer,
    Purpose,
    Refusal,
    SubjectCategory,
    TaskState,
    TeamClause,
)
from trefpunt.node import Node
from trefpunt.store.ledger import audit as log
from trefpunt.store.ledger import joint as kept
from trefpunt.store.ledger.schema import metadata

NL, BE, LU = NODES = ("tax.nl", "tax.be", "tax.lu")
STATED = ("reasons_and_period_stated", "plan_agreed")
OFFICERS = dict.fromkeys(("t-1", "t-2", "t-3"), "tax_official")
UNTIL = date(2026, 12, 31)
A_HASH = "ab" * 32


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Three tax services with agreements between each two, and a case at each."""
    story = Story(tmp_path_factory.mktemp("joint"), clock=Moving())
    # One of the three keeps its ledger in PostgreSQL: the same story on both engines.
    extras = ({}, {"ledger": {"url": server().new_database()}}, {})
    nodes = [
        story.node(name, kind="tax", officers=OFFICERS, extra=extra)
        for name, extra in zip(NODES, extras, strict=True)
    ]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        story.agree(nodes[one], nodes[other], texts=("vat-904-2010",))
    for node in nodes:
        opened = Case("V-1", Purpose.VAT_FRAUD.value, node.clock(), ("t-1",))
        with node.ledger.write() as tx:
            open_case(tx, opened, officer=who(node), trail=node.trail)
    yield story
    story.close()


def who(node: Node, number: str = "t-1") -> Officer:
    return node.officers[number]


def plan(node: Node, **other: object) -> Plan:
    made = Plan(who(node), "V-1", Purpose.VAT_FRAUD, (BE, LU), UNTIL, STATED)
    return replace(made, **other)  # type: ignore[arg-type]


def joined(story: Story) -> str:
    """Open a joint case at the Dutch node which the two others join."""
    opened = open_joint(plan(story.nodes[NL]), means=story.nodes[NL].casework)
    assert isinstance(opened, JointCase), opened
    for name in (BE, LU):
        node = story.nodes[name]
        came = join(opened.id, "V-1", stated=STATED, officer=who(node), means=node.casework)
        assert isinstance(came, JointCase), came
    return opened.id


def task(story: Story, joint: str, **other: object) -> JointObject | Refusal:
    node = story.nodes[NL]
    wanted = Share(who(node), joint, JointKind.TASK, "compare_accounts", holder=BE, due_on=date(2026, 12, 1))
    return share(replace(wanted, **other), means=node.casework)  # type: ignore[arg-type]


def evidence(story: Story, joint: str, **other: object) -> JointObject | Refusal:
    node = story.nodes[NL]
    wanted = Share(who(node), joint, JointKind.EVIDENCE, "document", Handling.H1, sha256=A_HASH)
    return share(replace(wanted, **other), means=node.casework)  # type: ignore[arg-type]


def seen(node: Node, joint: str) -> dict[str, JointObject]:
    with node.ledger.read() as tx:
        return {one.id: one for one in kept.objects_of(tx, joint)}


def stands(node: Node, joint: str) -> dict[str, MemberState]:
    with node.ledger.read() as tx:
        return kept.members_of(tx, joint)


def test_what_one_opens_and_two_join_all_three_see_alike(told: Story) -> None:
    joint = joined(told)
    for name in NODES:
        assert set(stands(told.nodes[name], joint).values()) == {MemberState.JOINED}


def test_a_task_is_done_by_its_owner_and_the_change_travels(told: Story) -> None:
    joint = joined(told)
    made = task(told, joint)
    assert isinstance(made, JointObject), made
    be = told.nodes[BE]
    for state in (TaskState.TAKEN, TaskState.DONE):
        move_task(made.id, state, officer=who(be), means=be.casework)
    assert {seen(told.nodes[name], joint)[made.id].state for name in NODES} == {"done"}


@pytest.mark.parametrize("name", [NL, LU])
def test_only_the_owning_node_changes_the_state_of_a_task(told: Story, name: str) -> None:
    made = task(told, joined(told))
    assert isinstance(made, JointObject), made
    node = told.nodes[name]
    with pytest.raises(InputError, match="only the node whose task it is"):
        move_task(made.id, TaskState.TAKEN, officer=who(node), means=node.casework)


def test_a_move_that_is_refused_tells_nobody(told: Story) -> None:
    be = told.nodes[BE]
    opened = Case("V-4", Purpose.VAT_FRAUD.value, be.clock(), ("t-1",), is_protected=True)
    with be.ledger.write() as tx:
        open_case(tx, opened, officer=who(be), trail=be.trail)
    made = open_joint(plan(told.nodes[NL], partners=(BE,)), means=told.nodes[NL].casework)
    assert isinstance(made, JointCase)
    came = join(made.id, "V-4", stated=STATED, officer=who(be), means=be.casework, approved_by="t-2")
    assert isinstance(came, JointCase), came
    given = task(told, made.id)
    assert isinstance(given, JointObject)
    refused = move_task(given.id, TaskState.TAKEN, officer=who(be), means=be.casework)
    assert isinstance(refused, Refusal)
    assert refused.code == "needs_second_approval"
    assert {seen(told.nodes[name], made.id)[given.id].state for name in (NL, BE)} == {"open"}
    second = "t-2"
    done = move_task(given.id, TaskState.TAKEN, officer=who(be), means=be.casework, approved_by=second)
    assert isinstance(done, JointObject)


def test_a_task_is_dropped_for_a_reason_only(told: Story) -> None:
    made = task(told, joined(told))
    assert isinstance(made, JointObject), made
    be = told.nodes[BE]
    with pytest.raises(InputError, match="dropped for a reason"):
        move_task(made.id, TaskState.DROPPED, officer=who(be), means=be.casework)
    moved = move_task(made.id, TaskState.DROPPED, reason="no_power", officer=who(be), means=be.casework)
    assert isinstance(moved, JointObject)
    assert seen(told.nodes[LU], made.joint)[made.id].reason == "no_power"


@pytest.mark.parametrize(("audience", "reaches"), [((), True), ((BE,), False)])
def test_an_object_is_in_no_table_of_a_node_outside_its_audience(
    told: Story, audience: tuple[str, ...], reaches: bool
) -> None:
    made = evidence(told, joined(told), audience=audience)
    assert isinstance(made, JointObject), made
    assert made.id in seen(told.nodes[BE], made.joint)
    assert (made.id in dump(told.nodes[LU])) is reaches


def test_a_private_note_is_on_no_other_node(told: Story) -> None:
    joint, nl = joined(told), told.nodes[NL]
    made = note_privately(joint, "ask Zonderdossier about the yard", officer=who(nl), means=nl.casework)
    assert isinstance(made, JointObject)
    assert "Zonderdossier" not in repr(made)
    assert "Zonderdossier" in dump(nl)
    assert not any("Zonderdossier" in dump(told.nodes[name]) for name in (BE, LU))


@pytest.mark.parametrize("category", [SubjectCategory.VICTIM, SubjectCategory.WITNESS])
def test_nothing_about_somebody_in_care_is_shared(told: Story, category: SubjectCategory) -> None:
    joint = joined(told)
    with pytest.raises(InputError, match="victim or a witness"):
        evidence(told, joint, about=category)


def test_who_left_gets_nothing_more_and_gives_nothing_more(told: Story) -> None:
    joint, lu = joined(told), told.nodes[LU]
    assert leave(joint, officer=who(lu), means=lu.casework) is None
    made = evidence(told, joint)
    assert isinstance(made, JointObject)
    assert made.audience == (BE, NL)
    assert made.id not in dump(lu)
    named = evidence(told, joint, audience=(LU,))
    assert isinstance(named, Refusal)
    assert named.code == "joint_not_joined"
    given = share(Share(who(lu), joint, JointKind.NOTE, "plan_changed"), means=lu.casework)
    assert isinstance(given, Refusal)
    assert given.code == "joint_not_joined"


def test_nothing_is_shared_after_the_opener_ended_it_and_the_screen_says_why(told: Story) -> None:
    joint, be = joined(told), told.nodes[BE]
    stranger = close_joint(joint, officer=who(be), means=be.casework)
    assert isinstance(stranger, Refusal)
    assert stranger.code == "joint_not_opener"
    assert close_joint(joint, officer=who(told.nodes[NL]), means=told.nodes[NL].casework) is None
    for name in NODES:
        node = told.nodes[name]
        given = share(Share(who(node), joint, JointKind.NOTE, "plan_changed"), means=node.casework)
        assert isinstance(given, Refusal)
        assert given.code == "joint_over"
        view = read_joint(joint, officer=who(node), means=node.casework)
        assert not isinstance(view, Refusal)
        assert view.why_still == "joint_over"


def test_nobody_joins_what_has_ended(told: Story) -> None:
    nl, be = told.nodes[NL], told.nodes[BE]
    opened = open_joint(plan(nl), means=nl.casework)
    assert isinstance(opened, JointCase)
    close_joint(opened.id, officer=who(nl), means=nl.casework)
    refused = join(opened.id, "V-1", stated=STATED, officer=who(be), means=be.casework)
    assert isinstance(refused, Refusal)
    assert refused.code == "joint_over"


def test_a_closed_case_takes_nothing_more(told: Story) -> None:
    nl, be = told.nodes[NL], told.nodes[BE]
    opened = Case("V-3", Purpose.VAT_FRAUD.value, be.clock(), ("t-1",))
    with be.ledger.write() as tx:
        open_case(tx, opened, officer=who(be), trail=be.trail)
    made = open_joint(plan(nl, partners=(BE,)), means=nl.casework)
    assert isinstance(made, JointCase)
    join(made.id, "V-3", stated=STATED, officer=who(be), means=be.casework)
    close_case("V-3", officer=who(be), means=be.casework)
    shared = evidence(told, made.id)
    assert isinstance(shared, JointObject)
    assert shared.id not in seen(be, made.id)


def test_nothing_is_shared_with_who_declined(told: Story) -> None:
    opened = open_joint(plan(told.nodes[NL]), means=told.nodes[NL].casework)
    assert isinstance(opened, JointCase)
    be = told.nodes[BE]
    decline(opened.id, officer=who(be), means=be.casework)
    given = evidence(told, opened.id, audience=(BE,))
    assert isinstance(given, Refusal)
    assert given.code == "joint_not_joined"
    with pytest.raises(InputError, match="cannot become joined"):
        join(opened.id, "V-1", stated=STATED, officer=who(be), means=be.casework)


@pytest.mark.parametrize("without", STATED)
def test_without_one_of_the_facts_no_joint_case_is_opened(told: Story, without: str) -> None:
    stated = tuple(one for one in STATED if one != without)
    refused = open_joint(plan(told.nodes[NL], stated=stated), means=told.nodes[NL].casework)
    assert isinstance(refused, Refusal)
    assert without in refused.missing or refused.detours


def test_an_officer_outside_the_case_beside_it_sees_and_shares_nothing(told: Story) -> None:
    joint, nl = joined(told), told.nodes[NL]
    for refused in (
        read_joint(joint, officer=who(nl, "t-2"), means=nl.casework),
        evidence(told, joint, officer=who(nl, "t-2")),
        note_privately(joint, "for me", officer=who(nl, "t-2"), means=nl.casework),
    ):
        assert isinstance(refused, Refusal)
        assert refused.code == "not_a_member"


def test_the_timeline_has_what_this_node_and_its_partners_did_in_order(told: Story) -> None:
    made = task(told, joined(told))
    assert isinstance(made, JointObject)
    be = told.nodes[BE]
    move_task(made.id, TaskState.TAKEN, officer=who(be), means=be.casework)
    moments = read_timeline("V-1", officer=who(be), means=be.casework)
    assert not isinstance(moments, Refusal)
    assert [one.position for one in moments] == sorted(one.position for one in moments)
    told_of = [one for one in moments if one.reference in (made.id, made.joint)]
    assert [one.event for one in told_of] == [
        Event.JOINT_INVITED,
        Event.JOINT_MEMBER_TOLD,
        Event.JOINT_MEMBER_TOLD,
        Event.JOINT_RECEIVED,
        Event.TASK_MOVED,
    ]
    assert [one.who for one in told_of if one.event is Event.TASK_MOVED] == ["t-1"]


def test_the_timeline_is_for_who_works_on_the_case(told: Story) -> None:
    nl = told.nodes[NL]
    refused = read_timeline("V-1", officer=who(nl, "t-2"), means=nl.casework)
    assert isinstance(refused, Refusal)
    assert refused.code == "not_a_member"


def test_a_task_that_is_not_finished_waits_in_the_inbox_of_its_owner_alone(told: Story) -> None:
    made = task(told, joined(told), due_on=date(2026, 11, 1))
    assert isinstance(made, JointObject)
    assert made.id in [one.id for one in open_tasks(means=told.nodes[BE].casework)]
    assert made.id not in [one.id for one in open_tasks(means=told.nodes[NL].casework)]


def test_the_hash_of_evidence_is_that_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"abc")
    assert hash_of(file) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    with pytest.raises(InputError, match="cannot be read"):
        hash_of(tmp_path / "none")


def test_a_case_is_handed_over_with_the_approval_of_a_third(told: Story) -> None:
    lu = told.nodes[LU]
    opened = Case("V-2", Purpose.VAT_FRAUD.value, lu.clock(), ("t-1",))
    with lu.ledger.write() as tx:
        open_case(tx, opened, officer=who(lu), trail=lu.trail)
    with pytest.raises(InputError, match="one of the two"):
        hand_over("V-2", who(lu, "t-2"), officer=who(lu), approved_by=who(lu), means=lu.casework)
    done = hand_over("V-2", who(lu, "t-2"), officer=who(lu), approved_by=who(lu, "t-3"), means=lu.casework)
    assert isinstance(done, Case)
    assert done.members == ("t-2",)
    gone = read_timeline("V-2", officer=who(lu), means=lu.casework)
    assert isinstance(gone, Refusal)
    assert close_case("V-2", officer=who(lu, "t-2"), means=lu.casework) is None
    again = close_case("V-2", officer=who(lu, "t-2"), means=lu.casework)
    assert isinstance(again, Refusal)
    assert again.code == "case_closed"


def team(story: Story, joint: str, *, until: date, signed: tuple[str, ...]) -> None:
    node = story.nodes[NL]
    clauses = (TeamClause.PURPOSE, TeamClause.PERIOD)
    noted = JointTeam(joint, NL, date(2026, 1, 1), (until,), clauses, signed)
    assert isinstance(note_team(noted, officer=who(node), means=node.casework), JointTeam)


@pytest.mark.parametrize(
    ("until", "signed", "why"),
    [
        (UNTIL, NODES, ""),
        (date(2026, 11, 1), NODES, "team_lapsed"),
        (UNTIL, (NL, BE), "team_unsigned"),
    ],
)
def test_a_team_shares_evidence_while_its_agreement_is_signed_and_in_its_period(
    told: Story, until: date, signed: tuple[str, ...], why: str
) -> None:
    joint = joined(told)
    team(told, joint, until=until, signed=signed)
    shared = evidence(told, joint)
    assert (shared.code if isinstance(shared, Refusal) else "") == why


def test_a_team_that_lapsed_is_extended(told: Story) -> None:
    joint = joined(told)
    team(told, joint, until=date(2026, 11, 1), signed=NODES)
    team(told, joint, until=UNTIL, signed=())
    assert isinstance(evidence(told, joint), JointObject)
    nl = told.nodes[NL]
    view = read_joint(joint, officer=who(nl), means=nl.casework)
    assert not isinstance(view, Refusal)
    assert view.team is not None
    assert view.team.ends == (date(2026, 11, 1), UNTIL)


def test_every_move_ends_somewhere() -> None:
    assert set(MEMBER_MOVES) == set(MemberState)
    assert set(TASK_MOVES) == set(TaskState)


def test_an_agreement_that_ended_stops_both_directions(tmp_path: Path) -> None:
    story = Story(tmp_path, clock=Moving())
    try:
        nl, be = (story.node(name, kind="tax", officers=OFFICERS) for name in (NL, BE))
        agreement = story.agree(nl, be, texts=("vat-904-2010",), valid_to=date(2026, 11, 25))
        assert agreement
        for node in (nl, be):
            opened = Case("V-1", Purpose.VAT_FRAUD.value, node.clock(), ("t-1",))
            with node.ledger.write() as tx:
                open_case(tx, opened, officer=who(node), trail=node.trail)
        made = open_joint(plan(nl, partners=(BE,)), means=nl.casework)
        assert isinstance(made, JointCase), made
        join(made.id, "V-1", stated=STATED, officer=who(be), means=be.casework)
        assert isinstance(evidence(story, made.id), JointObject)
        given_before = task(story, made.id)
        assert isinstance(given_before, JointObject)
        story.clock.now += timedelta(days=3)
        moved = move_task(given_before.id, TaskState.TAKEN, officer=who(be), means=be.casework)
        assert isinstance(moved, JointObject)
        assert seen(nl, made.id)[moved.id].state == "open"
        for node in (nl, be):
            given = share(Share(who(node), made.id, JointKind.NOTE, "plan_changed"), means=node.casework)
            assert isinstance(given, Refusal)
            assert given.code == "agreement_lapsed"
    finally:
        story.close()


def dump(node: Node) -> str:
    """Return every row of every table of a node's ledger, opened log entries included."""
    with node.ledger.read() as tx:
        rows = [
            str(tuple(row))
            for table in metadata.sorted_tables
            for row in tx.connection.execute(select(table))
        ]
        said = [str(node.trail.read(one)) for one in log.entries(tx, 0, log.log_size(tx))]
    return "\n".join((*rows, *said))
