"""An agreement as the one canonical document that both parties hash and sign."""

from base64 import b64decode
from binascii import Error as BinasciiError
from functools import lru_cache
from typing import Any

from trefpunt.crypto import VerifyKey, canonical_json, parse_strict_json
from trefpunt.crypto.certificates import fingerprint, name_in
from trefpunt.crypto.notes import NoteKind, NoteVerifier
from trefpunt.errors import ExchangeError
from trefpunt.exchange.wire import NAME, odd, read_day, read_object, read_text, read_version, sha256_hex
from trefpunt.model import Agreement, Authority, AuthorityKind, Budget, Country, Party
from trefpunt.sentence import Sentence

MAX_BYTES = 256 * 1024
_PARTY = {
    "authority": dict,
    "url": str,
    "signing_key": dict,
    "tls_certificate": str,
    "log_key": str,
    "witness_key": str,
    "box_key": str,
}
_DOCUMENT = {
    "v": int,
    "parties": list,
    "texts": list,
    "purposes": list,
    "budgets": list,
    "valid_from": str,
    "valid_to": str,
    "is_sample": bool,
}


def agreement_between(one: Party, other: Party, terms: dict[str, Any]) -> Agreement:
    """Make the agreement of two parties under these terms; who comes first makes no difference.

    Raises:
        InputError: the terms have another shape.
        ExchangeError: both parties are the same authority.
    """
    parties = sorted((one, other), key=lambda party: party.authority.id)
    return read_document({"v": 1, "parties": [party_document(party) for party in parties], **terms})


def document_of(agreement: Agreement) -> dict[str, Any]:
    """Return the document of an agreement, without its id."""
    return {"v": 1, "parties": [party_document(party) for party in agreement.parties], **terms_of(agreement)}


def terms_of(agreement: Agreement) -> dict[str, Any]:
    """Return everything that was agreed, apart from who the parties are."""
    return {
        "texts": [{"name": name, "hash": digest} for name, digest in agreement.texts],
        "purposes": list(agreement.purposes),
        "budgets": [{"key_type": b.key_type, "slots_a_day": b.slots_a_day} for b in agreement.budgets],
        "valid_from": agreement.valid_from.isoformat(),
        "valid_to": agreement.valid_to.isoformat(),
        "is_sample": agreement.is_sample,
    }


def document_text(agreement: Agreement) -> str:
    """Return the canonical JSON that is hashed, signed and kept."""
    return canonical_json(document_of(agreement)).decode()


@lru_cache(maxsize=256)
def parse_document(text: str) -> Agreement:
    """Read an agreement that was kept; the same text always gives the same, so it is read once.

    Raises:
        InputError: it has another shape.
    """
    return read_document(parse_strict_json(text.encode(), max_bytes=MAX_BYTES))


def read_document(value: object) -> Agreement:
    """Read the document of an agreement; its id is the hash of its canonical form.

    Raises:
        InputError: it has another shape, or its lists are not sorted.
        ExchangeError: both parties are the same authority.
    """
    found = read_object("agreement", value, _DOCUMENT)
    read_version(found["v"])
    parties = [read_party(item) for item in found["parties"]]
    names = [party.authority.id for party in parties]
    if len(parties) != 2 or names != sorted(names):
        raise odd("agreement.parties", Sentence("two, in the order of their names"))
    if names[0] == names[1]:
        raise ExchangeError(
            "a node cannot make an agreement with itself", hint="invite another authority's node"
        )
    valid_from, valid_to = (read_day(name, found[name]) for name in ("valid_from", "valid_to"))
    if valid_to < valid_from:
        raise odd("agreement.valid_to", Sentence("a date that is not before valid_from"))
    return Agreement(
        id=sha256_hex(canonical_json(found)),
        parties=(parties[0], parties[1]),
        texts=_texts(found["texts"]),
        purposes=_purposes(found["purposes"]),
        budgets=_budgets(found["budgets"]),
        valid_from=valid_from,
        valid_to=valid_to,
        is_sample=found["is_sample"],
    )


def party_document(party: Party) -> dict[str, Any]:
    """Return one party as it stands in the document."""
    authority = party.authority
    return {
        "authority": {
            "id": authority.id,
            "kind": authority.kind.value,
            "country": authority.country.value,
            "name": authority.name,
        },
        "url": party.url,
        "signing_key": dict(party.signing_key),
        "tls_certificate": party.tls_certificate,
        "log_key": party.log_key,
        "witness_key": party.witness_key,
        "box_key": party.box_key,
    }


def read_party(value: object) -> Party:
    """Read one party; each of its keys is usable and its certificate bears its name.

    Raises:
        InputError: a field or a key has another shape.
    """
    found = read_object("party", value, _PARTY)
    authority = _authority(found["authority"])
    if not found["url"].startswith("https://") or len(found["url"]) > 200:
        raise odd("party.url", Sentence("an address that begins with https://"))
    VerifyKey.from_jwk(found["signing_key"])
    for name, kind in (("log", NoteKind.ED25519), ("witness", NoteKind.COSIGNATURE)):
        verifier = NoteVerifier.parse(found[f"{name}_key"])
        # In its own name: nobody may have another's log cosigned.
        if verifier.kind is not kind or verifier.name != f"{authority.id}/{name}":
            raise odd(
                f"party.{name}_key",
                Sentence("a verifier key of its kind named {id}/{name}", id=authority.id, name=name),
            )
    if name_in(certificate_of(found["tls_certificate"])) != authority.id:
        raise odd("party.tls_certificate", Sentence("a certificate in the party's own name"))
    if len(_base64("party.box_key", found["box_key"])) != 32:
        raise odd("party.box_key", Sentence("32 bytes in base64"))
    return Party(authority=authority, **{name: found[name] for name in _PARTY if name != "authority"})


def certificate_of(text: str) -> bytes:
    """Return the DER of a party's certificate."""
    return _base64("party.tls_certificate", text)


def party_fingerprint(party: Party) -> str:
    """Return the fingerprint that pins the party's certificate."""
    return fingerprint(certificate_of(party.tls_certificate))


def box_key_of(party: Party) -> bytes:
    """Return the X25519 public key of a party."""
    return _base64("party.box_key", party.box_key)


def _authority(value: object) -> Authority:
    found = read_object("authority", value, {"id": str, "kind": str, "country": str, "name": str})
    try:
        return Authority(
            id=read_text("authority.id", found["id"], shape=NAME),
            kind=AuthorityKind(found["kind"]),
            country=Country(found["country"]),
            name=read_text("authority.name", found["name"]),
        )
    except ValueError as error:
        raise odd("authority", Sentence("a kind and a country that this version knows")) from error


def _texts(items: list[Any]) -> tuple[tuple[str, str], ...]:
    pairs = [read_object("text", item, {"name": str, "hash": str}) for item in items]
    texts = tuple(
        (read_text("text.name", pair["name"]), read_text("text.hash", pair["hash"])) for pair in pairs
    )
    if list(texts) != sorted(dict(texts).items()):
        raise odd("agreement.texts", Sentence("each text once, sorted by name"))
    return texts


def _purposes(items: list[Any]) -> tuple[str, ...]:
    if any(not isinstance(item, str) for item in items) or items != sorted(set(items)):
        raise odd("agreement.purposes", Sentence("each purpose once, sorted"))
    return tuple(read_text("purpose", item, longest=64) for item in items)


def _budgets(items: list[Any]) -> tuple[Budget, ...]:
    rows = [read_object("budget", item, {"key_type": str, "slots_a_day": int}) for item in items]
    names = [read_text("budget.key_type", row["key_type"], longest=16) for row in rows]
    if names != sorted(set(names)) or any(row["slots_a_day"] < 0 for row in rows):
        raise odd(
            "agreement.budgets", Sentence("each key type once, sorted, with a number that is not negative")
        )
    return tuple(Budget(row["key_type"], row["slots_a_day"]) for row in rows)


def _base64(name: str, text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (BinasciiError, ValueError) as error:
        raise odd(name, Sentence("base64")) from error
