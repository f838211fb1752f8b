"""T7: replayed, flipped, re-addressed, mistyped, under another or a revoked agreement: no effect, ever."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.exchange.nodes import Node, Pair, befriend, make_node
from tests.promises.record import Promise, keep, sized

from trefpunt.crypto import SigningKey, TokenRefused, sign
from trefpunt.exchange import Limits, Received, arrive
from trefpunt.exchange.letters import Opened, compose, open_letter
from trefpunt.exchange.wire import LETTER_TYPE, new_id, sha256_hex
from trefpunt.model import Event, Verdict

COMMAND = "pytest tests/promises/test_t7_replay.py -m slow"
SEEN_BEFORE = "seen before"


@dataclass
class Attacked:
    """A node that is attacked, an honest partner whose letters were captured, and a third."""

    pair: Pair
    lu: Node
    revoked: Node
    rng: Random = field(default_factory=lambda: Random(7))

    @classmethod
    def make(cls, folder: Path) -> "Attacked":
        folder.mkdir(exist_ok=True)
        pair = Pair.make(folder)
        lu, revoked = (
            make_node(folder, name, clock=pair.clock, neighbours=pair.street, seed=seed)
            for seed, name in ((3, "police.lu"), (4, "customs.nl"))
        )
        befriend(pair.nl, lu)
        ended = befriend(revoked, pair.be)
        with pair.be.ledger.write() as tx:
            pair.be.exchange.agreements.sign(tx, ended.id, Verdict.REVOKE, officer="X-9")
        return cls(pair, lu, revoked)

    def captured(self, number: int) -> Opened:
        """Return a letter that the honest partner wrote and that has not arrived yet."""
        letter = self.pair.nl.post(self.pair.be, number)
        return Opened(letter, self.pair.nl.sent(letter.id).token, self.pair.nl.sent(letter.id).sha256)

    def bring(
        self, letter_id: str, token: str | bytes, *, to: Node | None = None, by: Node | None = None
    ) -> Received:
        raw = token.encode() if isinstance(token, str) else token
        who = (by or self.pair.nl).identity.certificate.fingerprint
        return (to or self.pair.be).exchange.receive(letter_id, raw, peer_fingerprint=who, wait_s=None)

    def shut(self) -> None:
        self.pair.shut()
        self.lu.shut()
        self.revoked.shut()


def signed_again(opened: Opened, by: Node, **changes: Any) -> str:
    """Return the letter changed and signed by somebody who holds a real key."""
    return compose(replace(opened.letter, **changes), key=by.identity.signing, limits=Limits()).token


def replay(world: Attacked, opened: Opened) -> Received:
    first = world.bring(opened.letter.id, opened.token)
    world.pair.be.got.pop()
    again = world.bring(opened.letter.id, opened.token)
    assert again == first
    return replace(again, code=SEEN_BEFORE)


def flip(world: Attacked, opened: Opened) -> Received:
    raw = bytearray(opened.token.encode())
    raw[world.rng.randrange(len(raw))] ^= 1 << world.rng.randrange(8)
    return world.bring(opened.letter.id, bytes(raw))


def readdress(world: Attacked, opened: Opened) -> Received:
    return world.bring(new_id(world.pair.clock(), world.rng.randbytes), opened.token)


def misdirect(world: Attacked, opened: Opened) -> Received:
    return world.bring(opened.letter.id, opened.token, to=world.lu)


def receipt_as_letter(world: Attacked, opened: Opened) -> Received:
    other = world.captured(0)
    receipt = world.bring(other.letter.id, other.token).receipt
    world.pair.be.got.pop()
    return world.bring(opened.letter.id, receipt)


def other_agreement(world: Attacked, opened: Opened) -> Received:
    theirs = world.pair.nl.exchange.agreements.peer("police.lu")
    assert theirs is not None
    token = signed_again(opened, world.pair.nl, agreement=theirs.agreement.id)
    return world.bring(opened.letter.id, token)


def revoked_agreement(world: Attacked, opened: Opened) -> Received:
    mine = world.revoked.exchange.agreements.peer("police.be")
    assert mine is not None
    token = signed_again(opened, world.revoked, sender="customs.nl", agreement=mine.agreement.id)
    return world.bring(opened.letter.id, token, by=world.revoked)


def no_algorithm(world: Attacked, opened: Opened) -> Received:
    kid = world.pair.nl.identity.signing.public.thumbprint
    header = json.dumps({"alg": "none", "kid": kid, "typ": "tnp-letter+jws"}).encode()
    encoded = urlsafe_b64encode(header).rstrip(b"=").decode()
    return world.bring(opened.letter.id, f"{encoded}.{opened.token.split('.')[1]}.")


def other_key(world: Attacked, opened: Opened) -> Received:
    forged = compose(opened.letter, key=SigningKey.from_seed(bytes(32)), limits=Limits())
    return world.bring(opened.letter.id, forged.token)


def oversized(world: Attacked, opened: Opened) -> Received:
    return world.bring(opened.letter.id, opened.token + "A" * (1024 * 1024))


def same_id(world: Attacked, opened: Opened) -> Received:
    world.bring(opened.letter.id, opened.token)
    world.pair.be.got.pop()
    return world.bring(opened.letter.id, signed_again(opened, world.pair.nl, body={"number": -1}))


def much_later(world: Attacked, opened: Opened) -> Received:
    before = world.pair.clock.now
    world.bring(opened.letter.id, opened.token)
    world.pair.be.got.pop()
    world.pair.clock.forward(days=40)
    world.pair.be.exchange.forget_old()
    done = world.bring(opened.letter.id, opened.token)
    world.pair.clock.now = before
    return done


Attack = Callable[[Attacked, Opened], Received]
# What each attack must be answered with: status, code, and what the last leaf says.
ATTACKS: dict[Attack, tuple[int, frozenset[str], Event | None]] = {
    replay: (200, frozenset({SEEN_BEFORE}), None),
    flip: (400, frozenset({"bad_signature"}), Event.LETTER_REFUSED),
    readdress: (400, frozenset({"wrong_address"}), Event.LETTER_REFUSED),
    misdirect: (403, frozenset({"misdirected"}), Event.LETTER_REFUSED),
    receipt_as_letter: (400, frozenset({"bad_signature"}), Event.LETTER_REFUSED),
    other_agreement: (403, frozenset({"wrong_agreement"}), Event.LETTER_REFUSED),
    revoked_agreement: (403, frozenset({"agreement_revoked"}), Event.LETTER_REFUSED),
    no_algorithm: (400, frozenset({"bad_signature"}), Event.LETTER_REFUSED),
    other_key: (400, frozenset({"bad_signature"}), Event.LETTER_REFUSED),
    oversized: (413, frozenset({"too_large"}), Event.LETTER_REFUSED),
    same_id: (409, frozenset({"same_id_other_content"}), Event.ALARM),
    much_later: (410, frozenset({"expired"}), Event.LETTER_REFUSED),
}


@dataclass
class Found:
    """What the attacks did."""

    attacks: Counter[str] = field(default_factory=Counter)
    effects: int = 0
    wrong_answers: int = 0
    wrong_leaves: int = 0


def attack(world: Attacked, count: int) -> Found:
    """Try every attack in turn, each on a letter of its own."""
    found = Found()
    for number in range(count):
        kind = list(ATTACKS)[number % len(ATTACKS)]
        status, codes, event = ATTACKS[kind]
        opened = world.captured(number)
        done = kind(world, opened)
        found.attacks[kind.__name__] += 1
        found.wrong_answers += (done.status, done.code in codes) != (status, True)
        found.wrong_leaves += event is not None and not _is_logged(world, event, done.code)
        found.effects += len(world.pair.be.got) + len(world.lu.got)
        world.pair.be.got.clear()
        world.lu.got.clear()
    return found


def _is_logged(world: Attacked, event: Event, code: str) -> bool:
    last = [node.last_logged() for node in (world.pair.be, world.lu)]
    return (event, code) in [(entry.event, entry.facts.get("reason")) for entry in last if entry]


@contextmanager
def believing_everything(world: Attacked) -> Iterator[None]:
    """The negative control: a receiver that reads letters without checking who signed them."""
    own = SigningKey.from_seed(bytes(32))
    kid = world.pair.nl.identity.signing.public.thumbprint

    def believe(token: str, *, trusted: Any, limits: Limits) -> Opened:
        try:
            return open_letter(token, trusted=trusted, limits=limits)
        except TokenRefused:
            payload = urlsafe_b64decode(token.split(".")[1] + "==")
            again = open_letter(sign(own, payload, typ=LETTER_TYPE), trusted=own.public, limits=limits)
            return replace(again, token=token, sha256=sha256_hex(token))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(arrive, "open_letter", believe)
        patched.setattr(arrive, "peek_kid", lambda token: kid)
        yield


def test_no_attack_has_an_effect_in_a_small_run(tmp_path: Path) -> None:
    world = Attacked.make(tmp_path)
    found = attack(world, len(ATTACKS))
    world.shut()
    assert (found.effects, found.wrong_answers, found.wrong_leaves) == (0, 0, 0), found


def test_a_receiver_that_believes_everything_is_caught(tmp_path: Path) -> None:
    world = Attacked.make(tmp_path)
    with believing_everything(world):
        found = attack(world, len(ATTACKS))
    world.shut()
    assert found.effects > 0


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_no_attack_has_an_effect(tmp_path: Path) -> None:
    world = Attacked.make(tmp_path / "real")
    found = attack(world, sized(1000, 240))
    world.shut()
    broken = Attacked.make(tmp_path / "control")
    with believing_everything(broken):
        control = attack(broken, sized(240, 48))
    broken.shut()
    holds = (found.effects, found.wrong_answers, found.wrong_leaves) == (0, 0, 0)
    figure: dict[str, float | int | str] = {
        "attacks": sum(found.attacks.values()),
        "effects": found.effects,
        "wrong_answers": found.wrong_answers,
        "wrong_leaves": found.wrong_leaves,
        "control_effects": control.effects,
        **dict(sorted(found.attacks.items())),
    }
    print("T7", json.dumps(figure))
    keep(
        Promise(
            "T7",
            "replay, tamper, misdirect",
            figure,
            "0 effects; right status and log",
            holds,
            control.effects > 0,
            COMMAND,
        )
    )
    assert holds, found
    assert control.effects > 0
