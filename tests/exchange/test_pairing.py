"""Pairing: a line, a code that is good once, keys that are proven, four eyes on both sides."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from trefpunt.crypto import NoteKind, NoteVerifier, SigningKey, canonical_json, parse_strict_json
from trefpunt.errors import ExchangeError, PeerUnreachable
from trefpunt.exchange import Invitation, Neighbourhood, Terms, TextsDiffer
from trefpunt.exchange.invitation import parse_invitation
from trefpunt.model import AgreementState, Budget, Event, OutboxState, Verdict

from .nodes import TERMS, Node, SetClock, make_node

OFFERED = Terms(
    texts={"sample-agreement": "a1" * 32},
    purposes=("criminal_offences",),
    budgets=(Budget("P1", 500),),
    valid_from=date(2026, 1, 1),
    valid_to=date(2027, 12, 31),
)


@dataclass
class Strangers:
    """Two nodes that do not know one another."""

    nl: Node
    be: Node
    clock: SetClock
    street: Neighbourhood
    folder: Path


@pytest.fixture
def strangers(tmp_path: Path) -> Iterator[Strangers]:
    clock, street = SetClock(), Neighbourhood()
    nl, be = (make_node(tmp_path, f"police.{c}", clock=clock, neighbours=street) for c in ("nl", "be"))
    yield Strangers(nl, be, clock, street, tmp_path)
    nl.shut()
    be.shut()


def invited(strangers: Strangers) -> Invitation:
    return strangers.nl.exchange.invite(OFFERED, officer="NL-1")


def refusal(strangers: Strangers, line: str, *, by: Node | None = None) -> str:
    with pytest.raises(ExchangeError) as caught:
        (by or strangers.be).exchange.accept(line, officer="BE-1")
    return caught.value.code


def test_two_nodes_pair_and_four_officers_sign(strangers: Strangers) -> None:
    peer = strangers.be.exchange.accept(invited(strangers).line, officer="BE-1")
    strangers.be.exchange.say(peer.agreement.id, Verdict.ACCEPT, officer="BE-2")
    strangers.nl.exchange.say(peer.agreement.id, Verdict.ACCEPT, officer="NL-2")
    for node, other in ((strangers.nl, strangers.be), (strangers.be, strangers.nl)):
        known = node.exchange.agreements.peer(other.id)
        assert known is not None
        assert known.is_in_force(strangers.clock().date())
        assert known.party == other.identity.party()


def test_letters_flow_once_both_have_signed(strangers: Strangers) -> None:
    peer = strangers.be.exchange.accept(invited(strangers).line, officer="BE-1")
    for node, officer in ((strangers.nl, "NL-2"), (strangers.be, "BE-2")):
        node.exchange.say(peer.agreement.id, Verdict.ACCEPT, officer=officer)
    assert strangers.nl.ask(strangers.be, 3).state is OutboxState.APPLIED


def test_both_keep_the_same_four_officers(strangers: Strangers) -> None:
    peer = strangers.be.exchange.accept(invited(strangers).line, officer="BE-1")
    for node, officer in ((strangers.nl, "NL-2"), (strangers.be, "BE-2")):
        node.exchange.say(peer.agreement.id, Verdict.ACCEPT, officer=officer)
    kept = [node.exchange.agreements.signatures(peer.agreement.id) for node in (strangers.nl, strangers.be)]
    officers = [sorted(name for said in both for name in said.officers) for both in kept]
    assert officers == [["BE-1", "BE-2", "NL-1", "NL-2"]] * 2


def test_the_officer_who_proposed_cannot_confirm(strangers: Strangers) -> None:
    peer = strangers.be.exchange.accept(invited(strangers).line, officer="BE-1")
    for node, officer in ((strangers.nl, "NL-1"), (strangers.be, "BE-1")):
        with pytest.raises(ExchangeError) as caught:
            node.exchange.say(peer.agreement.id, Verdict.ACCEPT, officer=officer)
        assert caught.value.code == "same_officer"


def test_one_signature_is_not_enough(strangers: Strangers) -> None:
    peer = strangers.be.exchange.accept(invited(strangers).line, officer="BE-1")
    strangers.be.exchange.say(peer.agreement.id, Verdict.ACCEPT, officer="BE-2")
    state = strangers.nl.exchange.agreements.state(peer.agreement.id, strangers.clock().date())
    assert state is AgreementState.PROPOSED


def test_an_invitation_is_one_short_line(strangers: Strangers) -> None:
    made = invited(strangers)
    assert len(made.line) < 120
    read = parse_invitation(f"  {made.line}\n")
    assert (read.url, read.fingerprint, read.id, read.code) == (
        made.url,
        made.fingerprint,
        made.id,
        made.code,
    )


def test_no_repr_shows_the_code(strangers: Strangers) -> None:
    made = invited(strangers)
    assert made.code not in repr(made)


def test_a_code_is_good_once(strangers: Strangers) -> None:
    line = invited(strangers).line
    strangers.be.exchange.accept(line, officer="BE-1")
    assert refusal(strangers, line) == "invitation_used"


def test_an_expired_invitation_is_refused(strangers: Strangers) -> None:
    line = invited(strangers).line
    strangers.clock.forward(minutes=60)
    assert refusal(strangers, line) == "invitation_expired"


def test_three_wrong_codes_kill_an_invitation(strangers: Strangers) -> None:
    made = invited(strangers)
    wrong = replace(made, code="00000-00000").line
    assert [refusal(strangers, wrong) for _ in range(4)] == ["wrong_code"] * 3 + ["invitation_dead"]
    assert refusal(strangers, made.line) == "invitation_dead"


def test_a_wrong_code_is_an_alarm_in_the_log(strangers: Strangers) -> None:
    refusal(strangers, replace(invited(strangers), code="00000-00000").line)
    assert strangers.nl.logged(Event.ALARM)[-1].facts["alarm"] == "wrong_pairing_code"


def test_the_code_is_not_kept_in_clear(strangers: Strangers) -> None:
    made = invited(strangers)
    with strangers.nl.ledger.read() as tx:
        rows = tx.connection.exec_driver_sql("SELECT * FROM exchange_invitation").all()
    assert made.code not in str(rows)


def test_another_certificate_at_the_address_gets_nothing(strangers: Strangers) -> None:
    made = replace(invited(strangers), fingerprint="00" * 32)
    with pytest.raises(PeerUnreachable):
        strangers.be.exchange.accept(made.line, officer="BE-1")


def test_sample_and_live_never_pair(strangers: Strangers) -> None:
    live = make_node(
        strangers.folder, "police.lu", clock=strangers.clock, neighbours=strangers.street, is_sample=False
    )
    assert refusal(strangers, invited(strangers).line, by=live) == "sample_with_live"
    live.shut()


def test_another_version_of_a_text_is_shown_text_by_text(strangers: Strangers) -> None:
    line = invited(strangers).line
    object.__setattr__(strangers.be.exchange.means, "texts", lambda: {"sample-agreement": "b2" * 32})
    with pytest.raises(TextsDiffer) as caught:
        strangers.be.exchange.accept(line, officer="BE-1")
    (row,) = caught.value.differences
    assert (row.name, row.ours, row.theirs) == ("sample-agreement", "b2" * 32, "a1" * 32)


def test_nobody_invites_under_a_text_that_is_not_here(strangers: Strangers) -> None:
    with pytest.raises(TextsDiffer):
        strangers.nl.exchange.invite(replace(OFFERED, texts={"other": "c3" * 32}), officer="NL-1")


@pytest.mark.parametrize("part", ["signing", "log", "witness", "certificate"])
def test_a_key_that_is_named_and_not_held_is_refused(strangers: Strangers, part: str) -> None:
    line = invited(strangers).line
    stolen = SigningKey.from_seed(b"somebody else" + bytes(19))
    me = strangers.be.identity
    if part == "certificate":
        changed = replace(me, certificate=replace(me.certificate, key=stolen))
    else:
        changed = replace(me, **{part: stolen})
    forged = _Naming(changed, me.party())
    object.__setattr__(strangers.be.exchange.means, "identity", forged)
    assert refusal(strangers, line) == "unknown_key"


class _Naming:
    """An identity that names keys it does not hold."""

    def __init__(self, held: Any, named: Any) -> None:
        self._held, self._named = held, named

    def __getattr__(self, name: str) -> Any:
        return getattr(self._held, name)

    def party(self) -> Any:
        return self._named


def test_a_box_key_that_is_not_held_is_refused(strangers: Strangers) -> None:
    line = invited(strangers).line
    object.__setattr__(strangers.be.identity, "box", bytes(31) + b"\1")
    assert refusal(strangers, line) == "unknown_key"
    assert strangers.nl.exchange.agreements.peer("police.be") is None


def test_one_key_for_two_things_is_refused(strangers: Strangers) -> None:
    line = invited(strangers).line
    me = strangers.be.identity
    object.__setattr__(me, "witness", me.log)
    object.__setattr__(me, "witness_key", me.witness_key.split("+")[0] + "+" + _cosigner(me.log))
    assert refusal(strangers, line) == "unknown_key"


def _cosigner(key: SigningKey) -> str:
    return str(NoteVerifier("police.be/witness", NoteKind.COSIGNATURE, key.public)).split("+", 1)[1]


@pytest.mark.parametrize("payload", [b"", b"{}", b'{"step":"propose"}', b"[1]", b'{"step":"prove","v":1}'])
def test_nonsense_at_the_pairing_address_is_refused(strangers: Strangers, payload: bytes) -> None:
    assert strangers.nl.door.pair(payload).status == 400


def test_a_proof_for_another_invitation_is_refused(strangers: Strangers) -> None:
    first, second = invited(strangers), invited(strangers)
    real = strangers.be.exchange.means.transport.pair

    def swapped(url: str, fingerprint: str, payload: bytes) -> tuple[int, bytes]:
        said = parse_strict_json(payload, max_bytes=100_000)
        said |= {"invitation": second.id, "code": second.code}
        return real(url, fingerprint, canonical_json(said))

    object.__setattr__(strangers.be.exchange.means.transport, "pair", swapped)
    assert refusal(strangers, first.line) == "unknown_key"


def test_a_line_that_was_cut_is_named_as_such(strangers: Strangers) -> None:
    assert refusal(strangers, invited(strangers).line[:-3]) == "bad_invitation"


def test_the_terms_are_what_was_offered(strangers: Strangers) -> None:
    peer = strangers.be.exchange.accept(invited(strangers).line, officer="BE-1")
    assert peer.agreement.texts == tuple((text["name"], text["hash"]) for text in TERMS["texts"])
    assert peer.agreement.budgets == (Budget("P1", 500),)
