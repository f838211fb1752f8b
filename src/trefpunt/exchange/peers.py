"""A partner as this node knows it: from an agreement, with pinned keys and where the agreement stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from trefpunt.crypto import VerifyKey
from trefpunt.errors import AgreementLapsed
from trefpunt.exchange.documents import box_key_of, certificate_of, party_fingerprint
from trefpunt.model import Agreement, AgreementState, Authority, Party, Verdict

_LAPSED = {
    AgreementState.PROPOSED: "the agreement with {id} is not yet signed by both",
    AgreementState.NOT_YET_VALID: "the agreement with {id} is not yet valid",
    AgreementState.EXPIRED: "the agreement with {id} has expired",
    AgreementState.REJECTED: "the agreement with {id} was rejected",
    AgreementState.REVOKED: "the agreement with {id} was revoked",
    AgreementState.IN_FORCE: "the agreement with {id} stands",
}


@dataclass(frozen=True, slots=True)
class Peer:
    """The other party of one agreement.

    Attributes:
        verdicts: who has said what: (authority, verdict).
        trusted: keys that may sign its letters, by thumbprint: that of this agreement.
    """

    agreement: Agreement
    party: Party
    verdicts: frozenset[tuple[str, Verdict]] = frozenset()
    trusted: Mapping[str, VerifyKey] = field(default_factory=dict)

    @property
    def authority(self) -> Authority:
        """Who it is."""
        return self.party.authority

    @property
    def id(self) -> str:
        """Its node's name."""
        return self.party.authority.id

    @property
    def url(self) -> str:
        """Where its node listens."""
        return self.party.url

    @property
    def certificate(self) -> bytes:
        """Its pinned certificate (DER)."""
        return certificate_of(self.party.tls_certificate)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of its pinned certificate."""
        return party_fingerprint(self.party)

    @property
    def box_key(self) -> bytes:
        """Its X25519 public key, for what is sealed to it."""
        return box_key_of(self.party)

    def state(self, on: date) -> AgreementState:
        """Tell where the agreement stands on a day; one revocation is enough, and nothing undoes it."""
        said = {verdict for _, verdict in self.verdicts}
        if Verdict.REVOKE in said:
            return AgreementState.REVOKED
        if Verdict.REJECT in said:
            return AgreementState.REJECTED
        names = {party.authority.id for party in self.agreement.parties}
        if {by for by, verdict in self.verdicts if verdict is Verdict.ACCEPT} != names:
            return AgreementState.PROPOSED
        if on < self.agreement.valid_from:
            return AgreementState.NOT_YET_VALID
        return AgreementState.EXPIRED if on > self.agreement.valid_to else AgreementState.IN_FORCE

    def is_in_force(self, on: date) -> bool:
        """Tell whether letters may flow under the agreement on a day."""
        return self.state(on) is AgreementState.IN_FORCE

    def why_not(self, on: date) -> str:
        """Return the code of what keeps the agreement from being in force; empty when nothing does."""
        state = self.state(on)
        return "" if state is AgreementState.IN_FORCE else f"agreement_{state.value}"

    def lapsed(self, on: date) -> AgreementLapsed:
        """Return the error that says why nothing flows."""
        state = self.state(on)
        error = AgreementLapsed(
            _LAPSED[state],
            hint="make a new one with `trefpunt invite`"
            if state in (AgreementState.EXPIRED, AgreementState.REVOKED, AgreementState.REJECTED)
            else "look at it with `trefpunt agreements`",
            id=self.id,
        )
        error.code = self.why_not(on) or error.code
        return error


def peer_of(agreement: Agreement, me: str, verdicts: Sequence[tuple[str, Verdict]] = ()) -> Peer:
    """Return the party of an agreement that is not this node."""
    party = next(party for party in agreement.parties if party.authority.id != me)
    key = VerifyKey.from_jwk(party.signing_key)
    return Peer(agreement, party, frozenset(verdicts), {key.thumbprint: key})
