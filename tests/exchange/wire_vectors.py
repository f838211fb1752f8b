"""Writes the golden vectors of docs/wire.md: `python -m tests.exchange.wire_vectors`. Synthetic.

Keys are Ed25519 from known seeds, so every token comes out the same; only the certificates are drawn once
and kept. A change in these files is a change of the wire format.
"""

import json
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.exchange.nodes import TERMS, identity_of

from trefpunt.crypto import SigningKey, canonical_json, sign
from trefpunt.exchange.agreements import sign_verdict
from trefpunt.exchange.documents import agreement_between, document_of, party_document
from trefpunt.exchange.invitation import Invitation
from trefpunt.exchange.letters import compose
from trefpunt.exchange.limits import Limits
from trefpunt.exchange.proofs import statement
from trefpunt.exchange.receipts import sign_receipt
from trefpunt.exchange.wire import LETTER_TYPE, RECEIPT_TYPE, STATE_TYPE, new_id
from trefpunt.model import Blob, Letter, LetterKind, Party, Receipt, ReceiptStatus, Verdict

FOLDER = Path(__file__).parents[1] / "vectors"
SEEDS = {"police.nl": bytes(range(32)), "police.be": bytes(range(32, 64))}
NOW = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)


def key_of(name: str) -> SigningKey:
    """Return the signing key of a node."""
    return SigningKey.from_seed(SEEDS[name])


def parties(kept: Mapping[str, Any]) -> dict[str, Party]:
    """Return both parties; what is random in them is taken from the vectors that exist."""
    found = {}
    for name in SEEDS:
        party = replace(
            identity_of(name, f"https://{name}.example:7400").party(),
            signing_key=key_of(name).public.to_jwk(),
            box_key=b64encode(SEEDS[name]).decode(),
        )
        old = next((item for item in kept.get("parties", []) if item["authority"]["id"] == name), None)
        found[name] = replace(party, tls_certificate=old["tls_certificate"]) if old else party
    return found


def letter_of(agreement: str, **changes: Any) -> Letter:
    """Return a letter in which every field is used."""
    letter = Letter(
        id=new_id(NOW, lambda n: b"\1" * n),
        conversation=new_id(NOW, lambda n: b"\2" * n),
        seq=1,
        prev="",
        sender="police.nl",
        receiver="police.be",
        agreement=agreement,
        kind=LetterKind.HIT_QUESTION,
        issued_at=NOW,
        expires_at=NOW + timedelta(days=3),
        body={"text": "Grüße, synthetic", "numbers": [1, 2.5, None, True]},
        article="sample-agreement 4",
        purpose="criminal_offences",
        case="cd" * 32,
        blobs=(Blob("ef" * 32, 12),),
    )
    return replace(letter, **changes)


def letters(agreement: str) -> dict[str, Any]:
    """Make letters that are right, and tokens that are not."""
    key, limits = key_of("police.nl"), Limits()
    right = {
        "first": compose(letter_of(agreement), key=key, limits=limits),
        "body as blob": compose(
            letter_of(agreement, id=new_id(NOW, lambda n: b"\3" * n), body={}),
            key=key,
            limits=limits,
            body_blob=Blob("ab" * 32, 300_000),
        ),
    }
    first = right["first"]
    void = letter_of(
        agreement,
        id=new_id(NOW, lambda n: b"\4" * n),
        kind=LetterKind.VOID,
        body={"letter": first.letter.id, "sha256": first.sha256, "reason": "expired"},
        article="",
        purpose="",
        case="",
        blobs=(),
    )
    right["void"] = compose(void, key=key, limits=limits)
    token = first.token
    payload = token.split(".")[1]
    return {
        "seed": SEEDS["police.nl"].hex(),
        "type": LETTER_TYPE,
        "right": [
            {"name": name, "token": made.token, "sha256": made.sha256, "length": len(made.token)}
            for name, made in right.items()
        ],
        "wrong": [
            {"name": "type of a receipt", "token": sign(key, _raw(payload), typ=RECEIPT_TYPE)},
            {"name": "other key", "token": sign(key_of("police.be"), _raw(payload), typ=LETTER_TYPE)},
            {"name": "no signature", "token": token.rsplit(".", 1)[0] + "."},
            {"name": "last character", "token": token[:-1] + ("A" if token[-1] != "A" else "Q")},
            {"name": "field too many", "token": _with(key, payload, extra="")},
            {"name": "clear case number", "token": _with(key, payload, case="PL-2026-000123")},
            {"name": "no milliseconds", "token": _with(key, payload, issued_at="2026-11-03T10:00:00Z")},
            {"name": "lives too long", "token": _with(key, payload, expires_at="2026-11-20T10:00:00.000Z")},
            {"name": "unknown kind", "token": _with(key, payload, kind="gossip")},
            {"name": "first with a predecessor", "token": _with(key, payload, prev="ab" * 32)},
        ],
    }


def receipts(letter: Mapping[str, Any], conversation: str, letter_id: str) -> dict[str, Any]:
    """Make a receipt of each status."""
    made = []
    for status, reason in (("stored", ""), ("applied", ""), ("refused", "handler_error")):
        said = Receipt(
            letter_id,
            letter["sha256"],
            conversation,
            1,
            "police.be",
            ReceiptStatus(status),
            NOW + timedelta(seconds=1),
            reason,
        )
        made.append(
            {"status": status, "reason": reason, "token": sign_receipt(said, key=key_of("police.be"))}
        )
    return {"seed": SEEDS["police.be"].hex(), "type": RECEIPT_TYPE, "right": made}


def main() -> None:
    """Write every file."""
    file = FOLDER / "wire-agreement.json"
    kept = json.loads(file.read_text())["document"] if file.exists() else {}
    both = parties(kept)
    agreement = agreement_between(both["police.nl"], both["police.be"], TERMS)
    verdicts = [
        sign_verdict(
            agreement.id, verdict, by=name, at=NOW, officers=(f"{name}-1", f"{name}-2"), key=key_of(name)
        )
        for name in SEEDS
        for verdict in (Verdict.ACCEPT, Verdict.REVOKE)
    ]
    said = statement(both["police.be"], to="ab" * 32, invitation="0a1b2c3d", nonce="cd" * 32)
    _write(
        "agreement",
        {
            "document": document_of(agreement),
            "canonical": canonical_json(document_of(agreement)).decode(),
            "id": agreement.id,
            "party_sha256_of": party_document(both["police.be"])["authority"]["id"],
            "pairing_statement": said.decode(),
            "seeds": {name: seed.hex() for name, seed in SEEDS.items()},
            "verdicts": [{"by": v.by, "verdict": v.verdict.value, "token": v.token} for v in verdicts],
        },
    )
    made = letters(agreement.id)
    _write("letter", made)
    first = letter_of(agreement.id)
    _write("receipt", receipts(made["right"][0], first.conversation, first.id))
    _write("state", {"seed": SEEDS["police.be"].hex(), "type": STATE_TYPE, "token": _state(made, first)})
    line = Invitation("https://police.nl.example:7400", "ab" * 32, "0a1b2c3d", "01234-56789").line
    _write("invitation", {"line": line, "fingerprint": "ab" * 32, "id": "0a1b2c3d", "code": "01234-56789"})


def _state(made: Mapping[str, Any], first: Letter) -> str:
    row = {
        "letter": first.id,
        "sha256": made["right"][0]["sha256"],
        "conversation": first.conversation,
        "seq": 1,
        "state": "applied",
    }
    page = {
        "v": 1,
        "by": "police.be",
        "to": "police.nl",
        "nonce": "cd" * 32,
        "at": "2026-11-03T10:00:02.000Z",
        "after": "",
        "until": "ffffffff-ffff-7fff-bfff-ffffffffffff",
        "received": [row],
        "sent": [],
    }
    return sign(key_of("police.be"), canonical_json(page), typ=STATE_TYPE)


def _raw(payload: str) -> bytes:
    return urlsafe_b64decode(payload + "=" * (-len(payload) % 4))


def _with(key: SigningKey, payload: str, **changes: Any) -> str:
    return sign(key, canonical_json({**json.loads(_raw(payload)), **changes}), typ=LETTER_TYPE)


def _write(name: str, value: Mapping[str, Any]) -> None:
    text = json.dumps({"source": "docs/wire.md", "synthetic": True, **value}, indent=1, ensure_ascii=False)
    (FOLDER / f"wire-{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
