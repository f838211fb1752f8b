"""Answering: decide under this country's own texts, charge the budget, evaluate, prove.

Nothing here can tell hit from no hit: the node multiplies points that mean nothing to it.
"""

from collections.abc import Mapping, Sequence

from trefpunt.crypto import KeyMissing
from trefpunt.errors import CryptoError
from trefpunt.exchange import Outcome, Outgoing, Peer, Reply
from trefpunt.hits.bodies import (
    AnswerBody,
    ProofBody,
    QuestionBody,
    SampleBody,
    refusal_to_json,
)
from trefpunt.hits.budgets import charge_partner
from trefpunt.hits.form import is_in_form
from trefpunt.hits.keynames import key_name
from trefpunt.hits.may import may_answer
from trefpunt.hits.means import Means
from trefpunt.model import Event, Ground, KeyType, Letter, LetterKind, LogEntry, Refusal
from trefpunt.store.ledger import Transaction, listings
from trefpunt.store.ledger import hits as kept


def on_question(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle a question: one reply, evaluated elements under a ground or a refusal."""
    body = QuestionBody.from_json(letter.body)
    given, standing = _decide(letter, body, peer, means=means)
    if isinstance(standing, Refusal) or given is None:
        refusal = standing if isinstance(standing, Refusal) else Refusal(code="index_expired")
        return _reply_refusal(letter, refusal, means=means)
    answer = _evaluate(letter, body, given, means=means)
    if isinstance(answer, Refusal):
        return _reply_refusal(letter, answer, means=means)

    def apply(tx: Transaction) -> None:
        if body.listing:
            batch = listings.EvaluatedBatch(
                letter.id, letter.sender, body.listing, body.part, given.id, letter.body, means.clock()
            )
            listings.save_batch(tx, batch)
        means.trail.record(tx, _entry(letter, body, means=means))

    outgoing = Outgoing(
        LetterKind.HIT_ANSWER, letter.sender, answer.to_json(), conversation=letter.conversation
    )
    return Outcome(apply=apply, reply=Reply(outgoing, standing), policy=means.law.hash)


def on_sample(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle the sample that an asker drew of its list: prove just those places."""
    sample, partner = SampleBody.from_json(letter.body), peer.authority.id
    with means.ledger.read() as tx:
        batches = listings.batches_of(tx, partner=partner, listing=sample.listing)
        alive = {given.id: given for given in kept.publications(tx)}
    given = alive.get(batches[0].publication) if batches else None
    is_one = len({batch.publication for batch in batches}) == 1
    if given is None or not is_one or given.valid_to <= means.clock():
        return _reply_refusal(letter, Refusal(code="index_expired"), means=means)
    parts = [QuestionBody.from_json(batch.body) for batch in batches]
    ground = may_answer(letter, peer, parts[0], means=means)
    if isinstance(ground, Refusal):
        return _reply_refusal(letter, ground, means=means)
    proofs = _prove(given, sample, [part.elements for part in parts], means=means)
    body = ProofBody(sample.listing, proofs).to_json()
    outgoing = Outgoing(LetterKind.HIT_PROOF, partner, body, conversation=letter.conversation)
    return Outcome(
        apply=lambda tx: listings.drop_batches(tx, partner=partner, listing=sample.listing),
        reply=Reply(outgoing, ground),
        policy=means.law.hash,
    )


def _decide(
    letter: Letter, body: QuestionBody, peer: Peer, *, means: Means
) -> tuple[kept.Publication | None, Ground | Refusal]:
    """Find the index asked of, decide, and charge: declared slots cost whether they hold a key or not."""
    now = means.clock()
    ground = may_answer(letter, peer, body, means=means)
    if isinstance(ground, Refusal):
        return None, ground
    with means.ledger.write() as tx:
        given = kept.living_publication(
            tx, partner=peer.authority.id, purpose=letter.purpose, epoch=body.epoch, now=now
        )
        if given is None:
            return None, Refusal(code="index_expired", decision=ground.decision)
        # The holder's own text says which types, whatever the index holds for other acts.
        if ground.terms is None or not is_in_form(body, ground.terms):
            return None, Refusal(code="question_not_in_form", decision=ground.decision)
        if not {name.value for name in body.elements} <= set(given.key_types):
            return None, Refusal(code="key_type_not_published", decision=ground.decision)
        slots = {name.value: len(points) for name, points in body.elements.items()}
        over = charge_partner(
            tx, partner=peer.authority.id, letter=letter.id, slots=slots, agreement=peer.agreement, now=now
        )
    return given, ground if over is None else over


def _evaluate(
    letter: Letter, body: QuestionBody, given: kept.Publication, *, means: Means
) -> AnswerBody | Refusal:
    try:
        keys = {name: means.epochs.secret(key_name(given, name.value)) for name in body.elements}
    except KeyMissing:
        # The epoch ended between the decision and here.
        return Refusal(code="index_expired")
    try:
        evaluated = {name: means.oprf.evaluate(keys[name], points) for name, points in body.elements.items()}
    except CryptoError:
        return Refusal(code="question_not_in_form")
    # A list is proven by a sample that the asker draws once it has everything.
    proofs: dict[KeyType, bytes] = {}
    if not body.listing:
        proofs = {
            name: means.oprf.prove(keys[name], points, evaluated[name])
            for name, points in body.elements.items()
        }
    return AnswerBody(question=letter.id, elements=evaluated, proofs=proofs)


def _prove(
    given: kept.Publication,
    body: SampleBody,
    batches: Sequence[Mapping[KeyType, Sequence[bytes]]],
    *,
    means: Means,
) -> dict[KeyType, bytes]:
    proofs = {}
    for key_type, places in body.places.items():
        points = [point for batch in batches for point in batch.get(key_type, ())]
        if not places or max(places) >= len(points) or min(places) < 0:
            raise CryptoError("a sample names places outside the list", hint="the sample must fit the list")
        chosen = [points[place] for place in places]
        key = means.epochs.secret(key_name(given, key_type.value))
        proofs[key_type] = means.oprf.prove(key, chosen, means.oprf.evaluate(key, chosen))
    return proofs


def _reply_refusal(letter: Letter, refusal: Refusal, *, means: Means) -> Outcome:
    outgoing = Outgoing(
        LetterKind.HIT_ANSWER if letter.kind is LetterKind.HIT_QUESTION else LetterKind.HIT_PROOF,
        letter.sender,
        refusal_to_json(letter.id, refusal),
        conversation=letter.conversation,
    )
    return Outcome(apply=lambda _: None, reply=Reply(outgoing, refusal), policy=means.law.hash)


def _entry(letter: Letter, body: QuestionBody, *, means: Means) -> LogEntry:
    slots = ",".join(f"{name.value}:{len(points)}" for name, points in sorted(body.elements.items()))
    return LogEntry(
        event=Event.QUESTION_ANSWERED,
        actor=means.me.id,
        role="",
        at=means.clock(),
        article=letter.article,
        purpose=letter.purpose,
        case=letter.case,
        partner=letter.sender,
        facts={"letter": letter.id, "slots": slots, "rows": str(len(body.cases)), "epoch": body.epoch},
    )
