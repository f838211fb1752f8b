"""T9: when the log cannot be written, nothing happens: no letter, no answer, no effect, no signature."""

import contextlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.exchange.nodes import TERMS, Node, Pair, ground, question
from tests.exchange.test_pairing import OFFERED
from tests.promises.record import Promise, keep, sized

from trefpunt.audit import Trail
from trefpunt.errors import AgreementLapsed, LogUnwritable
from trefpunt.exchange import Outgoing
from trefpunt.exchange.documents import agreement_between
from trefpunt.model import Letter, LetterKind, OutboxState, Verdict

COMMAND = "pytest tests/promises/test_t9_log_first.py -m slow"
BROKEN = (
    "CREATE TRIGGER t9_broken BEFORE INSERT ON audit_leaf BEGIN SELECT RAISE(ABORT, 'the log is broken'); END"
)
LOGGED_BEFORE = 100
# What would change by an act; how often and when a letter is tried is none.
_STATE = (
    "SELECT letter, state, receipt, void FROM exchange_outbox",
    "SELECT letter, state, receipt, reply FROM exchange_inbox",
    "SELECT id, state, wrong_tries FROM exchange_invitation",
    "SELECT id, proposed_by FROM exchange_agreement",
    "SELECT agreement, verdict FROM exchange_signature",
    "SELECT * FROM exchange_thread",
    "SELECT * FROM exchange_notice",
    "SELECT COUNT(*) FROM audit_leaf",
)


class SilentTrail(Trail):
    """The negative control: a pen that writes nothing and says nothing."""

    def record_often(self, *_: Any, **__: Any) -> None:
        return None


@dataclass
class Bench:
    """A node whose log is broken, its partner, and letters that wait for it."""

    pair: Pair
    waiting: list[Letter]
    stored: Letter

    @classmethod
    def make(cls, folder: Path, *, is_silent: bool = False) -> "Bench":
        folder.mkdir(exist_ok=True)
        pair = Pair.make(folder)
        waiting = [pair.be.post(pair.nl, number) for number in range(20)]
        pair.nl.post(pair.be, LOGGED_BEFORE)
        blob = pair.be.exchange.blobs.put(b"synthetic")
        stored = pair.be.post(pair.nl, 200, blobs=(blob,))
        pair.away(pair.be)
        token = pair.be.sent(stored.id).token.encode()
        mine = pair.be.identity.certificate.fingerprint
        pair.nl.exchange.receive(stored.id, token, peer_fingerprint=mine, wait_s=None)
        pair.back(pair.be)
        with pair.nl.ledger.write() as tx:
            tx.connection.exec_driver_sql(BROKEN)
        if is_silent:
            silence(pair.nl)
        return cls(pair, waiting, stored)

    def snapshot(self) -> str:
        with self.pair.nl.ledger.read() as tx:
            rows = [tx.connection.exec_driver_sql(sql).all() for sql in _STATE]
        # One letter had its leaf before the log broke: that one may still arrive.
        arrived = [letter.id for letter in self.pair.be.got if letter.body["number"] != LOGGED_BEFORE]
        return repr((rows, len(self.pair.nl.got), arrived))


def silence(node: Node) -> None:
    """Give a node a pen that writes nothing."""
    trail = SilentTrail(bytes(32))
    means = node.exchange.means
    object.__setattr__(means, "trail", trail)
    for agreements in (node.exchange.agreements,):
        object.__setattr__(agreements, "_trail", trail)


def ask(bench: Bench, number: int) -> None:
    bench.pair.nl.ask(bench.pair.be, number)


def post(bench: Bench, number: int) -> None:
    bench.pair.nl.post(bench.pair.be, number)


def notify(bench: Bench, number: int) -> None:
    outgoing = Outgoing(LetterKind.NOTICE, "police.be", {"number": number})
    bench.pair.nl.exchange.call(None, outgoing, wait_s=1)


def receive(bench: Bench, number: int) -> None:
    letter = bench.waiting[number % len(bench.waiting)]
    token = bench.pair.be.sent(letter.id).token.encode()
    mine = bench.pair.be.identity.certificate.fingerprint
    done = bench.pair.nl.exchange.receive(letter.id, token, peer_fingerprint=mine, wait_s=None)
    assert done.status in (200, 403, 503)
    assert done.status != 503 or not done.receipt


def receive_nonsense(bench: Bench, number: int) -> None:
    mine = bench.pair.be.identity.certificate.fingerprint
    bench.pair.nl.exchange.receive("x", b"x", peer_fingerprint=mine, wait_s=None)


def apply_stored(bench: Bench, number: int) -> None:
    bench.pair.nl.exchange.apply_stored()


def hear_receipt(bench: Bench, number: int) -> None:
    bench.pair.nl.exchange.deliver_due(bench.pair.clock())


def expire(bench: Bench, number: int) -> None:
    before = bench.pair.clock.now
    bench.pair.clock.forward(days=5)
    try:
        bench.pair.nl.exchange.expire_due()
    finally:
        bench.pair.clock.now = before


def revoke(bench: Bench, number: int) -> None:
    bench.pair.nl.exchange.say(bench.pair.agreement.id, Verdict.REVOKE, officer="NL-9")


def propose(bench: Bench, number: int) -> None:
    nl, be = bench.pair.nl, bench.pair.be
    terms = {**TERMS, "budgets": [{"key_type": "P1", "slots_a_day": number}]}
    agreement = agreement_between(nl.identity.party(), be.identity.party(), terms)
    with nl.ledger.write() as tx:
        nl.exchange.agreements.propose(tx, agreement, officer="NL-1")


def invite(bench: Bench, number: int) -> None:
    bench.pair.nl.exchange.invite(OFFERED, officer="NL-1")


def act_and_swallow(bench: Bench, number: int) -> None:
    """A caller that catches what it should not: the transaction is gone all the same."""
    nl, be = bench.pair.nl, bench.pair.be
    with nl.ledger.write() as tx:
        try:
            nl.exchange.post(tx, ground(nl.id, be.id), question(be, number))
        except LogUnwritable:
            return


Act = Callable[[Bench, int], None]
ACTS: tuple[Act, ...] = (
    ask,
    post,
    notify,
    receive,
    receive_nonsense,
    apply_stored,
    hear_receipt,
    expire,
    propose,
    invite,
    act_and_swallow,
    revoke,
)


@dataclass
class Tried:
    """How many acts were tried, and which happened."""

    tries: int
    happened: Counter[str]


def try_all(bench: Bench, count: int) -> Tried:
    """Try every act in turn and look each time whether anything changed."""
    tried = Tried(0, Counter())
    for number in range(count):
        act = ACTS[number % len(ACTS)]
        before = bench.snapshot()
        with contextlib.suppress(LogUnwritable, AgreementLapsed):
            act(bench, number)
        tried.tries += 1
        if bench.snapshot() != before:
            tried.happened[act.__name__] += 1
    return tried


def test_nothing_happens_without_a_log_in_a_small_run(tmp_path: Path) -> None:
    bench = Bench.make(tmp_path)
    tried = try_all(bench, 2 * len(ACTS))
    bench.pair.shut()
    assert tried.happened == Counter()


def test_a_pen_that_writes_nothing_is_caught(tmp_path: Path) -> None:
    bench = Bench.make(tmp_path, is_silent=True)
    tried = try_all(bench, len(ACTS))
    bench.pair.shut()
    assert set(tried.happened) >= {"ask", "post", "receive", "invite", "propose"}


def test_everything_goes_on_when_the_log_is_mended(tmp_path: Path) -> None:
    bench = Bench.make(tmp_path)
    try_all(bench, len(ACTS))
    with bench.pair.nl.ledger.write() as tx:
        tx.connection.exec_driver_sql("DROP TRIGGER t9_broken")
    bench.pair.rounds(3)
    sent = [bench.pair.be.sent(letter.id).state for letter in (*bench.waiting, bench.stored)]
    assert set(sent) == {OutboxState.APPLIED}
    bench.pair.shut()


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_nothing_happens_without_a_log(tmp_path: Path) -> None:
    bench = Bench.make(tmp_path / "real")
    tried = try_all(bench, sized(1000, 120))
    bench.pair.shut()
    silent = Bench.make(tmp_path / "control", is_silent=True)
    control = try_all(silent, sized(120, 24))
    silent.pair.shut()
    acts, caught = sum(tried.happened.values()), sum(control.happened.values()) > 0
    figure: dict[str, float | int | str] = {
        "tries": tried.tries,
        "acts": acts,
        "kinds": len(ACTS),
        "control_acts": sum(control.happened.values()),
    }
    print("T9", json.dumps(figure))
    keep(Promise("T9", "log before act", figure, "0 acts in 1,000 tries", acts == 0, caught, COMMAND))
    assert acts == 0, tried
    assert caught
