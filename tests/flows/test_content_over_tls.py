"""A request for content by letter, over real sockets: each side in turn is a process of its own."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.flows.nodes import Moving, Story, open_a_case
from tests.flows.requesting import CASE, KEPT, wish
from tests.flows.two_processes import served
from tests.ports import free_port

from trefpunt.casework import (
    Given,
    Reading,
    Reply,
    Sent,
    Use,
    ask_consent,
    decide_consent,
    inbox,
    read_answer,
    send_answer,
    send_request,
    use_answer,
)
from trefpunt.model import Action, AnswerKind, Consent, ContentState, Ground, Refusal
from trefpunt.node import Node, over_tls

PASSPHRASE = "four random words"
TEXTS = ("benelux-police-treaty", "eu-2023-977", "sample-content-channel")


def make_homes(folder: Path, ports: Sequence[int]) -> None:
    """Make two police nodes with an agreement on the channel and a case, and close them."""
    now = datetime.now(UTC)
    story = Story(folder, clock=Moving(now))
    nl, be = (
        story.node(name, port=port) for name, port in zip(("police.nl", "police.be"), ports, strict=True)
    )
    story.agree(nl, be, texts=TEXTS, valid_to=now.date() + timedelta(days=30))
    open_a_case(nl, CASE)
    story.close()


def opened(folder: Path, name: str) -> Node:
    return Node.open(folder / name, PASSPHRASE, carrier=over_tls)


@pytest.mark.timeout(240)
def test_request_answer_and_consent_cross_between_processes(tmp_path: Path) -> None:
    ports = (free_port(), free_port())
    make_homes(tmp_path, ports)
    with served(tmp_path / "police.be", PASSPHRASE, ports[1]):
        nl = opened(tmp_path, "police.nl")
        sent = send_request(wish(nl), "police.be", means=nl.casework)
        assert isinstance(sent, Sent), sent
        assert (sent.package, sent.request.channel) == (None, "trefpunt")
        assert sent.request.article == "sample-content-channel 1"
        nl.close()
    be = opened(tmp_path, "police.be")
    (item,) = inbox(means=be.casework).items
    assert item.request.id == sent.request.id
    with served(tmp_path / "police.nl", PASSPHRASE, ports[0]):
        reply = Reply(AnswerKind.FULL, (KEPT,))
        given = send_answer(item.request.id, reply, officer=be.officers["o-1"], means=be.casework)
        assert isinstance(given, Given), given
    be.close()
    nl = opened(tmp_path, "police.nl")
    (item,) = inbox(means=nl.casework).items
    assert item.request.state is ContentState.ANSWERED
    read = read_answer(given.answer.id, officer=nl.officers["o-1"], means=nl.casework)
    assert isinstance(read, Reading)
    assert read.answer.records == (KEPT,)
    evidence = Use(nl.officers["o-1"], Action.USE_AS_EVIDENCE)
    assert isinstance(use_answer(given.answer.id, evidence, means=nl.casework), Refusal)
    with served(tmp_path / "police.be", PASSPHRASE, ports[1]):
        asked = ask_consent(
            given.answer.id, Action.USE_AS_EVIDENCE, officer=nl.officers["o-1"], means=nl.casework
        )
        assert isinstance(asked, Consent)
    nl.close()
    be = opened(tmp_path, "police.be")
    until = datetime.now(UTC) + timedelta(days=10)
    with served(tmp_path / "police.nl", PASSPHRASE, ports[0]):
        decide_consent(asked.id, until=until, officer=be.officers["o-1"], means=be.casework)
    be.close()
    nl = opened(tmp_path, "police.nl")
    assert isinstance(use_answer(given.answer.id, evidence, means=nl.casework), Ground)
    nl.close()
