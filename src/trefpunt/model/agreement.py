"""Agreements: what two nodes sign before anything flows between them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from trefpunt.model.authority import Authority


class Verdict(StrEnum):
    """What a signature under an agreement says."""

    ACCEPT = "accept"
    REJECT = "reject"
    REVOKE = "revoke"


class AgreementState(StrEnum):
    """Where an agreement stands today."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    REJECTED = "rejected"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Party:
    """One side: the authority, where its node listens, and its public keys.

    Attributes:
        url: the base address of the node-to-node listener, such as https://127.0.0.1:7411.
        signing_key: public JWK of the letters.
        tls_certificate: the node's self-signed certificate, base64 of its DER.
        log_key: verifier key of the log, in the form of C2SP signed notes.
        witness_key: verifier key of its cosignatures, in the same form.
        box_key: X25519 public key for what is sealed to this node, base64.
    """

    authority: Authority
    url: str
    signing_key: dict[str, str]
    tls_certificate: str
    log_key: str
    witness_key: str
    box_key: str


@dataclass(frozen=True, slots=True)
class Budget:
    """How many slots of a key type a partner may have evaluated in a day."""

    key_type: str
    slots_a_day: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who works with whom, relying on which texts, for which purposes, how much and until when.

    Attributes:
        id: hex SHA-256 of the canonical JSON of everything else.
        texts: treaty texts relied on, each with the hash of its policy, sorted by name.
        is_sample: sample nodes talk to sample nodes only, for ever.
    """

    id: str
    parties: tuple[Party, Party]
    texts: tuple[tuple[str, str], ...]
    purposes: tuple[str, ...]
    budgets: tuple[Budget, ...]
    valid_from: date
    valid_to: date
    is_sample: bool


@dataclass(frozen=True, slots=True)
class AgreementSignature:
    """One party's signed verdict over the agreement's hash; `token` is the JWS."""

    agreement: str
    by: str
    verdict: Verdict
    signed_at: datetime
    officers: tuple[str, ...] = field(default_factory=tuple)
    token: str = ""
