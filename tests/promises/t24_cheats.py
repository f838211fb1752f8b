"""T24, a holder that cheats: every way that we could think of, each tried on many subjects."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from tests.flows.asking import FREE, HOLDER, ask, on_record, publish, strangers, two_nodes
from tests.flows.nodes import Story

from trefpunt.crypto import Oprf, load_oprf
from trefpunt.model import Refused

Elements = Sequence[bytes]
Evaluate = Callable[[Oprf, bytes, Elements], list[bytes]]
FOUND = frozenset({"proof_failed", "canary_missed"})
_WRONG = load_oprf().random_key()
_HONEST, _PROVE, _OUTPUTS = Oprf.evaluate, Oprf.prove, Oprf.outputs


@dataclass(frozen=True)
class Caught:
    """How many answers were false, and how many of them were found."""

    tries: int
    found: int

    @property
    def is_all(self) -> bool:
        """Whether every one was found, and there was one."""
        return 0 < self.tries == self.found


def another_key(oprf: Oprf, key: bytes, blinded: Elements) -> list[bytes]:
    """Evaluate everything under another key."""
    assert key
    return _HONEST(oprf, _WRONG, blinded)


def another_key_for_one(oprf: Oprf, key: bytes, blinded: Elements) -> list[bytes]:
    """Evaluate one element under another key: one false no hit."""
    return [*_HONEST(oprf, _WRONG, blinded[:1]), *_HONEST(oprf, key, blinded[1:])]


def one_false_no_hit(oprf: Oprf, key: bytes, blinded: Elements) -> list[bytes]:
    """The same in the one key type that matters most, and nowhere else."""
    return (another_key_for_one if len(blinded) == _STRONG_PAIR else _HONEST)(oprf, key, blinded)


def one_dropped(oprf: Oprf, key: bytes, blinded: Elements) -> list[bytes]:
    """Leave the last element out."""
    return _HONEST(oprf, key, blinded)[:-1]


def one_added(oprf: Oprf, key: bytes, blinded: Elements) -> list[bytes]:
    """Add an element that nobody asked."""
    return _HONEST(oprf, key, [*blinded, blinded[0]])


def all_dropped(oprf: Oprf, key: bytes, blinded: Elements) -> list[bytes]:
    """Answer nothing at all."""
    assert oprf.public_key(key)
    assert blinded
    return []


def two_swapped(oprf: Oprf, key: bytes, blinded: Elements) -> list[bytes]:
    """Exchange two answers."""
    first, second, *rest = _HONEST(oprf, key, blinded)
    return [second, first, *rest]


def one_given_twice(oprf: Oprf, key: bytes, blinded: Elements) -> list[bytes]:
    """Give one answer in the place of another too."""
    first, _, *rest = _HONEST(oprf, key, blinded)
    return [first, first, *rest]


def unevaluated(oprf: Oprf, key: bytes, blinded: Elements) -> list[bytes]:
    """Send back what came."""
    assert oprf.public_key(key)
    return list(blinded)


CHEATS: tuple[Evaluate, ...] = (
    another_key,
    another_key_for_one,
    one_false_no_hit,
    one_dropped,
    one_added,
    all_dropped,
    two_swapped,
    one_given_twice,
    unevaluated,
)


@dataclass
class Replaying:
    """A holder that answers everything with what it answered to the first question, proof and all."""

    evaluated: list[list[bytes]]
    proofs: list[bytes]
    at: int = 0

    def evaluate(self, oprf: Oprf, key: bytes, blinded: Elements) -> list[bytes]:
        """Evaluate once, and never again."""
        came = _HONEST(oprf, key, blinded)
        if len(self.evaluated) < _TYPES:
            self.evaluated.append(came)
            return came
        return next(old for old in self.evaluated if len(old) == len(came))

    def prove(self, oprf: Oprf, key: bytes, blinded: Elements, evaluated: Elements) -> bytes:
        """Give the proof of the first time."""
        if len(self.proofs) < _TYPES:
            self.proofs.append(_PROVE(oprf, key, blinded, evaluated))
            return self.proofs[-1]
        return self.proofs[self.evaluated.index(list(evaluated))]


# A question about a person has seven key types; the widest, P13, has eight slots and two canaries.
_TYPES, _STRONG_PAIR = 7, 10


def try_cheats(folder: Path, tries: int) -> dict[str, Caught]:
    """Let the holder cheat in every way, each on many subjects."""
    story, rng, caught = two_nodes(folder), Random(5), dict[str, Caught]()
    publish(story)
    for cheat in CHEATS:
        with _patched("evaluate", cheat), _patched("prove", _as_far_as_it_goes):
            caught[cheat.__name__] = _ask_some(story, tries, rng)
    caught["replayed"] = _try_replay(story, tries, rng)
    caught["filter_of_another_key"] = _try_other_filter(story, tries, rng)
    story.close()
    return caught


def try_without_proofs(folder: Path, tries: int) -> Caught:
    """Break the promise: take the answers of a cheating holder without looking at its proofs."""
    story = two_nodes(folder)
    publish(story)
    with _patched("evaluate", one_false_no_hit), _patched("verify", lambda *_: None):
        caught = _ask_some(story, tries, Random(5))
    story.close()
    return caught


def try_without_canaries(folder: Path, tries: int) -> Caught:
    """Break the promise: ask without canaries a holder whose filter is of other keys."""
    extra = {"hits": {**FREE["hits"], "canaries": 0}}
    story = two_nodes(folder, extra=extra)
    caught = _try_other_filter(story, tries, Random(6))
    story.close()
    return caught


def _as_far_as_it_goes(oprf: Oprf, key: bytes, blinded: Elements, evaluated: Elements) -> bytes:
    """Prove the pairs that there are; of none at all, anything is a proof."""
    pairs = list(zip(blinded, evaluated, strict=False))
    if not pairs:
        return bytes(64)
    return _PROVE(oprf, key, [left for left, _ in pairs], [right for _, right in pairs])


def _try_replay(story: Story, tries: int, rng: Random) -> Caught:
    holder = Replaying([], [])

    def evaluate(oprf: Oprf, key: bytes, blinded: Elements) -> list[bytes]:
        return holder.evaluate(oprf, key, blinded)

    def prove(oprf: Oprf, key: bytes, blinded: Elements, evaluated: Elements) -> bytes:
        return holder.prove(oprf, key, blinded, evaluated)

    with _patched("evaluate", evaluate), _patched("prove", prove):
        assert not isinstance(ask(story, strangers(1, rng)[0]), Refused)
        return _ask_some(story, tries, rng)


def _try_other_filter(story: Story, tries: int, rng: Random) -> Caught:
    """Prove honestly with the key of the commitment, and publish a filter that another key made."""

    def outputs(oprf: Oprf, key: bytes, inputs: Elements, points: Elements) -> list[bytes]:
        assert key
        return _OUTPUTS(oprf, _WRONG, inputs, points)

    with _patched("outputs", outputs):
        publish(story)
    return _ask_some(story, tries, rng)


def _ask_some(story: Story, tries: int, rng: Random) -> Caught:
    held = rng.choices(on_record(story.nodes[HOLDER]), k=tries // 2)
    answers = [ask(story, subject) for subject in (*held, *strangers(tries - tries // 2, rng))]
    found = sum(isinstance(answer, Refused) and answer.refusal.code in FOUND for answer in answers)
    return Caught(len(answers), found)


@contextmanager
def _patched(name: str, cheat: Callable[..., object]) -> Iterator[None]:
    # Only a holder evaluates, proves and makes outputs, so the asker in this process stays honest.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Oprf, name, cheat)
        yield
