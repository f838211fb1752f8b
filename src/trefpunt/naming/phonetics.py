"""Cologne phonetics: how a Dutch or German name sounds, as digits."""

_ALWAYS = dict.fromkeys("aeiouyj", "0") | {
    "b": "1",
    "l": "5",
    "m": "6",
    "n": "6",
    "r": "7",
    "s": "8",
    "z": "8",
}
_ALWAYS |= dict.fromkeys("fvw", "3") | dict.fromkeys("gkq", "4")


def cologne(word: str) -> str:
    """Return the Cologne code of a word of the letters a to z; other signs are passed over.

    Equal digits that touch count once, then every 0 but a first one goes.

    Source: H. J. Postel, Die Kölner Phonetik, IBM-Nachrichten 19 (1969), 925-931.
    """
    letters = [letter for letter in word.lower() if "a" <= letter <= "z"]
    digits = []
    for place, letter in enumerate(letters):
        before = letters[place - 1] if place else ""
        after = letters[place + 1] if place + 1 < len(letters) else ""
        digits.append(_ALWAYS.get(letter) or _by_neighbours(letter, before, after))
    return _squeeze("".join(digits))


def _by_neighbours(letter: str, before: str, after: str) -> str:
    if letter == "h":
        return ""
    if letter == "p":
        return "3" if after == "h" else "1"
    if letter in "dt":
        return "8" if after and after in "csz" else "2"
    if letter == "x":
        return "8" if before and before in "ckq" else "48"
    return _code_of_c(before, after)


def _code_of_c(before: str, after: str) -> str:
    if not before:
        return "4" if after and after in "ahkloqrux" else "8"
    is_hard = after != "" and after in "ahkoqux" and before not in "sz"
    return "4" if is_hard else "8"


def _squeeze(digits: str) -> str:
    kept = "".join(digit for place, digit in enumerate(digits) if place == 0 or digits[place - 1] != digit)
    return kept[:1] + kept[1:].replace("0", "")
