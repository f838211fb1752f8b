"""The sample of a list: drawn by the asker after the answers have arrived, proven by the holder.

A holder that drew the sample itself could try until the proven places were the honest ones.
"""

from collections.abc import Callable, Mapping, Sequence

from trefpunt.crypto import draw_sample
from trefpunt.errors import CryptoError, ExchangeError
from trefpunt.exchange import Outcome, Peer
from trefpunt.hits.bodies import ELEMENT_SIZE, ProofBody, refusal_from_json
from trefpunt.hits.finish import blinded_again, commitment_of, filters_of, finished, refused
from trefpunt.hits.means import Means
from trefpunt.hits.sheet import Sheet
from trefpunt.model import KeyType, Letter, Refusal
from trefpunt.store.ledger import Transaction, listings
from trefpunt.store.ledger import hits as kept


def draw_places(
    parts: Sequence[kept.AskedQuestion], *, rng: Callable[[int], bytes]
) -> dict[KeyType, tuple[int, ...]]:
    """Draw, per key type and over all parts in order, the places that must be proven: 1 %, at least 64."""
    counts: dict[KeyType, int] = {}
    for part in parts:
        for key_type, slots in Sheet.unpacked(part.sheet or b"{}").slots.items():
            counts[key_type] = counts.get(key_type, 0) + len(slots)
    return {key_type: tuple(draw_sample(count, rng)) for key_type, count in counts.items()}


def on_proof(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle the proof of a list: check it against the places drawn, then finish every part."""
    refusal = refusal_from_json(letter.body)
    with means.ledger.read() as tx:
        sample = listings.sample_in(tx, letter.conversation)
        parts = [] if sample is None else kept.questions_of_listing(tx, sample.listing)
        index = kept.index_by_hash(tx, parts[0].index_sha256) if parts else None
    if sample is None or not parts or parts[0].partner != peer.authority.id or parts[0].state != "answered":
        raise ExchangeError("a proof names no list of ours", hint="the letter is kept as evidence")
    if index is None:
        refusal = refusal or Refusal(code="index_expired")
    if refusal is not None or index is None:
        return _all(
            [refused(part, refusal or Refusal(code=""), by=peer.authority.id, means=means) for part in parts]
        )
    answers = [_evaluated(part) for part in parts]
    try:
        _check(parts, answers, sample.places, ProofBody.from_json(letter.body), index, means=means)
    except CryptoError:
        failed = Refusal(code="proof_failed")
        return _all([refused(part, failed, by=means.me.id, means=means) for part in parts])
    return _all(
        [finished(part, answer, index, means=means) for part, answer in zip(parts, answers, strict=True)]
    )


def _check(
    parts: Sequence[kept.AskedQuestion],
    answers: Sequence[Mapping[KeyType, Sequence[bytes]]],
    places: Mapping[KeyType, Sequence[int]],
    proof: ProofBody,
    index: kept.HeldIndex,
    *,
    means: Means,
) -> None:
    file = filters_of(index, means=means)
    sheets = [Sheet.unpacked(part.sheet or b"{}") for part in parts]
    for key_type, chosen in places.items():
        slots = [slot for sheet in sheets for slot in sheet.slots[key_type]]
        evaluated = [point for answer in answers for point in answer[key_type]]
        means.oprf.verify(
            commitment_of(file, key_type),
            blinded_again([slots[place] for place in chosen], means=means),
            [evaluated[place] for place in chosen],
            proof.proofs.get(key_type, b""),
        )


def _evaluated(part: kept.AskedQuestion) -> dict[KeyType, list[bytes]]:
    """Split what was kept of a part's answer by type, in the order of its sheet."""
    joined, at, evaluated = part.evaluated or b"", 0, {}
    slots = Sheet.unpacked(part.sheet or b"{}").slots
    for key_type in sorted(slots):
        end = at + ELEMENT_SIZE * len(slots[key_type])
        evaluated[key_type] = [joined[place : place + ELEMENT_SIZE] for place in range(at, end, ELEMENT_SIZE)]
        at = end
    return evaluated


def _all(outcomes: Sequence[Outcome]) -> Outcome:
    def apply(tx: Transaction) -> None:
        for outcome in outcomes:
            outcome.apply(tx)

    return Outcome(apply=apply)
