"""Finishing at home what came back: prove, unblind, look up, forget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trefpunt.crypto.filterfile import FilterFile, read
from trefpunt.errors import BadProof, CryptoError, ExchangeError, InputError, NotStored
from trefpunt.exchange import Outcome, Peer
from trefpunt.hits.bodies import AnswerBody, Elements, refusal_from_json
from trefpunt.hits.honey import report_fault, report_touch
from trefpunt.hits.means import Means
from trefpunt.hits.outcome import found_outcome, refused_outcome
from trefpunt.hits.sheet import CANARY, EMPTY, Sheet, Slot, counts_of
from trefpunt.model import Event, KeyType, Letter, LogEntry, Refusal
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import hits as kept


@dataclass(frozen=True, slots=True)
class Looked:
    """What the look-up gave: the types that hit per row, canaries that missed, rows that touched honey.

    Attributes:
        rows: None for a row of a list that had no key to ask with.
    """

    rows: tuple[frozenset[KeyType] | None, ...]
    missed_canaries: int
    honey_rows: frozenset[int]


@dataclass(frozen=True, slots=True)
class Returned:
    """A question, or a part of a list, with its slots and what came back for them."""

    asked: kept.AskedQuestion
    slots: Mapping[KeyType, Sequence[Slot]]
    elements: Elements


def on_answer(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle an answer: finish a single question; keep a part of a list until its sample is proven."""
    with means.ledger.read() as tx:
        asked = kept.question_of_letter(tx, str(letter.body.get("question", "")))
        index = None if asked is None else kept.index_by_hash(tx, asked.index_sha256)
    is_ours = asked is not None and asked.partner == peer.authority.id
    if asked is None or not is_ours or asked.conversation != letter.conversation or asked.state == "answered":
        raise ExchangeError("an answer names no open question of ours", hint="the letter is kept as evidence")
    if asked.state == "finished":
        # It came after the index had ended, and the question with it.
        return Outcome(apply=lambda _: None)
    try:
        refusal = refusal_from_json(letter.body)
        if refusal is not None:
            return refused([asked], refusal, by=peer.authority.id, means=means)
        if index is None or index.valid_to <= means.clock():
            return refused([asked], Refusal(code="index_expired"), by=means.me.id, means=means)
        return _take(asked, AnswerBody.from_json(letter.body), index, means=means)
    except NotStored:
        # The index ended, and its files with it, while the answer was being read.
        return refused([asked], Refusal(code="index_expired"), by=means.me.id, means=means)
    except (CryptoError, InputError):
        return refused([asked], Refusal(code="proof_failed"), by=means.me.id, means=means)


def _take(asked: kept.AskedQuestion, answer: AnswerBody, index: kept.HeldIndex, *, means: Means) -> Outcome:
    came = {key_type: len(points) for key_type, points in answer.elements.items()}
    if came != counts_of(asked.sheet or b"{}"):
        raise BadProof("the answer does not fit the question", hint="ask again or tell the partner")
    if asked.listing:
        return _keep_part(asked, answer.elements)
    back = Returned(asked, Sheet.unpacked(asked.sheet or b"{}").slots, answer.elements)
    _check_proofs(back, answer, filters_of(index, means=means), means=means)
    return finished([back], index, means=means)


def finished(backs: Sequence[Returned], index: kept.HeldIndex, *, means: Means) -> Outcome:
    """Look up what was evaluated and return the effect that keeps the outcome and erases the rest.

    Args:
        backs: one question, or every part of a list: a holder whose canary missed in one is believed in none.
    """
    file, honey = filters_of(index, means=means), read(means.exchange.blobs.get(index.honey_sha256))
    looked = [look_up(back, file, honey, means=means) for back in backs]
    if any(found.missed_canaries for found in looked):
        asked = [back.asked for back in backs]
        return refused(asked, Refusal(code="canary_missed"), by=means.me.id, means=means)

    def apply(tx: Transaction) -> None:
        for back, found in zip(backs, looked, strict=True):
            outcome = found_outcome(found.rows, terms=back.asked.terms, by=means.me.id)
            _keep_outcome(tx, back.asked, outcome, alarm="", means=means)
            for row in sorted(found.honey_rows):
                report_touch(tx, back.asked, row, means=means)

    return Outcome(apply=apply)


def refused(questions: Sequence[kept.AskedQuestion], refusal: Refusal, *, by: str, means: Means) -> Outcome:
    """Return the effect that closes questions with a refusal."""
    # Only what this node found itself: a partner cannot raise an alarm here by the word that it chooses.
    is_found = by == means.me.id and refusal.code in ("proof_failed", "canary_missed")
    alarm = refusal.code if is_found else ""

    def apply(tx: Transaction) -> None:
        for asked in questions:
            _keep_outcome(tx, asked, refused_outcome(refusal, by=by), alarm=alarm, means=means)

    return Outcome(apply=apply)


def look_up(back: Returned, file: FilterFile, honey: FilterFile, *, means: Means) -> Looked:
    """Unblind what was asked and look it up in the holder's index and in its honey.

    Raises:
        CryptoError: the answer has other slots than the question.
    """
    found: list[set[KeyType] | None] = [None] * len(back.asked.rows)
    missed, touched = 0, set()
    for key_type, slots in back.slots.items():
        pairs = list(zip(slots, back.elements[key_type], strict=True))
        # A single question also finishes its empty slots: how soon it is done says nothing of the subject.
        told = [pair for pair in pairs if pair[0].row != EMPTY] if back.asked.listing else pairs
        outputs = means.oprf.finish(
            [slot.content for slot, _ in told],
            [slot.blind for slot, _ in told],
            [point for _, point in told],
        )
        hits = file.section(key_type.value).holds(outputs)
        baits = honey.section(key_type.value).holds(outputs)
        for (slot, _), is_hit, is_bait in zip(told, hits, baits, strict=True):
            if slot.row == CANARY:
                missed += not is_hit
            elif slot.row != EMPTY:
                types = found[slot.row] = found[slot.row] or set()
                types |= {key_type} if is_hit else set()
                touched |= {slot.row} if is_bait else set()
    rows = tuple(None if types is None else frozenset(types) for types in found)
    return Looked(rows, int(missed), frozenset(touched))


def blinded_again(slots: Sequence[Slot], *, means: Means) -> list[bytes]:
    """Compute again what was sent for these slots: nothing is random once the blind is drawn."""
    points = means.oprf.points_of([slot.content for slot in slots])
    return means.oprf.group.multiply_each([slot.blind for slot in slots], points)


def commitment_of(file: FilterFile, key_type: KeyType) -> bytes:
    """Return the holder's commitment to its key of a type."""
    return file.section(key_type.value).head.commitment


def filters_of(index: kept.HeldIndex, *, means: Means) -> FilterFile:
    """Read the holder's filter file from the blobs."""
    return read(means.exchange.blobs.get(index.sha256))


def _check_proofs(back: Returned, answer: AnswerBody, file: FilterFile, *, means: Means) -> None:
    if set(answer.proofs) != set(back.slots):
        raise BadProof("the answer does not prove every key type", hint="ask again or tell the partner")
    for key_type, mine in back.slots.items():
        commitment, blinded = commitment_of(file, key_type), blinded_again(mine, means=means)
        means.oprf.verify(commitment, blinded, back.elements[key_type], answer.proofs[key_type])


def _keep_part(asked: kept.AskedQuestion, elements: Elements) -> Outcome:
    joined = b"".join(b"".join(elements[name]) for name in sorted(elements))
    return Outcome(apply=lambda tx: kept.keep_evaluated(tx, asked.reference, joined))


def _keep_outcome(
    tx: Transaction, asked: kept.AskedQuestion, outcome: Mapping[str, Any], *, alarm: str, means: Means
) -> None:
    now = means.clock()
    if not kept.finish_question(tx, asked.reference, outcome=outcome, now=now):
        # Closed meanwhile, as when its index ended: what was said first stays, and is logged once.
        return
    if alarm:
        report_fault(tx, asked, alarm, means=means)
    said = outcome.get("rows", [{}] * len(asked.rows))
    means.trail.record_all(
        tx,
        [
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
            )
            for (subject_ref, case), found in zip(asked.rows, said, strict=True)
        ],
    )


def _word(found: Mapping[str, Any], outcome: Mapping[str, Any]) -> str:
    if "refusal" in outcome:
        return str(outcome["refusal"]["code"])
    if "refusal" in found:
        return str(found["refusal"]["code"])
    return "hit" if found["hit"] else "no_hit"
