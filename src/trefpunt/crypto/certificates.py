"""Certificates of nodes, and the TLS 1.3 contexts that accept exactly the partner and nobody else.

There is no authority above the nodes: each makes its own certificate, the agreement names its fingerprint,
and that one certificate is the only anchor a connection is checked against. The name in it is for people.
"""

import hashlib
import secrets
import ssl
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from trefpunt.crypto.keys import Algorithm, SigningKey, VerifyKey
from trefpunt.errors import InputError

# Clocks of partners may be wrong; the agreement says from when a key counts, not the certificate.
BACKDATED = timedelta(days=1)
_MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 - the file in it is encrypted and lives for a moment

_KEY_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True, slots=True)
class NodeCertificate:
    """A self-signed certificate (DER) and the private key it belongs to."""

    der: bytes
    key: SigningKey

    @property
    def fingerprint(self) -> str:
        """The fingerprint that is compared when two nodes pair."""
        return fingerprint(self.der)


def make_certificate(
    node_id: str, *, issued_at: datetime, valid_days: int, key: SigningKey | None = None
) -> NodeCertificate:
    """Make the certificate a node shows to its partners.

    Args:
        node_id: stands in the certificate as its name, 1 to 64 characters.
        issued_at: UTC; validity begins a day earlier, because clocks differ.
        valid_days: from `issued_at`; partners must be given the next one before it ends.
        key: used for TLS and for nothing else; P-256 if none is given.
    """
    if not 1 <= len(node_id) <= 64 or valid_days < 1:
        raise InputError(
            "a certificate cannot be made", hint="expected a name of 1 to 64 characters and a day or more"
        )
    own = SigningKey.generate(Algorithm.ES256) if key is None else key
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, node_id)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(own.public.key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(issued_at - BACKDATED)
        .not_valid_after(issued_at + timedelta(days=valid_days))
    )
    for extension, is_critical in _extensions(own.public):
        builder = builder.add_extension(extension, critical=is_critical)
    digest = hashes.SHA256() if own.public.algorithm is Algorithm.ES256 else None
    made = builder.sign(own.key, digest)
    return NodeCertificate(made.public_bytes(serialization.Encoding.DER), own)


def fingerprint(der: bytes) -> str:
    """Return the SHA-256 of a whole certificate as 64 hex digits."""
    return hashlib.sha256(der).hexdigest()


def spki_sha256(der: bytes) -> str:
    """Return the SHA-256 of the public key in a certificate; it survives a renewal with the same key."""
    spki = (
        _load(der)
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return hashlib.sha256(spki).hexdigest()


def name_in(der: bytes) -> str:
    """Return the node id that a certificate claims; compare its fingerprint before you believe it."""
    names = _load(der).subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    if len(names) != 1:
        raise _unreadable()
    return str(names[0].value)


def server_context(own: NodeCertificate, trusted: Iterable[bytes]) -> ssl.SSLContext:
    """Return the context of a node's door: partners show their certificate, browsers may show none.

    A connection without a certificate has no peer certificate afterwards; the door must look. One with a
    certificate that is not among `trusted` (DER) does not come about.
    """
    context = _context(ssl.PROTOCOL_TLS_SERVER, own)
    context.verify_mode = ssl.CERT_OPTIONAL
    # Every connection is a full handshake: a ticket would let a partner whose agreement ended come back.
    context.num_tickets = 0
    _trust(context, tuple(trusted))
    return context


def client_context(own: NodeCertificate, peer_der: bytes) -> ssl.SSLContext:
    """Return the context for calling one partner: it must show exactly `peer_der`, whatever its address."""
    context = _context(ssl.PROTOCOL_TLS_CLIENT, own)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    _trust(context, (peer_der,))
    return context


def _context(protocol: int, own: NodeCertificate) -> ssl.SSLContext:
    context = ssl.SSLContext(protocol)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.options |= ssl.OP_NO_TICKET | ssl.OP_NO_COMPRESSION
    _load_own(context, own)
    return context


def _load_own(context: ssl.SSLContext, own: NodeCertificate) -> None:
    # OpenSSL reads the key from a file only. It is written encrypted, under a passphrase that lives in
    # memory for this call, so that no clear key ever reaches a disk.
    passphrase = secrets.token_hex(32)
    pem = _load(own.der).public_bytes(serialization.Encoding.PEM) + own.key.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )
    folder = _MEMORY_FOLDER if _MEMORY_FOLDER.is_dir() else None
    with tempfile.NamedTemporaryFile(dir=folder, prefix="trefpunt-") as file:
        file.write(pem)
        file.flush()
        context.load_cert_chain(file.name, password=passphrase)


def _trust(context: ssl.SSLContext, ders: tuple[bytes, ...]) -> None:
    anchors = b"".join(_load(der).public_bytes(serialization.Encoding.PEM) for der in ders)
    if anchors:
        context.load_verify_locations(cadata=anchors.decode())


def _extensions(public: VerifyKey) -> list[tuple[x509.ExtensionType, bool]]:
    usage = dict.fromkeys(_KEY_USAGES, False) | {"digital_signature": True}
    return [
        # Not an authority: with a stolen key nobody can make further certificates that partners accept.
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (x509.KeyUsage(**usage), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]), False),
        (x509.SubjectKeyIdentifier.from_public_key(public.key), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(public.key), False),
    ]


def _load(der: bytes) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(der)
    except ValueError as error:
        raise _unreadable() from error


def _unreadable() -> InputError:
    return InputError("a certificate cannot be read", hint="expected the DER bytes of one node certificate")
