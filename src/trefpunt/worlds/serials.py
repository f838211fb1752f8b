"""Synthetic numbers in an order that tells nothing: neither when nor why their holder was invented."""

from random import Random

from trefpunt.errors import InputError
from trefpunt.worlds.persons import Numbers

ROOM = 50_000
"""Numbers that every scheme has at least; a world that needs more than these has too many firms."""
# A BSN and an RSIN are of one series: nobody has the number of a firm.
_SAME_SERIES = {"nl.rsin": "nl.bsn"}
_FULL = 0.8


class Serials:
    """Draws numbers of each scheme, each once."""

    def __init__(self, numbers: Numbers, rng: Random) -> None:
        self._numbers, self._rng = numbers, rng
        self._taken: dict[str, set[int]] = {}

    def draw(self, scheme: str) -> str:
        """Return a number that nobody has yet.

        Raises:
            InputError: the scheme is nearly used up.
        """
        return self._numbers(scheme, self._free(_SAME_SERIES.get(scheme, scheme)))

    def of_one_firm(self, scheme: str) -> Numbers:
        """Return what gives one firm its numbers: the same number in each register, but for IBANs."""
        nth = self._free(_SAME_SERIES.get(scheme, scheme))
        return lambda scheme, _: self.draw(scheme) if scheme == "iban" else self._numbers(scheme, nth)

    def _free(self, scheme: str) -> int:
        taken = self._taken.setdefault(scheme, set())
        if len(taken) > _FULL * ROOM:
            raise InputError("the synthetic numbers run out", hint="make a world of fewer firms")
        while (nth := self._rng.randrange(ROOM)) in taken:
            pass
        taken.add(nth)
        return nth
