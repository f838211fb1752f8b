"""When an epoch ends: keys, files, sheets and counts go, and both sides know; nobody waits for ever."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.flows.asking import (
    ASKER,
    CASE,
    FREE,
    HOLDER,
    STATED,
    ask,
    on_record,
    publish,
    strangers,
    two_nodes,
)
from tests.flows.nodes import Story

from trefpunt import hits
from trefpunt.exchange import Outgoing
from trefpunt.hits.indexes import erase_keys_of
from trefpunt.hits.keynames import began_at
from trefpunt.model import (
    Answer,
    Ground,
    Hit,
    LetterKind,
    OutboxState,
    Pending,
    Purpose,
    Question,
    Refused,
    Subject,
    SubjectCategory,
    Verdict,
)
from trefpunt.node import Node
from trefpunt.store.ledger import budgets
from trefpunt.store.ledger import hits as kept

# The room gives the verbs their files' names, so the files are asked for by name.
asking = import_module("trefpunt.hits.ask")
publishing = import_module("trefpunt.hits.publish")
TWO_DAYS = timedelta(days=2)
STRANGER: Subject = strangers(1, Random(3))[0]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = two_nodes(tmp_path, extra={**FREE, "exchange": {"letter_lives_h": 1}})
    publish(told)
    yield told
    told.close()


def end_of_epoch(story: Story) -> None:
    story.clock.now += TWO_DAYS
    for node in story.nodes.values():
        hits.retire(means=node.means)
    for node in story.nodes.values():
        node.exchange.deliver_due(story.clock())


def rows(node: Node, sql: str) -> list[Any]:
    with node.ledger.read() as tx:
        return [tuple(row) for row in tx.connection.exec_driver_sql(sql)]


def blobs_of(node: Node) -> list[Path]:
    return list((node.home / "blobs").iterdir())


def away(story: Story) -> None:
    story.near.away.add(story.nodes[HOLDER].exchange.means.identity.url)


def refused_with(answer: Answer | None) -> tuple[str, str]:
    assert isinstance(answer, Refused), answer
    return answer.refusal.code, answer.by


def sheet_of(story: Story, reference: str) -> bytes | None:
    with story.nodes[ASKER].ledger.read() as tx:
        asked = kept.question_by_reference(tx, reference)
    assert asked is not None
    return asked.sheet


def test_keys_are_gone_from_the_key_file_and_the_files_from_both_sides(story: Story) -> None:
    asker, holder = story.nodes[ASKER], story.nodes[HOLDER]
    assert len(holder.means.epochs.names("oprf|")) == 11
    assert len(blobs_of(holder)) == len(blobs_of(asker)) == 2
    end_of_epoch(story)
    assert holder.means.epochs.names() == ()
    assert blobs_of(holder) == blobs_of(asker) == []


def test_the_holder_is_told_that_its_index_was_deleted(story: Story) -> None:
    end_of_epoch(story)
    (told,) = rows(story.nodes[HOLDER], "SELECT erased_at, deletion_receipt_at FROM hit_publication")
    assert all(told)


def test_nothing_is_asked_of_an_index_that_ended(story: Story) -> None:
    end_of_epoch(story)
    assert refused_with(ask(story, STRANGER)) == ("no_index", ASKER)


def test_a_second_round_finds_nothing_more_to_end(story: Story) -> None:
    end_of_epoch(story)
    assert [hits.retire(means=node.means) for node in story.nodes.values()] == [0, 0]


def test_an_index_that_outlives_its_agreement_goes_without_a_letter(story: Story) -> None:
    asker = story.nodes[ASKER]
    peer = asker.exchange.agreements.peer(HOLDER)
    assert peer is not None
    asker.exchange.say(peer.agreement.id, Verdict.REVOKE, officer="o-1")
    end_of_epoch(story)
    assert blobs_of(asker) == []
    assert rows(story.nodes[HOLDER], "SELECT deletion_receipt_at FROM hit_publication") == [(None,)]


def test_a_question_whose_keys_went_a_moment_before_is_refused(story: Story) -> None:
    holder = story.nodes[HOLDER]
    with holder.ledger.read() as tx:
        (given,) = kept.publications(tx)
    erase_keys_of(given, means=holder.means)
    assert refused_with(ask(story, STRANGER)) == ("index_expired", HOLDER)


def test_a_question_that_never_arrived_ends_with_its_index(story: Story) -> None:
    away(story)
    answer = ask(story, STRANGER)
    assert isinstance(answer, Pending)
    assert sheet_of(story, answer.reference) is not None
    end_of_epoch(story)
    assert refused_with(hits.look_up(answer.reference, means=story.nodes[ASKER].means)) == (
        "index_expired",
        ASKER,
    )
    assert sheet_of(story, answer.reference) is None


def test_a_question_whose_letter_expired_is_closed(story: Story) -> None:
    asker = story.nodes[ASKER]
    away(story)
    answer = ask(story, STRANGER)
    story.clock.now += timedelta(hours=2)
    asker.exchange.expire_due()
    hits.retire(means=asker.means)
    assert refused_with(hits.look_up(answer.reference, means=asker.means)) == ("letter_expired", ASKER)
    assert sheet_of(story, answer.reference) is None


def test_a_question_that_breaks_the_holder_s_handler_is_closed_at_once(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trefpunt.hits.answer.may_answer", lambda *_, **__: 1 / 0)
    answer = ask(story, STRANGER)
    assert refused_with(answer) == ("handler_error", HOLDER)
    assert sheet_of(story, answer.reference) is None


def test_a_letter_that_the_partner_does_not_take_closes_its_question(story: Story) -> None:
    holder = story.nodes[HOLDER]
    peer = holder.exchange.agreements.peer(ASKER)
    assert peer is not None
    with holder.ledger.write() as tx:
        holder.exchange.agreements.sign(tx, peer.agreement.id, Verdict.REVOKE, officer="o-1")
    answer = ask(story, STRANGER)
    assert refused_with(answer) == ("letter_refused", HOLDER)
    assert isinstance(answer, Refused)
    assert dict(answer.refusal.facts) == {"reason": "agreement_revoked"}


def test_an_agreement_that_ends_after_the_decision_sends_nothing(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker, honest = story.nodes[ASKER], asking.blind
    peer = asker.exchange.agreements.peer(HOLDER)
    assert peer is not None

    def revoked_meanwhile(*args: Any, **means: Any) -> Any:
        with asker.ledger.write() as tx:
            asker.exchange.agreements.sign(tx, peer.agreement.id, Verdict.REVOKE, officer="o-1")
        return honest(*args, **means)

    monkeypatch.setattr(asking, "blind", revoked_meanwhile)
    assert refused_with(ask(story, STRANGER)) == ("agreement_lapsed", ASKER)


def change_ground(monkeypatch: pytest.MonkeyPatch, room: Any, name: str, **changes: Any) -> None:
    honest = getattr(room, name)

    def changed(*args: Any, **means: Any) -> Any:
        ground = honest(*args, **means)
        assert isinstance(ground, Ground)
        return replace(ground, **changes)

    monkeypatch.setattr(room, name, changed)


def test_what_must_go_another_way_is_not_sent_and_says_which(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_ground(monkeypatch, asking, "may_ask", channel="siena")
    answer = ask(story, STRANGER)
    assert refused_with(answer) == ("other_channel", ASKER)
    assert isinstance(answer, Refused)
    assert dict(answer.refusal.facts) == {"channel": "siena"}


def test_a_text_that_says_nothing_of_matches_matches_nothing(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_ground(monkeypatch, asking, "may_ask", terms=None)
    assert refused_with(ask(story, STRANGER)) == ("no_match_terms", ASKER)
    change_ground(monkeypatch, publishing, "may_publish", terms=None)
    holder = story.nodes[HOLDER]
    officer, purpose = holder.officers["o-1"], Purpose.CRIMINAL_OFFENCES
    given = hits.publish(ASKER, purpose, officer=officer, means=holder.means)
    assert not isinstance(given, hits.Published)
    assert given.code == "no_match_terms"


def test_an_index_for_a_purpose_without_a_text_is_not_given(story: Story) -> None:
    holder = story.nodes[HOLDER]
    officer, purpose = holder.officers["o-1"], Purpose.VAT_FRAUD
    given = hits.publish(ASKER, purpose, officer=officer, means=holder.means)
    assert not isinstance(given, hits.Published)


def test_a_publication_that_fails_leaves_no_keys(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = story.nodes[HOLDER]
    before = holder.means.epochs.names()
    monkeypatch.setattr(publishing, "honey_file", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish(story)
    assert holder.means.epochs.names() == before


def test_keys_that_a_crash_left_behind_are_erased_after_a_day(story: Story) -> None:
    epochs = story.nodes[HOLDER].means.epochs
    lost = "oprf|9:police.nl|17:criminal_offences|25:20261123T080000Z-0badcafe|2:I1"
    other = "oprf|of another kind"
    for name in (lost, other):
        epochs.put(name, b"k" * 32)
    epochs.save()
    hits.retire(means=story.nodes[HOLDER].means)
    names = epochs.names()
    assert lost not in names
    assert other in names
    assert len(names) == 12
    assert began_at(other) is None


def test_what_was_counted_by_the_day_is_forgotten(story: Story) -> None:
    asker, holder = story.nodes[ASKER], story.nodes[HOLDER]
    assert isinstance(ask(story, on_record(holder)[0]), Hit)
    with asker.ledger.write() as tx:
        budgets.count_neighbour(tx, day=f"{story.clock():%Y-%m-%d}", officer="o-1", area="a" * 64)
    assert rows(holder, "SELECT count(*) FROM hit_charge") == [(1,)]
    end_of_epoch(story)
    assert rows(asker, "SELECT count(*) FROM hit_neighbourhood") == [(0,)]
    assert rows(holder, "SELECT count(*) FROM hit_charge") == [(1,)]
    story.clock.now += timedelta(days=8)
    hits.retire(means=holder.means)
    assert rows(holder, "SELECT count(*) FROM hit_charge") == [(0,)]


def test_a_partner_s_word_about_an_epoch_that_is_not_ours_changes_nothing(story: Story) -> None:
    asker, holder = story.nodes[ASKER], story.nodes[HOLDER]
    outgoing = Outgoing(LetterKind.HIT_INDEX_DELETED, HOLDER, {"epoch": 7})
    assert asker.exchange.call(None, outgoing, wait_s=20).state is OutboxState.APPLIED
    assert rows(holder, "SELECT deletion_receipt_at FROM hit_publication") == [(None,)]


def test_questions_of_many_partners_come_back_in_their_order(story: Story) -> None:
    asker = story.nodes[ASKER]
    suspect = replace(STRANGER, category=SubjectCategory.SUSPECT)
    officer, purpose = asker.officers["o-1"], Purpose.CRIMINAL_OFFENCES
    question = Question(officer, suspect, purpose, CASE, stated=STATED)
    answers = hits.ask_many(question, [HOLDER, "police.lu", HOLDER], means=asker.means)
    assert [answer.partner for answer in answers] == [HOLDER, "police.lu", HOLDER]
