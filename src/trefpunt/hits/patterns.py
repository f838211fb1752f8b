"""Finding enumeration at home: only the asking node sees what its own officers ask.

Somebody who tries numbers one after another asks for neighbours. Each national number, document or plate
leaves a keyed hash of itself and of all but its last three characters; many different ones of one area by one
officer in a day are told to the protection officers of both sides. The same number asked again, or of several
partners, counts once. This stops a curious officer, not a dishonest node.
"""

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from trefpunt.exchange import Outgoing
from trefpunt.hits.means import Means
from trefpunt.model import Event, KeyType, LetterKind, LogEntry, MatchKey
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger.budgets import count_neighbour

_NUMBERS = frozenset(
    {KeyType.NATIONAL_NUMBER, KeyType.DOCUMENT_NUMBER, KeyType.DRIVING_LICENCE, KeyType.ENTERPRISE_NUMBER}
)
_LOOSE_CHARACTERS = 3
TOO_MANY_NEIGHBOURS = 5


def note_neighbourhood(
    tx: Transaction,
    keys: Mapping[KeyType, Sequence[MatchKey]],
    *,
    officer: str,
    partner: str,
    means: Means,
) -> None:
    """Count the areas of the numbers asked; on the fifth of one area today, tell both protection officers."""
    now = means.clock()
    day = now.date().isoformat()
    for key_type in sorted(_NUMBERS & keys.keys()):
        for key in keys[key_type]:
            itself = _hidden(means.case_key, "number", key, key.value)
            if count_neighbour(tx, day=day, officer=officer, area=itself) > 1:
                continue
            area = _hidden(means.case_key, "area", key, key.value[:-_LOOSE_CHARACTERS])
            if count_neighbour(tx, day=day, officer=officer, area=area) == TOO_MANY_NEIGHBOURS:
                _tell(tx, officer=officer, partner=partner, means=means, now=now)


def _hidden(secret: bytes, label: str, key: MatchKey, value: str) -> str:
    said = f"{label}|{key.type.value}|{key.country}|{value}"
    return hmac.new(secret, said.encode(), sha256).hexdigest()


def _tell(tx: Transaction, *, officer: str, partner: str, means: Means, now: datetime) -> None:
    means.trail.record(
        tx,
        LogEntry(
            event=Event.ALARM,
            actor=officer,
            role="",
            at=now,
            partner=partner,
            facts={"pattern": "enumeration", "numbers": str(TOO_MANY_NEIGHBOURS)},
        ),
    )
    body = {"notice": "enumeration", "count": TOO_MANY_NEIGHBOURS}
    means.exchange.post(tx, None, Outgoing(LetterKind.NOTICE, partner, body))
