"""Publishing an index to one partner: a disclosure with a ground, an end date and a deletion receipt.

Each publication is a complete filter per key type under fresh random keys, never an addition to an older
one, so that two of them cannot be compared. The keys live in the second key file until the epoch ends and
are erased then: nobody can test anything against the filter any more, its holder included.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from trefpunt.crypto import FilterFacts, Section, build_section
from trefpunt.crypto.filterfile import write
from trefpunt.exchange import Outgoing
from trefpunt.hits.honey import honey_file
from trefpunt.hits.indexes import erase_keys_of
from trefpunt.hits.keynames import epoch_name, key_name
from trefpunt.hits.may import may_publish
from trefpunt.hits.means import Means
from trefpunt.hits.points import Points
from trefpunt.hits.sheet import CANARIES_A_TYPE
from trefpunt.intake import subjects
from trefpunt.model import (
    SCHEME_VERSION,
    AuthorityKind,
    Event,
    Ground,
    KeyType,
    Letter,
    LetterKind,
    LogEntry,
    MatchTerms,
    Officer,
    Purpose,
    Refusal,
    Schema,
    Subject,
    SubjectCategory,
)
from trefpunt.naming import keys_of_many
from trefpunt.naming.slots import template
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import hits as kept

Progress = Callable[[str, int, int], None]
# Source: Regulation (EU) 2024/982, art. 25 (index of suspects and convicted); law.md (c) 3: nobody else.
INDEXED = frozenset(
    {SubjectCategory.SUSPECT, SubjectCategory.CONVICTED, SubjectCategory.FIRM, SubjectCategory.OBJECT}
)
# Where decisions on permits are held. Whoever only applied is in no index: a decision has its measure.
# Source: BE law of 15 January 2024, art. 10.
_DECIDING = frozenset({AuthorityKind.INTEGRITY_OFFICE, AuthorityKind.MUNICIPALITY})
_MEASURE = "status"


@dataclass(frozen=True, slots=True)
class Published:
    """What was given: to whom, until when, how large; `keys` is the padded capacity per type.

    Attributes:
        is_empty: whether nothing on file may be asked under the text, so that every answer will be no hit.
    """

    partner: str
    epoch: str
    valid_to: datetime
    file_bytes: int
    keys: Mapping[KeyType, int]
    is_delivered: bool
    is_empty: bool


def publish(
    partner: str, purpose: Purpose, *, officer: Officer, means: Means, progress: Progress = lambda *_: None
) -> Published | Refusal:
    """Give a partner an index of whom this node holds, for one purpose and at most a day.

    Args:
        progress: called with a stage (`keys`, `points`, `filters`), what is done and what there is.

    Returns:
        What was given, or the refusal, with its detours.
    """
    ground = may_publish(partner, purpose, officer=officer, means=means)
    if isinstance(ground, Refusal):
        return ground
    if ground.terms is None:
        return Refusal(code="no_match_terms", decision=ground.decision)
    now = means.clock()
    given = kept.Publication(
        id=ground.decision,
        partner=partner,
        purpose=purpose.value,
        epoch=epoch_name(now, means.rng(4)),
        key_types=tuple(sorted(key_type.value for key_type in _published_types(ground.terms))),
        officer=officer.id,
        created_at=now,
        valid_to=(now + timedelta(hours=means.settings.epoch_h)).replace(microsecond=0),
    )
    try:
        sections, canaries, held = _sections(given, ground.terms, means=means, progress=progress)
        sent = _send(given, ground, sections, canaries, officer=officer, means=means)
        return replace(sent, is_empty=held == 0)
    finally:
        _erase_unless_given(given, means=means)


def _erase_unless_given(given: kept.Publication, *, means: Means) -> None:
    """Erase the keys again if nothing left: keys without an index would never be asked and never end."""
    with means.ledger.read() as tx:
        is_given = any(one.id == given.id for one in kept.publications(tx))
    if not is_given:
        erase_keys_of(given, means=means)


def _sections(
    given: kept.Publication, terms: MatchTerms, *, means: Means, progress: Progress
) -> tuple[list[Section], dict[KeyType, list[bytes]], int]:
    """Evaluate every key that the text allows under a fresh random key a type, canaries among them."""
    wanted = _keys_by_type(terms, means=means, progress=progress)
    canaries = {name: [b"canary" + means.rng(26) for _ in range(CANARIES_A_TYPE)] for name in wanted}
    secret = {name: means.oprf.random_key(rng=means.rng) for name in wanted}
    for key_type, key in secret.items():
        means.epochs.put(key_name(given, key_type.value), key)
    # Kept before anything leaves: an index whose keys are lost could never be asked.
    means.epochs.save()
    total = sum(len(inputs) for inputs in wanted.values())
    points, done, sections = Points(means), 0, []
    for key_type, inputs in sorted(wanted.items()):
        outputs = means.oprf.evaluate_inputs(secret[key_type], canaries[key_type])
        for batch, hashed in points.of(inputs):
            outputs += means.oprf.outputs(secret[key_type], batch, hashed)
            progress("points", done := done + len(batch), total)
        commitment = means.oprf.public_key(secret[key_type])
        sections.append(build_section(key_type.value, commitment, outputs, rng=means.rng))
        progress("filters", len(sections), len(wanted))
    points.keep()
    return sections, canaries, total


def _keys_by_type(terms: MatchTerms, *, means: Means, progress: Progress) -> dict[KeyType, list[bytes]]:
    found: dict[KeyType, set[bytes]] = {key_type: set() for key_type in _published_types(terms)}
    people = list(_indexed(means))
    for number, keys in enumerate(keys_of_many(people, declared=means.declared), start=1):
        for key in keys:
            if key.type in found:
                found[key.type].add(key.encoded())
        if number % 1000 == 0 or number == len(people):
            progress("keys", number, len(people))
    return {key_type: sorted(inputs) for key_type, inputs in found.items()}


def _published_types(terms: MatchTerms) -> set[KeyType]:
    """What the text lets be asked is what is published: a type without a slot would be given for nothing."""
    return {key_type for schema in Schema for key_type in template(schema, terms)}


def _indexed(means: Means) -> Iterator[Subject]:
    decides = means.me.kind in _DECIDING
    return (
        subject
        for subject in subjects(means.columns)
        if subject.category in INDEXED or (decides and _has_decision(subject))
    )


def _has_decision(subject: Subject) -> bool:
    return subject.category is SubjectCategory.APPLICANT and bool(subject.values(_MEASURE))


def _send(
    given: kept.Publication,
    ground: Ground,
    sections: list[Section],
    canaries: Mapping[KeyType, list[bytes]],
    *,
    officer: Officer,
    means: Means,
) -> Published:
    facts = FilterFacts(
        holder=means.me.id,
        partner=given.partner,
        purpose=given.purpose,
        epoch=given.epoch,
        scheme=SCHEME_VERSION,
        valid_from=f"{given.created_at:%Y-%m-%dT%H:%M:%SZ}",
        valid_to=f"{given.valid_to:%Y-%m-%dT%H:%M:%SZ}",
        is_synthetic=ground.is_sample,
    )
    file = write(facts, sections)
    held = max(section.head.capacity for section in sections)
    honey = honey_file(facts, given, held, key_types=[KeyType(name) for name in given.key_types], means=means)
    blobs = (means.exchange.blobs.put(file), means.exchange.blobs.put(honey))
    body = {
        "epoch": given.epoch,
        "valid_to": facts.valid_to,
        "file": blobs[0].sha256,
        "honey": blobs[1].sha256,
        "canaries": {name.value: [item.hex() for item in items] for name, items in canaries.items()},
    }

    def keep(tx: Transaction, letter: Letter) -> None:
        kept.save_publication(tx, replace(given, files=tuple(blob.sha256 for blob in blobs)))
        means.trail.record(tx, _entry(given, ground, officer=officer, letter=letter))

    outgoing = Outgoing(LetterKind.HIT_INDEX, given.partner, body, blobs=blobs)
    delivery = means.exchange.call(ground, outgoing, wait_s=means.settings.wait_s, also=keep)
    return Published(
        partner=given.partner,
        epoch=given.epoch,
        valid_to=given.valid_to,
        file_bytes=len(file),
        keys={KeyType(section.head.key_type): section.head.capacity for section in sections},
        is_delivered=delivery.state.value == "applied",
        is_empty=False,
    )


def _entry(given: kept.Publication, ground: Ground, *, officer: Officer, letter: Letter) -> LogEntry:
    return LogEntry(
        event=Event.INDEX_PUBLISHED,
        actor=officer.id,
        role=officer.role.value,
        at=given.created_at,
        article=f"{ground.article.instrument} {ground.article.article}",
        purpose=given.purpose,
        partner=given.partner,
        facts={"epoch": given.epoch, "decision": ground.decision, "letter": letter.id},
    )
