"""Pairing, the invited side: knock with the code, prove the own keys, have the other's proven, keep both."""

import hmac
from typing import Any

from trefpunt.crypto import canonical_json, parse_strict_json
from trefpunt.errors import ExchangeError, InputError
from trefpunt.exchange.agreements import TextDifference, TextsDiffer, differences
from trefpunt.exchange.documents import agreement_between, party_document, party_fingerprint, read_party
from trefpunt.exchange.invitation import Invitation, parse_invitation
from trefpunt.exchange.means import ExchangeMeans
from trefpunt.exchange.pairing import refused
from trefpunt.exchange.peers import Peer
from trefpunt.exchange.proofs import box_not_proven, challenge, check_proofs, open_challenge, prove, statement
from trefpunt.exchange.wire import read_object, read_version
from trefpunt.model import Agreement, Party

_ANSWER_BYTES = 256 * 1024
_PROPOSED = {"v": int, "party": dict, "terms": dict, "proofs": dict, "challenge": str}
_PROVEN = {"v": int, "opened": str, "agreement": str}
_REFUSED = {"v": int, "code": str, "differences": list}


def accept(line: str, *, officer: str, means: ExchangeMeans) -> Peer:
    """Answer an invitation; afterwards both nodes hold the same proposed agreement.

    Args:
        officer: who accepts; another officer of this node must confirm it.

    Raises:
        ExchangeError: with the code of what is wrong: the line, the code, its time, a key, another nature.
        TextsDiffer: this node has not the treaty texts relied on, text by text.
        PeerUnreachable: the inviting node does not answer.
    """
    invitation, me, nonce = parse_invitation(line), means.identity, means.rng(32).hex()
    said = statement(me.party(), to=invitation.fingerprint, invitation=invitation.id, nonce=nonce)
    answer = _ask(
        invitation,
        {
            "step": "propose",
            "party": party_document(me.party()),
            "is_sample": me.is_sample,
            "texts": dict(means.texts()),
            "nonce": nonce,
            "proofs": prove(me, said),
        },
        _PROPOSED,
        means=means,
    )
    party = _proven_party(answer, invitation, nonce, means=means)
    agreement = agreement_between(me.party(), party, _terms(answer["terms"], means=means))
    _exchange_boxes(answer["challenge"], party, agreement, invitation, means=means)
    with means.ledger.write() as tx:
        return means.agreements.propose(tx, agreement, officer=officer)


def _proven_party(
    answer: dict[str, Any], invitation: Invitation, nonce: str, *, means: ExchangeMeans
) -> Party:
    party = read_party(answer["party"])
    if party_fingerprint(party) != invitation.fingerprint:
        raise refused("unknown_key")
    said = statement(party, to=means.identity.id, invitation=invitation.id, nonce=nonce)
    check_proofs(party, answer["proofs"], said)
    return party


def _terms(terms: dict[str, Any], *, means: ExchangeMeans) -> dict[str, Any]:
    texts = terms.get("texts")
    if not isinstance(texts, list):
        raise refused("malformed")
    relied_on = {str(text.get("name")): str(text.get("hash")) for text in texts if isinstance(text, dict)}
    if unlike := differences(means.texts(), relied_on):
        raise TextsDiffer(unlike)
    if terms.get("is_sample") is not means.identity.is_sample:
        raise refused("sample_with_live")
    return terms


def _exchange_boxes(
    sealed: str, party: Party, agreement: Agreement, invitation: Invitation, *, means: ExchangeMeans
) -> None:
    nonce = means.rng(32)
    answer = _ask(
        invitation,
        {
            "step": "prove",
            "agreement": agreement.id,
            "opened": open_challenge(means.identity, sealed, invitation=invitation.id),
            "challenge": challenge(party, nonce, invitation=invitation.id),
        },
        _PROVEN,
        means=means,
    )
    if (
        not hmac.compare_digest(answer["opened"].encode(), nonce.hex().encode())
        or answer["agreement"] != agreement.id
    ):
        raise box_not_proven()


def _ask(
    invitation: Invitation, said: dict[str, Any], fields: dict[str, type], *, means: ExchangeMeans
) -> dict[str, Any]:
    payload = {"v": 1, "invitation": invitation.id, "code": invitation.code, **said}
    status, body = means.transport.pair(invitation.url, invitation.fingerprint, canonical_json(payload))
    try:
        found = parse_strict_json(body, max_bytes=_ANSWER_BYTES)
        if status == 200:
            answer = read_object("pairing", found, fields)
            read_version(answer["v"])
            return answer
        no = read_object("pairing", found, _REFUSED)
    except InputError as error:
        raise refused("malformed") from error
    if no["code"] == TextsDiffer.code:
        raise TextsDiffer(_unlike(no["differences"]))
    raise refused(no["code"])


def _unlike(rows: list[Any]) -> tuple[TextDifference, ...]:
    """Read the differences; the inviting node writes them as this node sees them."""
    try:
        read = [read_object("difference", row, {"name": str, "ours": str, "theirs": str}) for row in rows]
    except InputError as error:
        raise ExchangeError("the treaty texts of the two nodes differ", hint="compare versions") from error
    return tuple(TextDifference(row["name"], row["ours"], row["theirs"]) for row in read)
