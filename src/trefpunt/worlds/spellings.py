"""Two more ways in which a register has somebody: by call name, or with the street in the other language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from trefpunt.worlds.persons import SPELLINGS, InventedPerson

_CALL_NAMES: Mapping[str, str] = {
    "Matthijs": "Thijs",
    "Daniël": "Daan",
    "Katrijn": "Trijn",
    "Hanneke": "Han",
    "Saskia": "Kia",
    "Sébastien": "Bastien",
    "Timothée": "Tim",
    "Noémie": "Mimi",
    "Mélanie": "Mel",
    "Thérèse": "Thé",
    "Nikolas": "Klaas",
    "Christiane": "Christa",
    "Viktoria": "Vicky",
    "Leander": "Leo",
    "Ulrike": "Rike",
}


def with_call_name(person: InventedPerson) -> InventedPerson:
    """Write the name that somebody is called by for the first given name."""
    first, *others = person.given
    return replace(person, given=(_CALL_NAMES.get(first, first), *others))


def in_the_other_language(person: InventedPerson) -> InventedPerson:
    """Write street and town in the second language of the town."""
    if not person.other_street:
        return person
    town = replace(person.town, name=person.town.other_name, other_name=person.town.name)
    return replace(person, street=person.other_street, other_street=person.street, town=town)


ALL_SPELLINGS: Sequence[Callable[[InventedPerson], InventedPerson]] = (
    *SPELLINGS,
    with_call_name,
    in_the_other_language,
)
"""Every way in which a second register of the sample Benelux may have somebody."""


def spelt_otherwise(person: InventedPerson, nth: int) -> InventedPerson:
    """Return a person in the next spelling that changes anything, or as they are where none does."""
    turned = (*ALL_SPELLINGS[nth % len(ALL_SPELLINGS) :], *ALL_SPELLINGS[: nth % len(ALL_SPELLINGS)])
    return next((spelt for spell in turned if (spelt := spell(person)) != person), person)
