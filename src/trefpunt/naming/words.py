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
    Then, for each name between hyphens or words of marriage, all its words in one: `van den Berg` gives
    vandenberg, since others write Vandenberghe; `Ben Ali` gives benali.
    """
    stems: list[str] = []
    joined: list[str] = []
    for name in _single_names(surname):
        telling = [word for word in name if not is_particle(word) and len(word) > 1]
        stems += telling or ["".join(name)]
        if len(name) > 1:
            joined.append("".join(name))
    return list(dict.fromkeys(stems + joined))


def given_parts(given: str) -> list[str]:
    """Return the folded given names in the order written; `Jean-Pierre` gives two, initials give none."""
    return list(dict.fromkeys(word for word in words_of(given) if len(word) > 1))


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
