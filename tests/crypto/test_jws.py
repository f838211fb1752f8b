"""Signed tokens: what verifies, and every way in which one does not."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.crypto.jws import MAX_TOKEN_BYTES, Reason, TokenRefused, peek_kid, sign, verify
from trefpunt.crypto.keys import Algorithm, SigningKey
from trefpunt.errors import BadSignature

LETTER = "tnp-letter+jws"
PAYLOAD = b'{"kind":"hit.question"}'
KEY, OTHER, P256 = SigningKey.generate(), SigningKey.generate(), SigningKey.generate(Algorithm.ES256)
TOKEN = sign(KEY, PAYLOAD, typ=LETTER)


def _b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _with_header(header: object, *, signer: SigningKey = KEY) -> str:
    """Build a token by hand that is really signed, under a header of the attacker's choice."""
    text = header if isinstance(header, str) else json.dumps(header)
    signed = f"{_b64(text.encode())}.{_b64(PAYLOAD)}"
    return f"{signed}.{_b64(signer.key.sign(signed.encode()))}"


def _header(**change: object) -> dict[str, object]:
    return {"alg": "Ed25519", "kid": KEY.public.thumbprint, "typ": LETTER, **change}


def _reason(token: str | bytes, **asked: object) -> Reason:
    with pytest.raises(TokenRefused) as caught:
        verify(token, **{"trusted": KEY.public, "typ": LETTER, **asked})
    assert (
        isinstance(caught.value, BadSignature) and caught.value.code == "bad_signature" and caught.value.hint
    )
    return caught.value.reason


@pytest.mark.parametrize("key", [KEY, P256], ids=["Ed25519", "ES256"])
def test_what_was_signed_comes_back_byte_for_byte(key: SigningKey):
    token = sign(key, PAYLOAD, typ=LETTER)
    assert verify(token, trusted=key.public, typ=LETTER) == PAYLOAD
    assert verify(token.encode(), trusted={key.public.thumbprint: key.public}, typ=LETTER) == PAYLOAD


def test_a_token_built_by_hand_verifies():
    assert verify(_with_header(_header()), trusted=KEY.public, typ=LETTER) == PAYLOAD


def test_the_example_of_the_standard_has_the_signature_of_the_standard():
    # Source: RFC 8037, appendix A.4; there the header has no kid and no typ, so only the key is compared.
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    signed = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    signature = SigningKey.from_seed(seed).key.sign(signed)
    assert _b64(signature).startswith("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt")


def test_the_header_names_algorithm_key_and_type_and_nothing_else():
    header = json.loads(urlsafe_b64decode(TOKEN.split(".")[0] + "=="))
    assert header == _header()


@given(st.binary(max_size=3000))
def test_any_payload_survives_signing(payload: bytes):
    assert verify(sign(KEY, payload, typ="t"), trusted=KEY.public, typ="t") == payload


def test_a_key_that_is_not_trusted_is_refused():
    assert _reason(TOKEN, trusted=OTHER.public) is Reason.UNKNOWN_KEY
    assert _reason(TOKEN, trusted={OTHER.public.thumbprint: OTHER.public}) is Reason.UNKNOWN_KEY
    assert _reason(TOKEN, trusted={KEY.public.thumbprint: OTHER.public}) is Reason.UNKNOWN_KEY


def test_a_signature_by_another_key_is_refused():
    assert _reason(_with_header(_header(), signer=OTHER)) is Reason.WRONG_SIGNATURE


@pytest.mark.parametrize("alg", ["none", "None", "EdDSA", "HS256", "RS256", "", None, 5, ["Ed25519"]])
def test_an_algorithm_that_is_not_used_here_is_refused(alg: object):
    assert _reason(_with_header(_header(alg=alg))) is Reason.WRONG_ALGORITHM


def test_the_algorithm_of_another_kind_of_key_is_refused():
    assert _reason(_with_header(_header(alg="ES256"))) is Reason.WRONG_ALGORITHM


def test_a_token_without_signature_is_refused():
    header, payload, _ = _with_header(_header(alg="none")).split(".")
    assert _reason(f"{header}.{payload}.") is Reason.WRONG_ALGORITHM
    header, payload, _ = TOKEN.split(".")
    assert _reason(f"{header}.{payload}.") is Reason.WRONG_SIGNATURE


@pytest.mark.parametrize("crit", [["exp"], [], ["b64"], "x"])
def test_a_demand_that_is_not_understood_is_refused(crit: object):
    assert _reason(_with_header(_header(crit=crit))) is Reason.CRITICAL_HEADER


def test_a_payload_that_claims_to_be_unencoded_is_refused():
    assert _reason(_with_header(_header(b64=False))) is Reason.BAD_HEADER


@pytest.mark.parametrize("more", [{"jku": "https://x"}, {"jwk": {}}, {"x5c": []}, {"kid": 5}, {"kid": None}])
def test_a_header_with_other_members_is_refused(more: dict[str, object]):
    assert _reason(_with_header(_header(**more))) is Reason.BAD_HEADER


def test_a_receipt_never_passes_for_a_letter():
    assert _reason(sign(KEY, PAYLOAD, typ="tnp-receipt+jws")) is Reason.WRONG_TYPE
    untyped = _header()
    del untyped["typ"]
    assert _reason(_with_header(untyped)) is Reason.WRONG_TYPE


@pytest.mark.parametrize(
    "header",
    [
        '{"alg":"Ed25519","alg":"none","typ":"tnp-letter+jws","kid":"k"}',
        "[]",
        '"text"',
        "{",
        "",
        "[" * 200,
        '{"typ":"' + "x" * 600 + '"}',
    ],
)
def test_a_header_that_cannot_be_read_in_one_way_is_refused(header: str):
    assert _reason(_with_header(header)) is Reason.BAD_HEADER


@pytest.mark.parametrize("token", ["", "a", "a.b", TOKEN + ".", TOKEN + "." + TOKEN, TOKEN.replace(".", "~")])
def test_a_token_of_other_than_three_parts_is_refused(token: str):
    assert _reason(token) is Reason.NOT_THREE_PARTS


@pytest.mark.parametrize("part", range(3))
@pytest.mark.parametrize(
    "change", [lambda p: p + "=", lambda p: p + "\n", lambda p: " " + p, lambda p: p[:-1] + "*"]
)
def test_base64_in_another_spelling_is_refused(part: int, change):  # type: ignore[no-untyped-def]
    parts = TOKEN.split(".")
    parts[part] = change(parts[part])
    assert _reason(".".join(parts)) is Reason.NOT_BASE64URL


def test_loose_bits_at_the_end_of_a_signature_are_refused():
    # 64 bytes end in a character that carries four bits nobody reads; only one of 16 spellings is taken.
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".index(TOKEN[-1])
    other = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[last ^ 1]
    assert _reason(TOKEN[:-1] + other) is Reason.NOT_BASE64URL


def test_characters_outside_ascii_are_refused():
    assert _reason("é" + TOKEN) is Reason.NOT_BASE64URL
    assert _reason(b"\xff" + TOKEN.encode()) is Reason.NOT_BASE64URL


def test_a_token_that_is_too_long_is_refused_before_it_is_read():
    assert _reason("a" * (MAX_TOKEN_BYTES + 1)) is Reason.TOO_LARGE
    assert _reason(TOKEN, max_bytes=len(TOKEN) - 1) is Reason.TOO_LARGE
    assert verify(TOKEN, trusted=KEY.public, typ=LETTER, max_bytes=len(TOKEN)) == PAYLOAD


def test_a_letter_of_the_largest_size_is_signed_and_read():
    payload = bytes(780_000)
    assert verify(sign(P256, payload, typ=LETTER), trusted=P256.public, typ=LETTER) == payload


def test_a_signature_in_der_form_is_refused():
    assert (
        _reason(_with_header(_header()).rsplit(".", 1)[0] + "." + _b64(bytes(71))) is Reason.WRONG_SIGNATURE
    )


@given(st.integers(0, len(TOKEN) - 1), st.characters(codec="ascii"))
def test_any_changed_character_is_noticed(position: int, letter: str):
    changed = TOKEN[:position] + letter + TOKEN[position + 1 :]
    if changed != TOKEN:
        assert _reason(changed) in Reason


def test_the_claimed_key_can_be_read_without_trust():
    assert peek_kid(TOKEN) == KEY.public.thumbprint
    assert peek_kid(_with_header(_header(kid="anything"))) == "anything"
    for token in ("x", _with_header({"alg": "Ed25519"})):
        with pytest.raises(TokenRefused):
            peek_kid(token)
