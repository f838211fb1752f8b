"""The sentences in another language, read from its catalogue."""

from collections.abc import Mapping
from pathlib import Path

from babel.messages.pofile import read_po

from trefpunt.errors import InputError

ENGLISH = "en"
LANGUAGES = (ENGLISH, "nl")
CATALOGUES = Path(__file__).parent / "catalogues"


def read_catalogue(language: str) -> Mapping[str, str]:
    """Return the translation of each English sentence; empty for English itself.

    The text file is read as it is, without a compiled one beside it that could be older.

    Raises:
        InputError: there is no such language.
    """
    if language not in LANGUAGES:
        raise InputError("there is no such language", hint=f"expected one of {', '.join(LANGUAGES)}")
    if language == ENGLISH:
        return {}
    path = CATALOGUES / language / "LC_MESSAGES" / "trefpunt.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {
        message.id: message.string
        for message in catalogue
        if isinstance(message.id, str) and isinstance(message.string, str) and message.id and message.string
    }
