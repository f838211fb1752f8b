"""A partner that takes more than was agreed: it speaks for others, or asks again after the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.flows.nodes import Story

from trefpunt.audit import hand_over_key
from trefpunt.exchange import Outgoing
from trefpunt.exchange.documents import agreement_between, terms_of
from trefpunt.exchange.signing import verdict_letter
from trefpunt.model import LetterKind, OutboxState, Verdict
from trefpunt.node import give_entry_key


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = Story(tmp_path)
    told.agree(told.node("police.nl"), told.node("police.be"))
    yield told
    told.close()


def test_a_partner_cannot_enrol_somebody_else_by_letter(story: Story) -> None:
    nl, be, lu = story.nodes["police.nl"], story.nodes["police.be"], story.node("police.lu")
    mine = nl.exchange.agreements.peer("police.be")
    assert mine is not None
    invented = agreement_between(
        lu.exchange.means.identity.party(), be.exchange.means.identity.party(), terms_of(mine.agreement)
    )
    with lu.ledger.write() as tx:
        about = lu.exchange.agreements.propose(tx, invented, officer="o-1")
        said = lu.exchange.agreements.sign(tx, invented.id, Verdict.ACCEPT, officer="o-2")
    body = verdict_letter(about, said).body
    outgoing = Outgoing(LetterKind.AGREEMENT, "police.be", body)
    delivery = nl.exchange.call(None, outgoing, wait_s=5)
    assert delivery.state is OutboxState.REFUSED
    assert be.exchange.agreements.peers(partner="police.lu") == []


def test_a_party_cannot_bear_the_log_of_another(story: Story) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    assert nl.exchange.means.identity.party().log_key.startswith("police.nl/log+")
    known = be.exchange.agreements.peer("police.nl")
    assert known is not None
    assert known.party.witness_key.startswith("police.nl/witness+")


def test_a_watched_node_cannot_blind_its_overseer_with_another_key(story: Story) -> None:
    nl, overseer = story.nodes["police.nl"], story.node("oversight.be", kind="oversight_body")
    story.agree(nl, overseer, texts=("house-limits",))
    peer = nl.exchange.agreements.peer("oversight.be")
    assert peer is not None
    give_entry_key(nl, peer)
    before = overseer.keys.secret("mirror|police.nl/log")
    body = hand_over_key(b"x" * 32, origin=nl.log.origin, oversight_box=peer.box_key)
    delivery = nl.exchange.call(None, Outgoing(LetterKind.LOG_KEY, "oversight.be", body), wait_s=5)
    assert delivery.state is OutboxState.REFUSED
    assert overseer.keys.secret("mirror|police.nl/log") == before
