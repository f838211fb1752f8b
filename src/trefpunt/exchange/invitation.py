"""An invitation: one short line that an officer reads out or sends to the partner's officer."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from trefpunt.errors import ExchangeError
from trefpunt.exchange.wire import Rng
from trefpunt.model import Budget

# Crockford's base 32: no letter that is read as another or as a digit.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 10
_LINE = re.compile(
    r"(https://[^#\s]{1,190})#tp1\.([A-Za-z0-9_-]{43})\.([0-9a-f]{8})\.([0-9A-Z]{5}-[0-9A-Z]{5})"
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What is offered: texts relied on with their hashes, purposes, budgets, from when until when."""

    texts: Mapping[str, str]
    purposes: tuple[str, ...]
    budgets: tuple[Budget, ...]
    valid_from: date
    valid_to: date

    def document(self, *, is_sample: bool) -> dict[str, Any]:
        """Return the terms as they stand in an agreement."""
        budgets = {budget.key_type: budget.slots_a_day for budget in self.budgets}
        return {
            "texts": [{"name": name, "hash": digest} for name, digest in sorted(self.texts.items())],
            "purposes": sorted(set(self.purposes)),
            "budgets": [{"key_type": name, "slots_a_day": slots} for name, slots in sorted(budgets.items())],
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat(),
            "is_sample": is_sample,
        }


@dataclass(frozen=True, slots=True)
class Invitation:
    """Where to knock, which certificate must stand there, and the code that is good once.

    Attributes:
        fingerprint: SHA-256 of the inviting node's certificate, hex.
        code: ten characters, 50 bits; the line is a secret until it was used.
        expires_at: known to the inviting side only.
    """

    url: str
    fingerprint: str
    id: str
    code: str = field(repr=False)
    terms: Terms | None = None
    expires_at: datetime | None = None

    @property
    def line(self) -> str:
        """The whole invitation in one line."""
        short = urlsafe_b64encode(bytes.fromhex(self.fingerprint)).rstrip(b"=").decode()
        return f"{self.url}#tp1.{short}.{self.id}.{self.code}"


def parse_invitation(line: str) -> Invitation:
    """Read the line of an invitation.

    Raises:
        ExchangeError: it is not whole.
    """
    found = _LINE.fullmatch(line.strip())
    if found is None:
        error = ExchangeError(
            "this is no invitation",
            hint="copy the whole line that `trefpunt invite` printed, from https:// on",
        )
        error.code = "bad_invitation"
        raise error
    fingerprint = urlsafe_b64decode(found[2] + "=").hex()
    return Invitation(found[1], fingerprint, found[3], found[4])


def new_code(rng: Rng) -> str:
    """Return a fresh code: two groups of five characters."""
    number = int.from_bytes(rng(7), "big")
    letters = "".join(_LETTERS[number >> 5 * place & 31] for place in range(_CODE_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"
