"""An alert between crisis centres: told, acknowledged, confidential until lifted; over real nodes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.flows.alerting import NAME, TEXTS, WORDS, three_centres, told, warning
from tests.flows.nodes import Story

from trefpunt.audit import Filters, Reader, show
from trefpunt.clocks import deadline
from trefpunt.desks.crisis import (
    Means,
    Senders,
    Told,
    acknowledge,
    board,
    export_alert,
    lift,
    read_cap,
    send_alert,
    share,
    show_alert,
)
from trefpunt.desks.crisis.bodies import AlertBody
from trefpunt.desks.crisis.may import may_tell
from trefpunt.errors import InputError
from trefpunt.exchange import Outgoing
from trefpunt.model import Alert, Country, Event, Ground, LetterKind, LogEntry, OutboxState, Refusal
from trefpunt.node import Node


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    made = three_centres(tmp_path)
    yield made
    made.close()


@pytest.fixture
def be(story: Story) -> Node:
    return story.nodes["crisis.be"]


@pytest.fixture
def nl(story: Story) -> Node:
    return story.nodes["crisis.nl"]


def logged(node: Node) -> list[LogEntry]:
    with node.ledger.write() as tx:
        reader = Reader("o-1", "information_officer", "self_monitoring", node.clock())
        return [entry for _, entry in show(tx, Filters(), trail=node.trail, reader=reader)]


def events(node: Node) -> list[Event]:
    return [entry.event for entry in logged(node)]


def here(node: Node) -> Alert:
    (alert,) = board(means=node.crisis).alerts
    return alert


def senders(node: Node) -> Senders:
    return Senders(node.officers["o-1"], "o-2")


def test_an_alert_reaches_the_other_centre_with_its_document(be: Node, nl: Node) -> None:
    sent = told(be, "crisis.nl")
    _, content = show_alert(sent.id, officer=nl.officers["o-1"], means=nl.crisis)
    assert content == read_cap(sent.cap)
    assert content.texts["nl"].headline == WORDS
    assert here(nl).article == "benelux-crisis-memorandum 4"
    assert here(nl).due_at - here(nl).sent_at == timedelta(minutes=15)


def test_it_is_acknowledged_by_name_and_time_on_both_sides(be: Node, nl: Node) -> None:
    sent = told(be, "crisis.nl")
    assert here(be).acknowledged_at is None
    done = acknowledge(sent.id, officer=nl.officers["o-1"], name=NAME, means=nl.crisis)
    assert isinstance(done, Alert)
    for node in (be, nl):
        assert (here(node).acknowledged_by, here(node).acknowledged_at) == (NAME, done.acknowledged_at)
        assert events(node).count(Event.ALERT_ACKNOWLEDGED) == 1
    with pytest.raises(InputError, match="acknowledged before"):
        acknowledge(sent.id, officer=nl.officers["o-2"], name=NAME, means=nl.crisis)


@pytest.mark.parametrize("name", ["", "x", "a\x00b", "n" * 81])
def test_nobody_acknowledges_without_a_name(be: Node, nl: Node, name: str) -> None:
    sent = told(be, "crisis.nl")
    with pytest.raises(InputError, match="by name"):
        acknowledge(sent.id, officer=nl.officers["o-1"], name=name, means=nl.crisis)
    assert here(be).acknowledged_at is None


def test_both_logs_hold_the_steps_and_no_word_of_it(be: Node, nl: Node) -> None:
    sent = told(be, "crisis.nl")
    acknowledge(sent.id, officer=nl.officers["o-1"], name=NAME, means=nl.crisis)
    assert {Event.ALERT_SENT, Event.DECISION_TAKEN, Event.LETTER_SENT} <= set(events(be))
    assert {Event.ALERT_RECEIVED, Event.DECISION_TAKEN, Event.LETTER_RECEIVED} <= set(events(nl))
    for node in (be, nl):
        written = json.dumps([repr(entry) for entry in logged(node)])
        assert sent.id in written
        for word in (WORDS, "Nobody", "Synthetisch"):
            assert word not in written


def test_a_crisis_that_reaches_nobody_else_is_told_to_nobody(be: Node, nl: Node) -> None:
    refused = send_alert(warning(be, stated=()), ["crisis.nl"], means=be.crisis)["crisis.nl"]
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.missing) == ("conditions_missing", ("cross_border_effect",))
    assert (board(means=be.crisis).alerts, board(means=nl.crisis).alerts) == ([], [])


def test_the_police_are_no_crisis_centre(story: Story, be: Node) -> None:
    police = story.node("police.nl")
    story.agree(be, police, texts=TEXTS)
    refused = send_alert(warning(be), ["police.nl"], means=be.crisis)["police.nl"]
    assert isinstance(refused, Refusal)
    assert refused.code == "no_ground"


@pytest.mark.parametrize("second", ["", "o-1", "o-99"])
def test_an_alert_needs_another_officer_of_this_node(be: Node, second: str) -> None:
    warn = warning(be, senders=Senders(be.officers["o-1"], second))
    refused = send_alert(warn, ["crisis.nl"], means=be.crisis)["crisis.nl"]
    assert isinstance(refused, Refusal)
    assert refused.code == "alert_needs_second_officer"
    assert Event.LETTER_SENT not in events(be)


def test_where_the_settings_say_so_one_officer_is_enough(story: Story, be: Node) -> None:
    alone = story.node("night.lu", kind="crisis_centre", extra={"crisis": {"officers_to_send": 1}})
    story.agree(alone, be, texts=TEXTS)
    assert told(alone, "crisis.be", senders=Senders(alone.officers["o-1"])).approved_by == ""


def test_nothing_is_shared_before_it_is_lifted_and_then_it_is(be: Node, nl: Node, story: Story) -> None:
    sent, lu = told(be, "crisis.nl"), story.nodes["crisis.lu"]
    refused = share(sent.id, "crisis.lu", senders=senders(nl), means=nl.crisis)
    assert isinstance(refused, Refusal)
    assert refused.code == "confidentiality_not_lifted"
    assert board(means=lu.crisis).alerts == []
    assert lift(sent.id, officer=be.officers["o-1"], means=be.crisis) == {"crisis.nl": True}
    shared = share(sent.id, "crisis.lu", senders=senders(nl), means=nl.crisis)
    assert isinstance(shared, Told)
    assert shared.is_there
    assert (here(lu).origin, here(lu).partner, here(lu).cap) == ("crisis.be", "crisis.nl", sent.cap)
    for node in (be, nl):
        assert Event.ALERT_LIFTED in events(node)
    assert Event.ALERT_SHARED in events(nl)


def test_the_same_holds_for_a_file_for_services_at_home(be: Node, nl: Node, tmp_path: Path) -> None:
    sent, target = told(be, "crisis.nl"), tmp_path / "alert.xml"
    refused = export_alert(sent.id, target, officer=nl.officers["o-1"], means=nl.crisis)
    assert isinstance(refused, Refusal)
    assert not target.exists()
    lift(sent.id, officer=be.officers["o-1"], means=be.crisis)
    assert isinstance(export_alert(sent.id, target, officer=nl.officers["o-1"], means=nl.crisis), Ground)
    assert read_cap(target.read_text("utf-8")).id == sent.id


def test_sharing_needs_a_second_officer_too(be: Node, nl: Node) -> None:
    sent = told(be, "crisis.nl")
    lift(sent.id, officer=be.officers["o-1"], means=be.crisis)
    refused = share(sent.id, "crisis.lu", senders=Senders(nl.officers["o-1"]), means=nl.crisis)
    assert isinstance(refused, Refusal)
    assert refused.code == "alert_needs_second_officer"


def test_who_was_told_at_second_hand_waits_for_its_own_sender(be: Node, nl: Node, story: Story) -> None:
    sent, lu = told(be, "crisis.nl"), story.nodes["crisis.lu"]
    lift(sent.id, officer=be.officers["o-1"], means=be.crisis)
    share(sent.id, "crisis.lu", senders=senders(nl), means=nl.crisis)
    with pytest.raises(InputError, match="only whoever sent an alert first"):
        lift(sent.id, officer=nl.officers["o-1"], means=nl.crisis)
    refused = export_alert(sent.id, story.folder / "x.xml", officer=lu.officers["o-1"], means=lu.crisis)
    assert isinstance(refused, Refusal)
    assert refused.code == "confidentiality_not_lifted"


def test_an_exercise_is_one_everywhere_and_a_real_alert_nowhere(be: Node, nl: Node) -> None:
    drill = told(be, "crisis.nl", is_exercise=True)
    assert drill.id.startswith("exercise-")
    assert here(nl).is_exercise
    assert "<status>Exercise</status>" in here(nl).cap
    assert all(f"<headline>{word} " in drill.cap for word in ("OEFENING", "EXERCICE", "ÜBUNG", "EXERCISE"))
    real = told(be, "crisis.nl")
    assert real.id.startswith("alert-")
    assert "<status>Actual</status>" in real.cap
    assert "OEFENING" not in real.cap


@pytest.mark.parametrize("changed", ["flag", "status", "reference", "headline"])
def test_an_exercise_in_a_real_alert_s_clothes_is_not_taken(be: Node, nl: Node, changed: str) -> None:
    drill = told(be, "crisis.nl", is_exercise=True)
    fresh = drill.id.replace("exercise-", "exercise-" if changed != "reference" else "alert-")
    fresh = fresh[:-4] + "abcd"
    cap = drill.cap.replace(drill.id, fresh)
    if changed == "status":
        cap = cap.replace("<status>Exercise</status>", "<status>Actual</status>")
    if changed == "headline":
        cap = cap.replace("<headline>OEFENING ", "<headline>").replace(" OEFENING</headline>", "</headline>")
    body = AlertBody(
        fresh, changed != "flag", cap, "crisis.be", be.officers["o-1"].role, ("cross_border_effect",), 15
    )
    assert put(be, body) is OutboxState.REFUSED
    assert len(board(means=nl.crisis).alerts) == 1


def put(be: Node, body: AlertBody) -> OutboxState:
    peer = be.exchange.agreements.peer("crisis.nl")
    assert peer is not None
    with be.ledger.write() as tx:
        ground = may_tell(tx, be.officers["o-1"], peer, body.stated, means=be.crisis)
    assert isinstance(ground, Ground)
    outgoing = Outgoing(LetterKind.CRISIS_ALERT, "crisis.nl", body.to_json())
    return be.exchange.call(ground, outgoing, wait_s=5).state


def test_the_same_letter_unchanged_but_new_is_taken(be: Node, nl: Node) -> None:
    drill = told(be, "crisis.nl", is_exercise=True)
    fresh = drill.id[:-4] + "abcd"
    role = be.officers["o-1"].role
    body = AlertBody(
        fresh, True, drill.cap.replace(drill.id, fresh), "crisis.be", role, ("cross_border_effect",), 15
    )
    assert put(be, body) is OutboxState.APPLIED
    assert len(board(means=nl.crisis).alerts) == 2


def test_a_partner_decides_by_its_own_texts(be: Node, nl: Node) -> None:
    sent = told(be, "crisis.nl")
    fresh = sent.id[:-4] + "abcd"
    body = AlertBody(
        fresh, False, sent.cap.replace(sent.id, fresh), "crisis.be", be.officers["o-1"].role, (), 15
    )
    # The sender's node is made to send what its own officer did not state; the receiver sees that.
    peer = be.exchange.agreements.peer("crisis.nl")
    assert peer is not None
    with be.ledger.write() as tx:
        ground = may_tell(tx, be.officers["o-1"], peer, ("cross_border_effect",), means=be.crisis)
    assert isinstance(ground, Ground)
    reply = be.exchange.call(
        ground, Outgoing(LetterKind.CRISIS_ALERT, "crisis.nl", body.to_json()), wait_s=5
    ).reply
    assert reply is not None
    assert reply.body["refused"] == "conditions_missing"
    assert len(board(means=nl.crisis).alerts) == 1


def test_an_acknowledged_exercise_is_the_yearly_test_of_the_channel(story: Story, be: Node, nl: Node) -> None:
    assert all(channel.is_late for channel in board(means=nl.crisis).channels)
    drill = told(be, "crisis.nl", is_exercise=True)
    acknowledge(drill.id, officer=nl.officers["o-1"], name=NAME, means=nl.crisis)
    for node, partner in ((be, "crisis.nl"), (nl, "crisis.be")):
        (channel,) = (one for one in board(means=node.crisis).channels if one.partner == partner)
        assert channel.tested_at is not None
        ends = deadline("crisis.test", channel.tested_at, country=Country(node.me.country)).due_at
        assert (channel.due_at, channel.is_late) == (ends, False)
        assert ends.isoformat() == "2027-11-24T22:59:59+00:00"
    story.clock.now += timedelta(days=366)
    assert all(channel.is_late for channel in board(means=be.crisis).channels)


def test_an_alert_to_two_centres_is_one_alert(be: Node, nl: Node, story: Story) -> None:
    sent = send_alert(warning(be), ["crisis.nl", "crisis.lu"], means=be.crisis)
    assert len({one.alert.id for one in sent.values() if isinstance(one, Told)}) == 1
    lifted = lift(here(nl).id, officer=be.officers["o-1"], means=be.crisis)
    assert lifted == {"crisis.lu": True, "crisis.nl": True}
    assert here(story.nodes["crisis.lu"]).lifted_at is not None


def test_a_node_without_its_cosignatures_sends_nothing(be: Node) -> None:
    halted = replace(be.crisis.work, halted=lambda _: "log_not_cosigned")
    refused = send_alert(warning(be), ["crisis.nl"], means=Means(halted, 2))["crisis.nl"]
    assert isinstance(refused, Refusal)
    assert refused.code == "log_not_cosigned"
