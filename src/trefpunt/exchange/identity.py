"""Who this node is towards its partners: the authority, its address and its private keys."""

from base64 import b64encode
from dataclasses import dataclass, field

from trefpunt.crypto import NodeCertificate, SigningKey
from trefpunt.model import Authority, Party


@dataclass(frozen=True, slots=True)
class Identity:
    """One node as itself. TLS, letters, log, cosignatures and box have a key each; none has two uses.

    Attributes:
        log: the key of the log, `log_key` its verifier key as C2SP signed notes write it.
        witness: the key of cosignatures, `witness_key` the same for it.
        box: X25519 private key; `box_key` is its public half.
        is_sample: sample nodes talk to sample nodes only, for ever.
    """

    authority: Authority
    url: str
    signing: SigningKey
    certificate: NodeCertificate
    log: SigningKey
    log_key: str
    witness: SigningKey
    witness_key: str
    box: bytes = field(repr=False)
    box_key: bytes
    is_sample: bool

    @property
    def id(self) -> str:
        """The node's name everywhere."""
        return self.authority.id

    def party(self) -> Party:
        """Return what partners are told, and what stands in agreements."""
        return Party(
            authority=self.authority,
            url=self.url,
            signing_key=self.signing.public.to_jwk(),
            tls_certificate=b64encode(self.certificate.der).decode(),
            log_key=self.log_key,
            witness_key=self.witness_key,
            box_key=b64encode(self.box_key).decode(),
        )
