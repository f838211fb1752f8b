"""Match keys of a subject: several exact values, any of which another record of the subject may share.

What was chosen where the design leaves a choice, and why. P2 was chosen by figures on FEBRL4, and two
rules for particles (P4's letters, particles joined to their own stem) after the Benelux traps were seen: on
these two sets the keys are no longer unseen. FEBRL3, not looked at before: recall 0.851 and precision 0.998
without the identifier, 0.981 and 0.998 with it.

- Codes: everybody has the Cologne code, so that any two records have one in common; the French code comes
  besides, except where every country on the record is NL, DE or AT. A country outside the three gets both.
- P1 also takes each given name as if it were the family name: that is the exchange, at one key each.
- P2, P4 and P13 put their two names in alphabetical order, so an exchange costs them no key.
- P4 takes its letters from stems without particles, also where a Flemish van is written in one word: else
  all of Van Dijk, Van Beek and Vandamme would have `van` in common.
- P2 has the Cologne code only. Of three variants on FEBRL4 (Cologne, French, both) it gives the fewest false
  pairs (precision of all keys without identifier 0.9956, 0.9949, 0.9949) at the recall of both (0.898).
- P2 without sex on record has an empty sex, and meets only records without one: its weakness is precision.
- P3 has a key for the birth country and one for the birth place. With neither, the nationality stands in,
  then the country; with nothing at all the fact is empty and meets only records as poor as itself.
- P13 holds given and family name, whole birth date and that fact. With an empty fact we estimate, and have
  not measured, one stranger in 400 questions for the commonest names against 1 M records (6 in 100,000 people
  share such a pair of sounds, one in 25,000 of those the birth date).
- An unknown day (1 January, zeros) gives P2 only. P4 and P5 are left out too: with the date gone, P4 would
  be six letters and a year, and P5 a household.
- A key of a person has no country: the same person is on record in three.
- At most six parts of a family name, three given names and four names (aliases) are used.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from trefpunt.model import KeyType, MatchKey, Schema, Subject
from trefpunt.naming.firm_keys import FirmKeys
from trefpunt.naming.identifiers.table import DeclaredScheme
from trefpunt.naming.number_keys import number_keys
from trefpunt.naming.person_keys import Found, PersonKeys

_NONE_DECLARED: Mapping[str, DeclaredScheme] = MappingProxyType({})


def keys_of(subject: Subject, *, declared: Mapping[str, DeclaredScheme] = _NONE_DECLARED) -> list[MatchKey]:
    """Return the match keys of a subject: each once, sorted by type, country and value.

    Args:
        declared: schemes that a recipe declares, by name; other unknown schemes give no key.
    """
    return next(keys_of_many([subject], declared=declared))


def keys_of_many(
    subjects: Iterable[Subject], *, declared: Mapping[str, DeclaredScheme] = _NONE_DECLARED
) -> Iterator[list[MatchKey]]:
    """Yield the keys of each subject in the order given; every distinct name is worked out once."""
    persons, firms = PersonKeys(), FirmKeys()
    for subject in subjects:
        found = set(_found_in(subject, declared, persons=persons, firms=firms))
        yield [MatchKey(*one) for one in sorted(found)]


def ranked_keys(
    subject: Subject, *, declared: Mapping[str, DeclaredScheme] = _NONE_DECLARED
) -> dict[KeyType, list[MatchKey]]:
    """Return the keys of a subject by type, each once, the most telling of each type first."""
    found = dict.fromkeys(_found_in(subject, declared, persons=PersonKeys(), firms=FirmKeys()))
    ranked: dict[KeyType, list[MatchKey]] = {}
    for one in found:
        ranked.setdefault(one[0], []).append(MatchKey(*one))
    return ranked


def _found_in(
    subject: Subject, declared: Mapping[str, DeclaredScheme], *, persons: PersonKeys, firms: FirmKeys
) -> list[Found]:
    numbers = number_keys(subject, declared)
    if subject.schema is Schema.PERSON:
        return [*persons.of(subject), *numbers]
    if subject.schema in (Schema.COMPANY, Schema.ORGANIZATION):
        return [*firms.of(subject), *numbers]
    return list(numbers)
