"""Checked and Fault: the two ways in which a check of a number answers."""

from collections.abc import Callable
from dataclasses import dataclass

from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength, ValidationError

from trefpunt.model import Grade, KeyType


@dataclass(frozen=True, slots=True)
class Checked:
    """A number that passed its check, in the one spelling that keys use.

    Attributes:
        canonical: the number without signs and spaces.
        country: ISO 3166-1 alpha-2 of the register; empty where the number is not national.
    """

    canonical: str
    country: str
    key_type: KeyType
    grade: Grade

    def __repr__(self) -> str:
        return f"Checked({self.key_type.value}, …)"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a number did not pass: never the value, only its shape, as in `9 digits`.

    `code` is one of unknown_scheme, unknown_country, wrong_characters, wrong_length, wrong_form,
    wrong_check_digit, wrong_part; `expected` says in words what the scheme asks for.
    """

    code: str
    seen_shape: str
    expected: str


def shape_of(value: str) -> str:
    """Tell how many digits, letters and other signs a value has, and nothing else of it."""
    digits = sum(sign.isdigit() for sign in value)
    letters = sum(sign.isalpha() for sign in value)
    others = len(value) - digits - letters
    counts = ((digits, "digit"), (letters, "letter"), (others, "other sign"))
    named = [f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count]
    return ", ".join(named) or "nothing"


def without_signs(value: str) -> str:
    """Return the letters and digits, in capitals: how people write dots, dashes and spaces differs."""
    upper = value.upper()
    return upper if upper.isalnum() else "".join(sign for sign in upper if sign.isalnum())


def digits_or_fault(value: str, *, length: int, expected: str) -> str | Fault:
    """Return exactly `length` ASCII digits, without signs between them, or the fault."""
    compact = without_signs(value)
    if not (compact.isascii() and compact.isdigit()):
        return Fault("wrong_characters", shape_of(value), expected)
    if len(compact) != length:
        return Fault("wrong_length", shape_of(value), expected)
    return compact


def ask_stdnum(validate: Callable[[str], str], value: str, *, expected: str) -> str | Fault:
    """Run a check of python-stdnum and return its canonical value, or the fault under our codes."""
    try:
        return validate(value)
    except ValidationError as error:
        return Fault(_STDNUM_CODES.get(type(error), "wrong_form"), shape_of(value), expected)


_STDNUM_CODES: dict[type[ValidationError], str] = {
    InvalidFormat: "wrong_characters",
    InvalidLength: "wrong_length",
    InvalidChecksum: "wrong_check_digit",
    InvalidComponent: "wrong_part",
}
