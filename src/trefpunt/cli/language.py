"""Which language a command speaks, also where no node can be opened."""

import os
import re
from pathlib import Path

from trefpunt.errors import InputError
from trefpunt.settings import language_in
from trefpunt.words import LANGUAGES, Speech

HOME_VARIABLE = "TREFPUNT_HOME"
LANGUAGE_VARIABLE = "TREFPUNT_LANGUAGE"
# The first of these that is set decides, as POSIX has it.
_OF_THE_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_ENGLISH = "en"


def language_of(home: Path | None) -> str:
    """Return the language to speak: its variable's, else that of the home's settings or of the locale."""
    folder = home or os.environ.get(HOME_VARIABLE)
    in_settings = language_in(Path(folder)) if folder else ""
    of_locale = next((value for name in _OF_THE_LOCALE if (value := os.environ.get(name))), "")
    chosen = (os.environ.get(LANGUAGE_VARIABLE, ""), in_settings, of_locale)
    return next((known for text in chosen if (known := _known(text))), _ENGLISH)


def speech_of(home: Path | None) -> Speech:
    """Return what speaks the language of a command."""
    return Speech(language_of(home))


def check_language() -> None:
    """Look at the language that was chosen by its variable.

    Raises:
        InputError: there is no such language; nothing falls back in silence.
    """
    chosen = os.environ.get(LANGUAGE_VARIABLE, "")
    if chosen and not _known(chosen):
        raise InputError(
            "{variable} names no language of Trefpunt",
            hint="expected one of {words}",
            variable=LANGUAGE_VARIABLE,
            words=LANGUAGES,
        )


def _known(text: str) -> str:
    """Return the language of `nl`, `nl_BE.UTF-8` or `nl-BE`, or nothing where it is none of ours."""
    language = re.split(r"[_.@-]", text.strip().lower(), maxsplit=1)[0]
    return language if language in LANGUAGES else ""
