"""Honey: invented people whom nobody has a reason to ask for, in a filter of their own beside the index.

They are in no operational filter, so they never make a hit; a question that touches one is told to the
oversight body, without saying which record it was.
"""

from collections.abc import Sequence
from random import Random

from trefpunt.crypto import FilterFacts, build_section
from trefpunt.crypto.filterfile import write
from trefpunt.exchange import Outcome, Outgoing, Peer
from trefpunt.hits.keynames import key_name
from trefpunt.hits.means import Means
from trefpunt.model import AuthorityKind, Event, KeyType, Letter, LetterKind, LogEntry
from trefpunt.naming import keys_of_many
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import hits as kept
from trefpunt.worlds import people

# One in a thousand, and never so few that one touch would name the record.
_ONE_IN, _LEAST = 1000, 20


def honey_file(
    facts: FilterFacts, given: kept.Publication, held: int, *, key_types: Sequence[KeyType], means: Means
) -> bytes:
    """Write the honey filter of an index under the same keys.

    Args:
        held: how many records the index is about.
    """
    rng = Random(int.from_bytes(means.rng(16)))  # noqa: S311  who is invented is no secret; the keys are
    invented = people(max(_LEAST, held // _ONE_IN), rng=rng)
    inputs: dict[KeyType, set[bytes]] = {key_type: set() for key_type in key_types}
    for keys in keys_of_many(invented):
        for key in keys:
            if key.type in inputs:
                inputs[key.type].add(key.encoded())
    sections = []
    for key_type in sorted(inputs):
        secret = means.epochs.secret(key_name(given, key_type.value))
        outputs = means.oprf.evaluate_inputs(secret, sorted(inputs[key_type]))
        commitment = means.oprf.public_key(secret)
        sections.append(build_section(key_type.value, commitment, outputs, rng=means.rng))
    return write(facts, sections)


def report_touch(tx: Transaction, asked: kept.AskedQuestion, row: int, *, means: Means) -> None:
    """Log a touch and tell whoever oversees this node, in the transaction that finishes the question."""
    _, case = asked.rows[row]
    means.trail.record(
        tx,
        LogEntry(
            event=Event.HONEY_TOUCHED,
            actor=asked.officer,
            role=asked.role,
            at=means.clock(),
            purpose=asked.purpose,
            case=case,
            partner=asked.partner,
            facts={"question": asked.reference},
        ),
    )
    # Never to the holder: it alone chose what is honey, and would learn from the letter about whom we asked.
    today = means.clock().date()
    overseers = {
        peer.id
        for peer in means.exchange.agreements.peers(tx=tx)
        if peer.authority.kind is AuthorityKind.OVERSIGHT and peer.is_in_force(today)
    }
    for overseer in sorted(overseers):
        body = {"question": asked.reference}
        means.exchange.post(tx, None, Outgoing(LetterKind.HONEY_TOUCHED, overseer, body))


def report_fault(tx: Transaction, asked: kept.AskedQuestion, code: str, *, means: Means) -> None:
    """Tell the holder's protection officer that its answer did not stand: a proof or a canary failed."""
    body = {"notice": code, "question": asked.letter}
    means.exchange.post(tx, None, Outgoing(LetterKind.NOTICE, asked.partner, body))


def on_touched(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle, at an oversight body, the compulsory letter of a node whose question touched honey."""
    entry = LogEntry(
        event=Event.HONEY_TOUCHED,
        actor=peer.authority.id,
        role="",
        at=means.clock(),
        partner=peer.authority.id,
        facts={"question": str(letter.body.get("question", ""))[:64]},
    )
    return Outcome(apply=lambda tx: means.trail.record(tx, entry))


def on_notice(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle a notice between protection officers: log it."""
    entry = LogEntry(
        event=Event.ALARM,
        actor=peer.authority.id,
        role="",
        at=means.clock(),
        partner=peer.authority.id,
        facts={"notice": str(letter.body.get("notice", ""))[:64]},
    )
    return Outcome(apply=lambda tx: means.trail.record(tx, entry))
