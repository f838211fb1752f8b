"""Numbers that pass every check and can be nobody's: for tests, demonstrations and invented worlds.

Each scheme keeps to a part of its space that no register hands out: dates that do not exist (30 and 31 of
a short month), prefixes before the first or far beyond the last number issued, the bank 999, telephone
numbers that the French regulator reserves for films, the domain `.example`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stdnum import luhn, verhoeff
from stdnum.iso7064 import mod_97_10

from trefpunt.errors import InputError

_IMPOSSIBLE_DAYS = ("0230", "0231", "0431", "0631", "0931", "1131")
# Kept for works of fiction. Source: Arcep, decision 2018-0881 on the French numbering plan, annex 1.
_FILM_NUMBERS = ("19900", "26191", "35301", "46571", "53649")


def synthetic_number(scheme: str, n: int) -> str:
    """Return the n-th synthetic number of a scheme; each n gives another, and each passes its check.

    Args:
        n: from 0 up to the scheme's room, which is 50,000 or more for every scheme.

    Raises:
        InputError: no such scheme, or n is beyond its room.
    """
    if scheme not in _MAKERS:
        raise InputError(
            "no synthetic numbers for scheme '{scheme}'",
            hint="name a scheme of naming.SCHEMES",
            scheme=scheme,
        )
    room, make = _MAKERS[scheme]
    if not 0 <= n < room:
        raise InputError(
            "{scheme} has {room} synthetic numbers, number {n} was asked",
            hint="0 <= n < {room}",
            scheme=scheme,
            room=room,
            n=n,
        )
    return make(n)


def _mod97_of_ten(first_digits: str) -> Callable[[int], str]:
    def make(n: int) -> str:
        base = f"{first_digits}{n:0{8 - len(first_digits)}d}"
        return f"{base}{97 - int(base) % 97:02d}"

    return make


def _numbered_birth(month_plus: int) -> Callable[[int], str]:
    def make(n: int) -> str:
        rest, serial = divmod(n, 997)
        year, day = divmod(rest, len(_IMPOSSIBLE_DAYS))
        date = int(_IMPOSSIBLE_DAYS[day]) + 100 * month_plus
        base = f"{year:02d}{date:04d}{serial + 1:03d}"
        return f"{base}{97 - int(base) % 97:02d}"

    return make


def _card(n: int) -> str:
    base = f"000{n:07d}"
    return f"{base}{int(base) % 97 or 97:02d}"


def _eleven_test(n: int) -> str:
    """Take nine numbers from each ten that share seven digits: at most one of the ten has no check digit."""
    first, nth = divmod(n, 9)
    bases = (f"999{first:04d}{eighth}" for eighth in range(10))
    passing = [f"{base}{check}" for base in bases if (check := _eleven(base)) < 10]
    return passing[nth]


def _eleven(base: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), base, strict=True)) % 11


def _nl_vat(n: int) -> str:
    digits = f"NL0000{n + 1:05d}B"
    return f"{digits}{mod_97_10.calc_check_digits(digits)}"


def _matricule(n: int) -> str:
    rest, serial = divmod(n, 1000)
    year, day = divmod(rest, len(_IMPOSSIBLE_DAYS))
    base = f"{1900 + year}{_IMPOSSIBLE_DAYS[day]}{serial:03d}"
    return base + luhn.calc_check_digit(base) + verhoeff.calc_check_digit(base)


def _lu_vat(n: int) -> str:
    base = f"9{n:05d}"
    return f"LU{base}{int(base) % 89:02d}"


def _iban(n: int) -> str:
    account = f"999{n:07d}"
    account = f"{account}{int(account) % 97 or 97:02d}"
    return f"BE{98 - int(account + '111400') % 97:02d}{account}"


def _plate(n: int) -> str:
    first, serial = divmod(n, 1000)
    second, third = divmod(first, 26)
    # Belgium has come to plates that begin with 2; 7 is kept back.
    return f"7-X{chr(65 + second)}{chr(65 + third)}-{serial:03d}"


def _phone(n: int) -> str:
    series, number = divmod(n, 10_000)
    return f"+33{_FILM_NUMBERS[series]}{number:04d}"


def _lei(n: int) -> str:
    base = f"999900SYNTH{n:07d}"
    return base + mod_97_10.calc_check_digits(base)


_MAKERS: Mapping[str, tuple[int, Callable[[int], str]]] = MappingProxyType(
    {
        "be.rrn": (100 * 6 * 997, _numbered_birth(0)),
        "be.bis": (100 * 6 * 997, _numbered_birth(40)),
        "be.eid": (10_000_000, _card),
        "be.kbo": (1_000_000, _mod97_of_ten("00")),
        "be.establishment": (1_000_000, _mod97_of_ten("89")),
        "be.vat": (1_000_000, lambda n: f"BE{_mod97_of_ten('00')(n)}"),
        "nl.bsn": (90_000, _eleven_test),
        "nl.rsin": (90_000, _eleven_test),
        "nl.vat": (99_999, _nl_vat),
        "nl.kvk": (1_000_000, lambda n: f"00{n:06d}"),
        "nl.vestiging": (10_000_000, lambda n: f"99990{n:07d}"),
        "lu.matricule": (100 * 6 * 1000, _matricule),
        "lu.matricule_legal": (10_000_000, lambda n: f"1800{n:07d}"),
        "lu.rcs": (100_000, lambda n: f"B9{n:05d}"),
        "lu.vat": (100_000, _lu_vat),
        "iban": (10_000_000, _iban),
        "vin": (10_000_000_000, lambda n: f"00SYNTH{n:010d}"),
        "phone": (50_000, _phone),
        "plate": (26 * 26 * 1000, _plate),
        "lei": (10_000_000, _lei),
        "email": (1_000_000_000, lambda n: f"synthetic.{n}@trefpunt.example"),
    }
)
