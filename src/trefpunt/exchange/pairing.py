"""Pairing, the inviting side: a line goes out, a node comes with the code and proves its keys, once.

Nothing is signed here: both sides keep the same proposed agreement, and on each a second officer confirms it
(`Exchange.say`). A code is good once and for an hour, and dies at the third wrong try.
"""

import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from trefpunt.crypto import canonical_json, parse_strict_json
from trefpunt.errors import CryptoError, ExchangeError, InputError
from trefpunt.exchange.agreements import TextDifference, TextsDiffer, differences
from trefpunt.exchange.documents import (
    agreement_between,
    document_text,
    parse_document,
    party_document,
    read_party,
)
from trefpunt.exchange.invitation import Invitation, Terms, new_code
from trefpunt.exchange.means import ExchangeMeans
from trefpunt.exchange.proofs import box_not_proven, challenge, check_proofs, open_challenge, prove, statement
from trefpunt.exchange.wire import HASH, read_object, read_text, read_version, sha256_hex
from trefpunt.model import Event, LogEntry
from trefpunt.sentence import Sentence
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import exchange as kept

PROPOSE: Mapping[str, type] = {
    "v": int,
    "step": str,
    "invitation": str,
    "code": str,
    "party": dict,
    "is_sample": bool,
    "texts": dict,
    "nonce": str,
    "proofs": dict,
}
PROVE: Mapping[str, type] = {
    "v": int,
    "step": str,
    "invitation": str,
    "code": str,
    "agreement": str,
    "opened": str,
    "challenge": str,
}
_OPEN, _USED, _DONE, _DEAD = "open", "used", "done", "dead"
_NONCE_BYTES = 32


def invite(terms: Terms, *, officer: str, means: ExchangeMeans) -> Invitation:
    """Make an invitation under these terms.

    Raises:
        TextsDiffer: the terms rely on a text that this node has not in this version.
        InputError: the terms have another shape.
    """
    if found := differences(means.texts(), terms.texts):
        raise TextsDiffer(found)
    me, now = means.identity, means.clock()
    expires_at = now + timedelta(seconds=means.limits.invitation_lives_s)
    made = Invitation(
        me.url, me.certificate.fingerprint, means.rng(4).hex(), new_code(means.rng), terms, expires_at
    )
    text = canonical_json(terms.document(is_sample=me.is_sample)).decode()
    with means.ledger.write() as tx:
        kept.add_invitation(
            tx, kept.StoredInvitation(made.id, _hashed(made.id, made.code), text, officer, expires_at)
        )
        _log(tx, Event.AGREEMENT_PROPOSED, officer, {"invitation": made.id}, means=means)
    return made


def on_pair(payload: bytes, *, means: ExchangeMeans) -> tuple[int, dict[str, Any]]:
    """Answer a node that was invited: first its party and proofs, then its box."""
    try:
        said = parse_strict_json(payload, max_bytes=means.limits.pairing_bytes)
        step = said.get("step") if isinstance(said, dict) else None
        found = read_object("pairing", said, PROPOSE if step == "propose" else PROVE)
        read_version(found["v"])
        return 200, _propose(found, means=means) if step == "propose" else _prove(found, means=means)
    except TextsDiffer as no:
        return 409, _no(no.code, no.differences)
    except InputError:
        return 400, _no("malformed")
    except (ExchangeError, CryptoError) as no:
        return 403, _no(no.code)


def _propose(found: dict[str, Any], *, means: ExchangeMeans) -> dict[str, Any]:
    party = read_party(found["party"])
    invitation = _entered(found, states=(_OPEN,), means=means)
    if found["is_sample"] is not means.identity.is_sample:
        raise refused("sample_with_live")
    terms = parse_strict_json(invitation.terms.encode(), max_bytes=means.limits.pairing_bytes)
    relied_on = {text["name"]: text["hash"] for text in terms["texts"]}
    if unlike := differences(found["texts"], relied_on):
        raise TextsDiffer(unlike)
    me, nonce = means.identity, read_text("pairing.nonce", found["nonce"], shape=HASH)
    said = statement(party, to=me.certificate.fingerprint, invitation=invitation.id, nonce=nonce)
    check_proofs(party, found["proofs"], said)
    agreement, own_nonce = agreement_between(me.party(), party, terms), means.rng(_NONCE_BYTES)
    with means.ledger.write() as tx:
        kept.save_invitation(
            tx,
            replace(invitation, state=_USED, challenge=own_nonce.hex(), agreement=document_text(agreement)),
        )
    mine = statement(me.party(), to=party.authority.id, invitation=invitation.id, nonce=nonce)
    return {
        "v": 1,
        "party": party_document(me.party()),
        "terms": terms,
        "proofs": prove(me, mine),
        "challenge": challenge(party, own_nonce, invitation=invitation.id),
    }


def _prove(found: dict[str, Any], *, means: ExchangeMeans) -> dict[str, Any]:
    invitation = _entered(found, states=(_USED,), means=means)
    agreement = parse_document(invitation.agreement)
    is_open = hmac.compare_digest(invitation.challenge.encode(), found["opened"].encode())
    if not is_open or agreement.id != found["agreement"]:
        raise box_not_proven()
    opened = open_challenge(means.identity, found["challenge"], invitation=invitation.id)
    with means.ledger.write() as tx:
        means.agreements.propose(tx, agreement, officer=invitation.officer)
        kept.save_invitation(tx, replace(invitation, state=_DONE, challenge=""))
    return {"v": 1, "opened": opened, "agreement": agreement.id}


def _entered(
    found: dict[str, Any], *, states: tuple[str, ...], means: ExchangeMeans
) -> kept.StoredInvitation:
    """Find the invitation and check its code; a wrong one is counted even though it is refused."""
    with means.ledger.read() as tx:
        # A stranger who guesses makes this node write nothing.
        if kept.invitation(tx, found["invitation"][:16]) is None:
            raise refused("unknown_invitation")
    with means.ledger.write() as tx:
        invitation = kept.invitation(tx, found["invitation"][:16])
        no = _why_closed(invitation, states, means=means)
        if invitation is None or no:
            raise refused(no or "unknown_invitation")
        if hmac.compare_digest(invitation.code_hash, _hashed(invitation.id, found["code"])):
            return invitation
        tries = invitation.wrong_tries + 1
        state = _DEAD if tries >= means.limits.invitation_tries else invitation.state
        kept.save_invitation(tx, replace(invitation, wrong_tries=tries, state=state))
        facts = {"alarm": "wrong_pairing_code", "invitation": invitation.id, "tries": str(tries)}
        _log(tx, Event.ALARM, means.identity.id, facts, means=means)
    raise refused("wrong_code")


def _why_closed(
    invitation: kept.StoredInvitation | None, states: tuple[str, ...], *, means: ExchangeMeans
) -> str:
    if invitation is None:
        return "unknown_invitation"
    if invitation.state == _DEAD:
        return "invitation_dead"
    if invitation.expires_at <= means.clock():
        return "invitation_expired"
    return "" if invitation.state in states else "invitation_used"


def refused(code: str) -> ExchangeError:
    """Return the error of a pairing that did not come about."""
    seen, advice = _SAID.get(code, _REFUSED)
    error = ExchangeError("{seen}", hint="{advice}", seen=seen, advice=advice)
    error.code = code
    return error


def _hashed(invitation_id: str, code: str) -> str:
    return sha256_hex(f"trefpunt invitation v1 {invitation_id} {code}".encode())


def _no(code: str, unlike: tuple[TextDifference, ...] = ()) -> dict[str, Any]:
    rows = [{"name": row.name, "ours": row.ours, "theirs": row.theirs} for row in unlike]
    return {"v": 1, "code": code, "differences": rows}


def _log(
    tx: Transaction, event: Event, actor: str, facts: Mapping[str, str], *, means: ExchangeMeans
) -> None:
    means.trail.record(tx, LogEntry(event, actor, "", means.clock(), facts=facts))


_REFUSED = (
    Sentence("the other node refused"),
    Sentence("ask its system manager for the code in its log"),
)
_NEW = Sentence("ask for a new invitation")
_SAID: Mapping[str, tuple[Sentence, Sentence]] = {
    "unknown_invitation": (Sentence("the other node knows no such invitation"), _NEW),
    "invitation_dead": (Sentence("the invitation died of too many wrong codes"), _NEW),
    "invitation_expired": (Sentence("the invitation has expired"), _NEW),
    "invitation_used": (Sentence("the invitation was used before"), _NEW),
    "wrong_code": (
        Sentence("the code is wrong"),
        Sentence("copy the whole line again; three wrong codes end an invitation"),
    ),
    "unknown_key": (
        Sentence("a key was not proven"),
        Sentence("run `trefpunt doctor` on both nodes, then invite again"),
    ),
    "malformed": (
        Sentence("the other node did not understand"),
        Sentence("bring both nodes to the same version"),
    ),
    "sample_with_live": (
        Sentence("a sample node and a live node cannot make an agreement"),
        Sentence("sample nodes talk to sample nodes only, for ever"),
    ),
}
