"""The sample of a list: drawn by the asker after the answers have arrived, proven by the holder.

A holder that drew the sample itself could try until the proven places were the honest ones.
"""

from collections.abc import Callable, Mapping, Sequence

from trefpunt.crypto import draw_sample
from trefpunt.crypto.filterfile import FilterFile
from trefpunt.errors import CryptoError, ExchangeError, InputError
from trefpunt.exchange import Outcome, Peer
from trefpunt.hits.bodies import ELEMENT_SIZE, ProofBody, refusal_from_json
from trefpunt.hits.finish import Returned, blinded_again, commitment_of, filters_of, finished, refused
from trefpunt.hits.means import Means
from trefpunt.hits.sheet import Sheet, counts_of
from trefpunt.model import KeyType, Letter, Refusal
from trefpunt.store.ledger import Transaction, listings
from trefpunt.store.ledger import hits as kept


def answered_parts(tx: Transaction, listing: str) -> list[kept.AskedQuestion]:
    """Return, in order, the parts of a list that came back and are to be proven."""
    return [part for part in kept.questions_of_listing(tx, listing) if part.state == "answered"]


def draw_places(
    parts: Sequence[kept.AskedQuestion], *, rng: Callable[[int], bytes]
) -> dict[KeyType, tuple[int, ...]]:
    """Draw, per key type and over all parts in order, the places that must be proven: 1 %, at least 64."""
    counts: dict[KeyType, int] = {}
    for part in parts:
        for key_type, count in counts_of(part.sheet or b"{}").items():
            counts[key_type] = counts.get(key_type, 0) + count
    return {key_type: tuple(draw_sample(count, rng)) for key_type, count in counts.items()}


def on_proof(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle the proof of a list: check it against the places drawn, then finish every part."""
    with means.ledger.read() as tx:
        sample = listings.sample_in(tx, letter.conversation)
        parts = [] if sample is None else answered_parts(tx, sample.listing)
        index = kept.index_by_hash(tx, parts[0].index_sha256) if parts else None
    if sample is None or not parts or parts[0].partner != peer.authority.id:
        raise ExchangeError("a proof names no list of ours", hint="the letter is kept as evidence")
    if index is None or index.valid_to <= means.clock():
        return refused(parts, Refusal(code="index_expired"), by=means.me.id, means=means)
    try:
        refusal = refusal_from_json(letter.body)
        if refusal is not None:
            return refused(parts, refusal, by=peer.authority.id, means=means)
        backs = [_returned(part) for part in parts]
        proof = ProofBody.from_json(letter.body)
        _check(backs, sample.places, proof, filters_of(index, means=means), means=means)
        return finished(backs, index, means=means)
    except (CryptoError, InputError):
        return refused(parts, Refusal(code="proof_failed"), by=means.me.id, means=means)


def _check(
    backs: Sequence[Returned],
    places: Mapping[KeyType, Sequence[int]],
    proof: ProofBody,
    file: FilterFile,
    *,
    means: Means,
) -> None:
    for key_type, chosen in places.items():
        slots = [slot for back in backs for slot in back.slots[key_type]]
        evaluated = [point for back in backs for point in back.elements[key_type]]
        means.oprf.verify(
            commitment_of(file, key_type),
            blinded_again([slots[place] for place in chosen], means=means),
            [evaluated[place] for place in chosen],
            proof.proofs.get(key_type, b""),
        )


def _returned(part: kept.AskedQuestion) -> Returned:
    """Split what was kept of a part's answer by type, in the order of its sheet."""
    joined, at, evaluated = part.evaluated or b"", 0, {}
    slots = Sheet.unpacked(part.sheet or b"{}").slots
    for key_type in sorted(slots):
        end = at + ELEMENT_SIZE * len(slots[key_type])
        evaluated[key_type] = [joined[place : place + ELEMENT_SIZE] for place in range(at, end, ELEMENT_SIZE)]
        at = end
    return Returned(part, slots, evaluated)
