"""The core of a firm's name: without legal form, in one order, one spelling."""

import re

from trefpunt.naming.legal_forms import FORMS_ANYWHERE, FORMS_AT_ENDS, LONGEST_FORM
from trefpunt.naming.words import words_of

# S.à r.l. has a word break inside, so its letters are joined before the others'.
_SARL = re.compile(r"\bs\.?\s?[aà]\.?\s?r\.?\s?l\.?(?:\s?-?\s?s\b)?(?!\w)", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?)+[^\W\d_](?:\.|\b)")
_JOINING = frozenset({"en", "et", "and", "und"})


def name_core(name: str) -> str:
    """Return the words that tell a firm apart, sorted; `Peeters Logistics BVBA` gives `logistics peeters`.

    Legal forms go, dotted or not, so that NV and SA, BVBA and SPRL, or a firm before and after the Belgian
    code of 2019, have one core. So do words that join (en, et, und). Holding, Beheer, Invest and numbers
    stay: they tell sister firms apart. A name of nothing but forms keeps its words.
    """
    text = _SARL.sub(" sarl ", name)
    text = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)
    words = words_of(text)
    core = [word for word in _without_forms(words) if word not in _JOINING]
    return " ".join(sorted(core or words))


def _without_forms(words: list[str]) -> list[str]:
    kept = list(words)
    while (form := _form_at_end(kept)) is not None:
        kept = kept[form]
    place = 0
    while place < len(kept):
        length = _longest_form(kept, place)
        del kept[place : place + length]
        place += not length
    return kept


def _form_at_end(words: list[str]) -> slice | None:
    """Return what is left when the longest form at the end, or else in front, is taken away."""
    for length in range(min(LONGEST_FORM, len(words)), 0, -1):
        if tuple(words[-length:]) in FORMS_AT_ENDS:
            return slice(0, len(words) - length)
        if tuple(words[:length]) in FORMS_AT_ENDS:
            return slice(length, len(words))
    return None


def _longest_form(words: list[str], place: int) -> int:
    for length in range(min(LONGEST_FORM, len(words) - place), 0, -1):
        if tuple(words[place : place + length]) in FORMS_ANYWHERE:
            return length
    return 0
