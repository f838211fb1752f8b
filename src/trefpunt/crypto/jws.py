"""Signed letters: compact JWS in which nothing is left to the sender's choice.

The algorithm belongs to the key, the type is asked for by the reader, and the header holds `alg`, `kid` and
`typ` and nothing else. Whatever deviates is refused before a signature is computed, with a reason.
Source: RFC 7515, RFC 8725 (JSON Web Token Best Current Practices), RFC 9864.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BinasciiError
from collections.abc import Mapping
from enum import StrEnum

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey

from trefpunt.crypto.canonical import parse_strict_json
from trefpunt.crypto.keys import Algorithm, SigningKey, VerifyKey
from trefpunt.errors import BadSignature, InputError
from trefpunt.sentence import Sentence

MAX_TOKEN_BYTES = 1_048_576
MAX_HEADER_BYTES = 512
SIGNATURE_BYTES = 64


class Reason(StrEnum):
    """Why a token was refused."""

    TOO_LARGE = "too_large"
    NOT_THREE_PARTS = "not_three_parts"
    NOT_BASE64URL = "not_base64url"
    BAD_HEADER = "bad_header"
    CRITICAL_HEADER = "critical_header"
    UNKNOWN_KEY = "unknown_key"
    WRONG_ALGORITHM = "wrong_algorithm"
    WRONG_TYPE = "wrong_type"
    WRONG_SIGNATURE = "wrong_signature"


class TokenRefused(BadSignature):
    """A token that must not be believed; `reason` says why, and `code` stays `bad_signature`."""

    def __init__(self, message: str, *, reason: Reason, hint: str = "", **facts: object) -> None:
        super().__init__(message, hint=hint, **facts)
        self.reason = reason


def sign(key: SigningKey, payload: bytes, *, typ: str) -> str:
    """Sign bytes as they are; what comes out is sent, stored and shown as evidence unchanged.

    Args:
        payload: not looked at, so canonical JSON or any other bytes.
        typ: what the token is, such as `tnp-letter+jws`; a receipt can never pass for a letter.
    """
    header = {"alg": key.public.algorithm.value, "kid": key.public.thumbprint, "typ": typ}
    registry = _registry(key.public.algorithm, len(payload))
    return jws.serialize_compact(header, payload, _jose_key(key), registry=registry)


def verify(
    token: str | bytes,
    *,
    trusted: VerifyKey | Mapping[str, VerifyKey],
    typ: str,
    max_bytes: int = MAX_TOKEN_BYTES,
) -> bytes:
    """Return the payload of a token that a trusted key signed, byte for byte as it was signed.

    Args:
        trusted: the one key that may have signed, or several by thumbprint.
        typ: the type the reader expects.
        max_bytes: a longer token is refused before anything of it is read.

    Raises:
        TokenRefused: a `BadSignature` with a `reason`.
    """
    raw = _ascii(token, max_bytes)
    header, payload, signature = _parts(raw)
    kid = _check_header(header, typ)
    key = trusted if isinstance(trusted, VerifyKey) else trusted.get(kid)
    if key is None or key.thumbprint != kid:
        raise _refused(Reason.UNKNOWN_KEY, Sentence("the key it names is not one that is trusted for it"))
    if header["alg"] != key.algorithm.value:
        raise _refused(Reason.WRONG_ALGORITHM, Sentence("its algorithm is not that of the key it names"))
    if len(signature) != SIGNATURE_BYTES:
        raise _refused(
            Reason.WRONG_SIGNATURE,
            Sentence(
                "its signature has {count} bytes, not {signature_bytes}",
                count=len(signature),
                signature_bytes=SIGNATURE_BYTES,
            ),
        )
    try:
        jws.deserialize_compact(raw, _jose_key(key), registry=_registry(key.algorithm, len(payload)))
    except (JoseError, ValueError) as error:
        raise _refused(Reason.WRONG_SIGNATURE, Sentence("its signature does not verify")) from error
    return payload


def peek_kid(token: str | bytes, *, max_bytes: int = MAX_TOKEN_BYTES) -> str:
    """Return the thumbprint a token *claims*, to find the key to check it with. Do not trust it.

    Raises:
        TokenRefused: the token has no readable header.
    """
    header, _, _ = _parts(_ascii(token, max_bytes))
    kid = header.get("kid")
    if not isinstance(kid, str):
        raise _refused(Reason.BAD_HEADER, Sentence("its header names no key"))
    return kid


def _ascii(token: str | bytes, max_bytes: int) -> bytes:
    if len(token) > max_bytes:
        raise _refused(
            Reason.TOO_LARGE,
            Sentence(
                "it has {count} bytes, at most {max_bytes} are read", count=len(token), max_bytes=max_bytes
            ),
        )
    try:
        return token.encode("ascii") if isinstance(token, str) else bytes(token)
    except UnicodeEncodeError as error:
        raise _refused(Reason.NOT_BASE64URL, Sentence("it holds characters outside base64url")) from error


def _parts(raw: bytes) -> tuple[dict[str, object], bytes, bytes]:
    parts = raw.split(b".", 3)
    if len(parts) != 3:
        raise _refused(Reason.NOT_THREE_PARTS, Sentence("it does not have three parts"))
    header, payload, signature = (_unb64(part) for part in parts)
    try:
        read = parse_strict_json(header, max_bytes=MAX_HEADER_BYTES, max_depth=3)
    except InputError as error:
        raise _refused(
            Reason.BAD_HEADER,
            Sentence("its header cannot be read ({why})", why=error.said),
        ) from error
    if not isinstance(read, dict):
        raise _refused(Reason.BAD_HEADER, Sentence("its header is no object"))
    return read, payload, signature


def _check_header(header: Mapping[str, object], typ: str) -> str:
    if "crit" in header:
        raise _refused(
            Reason.CRITICAL_HEADER, Sentence("it demands an extension that is not understood here")
        )
    if header.get("typ") != typ:
        raise _refused(Reason.WRONG_TYPE, Sentence("it is not of the type {typ}", typ=typ))
    if header.get("alg") not in list(Algorithm):
        raise _refused(Reason.WRONG_ALGORITHM, Sentence("its algorithm is not one that is used here"))
    kid = header.get("kid")
    if set(header) != {"alg", "kid", "typ"} or not isinstance(kid, str):
        raise _refused(Reason.BAD_HEADER, Sentence("its header holds other members than alg, kid and typ"))
    return kid


def _unb64(part: bytes) -> bytes:
    try:
        data = urlsafe_b64decode(part + b"=" * (-len(part) % 4))
    except (BinasciiError, ValueError) as error:
        raise _refused(Reason.NOT_BASE64URL, Sentence("a part of it is not base64url")) from error
    # Python skips what it does not know; only the one spelling that encoding gives back is taken.
    if urlsafe_b64encode(data).rstrip(b"=") != part:
        raise _refused(Reason.NOT_BASE64URL, Sentence("a part of it is not base64url in its one spelling"))
    return data


def _jose_key(key: SigningKey | VerifyKey) -> OKPKey | ECKey:
    public = key.public if isinstance(key, SigningKey) else key
    kind: type[OKPKey] | type[ECKey] = OKPKey if public.algorithm is Algorithm.ED25519 else ECKey
    return kind.import_key(key.key)  # type: ignore[arg-type]


def _registry(algorithm: Algorithm, payload_bytes: int) -> jws.JWSRegistry:
    registry = jws.JWSRegistry(algorithms=[algorithm.value])
    registry.max_payload_length = (payload_bytes + 3) * 4 // 3
    return registry


def _refused(reason: Reason, seen: Sentence) -> TokenRefused:
    return TokenRefused(
        "a signed token is refused: {seen}",
        reason=reason,
        hint="expected a compact JWS signed with the key of the agreement; keep the bytes, tell the partner",
        seen=seen,
    )
