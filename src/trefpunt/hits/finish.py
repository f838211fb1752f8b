"""Finishing at home what came back: prove, unblind, look up, forget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trefpunt.crypto.filterfile import FilterFile, read
from trefpunt.errors import BadProof, CryptoError, ExchangeError
from trefpunt.exchange import Outcome, Peer
from trefpunt.hits.bodies import AnswerBody, Elements, refusal_from_json
from trefpunt.hits.honey import report_touch
from trefpunt.hits.means import Means
from trefpunt.hits.outcome import found_outcome, refused_outcome
from trefpunt.hits.sheet import CANARY, Sheet, Slot
from trefpunt.model import Event, KeyType, Letter, LogEntry, Refusal
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import hits as kept


@dataclass(frozen=True, slots=True)
class Looked:
    """What the look-up gave: the types that hit per row, canaries that missed, rows that touched honey."""

    rows: tuple[frozenset[KeyType], ...]
    missed_canaries: int
    honey_rows: frozenset[int]


def on_answer(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle an answer: finish a single question; keep a part of a list until its sample is proven."""
    with means.ledger.read() as tx:
        asked = kept.question_of_letter(tx, str(letter.body.get("question", "")))
        index = None if asked is None else kept.index_by_hash(tx, asked.index_sha256)
    if asked is None or asked.partner != peer.authority.id or asked.state != "asked":
        raise ExchangeError("an answer names no open question of ours", hint="the letter is kept as evidence")
    refusal = refusal_from_json(letter.body)
    if refusal is None and index is None:
        refusal = Refusal(code="index_expired")
    if refusal is not None or index is None:
        return refused(asked, refusal or Refusal(code="index_expired"), by=peer.authority.id, means=means)
    answer = AnswerBody.from_json(letter.body)
    if asked.listing:
        return _keep_part(asked, answer, means=means)
    try:
        _check_proofs(asked, answer, _filters(index.sha256, means), means=means)
    except CryptoError:
        return refused(asked, Refusal(code="proof_failed"), by=means.me.id, means=means)
    return finished(asked, answer.elements, index, means=means)


def finished(
    asked: kept.AskedQuestion, elements: Elements, index: kept.HeldIndex, *, means: Means
) -> Outcome:
    """Look up what was evaluated and return the effect that keeps the outcome and erases the rest."""
    file = _filters(index.sha256, means)
    looked = look_up(asked, elements, file, _filters(index.honey_sha256, means), means=means)
    if looked.missed_canaries:
        return refused(asked, Refusal(code="canary_missed"), by=means.me.id, means=means)
    capacities = {KeyType(section.head.key_type): section.head.capacity for section in file.sections}
    outcome = found_outcome(looked.rows, terms=asked.terms, capacities=capacities)

    def apply(tx: Transaction) -> None:
        _keep_outcome(tx, asked, outcome, alarm="", means=means)
        for row in sorted(looked.honey_rows):
            report_touch(tx, asked, row, means=means)

    return Outcome(apply=apply)


def refused(asked: kept.AskedQuestion, refusal: Refusal, *, by: str, means: Means) -> Outcome:
    """Return the effect that closes a question with a refusal."""
    alarm = refusal.code if refusal.code in ("proof_failed", "canary_missed") else ""
    return Outcome(
        apply=lambda tx: _keep_outcome(tx, asked, refused_outcome(refusal, by=by), alarm=alarm, means=means)
    )


def look_up(
    asked: kept.AskedQuestion, elements: Elements, file: FilterFile, honey: FilterFile, *, means: Means
) -> Looked:
    """Unblind every slot and look it up in the holder's index and in its honey.

    Raises:
        CryptoError: the answer has other slots than the question.
    """
    sheet = Sheet.unpacked(asked.sheet or b"{}")
    found: list[set[KeyType]] = [set() for _ in asked.rows]
    missed, touched = 0, set()
    for key_type, slots in sheet.slots.items():
        outputs = means.oprf.finish(
            [slot.content for slot in slots],
            [slot.blind for slot in slots],
            list(elements.get(key_type, ())),
        )
        hits = file.section(key_type.value).holds(outputs)
        baits = honey.section(key_type.value).holds(outputs)
        for slot, is_hit, is_bait in zip(slots, hits, baits, strict=True):
            if slot.row == CANARY:
                missed += not is_hit
            elif slot.row >= 0 and is_hit:
                found[slot.row].add(key_type)
            if slot.row >= 0 and is_bait:
                touched.add(slot.row)
    return Looked(tuple(frozenset(types) for types in found), int(missed), frozenset(touched))


def blinded_again(slots: Sequence[Slot], *, means: Means) -> list[bytes]:
    """Compute again what was sent for these slots: nothing is random once the blind is drawn."""
    points = means.oprf.points_of([slot.content for slot in slots])
    return means.oprf.group.multiply_each([slot.blind for slot in slots], points)


def commitment_of(file: FilterFile, key_type: KeyType) -> bytes:
    """Return the holder's commitment to its key of a type."""
    return file.section(key_type.value).head.commitment


def filters_of(index: kept.HeldIndex, *, means: Means) -> FilterFile:
    """Read the holder's filter file from the blobs."""
    return _filters(index.sha256, means)


def _check_proofs(asked: kept.AskedQuestion, answer: AnswerBody, file: FilterFile, *, means: Means) -> None:
    slots = Sheet.unpacked(asked.sheet or b"{}").slots
    if set(answer.elements) != set(slots) or set(answer.proofs) != set(slots):
        raise BadProof(
            "the answer has other key types than the question", hint="ask again or tell the partner"
        )
    for key_type, mine in slots.items():
        commitment, blinded = commitment_of(file, key_type), blinded_again(mine, means=means)
        means.oprf.verify(commitment, blinded, answer.elements[key_type], answer.proofs[key_type])


def _keep_part(asked: kept.AskedQuestion, answer: AnswerBody, *, means: Means) -> Outcome:
    joined = b"".join(b"".join(answer.elements[name]) for name in sorted(answer.elements))
    return Outcome(apply=lambda tx: kept.keep_evaluated(tx, asked.reference, joined))


def _filters(sha256: str, means: Means) -> FilterFile:
    return read(means.exchange.blobs.get(sha256))


def _keep_outcome(
    tx: Transaction, asked: kept.AskedQuestion, outcome: Mapping[str, Any], *, alarm: str, means: Means
) -> None:
    now = means.clock()
    kept.finish_question(tx, asked.reference, outcome=outcome, now=now)
    for number, (subject_ref, case) in enumerate(asked.rows):
        found = outcome.get("rows", [{}] * len(asked.rows))[number]
        means.trail.record(
            tx,
            LogEntry(
                event=Event.ALARM if alarm else Event.QUESTION_FINISHED,
                actor=asked.officer,
                role=asked.role,
                at=now,
                article=f"{asked.article['instrument']} {asked.article['article']}",
                purpose=asked.purpose,
                case=case,
                subject_ref=subject_ref,
                partner=asked.partner,
                facts={"question": asked.reference, "outcome": _word(found, outcome)},
            ),
        )


def _word(found: Mapping[str, Any], outcome: Mapping[str, Any]) -> str:
    if "refusal" in outcome:
        return str(outcome["refusal"]["code"])
    return "hit" if found["hit"] else "no_hit"
