"""The keys of a person: P1 to P5 and P13, the most telling of each type first.

A value names its phonetic code (`k` Cologne, `f` French, `w` the word itself), so that codes of two kinds
never meet by accident. Where a key holds two names they are in alphabetical order: given and family name may
have been exchanged.
"""

from itertools import product
from typing import NamedTuple

from trefpunt.model import KeyType, Subject
from trefpunt.naming.addresses import house_number, house_number_in, postcode_of
from trefpunt.naming.births import Birth, read_birth
from trefpunt.naming.french import french
from trefpunt.naming.memo import Memo
from trefpunt.naming.persons import PersonName, names_of
from trefpunt.naming.phonetics import cologne
from trefpunt.naming.places import place_key
from trefpunt.naming.words import first_letters, given_parts, surname_parts, surname_stems

Found = tuple[KeyType, str, str]
"""Type, country and value of a key, before it becomes a MatchKey."""

_MAX_SURNAMES, _MAX_GIVENS, _MAX_NAMES = 6, 3, 4
_SPEAK_NO_FRENCH = frozenset({"NL", "DE", "AT"})
_SEXES = {
    **dict.fromkeys(("m", "male", "man", "homme", "h", "mann", "mannlich", "masculin", "1"), "m"),
    **dict.fromkeys(("f", "v", "female", "vrouw", "femme", "frau", "w", "weiblich", "feminin", "2"), "f"),
}


class _Where(NamedTuple):
    """The values on record of where a person was born and belongs, under their property names."""

    birthCountry: tuple[str, ...]
    birthPlace: tuple[str, ...]
    nationality: tuple[str, ...]
    country: tuple[str, ...]


class PersonKeys:
    """Makes the keys of persons; each distinct name, word, date and place is worked out once.

    The memory lives and dies with the object: make one for a list, and drop it with the list.
    """

    def __init__(self) -> None:
        self._families = Memo(_family_parts)
        self._givens = Memo(_given_parts)
        self._letters = Memo(_family_letters)
        self._sounds = Memo(_sounds_of)
        self._births = Memo(read_birth)
        self._facts = Memo(_facts_of)
        self._kinds = Memo(_kinds_of)
        self._postcodes = Memo(_postcode)

    def of(self, subject: Subject) -> list[Found]:
        """Return the keys of a person, the most telling of each type first; some may repeat."""
        births = [birth for raw in subject.values("birthDate") if (birth := self._births[raw]) is not None]
        if not births:
            return []
        where = _Where(*(subject.values(name) for name in _Where._fields))
        facts, kinds, sex = self._facts[where], self._kinds[where], _sex(subject)
        known = [birth for birth in births if birth.is_day_known]
        found: list[Found] = []
        for family, given in names_of(subject)[:_MAX_NAMES]:
            name = PersonName(self._families[family], self._givens[given], self._letters[family])
            pairs = self._pairs(name, kinds)
            for birth in births:
                # Weak keys are kept few: the first code is Cologne, which everybody has.
                found += [
                    (KeyType.PERSON_NAMES_YEAR, "", f"{pair}|{birth.year}|{sex}")
                    for pair in pairs[: len(pairs) // kinds]
                ]
            for birth in known:
                found += self._of_day(name, birth, pairs=pairs, facts=facts, kinds=kinds)
        for birth in known:
            found += self._of_address(subject, birth)
        return found

    def _of_day(
        self, name: PersonName, birth: Birth, *, pairs: list[str], facts: list[str], kinds: int
    ) -> list[Found]:
        day, givens = birth.full, self._heard(name.givens, kinds)
        found: list[Found] = [
            (KeyType.PERSON_NAME_BIRTH, "", f"{sound}|{day}")
            for sound in self._heard(name.surnames, kinds) + givens
        ]
        for letters, given in product(name.letters, name.givens):
            one, other = sorted((letters, first_letters(given)))
            found.append((KeyType.PERSON_LETTERS_BIRTH, "", f"{one}|{other}|{birth.swapped}"))
        for fact in facts:
            found += [(KeyType.PERSON_GIVEN_BIRTH_PLACE, "", f"{sound}|{day}|{fact}") for sound in givens]
            found += [(KeyType.PERSON_STRONG_PAIR, "", f"{pair}|{day}|{fact}") for pair in pairs]
        return found

    def _of_address(self, subject: Subject, birth: Birth) -> list[Found]:
        country = _country(subject.first("country") or "")
        numbers = [house_number(written) for written in subject.values("houseNumber")]
        found: list[Found] = []
        for written in subject.values("postalCode"):
            postcode = self._postcodes[written, country]
            lines = () if numbers else subject.values("address")
            for number in numbers or [house_number_in(line, postcode=postcode) for line in lines]:
                if postcode and number:
                    found.append((KeyType.PERSON_BIRTH_ADDRESS, "", f"{birth.full}|{postcode}|{number}"))
        return found

    def _pairs(self, name: PersonName, kinds: int) -> list[str]:
        """Pair every surname with every given name, both in the same phonetic code, Cologne first."""
        pairs = []
        for kind in range(kinds):
            for surname in name.surnames:
                by_surname = self._sounds[surname][kind]
                for given in name.givens:
                    by_given = self._sounds[given][kind]
                    in_order = by_surname <= by_given
                    pairs.append(f"{by_surname}|{by_given}" if in_order else f"{by_given}|{by_surname}")
        return pairs

    def _heard(self, words: tuple[str, ...], kinds: int) -> list[str]:
        return [self._sounds[word][kind] for kind in range(kinds) for word in words]


def _facts_of(where: _Where) -> list[str]:
    """Return what is on record of where a person was born; see `keys.py` on P3."""
    countries = where.birthCountry
    if not countries and not where.birthPlace:
        countries = where.nationality or where.country
    born_in = [f"c{_country(value)}" for value in countries]
    born_at = [f"p{place_key(value)}" for value in where.birthPlace]
    return sorted({*born_in, *born_at}) or [""]


def _kinds_of(where: _Where) -> int:
    """Return 1 for the Cologne code alone, 2 for the French besides."""
    countries = {_country(value) for value in (*where.country, *where.nationality, *where.birthCountry)}
    return 1 if countries and countries <= _SPEAK_NO_FRENCH else 2


def _family_parts(family: str) -> tuple[str, ...]:
    return tuple(surname_parts(family)[:_MAX_SURNAMES])


def _family_letters(family: str) -> tuple[str, ...]:
    return tuple(first_letters(stem) for stem in surname_stems(family)[:_MAX_SURNAMES])


def _given_parts(given: str) -> tuple[str, ...]:
    return tuple(given_parts(given)[:_MAX_GIVENS])


def _sounds_of(word: str) -> tuple[str, str]:
    """Return a word in both codes; a word without a sound in a code (another script) stands for itself."""
    by_cologne, by_french = cologne(word), french(word)
    itself = f"w{word}"
    return f"k{by_cologne}" if by_cologne else itself, f"f{by_french}" if by_french else itself


def _postcode(written_and_country: tuple[str, str]) -> str:
    return postcode_of(*written_and_country)


def _sex(subject: Subject) -> str:
    return _SEXES.get((subject.first("gender") or "").casefold(), "")


def _country(value: str) -> str:
    return value.strip().upper()
