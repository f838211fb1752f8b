"""Certificates and TLS contexts, over real sockets on loopback."""

import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from trefpunt.crypto import certificates
from trefpunt.crypto.certificates import (
    NodeCertificate,
    client_context,
    fingerprint,
    make_certificate,
    name_in,
    server_context,
    spki_sha256,
)
from trefpunt.crypto.keys import Algorithm, SigningKey
from trefpunt.errors import InputError

# OpenSSL reads the clock of the machine, so these certificates are made for now.
NOW = datetime.now(UTC)


def _certificate(name: str, algorithm: Algorithm = Algorithm.ES256) -> NodeCertificate:
    return make_certificate(name, issued_at=NOW, valid_days=30, key=SigningKey.generate(algorithm))


BELGIUM, HOLLAND, STRANGER = (_certificate(name) for name in ("BE-TEST", "NL-TEST", "XX-TEST"))


def _meet(server: ssl.SSLContext, client: ssl.SSLContext) -> tuple[bytes | None, str]:
    """Connect once; return the certificate the server saw and what the client read (or the failure)."""
    listener = socket.create_server(("127.0.0.1", 0))
    seen: list[bytes | None] = []

    def serve() -> None:
        raw, _ = listener.accept()
        raw.settimeout(5)
        try:
            with server.wrap_socket(raw, server_side=True) as channel:
                seen.append(channel.getpeercert(binary_form=True))
                channel.sendall(b"hello")
        except OSError:
            raw.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with (
            socket.create_connection(listener.getsockname(), timeout=5) as raw,
            client.wrap_socket(raw) as channel,
        ):
            # Under TLS 1.3 a client learns only when it reads that its certificate was refused.
            read = channel.recv(5).decode()
    except OSError as error:
        read = type(error).__name__
    thread.join(10)
    listener.close()
    return (seen[0] if seen else None), read


def test_the_right_pair_connects_and_sees_the_certificate():
    seen, read = _meet(server_context(BELGIUM, [HOLLAND.der]), client_context(HOLLAND, BELGIUM.der))
    assert (seen, read) == (HOLLAND.der, "hello")


def test_a_pair_with_ed25519_keys_connects_too():
    belgium, holland = (_certificate(name, Algorithm.ED25519) for name in ("BE-TEST", "NL-TEST"))
    seen, read = _meet(server_context(belgium, [holland.der]), client_context(holland, belgium.der))
    assert (seen, read) == (holland.der, "hello")


def test_a_client_that_is_no_partner_is_not_served():
    seen, read = _meet(server_context(BELGIUM, [HOLLAND.der]), client_context(STRANGER, BELGIUM.der))
    assert (seen, read) == (None, "SSLError")


def test_a_stranger_with_the_name_of_a_partner_is_not_served():
    impostor = _certificate("NL-TEST")
    seen, read = _meet(server_context(BELGIUM, [HOLLAND.der]), client_context(impostor, BELGIUM.der))
    assert (seen, read) == (None, "SSLError")


def test_a_server_that_is_not_the_partner_is_not_called():
    seen, read = _meet(server_context(STRANGER, [HOLLAND.der]), client_context(HOLLAND, BELGIUM.der))
    assert (seen, read) == (None, "SSLCertVerificationError")


def test_another_partner_cannot_stand_in_for_the_one_that_is_called():
    impostor = _certificate("BE-TEST")
    seen, read = _meet(server_context(impostor, [HOLLAND.der]), client_context(HOLLAND, BELGIUM.der))
    assert (seen, read) == (None, "SSLCertVerificationError")


def test_tls_1_2_does_not_connect():
    client = client_context(HOLLAND, BELGIUM.der)
    client.minimum_version = client.maximum_version = ssl.TLSVersion.TLSv1_2
    _, read = _meet(server_context(BELGIUM, [HOLLAND.der]), client)
    assert read == "SSLError"


def test_a_browser_without_certificate_connects_and_is_nobody():
    browser = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    browser.check_hostname, browser.verify_mode = False, ssl.CERT_NONE
    assert _meet(server_context(BELGIUM, [HOLLAND.der]), browser) == (None, "hello")


def test_a_certificate_that_a_partner_signed_for_somebody_else_is_not_served():
    child = SigningKey.generate(Algorithm.ES256)
    own = x509.load_der_x509_certificate(HOLLAND.der)
    forged = make_certificate("NL-CHILD", issued_at=NOW, valid_days=5, key=child)
    template = x509.load_der_x509_certificate(forged.der)
    builder = x509.CertificateBuilder(
        own.subject,
        template.subject,
        child.public.key,
        7,
        NOW - timedelta(days=1),
        NOW + timedelta(days=5),
        [],
    )
    der = builder.sign(HOLLAND.key.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    seen, read = _meet(
        server_context(BELGIUM, [HOLLAND.der]), client_context(NodeCertificate(der, child), BELGIUM.der)
    )
    assert (seen, read) == (None, "SSLError")


def test_one_of_several_partners_is_recognised():
    third = _certificate("LU-TEST")
    server = server_context(BELGIUM, [HOLLAND.der, third.der])
    assert _meet(server, client_context(third, BELGIUM.der)) == (third.der, "hello")


def test_loading_a_key_leaves_no_file_behind_and_none_in_clear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    written: list[tuple[bytes, int]] = []
    monkeypatch.setattr(certificates, "_MEMORY_FOLDER", tmp_path)
    real = ssl.SSLContext.load_cert_chain

    def watching(self: ssl.SSLContext, name: str, password: str) -> None:
        written.append((Path(name).read_bytes(), stat.S_IMODE(Path(name).stat().st_mode)))
        real(self, name, password=password)

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", watching)
    server_context(BELGIUM, [])
    assert b"ENCRYPTED PRIVATE KEY" in written[0][0] and b"BEGIN PRIVATE" not in written[0][0]
    assert written[0][1] == 0o600
    assert list(tmp_path.iterdir()) == []


def test_fingerprints_tell_certificates_and_keys_apart():
    renewed = make_certificate("BE-TEST", issued_at=NOW, valid_days=60, key=BELGIUM.key)
    assert fingerprint(renewed.der) != BELGIUM.fingerprint
    assert spki_sha256(renewed.der) == spki_sha256(BELGIUM.der) != spki_sha256(HOLLAND.der)
    assert name_in(renewed.der) == "BE-TEST"


def test_a_certificate_is_valid_a_day_before_it_was_made():
    made = x509.load_der_x509_certificate(BELGIUM.der)
    assert made.not_valid_before_utc <= NOW - timedelta(hours=23)
    assert made.not_valid_after_utc > NOW + timedelta(days=29)


@pytest.mark.parametrize(("name", "days"), [("", 5), ("x" * 65, 5), ("BE-TEST", 0)])
def test_a_certificate_without_name_or_days_is_not_made(name: str, days: int):
    with pytest.raises(InputError):
        make_certificate(name, issued_at=NOW, valid_days=days)


def test_bytes_that_are_no_certificate_are_refused():
    with pytest.raises(InputError):
        client_context(HOLLAND, b"no certificate")
