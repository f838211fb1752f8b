"""The sentences in another language, read from its catalogue."""

from collections.abc import Mapping
from pathlib import Path

from babel.messages.pofile import read_po

from trefpunt.errors import InputError

ENGLISH = "en"
CATALOGUES = Path(__file__).parent / "catalogues"
LANGUAGES = (ENGLISH, *sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir()))
"""Every language that there is: a new one is a new catalogue."""


def catalogue_of(language: str) -> Path:
    """Return where the catalogue of a language stands."""
    return CATALOGUES / language / "LC_MESSAGES" / "trefpunt.po"


def read_catalogue(language: str) -> Mapping[str, str]:
    """Return the translation of each English sentence; empty for English itself.

    The text file is read as it is, without a compiled one beside it that could be older.

    Raises:
        InputError: there is no such language.
    """
    if language not in LANGUAGES:
        raise InputError("there is no such language", hint="expected one of {words}", words=LANGUAGES)
    if language == ENGLISH:
        return {}
    with catalogue_of(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {
        message.id: message.string
        for message in catalogue
        if isinstance(message.id, str) and isinstance(message.string, str) and message.id and message.string
    }
