"""The door: whatever is brought to it, it answers; and it gives attachments only to whom they are for."""

import json
from concurrent.futures import Future, wait
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trefpunt.errors import NotStored, PeerUnreachable
from trefpunt.exchange import Limits
from trefpunt.exchange.bench import Bench
from trefpunt.exchange.door import read_answer
from trefpunt.model import OutboxState, Verdict
from trefpunt.store.blobs import CHUNK_BYTES

from .nodes import NOW, Pair, SetClock, befriend, make_node

FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TOKENS = st.from_regex(rb"[A-Za-z0-9_-]{1,40}(\.[A-Za-z0-9_-]{0,80}){2}")
JSONS = st.recursive(st.none() | st.text(), st.lists).map(lambda value: json.dumps(value).encode())
ID = "01900000-0000-7000-8000-000000000000"


def mine(pair: Pair) -> str:
    return pair.nl.identity.certificate.fingerprint


@FUZZ
@given(
    token=st.one_of(st.binary(max_size=300), st.from_regex(rb"[A-Za-z0-9_-]{1,40}(\.[A-Za-z0-9_-]{0,80}){2}"))
)
def test_any_bytes_for_a_letter_are_answered_and_have_no_effect(pair: Pair, token: bytes) -> None:
    done = pair.be.door.put_letter(mine(pair), ID, token, wait_s=5)
    assert done.status == 400
    assert pair.be.got == []


@FUZZ
@given(
    payload=st.one_of(
        st.binary(max_size=200), st.recursive(st.none() | st.text(), st.lists).map(repr).map(str.encode)
    )
)
def test_any_bytes_at_the_pairing_address_are_answered(pair: Pair, payload: bytes) -> None:
    assert pair.be.door.pair(payload).status in (400, 403)


@FUZZ
@given(letter_id=st.text(max_size=40), token=st.binary(max_size=200))
def test_any_receipt_that_is_none_changes_nothing(pair: Pair, letter_id: str, token: bytes) -> None:
    letter = pair.be.post(pair.nl)
    assert pair.be.door.put_receipt(mine(pair), letter_id, token).status == 404
    assert pair.be.door.put_receipt(mine(pair), letter.id, token).status == 400
    assert pair.be.sent(letter.id).state is OutboxState.WAITING


@FUZZ
@given(nonce=st.text(max_size=80), conversation=st.text(max_size=40), after=st.text(max_size=40))
def test_any_question_about_the_state_is_answered(
    pair: Pair, nonce: str, conversation: str, after: str
) -> None:
    done = pair.be.door.get_state(mine(pair), nonce, conversation=conversation, after=after)
    assert done.status in (200, 400)


@FUZZ
@given(status=st.integers(100, 599), body=st.binary(max_size=200))
def test_any_answer_of_a_partner_can_be_read(status: int, body: bytes) -> None:
    assert read_answer(status, body, 0).receipt == ""


def test_a_stranger_gets_nothing_anywhere(pair: Pair) -> None:
    who, door = "00" * 32, pair.be.door
    said = [
        door.put_letter(who, ID, b"x", wait_s=1).status,
        door.put_receipt(who, ID, b"x").status,
        door.get_blob(who, "ab" * 32, 0, 1).status,
        door.get_state(who, "ab" * 32, conversation="", after="").status,
        door.add_checkpoint(who, b"x").status,
        door.refuse_too_large(who, ID).status,
    ]
    assert said == [403, 403, 404, 403, 403, 413]


def test_an_attachment_is_given_only_to_whom_its_letter_is_for(pair: Pair, tmp_path: Path) -> None:
    lu = make_node(tmp_path, "police.lu", clock=pair.clock, neighbours=pair.street, seed=9)
    befriend(lu, pair.nl)
    blob = pair.nl.exchange.blobs.put(b"for Belgium")
    pair.nl.post(pair.be, blobs=(blob,))
    be, other = (node.identity.certificate.fingerprint for node in (pair.be, lu))
    assert pair.nl.door.get_blob(be, blob.sha256, 0, 99).body == b"for Belgium"
    assert pair.nl.door.get_blob(other, blob.sha256, 0, 99).status == 404
    lu.shut()


def test_an_attachment_is_not_given_after_a_revocation(pair: Pair) -> None:
    blob = pair.nl.exchange.blobs.put(b"for Belgium")
    pair.nl.post(pair.be, blobs=(blob,))
    pair.nl.exchange.say(pair.agreement.id, Verdict.REVOKE, officer="X-9")
    be = pair.be.identity.certificate.fingerprint
    assert pair.nl.door.get_blob(be, blob.sha256, 0, 99).status == 404


def test_an_attachment_is_fetched_on_from_where_it_stopped(pair: Pair) -> None:
    data = bytes(range(256)) * 4096 * 6
    blob = pair.nl.exchange.blobs.put(data)
    means = pair.be.exchange.means
    object.__setattr__(means, "limits", Limits(blob_part_bytes=CHUNK_BYTES))
    carrier = _Breaking(means.transport, after=2)
    object.__setattr__(means, "transport", carrier)
    letter = pair.nl.post(pair.be, blobs=(blob,))
    pair.nl.exchange.deliver(letter.id, wait_s=5)
    assert means.blobs.held(blob) == 2 * CHUNK_BYTES
    carrier.after = 99
    pair.be.exchange.apply_stored()
    assert means.blobs.get(blob.sha256) == data
    assert carrier.starts == [0, CHUNK_BYTES, 2 * CHUNK_BYTES, *(n * CHUNK_BYTES for n in range(2, 6))]


class _Breaking:
    """A transport on which attachments stop after a few parts."""

    def __init__(self, real: Any, *, after: int) -> None:
        self._real, self.after, self.starts = real, after, list[int]()

    def get_blob(self, peer: Any, sha256: str, start: int, end: int) -> bytes:
        self.starts.append(start)
        if len(self.starts) > self.after:
            raise PeerUnreachable("broken")
        data: bytes = self._real.get_blob(peer, sha256, start, end)
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def test_a_partner_that_gives_other_bytes_is_noticed(pair: Pair) -> None:
    blob = pair.nl.exchange.blobs.put(b"right bytes")
    means = pair.be.exchange.means
    object.__setattr__(means, "transport", _Lying(means.transport))
    letter = pair.nl.post(pair.be, blobs=(blob,))
    assert pair.nl.exchange.deliver(letter.id, wait_s=5).state is OutboxState.STORED
    assert not means.blobs.has(blob.sha256)
    with pytest.raises(NotStored):
        means.blobs.get(blob.sha256)


class _Lying(_Breaking):
    def __init__(self, real: Any) -> None:
        super().__init__(real, after=99)

    def get_blob(self, peer: Any, sha256: str, start: int, end: int) -> bytes:
        return b"wrong bytes"


def test_a_second_worker_with_the_same_key_waits_for_the_first() -> None:
    bench: Bench[int] = Bench(2)
    runs: list[int] = []

    def work() -> int:
        runs.append(1)
        assert bench.is_busy_with("a")
        return len(runs)

    assert bench.run("a", work, wait_s=5) == 1
    assert not bench.is_busy_with("a")
    assert bench.run("a", work) == 2
    bench.close()


class Late(Future[int]):
    """A promise whose work ends just as the waiting for it does."""

    def result(self, timeout: float | None = None) -> int:
        if timeout is not None:
            wait((self,))
            raise TimeoutError
        return super().result()


def test_work_that_ends_as_the_time_does_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trefpunt.exchange.bench.Future", Late)
    bench: Bench[int] = Bench(2)
    assert bench.run("a", lambda: 7, wait_s=5) == 7
    bench.close()


def test_what_breaks_at_the_bench_reaches_whoever_waits() -> None:
    bench: Bench[int] = Bench(2)
    with pytest.raises(ZeroDivisionError):
        bench.run("a", lambda: 1 // 0, wait_s=5)
    assert not bench.is_busy_with("a")
    bench.close()


def test_a_clock_stands_still_until_somebody_moves_it() -> None:
    clock = SetClock()
    clock.forward(hours=1)
    assert (clock() - NOW).total_seconds() == 3600
