"""The keys of a person: P1 to P5 and P13, the most telling of each type first.

A value names its phonetic code (`k` Cologne, `f` French, `w` the word itself), so that codes of two kinds
never meet by accident. Where a key holds two names they are in alphabetical order: given and family name may
have been exchanged.
"""

from collections.abc import Iterable, Iterator
from itertools import product

from trefpunt.model import KeyType, Subject
from trefpunt.naming.addresses import house_number, house_number_in, postcode_of
from trefpunt.naming.births import Birth, read_birth
from trefpunt.naming.french import french
from trefpunt.naming.memo import Memo
from trefpunt.naming.persons import PersonName, names_of, parts_of
from trefpunt.naming.phonetics import cologne
from trefpunt.naming.places import place_key

Found = tuple[KeyType, str, str]
"""Type, country and value of a key, before it becomes a MatchKey."""

_MAX_SURNAMES, _MAX_GIVENS, _MAX_NAMES = 6, 3, 4
_SPEAK_NO_FRENCH = frozenset({"NL", "DE", "AT"})
_COUNTRY_PROPERTIES = ("country", "nationality", "birthCountry")
_SEXES = {
    **dict.fromkeys(("m", "male", "man", "homme", "h", "mann", "mannlich", "masculin", "1"), "m"),
    **dict.fromkeys(("f", "v", "female", "vrouw", "femme", "frau", "w", "weiblich", "feminin", "2"), "f"),
}


class PersonKeys:
    """Makes the keys of persons; each distinct name, word, date and place is worked out once.

    The memory lives and dies with the object: make one for a list, and drop it with the list.
    """

    def __init__(self) -> None:
        self._names = Memo(_bounded_parts)
        self._sounds = Memo(_sounds_of)
        self._births = Memo(read_birth)
        self._places = Memo(place_key)

    def of(self, subject: Subject) -> Iterator[Found]:
        """Yield the keys of a person, the most telling of each type first; some may repeat."""
        births = [birth for raw in subject.values("birthDate") if (birth := self._births[raw]) is not None]
        if not births:
            return
        names = [self._names[pair] for pair in names_of(subject)[:_MAX_NAMES]]
        kinds = 1 if _speaks_no_french(subject) else 2
        facts = self._facts(subject)
        for birth, name in product(births, names):
            yield from self._of_name(name, birth, kinds=kinds, facts=facts, sex=_sex(subject))
        for birth in births:
            if birth.is_day_known:
                yield from _of_address(subject, birth)

    def _of_name(
        self, name: PersonName, birth: Birth, *, kinds: int, facts: list[str], sex: str
    ) -> Iterator[Found]:
        pairs = self._pairs(name, kinds)
        for pair in pairs:
            yield KeyType.PERSON_NAMES_YEAR, "", f"{pair}|{birth.year}|{sex}"
        if not birth.is_day_known:
            return
        day, givens = birth.full, self._heard(name.givens, kinds)
        for sound in (*self._heard(name.surnames, kinds), *givens):
            yield KeyType.PERSON_NAME_BIRTH, "", f"{sound}|{day}"
        for surname, given in product(name.surnames, name.givens):
            one, other = sorted((surname[:3], given[:3]))
            yield KeyType.PERSON_LETTERS_BIRTH, "", f"{one}|{other}|{birth.swapped}"
        for fact in facts:
            for sound in givens:
                yield KeyType.PERSON_GIVEN_BIRTH_PLACE, "", f"{sound}|{day}|{fact}"
            for pair in pairs:
                yield KeyType.PERSON_STRONG_PAIR, "", f"{pair}|{day}|{fact}"

    def _pairs(self, name: PersonName, kinds: int) -> list[str]:
        """Pair every surname with every given name, both in the same phonetic code."""
        sounds = self._sounds
        return [
            "|".join(sorted((sounds[surname][kind], sounds[given][kind])))
            for kind in range(kinds)
            for surname in name.surnames
            for given in name.givens
        ]

    def _heard(self, words: Iterable[str], kinds: int) -> list[str]:
        return [self._sounds[word][kind] for kind in range(kinds) for word in words]

    def _facts(self, subject: Subject) -> list[str]:
        """Return what is on record of where the person was born; see `keys.py` on P3."""
        countries = subject.values("birthCountry")
        places = subject.values("birthPlace")
        if not countries and not places:
            countries = subject.values("nationality") or subject.values("country")
        born_in = [f"c{country}" for country in sorted({_country(value) for value in countries})]
        born_at = [f"p{place}" for place in sorted({self._places[value] for value in places})]
        return born_in + born_at or [""]


def _bounded_parts(pair: tuple[str, str]) -> PersonName:
    parts = parts_of(*pair)
    return PersonName(parts.surnames[:_MAX_SURNAMES], parts.givens[:_MAX_GIVENS])


def _sounds_of(word: str) -> tuple[str, str]:
    """Return a word in both codes; a word without a sound in a code (another script) stands for itself."""
    by_cologne, by_french = cologne(word), french(word)
    itself = f"w{word}"
    return f"k{by_cologne}" if by_cologne else itself, f"f{by_french}" if by_french else itself


def _of_address(subject: Subject, birth: Birth) -> Iterator[Found]:
    country = _country(subject.first("country") or "")
    numbers = [house_number(written) for written in subject.values("houseNumber")]
    for written in subject.values("postalCode"):
        postcode = postcode_of(written, country)
        found = numbers or [house_number_in(line, postcode=postcode) for line in subject.values("address")]
        for number in found:
            if postcode and number:
                yield KeyType.PERSON_BIRTH_ADDRESS, "", f"{birth.full}|{postcode}|{number}"


def _speaks_no_french(subject: Subject) -> bool:
    countries = {_country(value) for name in _COUNTRY_PROPERTIES for value in subject.values(name)}
    return bool(countries) and countries <= _SPEAK_NO_FRENCH


def _sex(subject: Subject) -> str:
    return _SEXES.get((subject.first("gender") or "").casefold(), "")


def _country(value: str) -> str:
    return value.strip().upper()
