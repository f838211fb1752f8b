"""RFC 9497 by its known answers, by an independent implementation, and by what it must refuse."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from voprf import ristretto

from trefpunt.crypto.group import load_group
from trefpunt.crypto.oprf import Oprf, draw_sample, load_oprf, unverifiable_oprf
from trefpunt.errors import BadProof, CryptoError

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rfc9497_ristretto255_sha512.json").read_text())
OPRF = load_oprf()
KEY = OPRF.derive_key(bytes(32), b"synthetic")


def unhex(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def drawn(blinds: list[bytes]) -> Any:
    return lambda count: b"".join(blind + bytes(32) for blind in blinds)


def asked(count: int = 3) -> tuple[list[bytes], list[bytes], list[bytes], list[bytes]]:
    inputs = [f"synthetic {at}".encode() for at in range(count)]
    blinds, blinded = OPRF.blind(inputs)
    return inputs, blinds, blinded, OPRF.evaluate(KEY, blinded)


def check_case(oprf: Oprf, key: bytes, case: dict[str, list[str]]) -> None:
    inputs = unhex(case["inputs"])
    blinds, blinded = oprf.blind(inputs, rng=drawn(unhex(case["blinds"])))
    evaluated = oprf.evaluate(key, blinded)
    assert blinds == unhex(case["blinds"])
    assert blinded == unhex(case["blinded"])
    assert evaluated == unhex(case["evaluated"])
    assert oprf.finish(inputs, blinds, evaluated) == unhex(case["outputs"])
    assert oprf.evaluate_inputs(key, inputs) == unhex(case["outputs"])


@pytest.mark.parametrize("case", VECTORS["base"]["cases"])
def test_mode_0_gives_the_known_answers(case: dict[str, list[str]]) -> None:
    oprf, wanted = unverifiable_oprf(load_group()), VECTORS["base"]
    key = oprf.derive_key(bytes.fromhex(wanted["seed"]), bytes.fromhex(wanted["info"]))
    assert key.hex() == wanted["key"]
    check_case(oprf, key, case)


@pytest.mark.parametrize("case", VECTORS["verifiable"]["cases"])
def test_mode_1_gives_the_known_answers_and_proofs(case: dict[str, Any]) -> None:
    wanted = VECTORS["verifiable"]
    key = OPRF.derive_key(bytes.fromhex(wanted["seed"]), bytes.fromhex(wanted["info"]))
    assert (key.hex(), OPRF.public_key(key).hex()) == (wanted["key"], wanted["public_key"])
    check_case(OPRF, key, case)
    blinded, evaluated = unhex(case["blinded"]), unhex(case["evaluated"])
    proof = OPRF.prove(key, blinded, evaluated, r=bytes.fromhex(case["r"]))
    assert proof.hex() == case["proof"]
    OPRF.verify(OPRF.public_key(key), blinded, evaluated, proof)


def test_mode_0_has_no_proofs() -> None:
    oprf = unverifiable_oprf(load_group())
    _, _, blinded, evaluated = asked()
    with pytest.raises(CryptoError, match="no proofs"):
        oprf.prove(KEY, blinded, evaluated)


def test_an_independent_implementation_accepts_our_answers() -> None:
    oracle = ristretto.Evaluator.from_seed(bytes(32), b"synthetic")
    client, question = ristretto.Client.blind(b"synthetic person")
    evaluated = OPRF.evaluate(KEY, [question.serialize()])
    proof = OPRF.prove(KEY, [question.serialize()], evaluated)
    answer = ristretto.VerifiableOutput.deserialize(proof + evaluated[0])
    assert client.finalize(answer, oracle.public_key) == OPRF.evaluate_inputs(KEY, [b"synthetic person"])[0]


@settings(max_examples=25)
@given(st.lists(st.binary(max_size=40), min_size=1, max_size=4), st.binary(min_size=32, max_size=32))
def test_any_inputs_get_the_output_that_the_oracle_computes(inputs: list[bytes], seed: bytes) -> None:
    oracle, key = ristretto.Evaluator.from_seed(seed, b"info"), OPRF.derive_key(seed, b"info")
    blinds, blinded = OPRF.blind(inputs)
    finished = OPRF.finish(inputs, blinds, OPRF.evaluate(key, blinded))
    assert finished == [oracle.evaluate_known_input(item) for item in inputs]
    assert finished == OPRF.evaluate_inputs(key, inputs)
    assert OPRF.public_key(key) == oracle.public_key.serialize()


def test_an_independent_implementations_batch_proof_verifies_here() -> None:
    oracle = ristretto.Evaluator.from_seed(bytes(32), b"synthetic")
    _, _, blinded, evaluated = asked(3)
    batch = oracle.evaluate_batch([ristretto.BlindedInput.deserialize(point) for point in blinded])
    raw = bytes(batch.serialize())
    assert raw[64:] == b"".join(evaluated)
    OPRF.verify(oracle.public_key.serialize(), blinded, evaluated, raw[:64])


def test_kept_points_give_the_same_outputs_under_a_new_key() -> None:
    inputs = [b"one", b"two"]
    points, fresh = OPRF.points_of(inputs), OPRF.random_key()
    assert OPRF.outputs(fresh, inputs, points) == OPRF.evaluate_inputs(fresh, inputs)
    assert OPRF.outputs(fresh, inputs, points) != OPRF.outputs(KEY, inputs, points)


def test_blinding_the_same_input_twice_shows_different_points() -> None:
    _, blinded = OPRF.blind([b"same", b"same"])
    assert blinded[0] != blinded[1]


def test_an_empty_batch_is_answered_but_not_proven() -> None:
    assert OPRF.blind([]) == ([], [])
    assert OPRF.finish([], [], OPRF.evaluate(KEY, [])) == []
    with pytest.raises(CryptoError, match="cannot cover 0"):
        OPRF.prove(KEY, [], [])


def test_one_answer_under_another_key_breaks_the_proof() -> None:
    _, _, blinded, evaluated = asked()
    cheated = [*evaluated[:2], OPRF.evaluate(OPRF.random_key(), blinded[2:])[0]]
    for answers in (cheated, evaluated[::-1]):
        proof = OPRF.prove(KEY, blinded, answers)
        with pytest.raises(BadProof):
            OPRF.verify(OPRF.public_key(KEY), blinded, answers, proof)


def test_a_proof_does_not_stand_for_another_commitment() -> None:
    _, _, blinded, evaluated = asked()
    proof = OPRF.prove(KEY, blinded, evaluated)
    for commitment in (OPRF.public_key(OPRF.random_key()), bytes(32), b"\1" * 32, b""):
        with pytest.raises(BadProof):
            OPRF.verify(commitment, blinded, evaluated, proof)


def test_every_flipped_byte_of_a_proof_is_noticed() -> None:
    _, _, blinded, evaluated = asked(2)
    proof, commitment = OPRF.prove(KEY, blinded, evaluated), OPRF.public_key(KEY)
    for at in range(0, 64, 3):
        flipped = proof[:at] + bytes([proof[at] ^ 1]) + proof[at + 1 :]
        with pytest.raises(BadProof):
            OPRF.verify(commitment, blinded, evaluated, flipped)


@pytest.mark.parametrize("proof", [b"", bytes(64), b"\xff" * 64, b"\1" * 63, b"\1" * 65])
def test_a_proof_that_is_not_two_scalars_is_refused(proof: bytes) -> None:
    _, _, blinded, evaluated = asked()
    with pytest.raises(BadProof, match="two scalars"):
        OPRF.verify(OPRF.public_key(KEY), blinded, evaluated, proof)


def test_verify_refuses_uneven_and_invalid_batches() -> None:
    _, _, blinded, evaluated = asked()
    proof = OPRF.prove(KEY, blinded, evaluated)
    for answers in (evaluated[:2], [*evaluated[:2], bytes(32)], [*evaluated[:2], b"short"]):
        with pytest.raises(BadProof):
            OPRF.verify(OPRF.public_key(KEY), blinded, answers, proof)


def test_a_batch_above_65535_cannot_be_proven_at_once() -> None:
    _, _, blinded, evaluated = asked(1)
    with pytest.raises(CryptoError, match="65536"):
        OPRF.prove(KEY, blinded * 65_536, evaluated * 65_536)


@pytest.mark.parametrize("key", [bytes(32), b"\xff" * 32, b"\1" * 31])
def test_a_damaged_key_is_never_used(key: bytes) -> None:
    _, _, blinded, evaluated = asked(1)
    for attempt in (
        lambda: OPRF.public_key(key),
        lambda: OPRF.evaluate(key, blinded),
        lambda: OPRF.prove(key, blinded, evaluated),
    ):
        with pytest.raises(CryptoError, match="key"):
            attempt()


def test_evaluate_refuses_the_whole_batch_for_one_bad_point() -> None:
    _, _, blinded, _ = asked(2)
    for bad in (bytes(32), b"\xff" * 32, b"short"):
        with pytest.raises(CryptoError):
            OPRF.evaluate(KEY, [*blinded, bad])


def test_finish_refuses_uneven_batches_and_bad_points() -> None:
    inputs, blinds, _, evaluated = asked(2)
    for some, their, answers in (
        (inputs[:1], blinds, evaluated),
        (inputs, blinds, evaluated[:1]),
        (inputs, blinds, [evaluated[0], bytes(32)]),
        (inputs, [blinds[0], bytes(32)], evaluated),
    ):
        with pytest.raises(CryptoError):
            OPRF.finish(some, their, answers)


def test_an_input_that_is_too_long_is_refused() -> None:
    with pytest.raises(CryptoError, match="input 1 is longer"):
        OPRF.blind([b"short", bytes(65_536)])
    with pytest.raises(CryptoError, match="longer"):
        OPRF.outputs(KEY, [bytes(65_536)], OPRF.points_of([b"x"]))


@pytest.mark.parametrize(("seed", "info"), [(bytes(31), b""), (bytes(32), bytes(65_536))])
def test_a_key_is_derived_from_a_whole_seed_only(seed: bytes, info: bytes) -> None:
    with pytest.raises(CryptoError, match="derived"):
        OPRF.derive_key(seed, info)


@given(st.integers(0, 20_000))
def test_any_sample_has_its_size_and_its_order(count: int) -> None:
    sample = draw_sample(count)
    assert len(sample) == min(count, max(64, -(-count // 100)))
    assert sample == sorted(set(sample)) and all(0 <= at < count for at in sample)


def test_a_sample_reaches_every_place() -> None:
    assert set().union(*(draw_sample(200) for _ in range(60))) == set(range(200))


def test_a_sampled_proof_verifies_for_its_places_only() -> None:
    _, _, blinded, evaluated = asked(80)
    sample, other = draw_sample(80), list(range(70))
    proof = OPRF.prove_sample(KEY, blinded, evaluated, sample=sample)
    OPRF.verify_sample(OPRF.public_key(KEY), blinded, evaluated, sample=sample, proof=proof)
    with pytest.raises(BadProof):
        OPRF.verify_sample(OPRF.public_key(KEY), blinded, evaluated, sample=other, proof=proof)


def test_a_cheat_within_the_sample_is_found() -> None:
    _, _, blinded, evaluated = asked(70)
    sample = draw_sample(70)
    cheated = list(evaluated)
    cheated[sample[5]] = OPRF.evaluate(OPRF.random_key(), [blinded[sample[5]]])[0]
    proof = OPRF.prove_sample(KEY, blinded, cheated, sample=sample)
    with pytest.raises(BadProof):
        OPRF.verify_sample(OPRF.public_key(KEY), blinded, cheated, sample=sample, proof=proof)


@pytest.mark.parametrize("sample", [[], [-1, 0], [0, 3], [1, 1], [2, 1]])
def test_a_sample_that_does_not_fit_is_refused(sample: list[int]) -> None:
    _, _, blinded, evaluated = asked(3)
    with pytest.raises(CryptoError, match="sample"):
        OPRF.prove_sample(KEY, blinded, evaluated, sample=sample)
    with pytest.raises(BadProof, match="sample"):
        OPRF.verify_sample(OPRF.public_key(KEY), blinded, evaluated, sample=sample, proof=b"")
