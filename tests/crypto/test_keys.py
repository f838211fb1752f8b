"""Key pairs: their names, their forms, and that nothing secret shows."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from trefpunt.crypto.keys import Algorithm, SigningKey, VerifyKey
from trefpunt.errors import InputError

ED25519_JWK = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}


def test_the_thumbprint_is_that_of_the_standard():
    # Source: RFC 8037, appendix A.3.
    assert VerifyKey.from_jwk(ED25519_JWK).thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_the_seed_of_the_standard_gives_its_public_key():
    # Source: RFC 8037, appendix A.1 and A.2.
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    assert SigningKey.from_seed(seed).public.to_jwk() == ED25519_JWK


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_key_survives_both_its_forms(algorithm: Algorithm):
    key = SigningKey.generate(algorithm)
    assert SigningKey.from_secret(key.to_secret()) == key
    assert VerifyKey.from_jwk(key.public.to_jwk()) == key.public
    assert key.public.algorithm is algorithm


def test_two_keys_are_not_equal():
    assert SigningKey.generate().public != SigningKey.generate().public


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_private_key_does_not_show(algorithm: Algorithm):
    key = SigningKey.generate(algorithm)
    assert key.public.thumbprint in repr(key)
    assert "private" not in repr(key).lower() and "d=" not in repr(key)


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "RSA"},
        {"crv": "X25519"},
        {"d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"},
        {"x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR"},
        {"x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp"},
        {"x": 5},
    ],
)
def test_a_public_key_of_another_form_is_refused(change: dict[str, object]):
    with pytest.raises(InputError):
        VerifyKey.from_jwk({**ED25519_JWK, **change})


def test_a_point_beside_the_curve_is_refused():
    jwk = SigningKey.generate(Algorithm.ES256).public.to_jwk()
    with pytest.raises(InputError, match="point"):
        VerifyKey.from_jwk({**jwk, "y": jwk["x"]})


def test_keys_of_other_types_are_refused():
    for other in (X25519PrivateKey.generate(), ec.generate_private_key(ec.SECP384R1())):
        with pytest.raises(InputError):
            SigningKey.of(other)
    with pytest.raises(InputError):
        VerifyKey.of(X25519PrivateKey.generate().public_key())


def test_bytes_that_are_no_private_key_are_refused():
    with pytest.raises(InputError):
        SigningKey.from_secret(b"no key")


def test_a_p256_key_has_no_raw_form():
    with pytest.raises(InputError):
        SigningKey.generate(Algorithm.ES256).public.raw()
