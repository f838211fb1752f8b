"""A phonetic code for French names: consonants as they sound, endings that are not heard left out."""

import re

# Order matters: each rule reads what the rules before it have left. After a rule: C is the sound of ch.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^mc", "mac"),
        (r"^sainte?(?=[a-z]{3})", "st"),
        (r"ph", "f"),
        (r"ch(?=[lrnm])", "k"),
        (r"s?ch|sh|tch", "C"),
        (r"h", ""),
        (r"bv", "v"),
        (r"gn", "n"),
        (r"(?<=[aeou])ill(?=[aeiouy])", "i"),
        (r"cc(?=[eiy])|xc(?=[eiy])|x[sz]", "x"),
        (r"s?c(?=[eiy])", "s"),
        (r"gu(?=[eiy])", "g#"),
        (r"ge(?=[aou])|g(?=[eiy])", "j"),
        (r"#", ""),
        # -ault, -aud, -eaux, -aulx are all heard as o.
        (r"e?aul?[dtxs]*$", "o"),
        (r"qu?|c", "k"),
        (r"w$", ""),
        (r"w", "v"),
        (r"z", "s"),
        (r"m(?=[bp])", "n"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[a-zC]{2})[dtsx]+$", ""),
    )
)
_VOWEL_IN_FRONT = re.compile(r"^[aeiouy]+")
_VOWEL = re.compile(r"[aeiouy]")


def french(word: str) -> str:
    """Return the French-adapted code of a word of the letters a to z.

    The rules are those on which FONEM and Soundex2 agree for family names: silent h, t, d, s and x at the
    end, soft c and g, ph, gn, -ault and -eaux, m before b and p. Then, as in Soundex2, vowels go; one in
    front stays as A. Unlike Soundex2 the code is not cut at four signs, which would join too many names.

    Source: G. Bouchard, P. Brard, Y. Lavoie, FONEM, Population 36 (1981), 1085-1103;
        F. Brouard, L'art des Soundex (sqlpro.developpez.com).
    """
    sound = "".join(letter for letter in word.lower() if "a" <= letter <= "z")
    for pattern, replacement in _RULES:
        sound = pattern.sub(replacement, sound)
    return _VOWEL.sub("", _VOWEL_IN_FRONT.sub("A", sound))
