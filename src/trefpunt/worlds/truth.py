"""The truth about a world: who is who in which file, and what the schemes and their honest doubles are.

It is kept apart from every view, and no node is ever given it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from trefpunt.errors import InputError
from trefpunt.worlds.persons import InventedPerson


@dataclass(frozen=True, slots=True)
class Truth:
    """Who is who: for each invented person or firm, every record of them.

    Attributes:
        records: invented id -> (authority id, reference in that authority's file), in the order made.
        people: invented id -> the person as they are.
    """

    records: Mapping[str, tuple[tuple[str, str], ...]]
    people: Mapping[str, InventedPerson]

    def known_to(self, *authorities: str) -> tuple[str, ...]:
        """Return whom exactly these authorities have on record, and no other one."""
        wanted = set(authorities)
        return tuple(id_ for id_, held in self.records.items() if {holder for holder, _ in held} == wanted)

    def reference(self, id_: str, authority: str) -> str:
        """Return the first reference under which an authority has somebody.

        Raises:
            InputError: it has no record of them.
        """
        for holder, reference in self.records.get(id_, ()):
            if holder == authority:
                return reference
        raise InputError("this authority has no record of this one", hint="see truth.records")
