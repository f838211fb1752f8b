"""Words of a name in one spelling, whatever the spelling of the register."""

import re
import unicodedata
from types import MappingProxyType

from trefpunt.naming.particles import MARRIAGE_WORDS, PARTICLES

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ĳ": "ij"}
)
# Umlauts both ways: NFKD leaves u of ü, so the ue that others write for it becomes u too; ij and y likewise.
_SPELLINGS = MappingProxyType({"ue": "u", "oe": "o", "ae": "a", "ij": "y"})
_SPELLING = re.compile("|".join(_SPELLINGS))
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘`´ʼ", " "))
_GLUED_VAN = re.compile(r"^van(?:de[nr]?)?(?=[a-z]{3})")
_NOT_IN_WORDS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return text in lower case, without accents, with ue, oe, ae as u, o, a and ij as y.

    Both spellings of an umlaut thereby meet: Müller, Mueller and Muller are one. Scripts other than
    Latin keep their letters.
    """
    bare = text.casefold()
    # Most names of a list are ASCII, and have no accent to look for.
    if not bare.isascii():
        apart = unicodedata.normalize("NFKD", bare.translate(_LETTERS))
        bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return _SPELLING.sub(lambda found: _SPELLINGS[found[0]], bare)


def words_of(text: str) -> list[str]:
    """Return the folded words of a text; apostrophes, dots and every other sign part words."""
    return [word for word in _NOT_IN_WORDS.split(fold(text.translate(_APOSTROPHES))) if word]


def is_particle(word: str) -> bool:
    """Tell whether a folded word only stands around a family name."""
    return word in PARTICLES


def surname_parts(surname: str) -> list[str]:
    """Return every folded part by which a family name may be known elsewhere, the most telling first.

    First the stems: `Jansen-de Vries` gives jansen and vries, for either may stand alone after a marriage.
    Then each stem with the particles before it: `van den Berg` gives vandenberg, since others write
    Vandenberghe. Last, all words of a double name without hyphen: registers lose the space.
    """
    names = _single_names(surname)
    stems = [stem for name in names for stem in _stems_in(name)]
    glued: list[str] = []
    for name in names:
        loose = ""
        for word in name:
            loose += word
            if not _is_loose(word):
                glued.append(loose)
                loose = ""
    return list(dict.fromkeys([*stems, *glued, *("".join(name) for name in names)]))


def surname_stems(surname: str) -> list[str]:
    """Return the folded parts of a family name that are no particle, with no other word joined to them."""
    return list(dict.fromkeys(stem for name in _single_names(surname) for stem in _stems_in(name)))


def first_letters(word: str) -> str:
    """Return three letters of a folded name, those after a Flemish van, vande, vanden or vander in one word.

    Vandamme and Van Damme meet; Vandijk and Vanbeek, with `van` in common, do not.
    """
    return _GLUED_VAN.sub("", word)[:3]


def given_parts(given: str) -> list[str]:
    """Return the folded given names in the order written; `Jean-Pierre` gives two, initials give none."""
    return list(dict.fromkeys(word for word in words_of(given) if len(word) > 1))


def _is_loose(word: str) -> bool:
    return is_particle(word) or len(word) == 1


def _stems_in(name: list[str]) -> list[str]:
    return [word for word in name if not _is_loose(word)] or ["".join(name)]


def _single_names(surname: str) -> list[list[str]]:
    """Split at hyphens, strokes and words of marriage; each rest is a list of folded words."""
    names: list[list[str]] = [[]]
    # Before the stroke goes: e/v is echtgenote van, and would leave two loose letters.
    for group in re.split(r"[-/‐‑–]", surname.casefold().replace("e/v", " ev ")):
        names.append([])
        for word in words_of(group):
            if word in MARRIAGE_WORDS:
                names.append([])
            else:
                names[-1].append(word)
    return _with_particles_ahead([name for name in names if name])


def _with_particles_ahead(names: list[list[str]]) -> list[list[str]]:
    """Put a group of nothing but particles before the name that follows it: `al-Qadir` is one name."""
    whole: list[list[str]] = []
    for name in names:
        if whole and all(is_particle(word) for word in whole[-1]):
            whole[-1] = whole[-1] + name
        else:
            whole.append(name)
    return whole
