"""The sentences of the screens in four languages, from catalogues of their own.

What a room below has to say (an answer, a refusal, an error) is said by `words.Speech`, which has a catalogue
for each of them. For a language without one it would speak English, and the page would mark those lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from babel.messages.pofile import read_po

from trefpunt.sentence import fill, plain
from trefpunt.words import LANGUAGES as SPOKEN
from trefpunt.words import Speech
from trefpunt.words.catalogue import read_catalogue
from trefpunt.words.moments import hour_in, local_in, locale_of, moment_in

LANGUAGES: Mapping[str, str] = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}
"""The languages of the screens, each by its own name."""

_ENGLISH = "en"
_CATALOGUES = Path(__file__).parent / "catalogues"


@dataclass(frozen=True, slots=True, init=False)
class Phrase:
    """An English sentence of a page, and what fills its places; said by `PageWords.said`."""

    template: str
    facts: Mapping[str, object]

    def __init__(self, template: str, /, **facts: object) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "facts", facts)


class PageWords:
    """Says the sentences of the screens in one language; made once for each.

    Attributes:
        speech: says what rooms below have to say.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.speech = Speech(language if language in SPOKEN else _ENGLISH)
        self._sentences = {**read_catalogue(self.speech.language), **read_pages(language)}
        self._locale = locale_of(language)

    def t(self, msgid: str, /, **facts: object) -> str:
        """Return a sentence, given in English, with its facts in their places."""
        return fill(self._sentences.get(msgid, msgid), facts, shown=self._shown)

    def said(self, phrase: Phrase) -> str:
        """Return what a screen has to say."""
        return self.t(phrase.template, **phrase.facts)

    def code(self, table: Mapping[str, str], code: str) -> str:
        """Return the words for a code; an unknown one is shown as it is."""
        return self.t(table[code]) if code in table else plain(code).replace("_", " ")

    def moment(self, at: datetime) -> str:
        """Return a moment in UTC, as it is written in this language."""
        return moment_in(at, self._locale)

    def local(self, at: datetime) -> str:
        """Return a moment by the clock of its own time zone, with the day of the week."""
        return local_in(at, self._locale)

    def hour(self, at: datetime) -> str:
        """Return the hour of a moment by the clock of its own time zone."""
        return hour_in(at, self._locale)

    def country(self, code: str) -> str:
        """Return the name of a country by its ISO 3166-1 code."""
        return str(self._locale.territories[code])

    def _shown(self, value: object) -> str:
        if isinstance(value, Phrase):
            return self.said(value)
        return self.moment(value) if isinstance(value, datetime) else plain(value)


def read_pages(language: str) -> Mapping[str, str]:
    """Return the words of the screens by their English ones; empty for English itself."""
    if language == _ENGLISH:
        return {}
    with catalogue_of(language).open("rb") as file:
        found = read_po(file, locale=language)
    return {
        message.id: message.string
        for message in found
        if isinstance(message.id, str) and isinstance(message.string, str) and message.id and message.string
    }


def catalogue_of(language: str) -> Path:
    """Return where the words of the screens in a language stand."""
    return _CATALOGUES / language / "LC_MESSAGES" / "pages.po"


def best_language(wanted: str, fallback: str) -> str:
    """Return the first language of an Accept-Language header that there is, in the order given."""
    for part in wanted.split(","):
        language = part.partition(";")[0].strip().partition("-")[0].lower()
        if language in LANGUAGES:
            return language
    return fallback if fallback in LANGUAGES else _ENGLISH
