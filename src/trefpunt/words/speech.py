"""Sentences for people, in one language: answers, refusals, and whatever else a door has to say."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from babel.lists import format_list
from babel.numbers import format_decimal

from trefpunt.errors import TrefpuntError
from trefpunt.model import Answer, Article, Detour, Hit, NoHit, Pending, Refusal, Refused, Step
from trefpunt.sentence import Sentence, fill, listed, plain
from trefpunt.words.casework import STEP_WORDS, STEPS
from trefpunt.words.catalogue import read_catalogue
from trefpunt.words.codes import GRADES
from trefpunt.words.law import CHANNELS, CONDITIONS, DEADLINES, FACTS, WAYS
from trefpunt.words.moments import day_in, locale_of, moment_in
from trefpunt.words.refusals import REFUSALS, UNKNOWN
from trefpunt.words.terms import instrument_names

_LONGEST_COUNT = 16
_COUNTS = frozenset({"left", "asked"})


class Speech:
    """Says things in one language; made once and handed in."""

    def __init__(self, language: str) -> None:
        """Read the catalogue and the names of the treaty texts.

        Raises:
            InputError: there is no such language.
        """
        self.language = language
        self._sentences = read_catalogue(language)
        self._instruments = instrument_names(language)
        self._locale = locale_of(language)

    def say(self, msgid: str, /, **facts: object) -> str:
        """Return a sentence, given in English, with its named facts in their places.

        A sentence without a translation comes out in English; a test sees to it that there is none.
        """
        return fill(self._sentences.get(msgid, msgid), facts, shown=self._shown)

    def sentence(self, sentence: Sentence) -> str:
        """Return what a room below the doors has to say."""
        return self.say(sentence.template, **sentence.facts)

    def error(self, error: TrefpuntError) -> tuple[str, str]:
        """Return what went wrong and what to do next; the second is empty where there is nothing to do."""
        return self.sentence(error.said), self.sentence(error.advice)

    def code(self, words: Mapping[str, str], code: str) -> str:
        """Return the words for a code, from a table of `codes`; an unknown code is shown as it is."""
        return self.say(words[code]) if code in words else plain(code).replace("_", " ")

    def answer(self, answer: Answer) -> tuple[str, ...]:
        """Return what came of a question: the answer first, then why and what it means."""
        match answer:
            case Hit():
                return self._hit(answer)
            case NoHit():
                return (
                    self.say("{partner}: no hit", partner=answer.partner),
                    self.article(answer.article),
                    self.say("It does not prove that nobody knows."),
                )
            case Refused():
                return (self._not_answered(answer), *self._around(answer.refusal))
            case Pending():
                return (
                    self.say(
                        "{partner}: no answer yet, asked on {since}",
                        partner=answer.partner,
                        since=answer.since,
                    ),
                    self.say("Look again with the reference."),
                )

    def refusal(self, refusal: Refusal) -> tuple[str, ...]:
        """Return why not, which articles came nearest, what stood in the way, and what would be lawful."""
        return (self.why(refusal), *self._around(refusal))

    def why(self, refusal: Refusal) -> str:
        """Return the one sentence of a refusal's code."""
        if refusal.code not in REFUSALS:
            return self.say(UNKNOWN, code=refusal.code)
        facts = {name: _typed(name, value) for name, value in refusal.facts}
        return self.say(REFUSALS[refusal.code], **facts)

    def article(self, article: Article) -> str:
        """Return under which article, and whether it is law at all."""
        if article.is_sample:
            return self.say("Under {article}. SAMPLE, not law.", article=self._named(article))
        return self.say("Under {article}.", article=self._named(article))

    def cited(self, article: str) -> str:
        """Return an article in words that stands as `text number` in a count; empty where none is named."""
        name, _, number = article.rpartition(" ")
        instrument = self._instruments.get(name, name)
        return (
            self.say("art. {article} of {instrument}", article=number, instrument=instrument) if name else ""
        )

    def conditions(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return what binds whoever receives the answer, a sentence each."""
        return tuple(self.say(CONDITIONS.get(code, code)) for code in codes)

    def channel(self, code: str) -> str:
        """Return the prescribed channel."""
        return self.say("Channel: {channel}.", channel=self.say(CHANNELS.get(code, code)))

    def deadline(self, key: str) -> str:
        """Return by when an answer is due, or nothing where the text that decides sets no term."""
        return self.say(DEADLINES[key]) if key in DEADLINES else ""

    def step(self, step: Step) -> str:
        """Return what one side told about a request besides its answer."""
        words = STEP_WORDS.get(step.kind.value, {})
        said = [self.code(STEPS, step.kind.value), *(self.code(words, word) for word in step.codes)]
        if step.until is not None:
            said.append(self.say("until {until}", until=step.until))
        return ", ".join(said)

    def moment(self, at: datetime) -> str:
        """Return a moment in UTC, as it is written in this language."""
        return moment_in(at, self._locale)

    def day(self, on: date) -> str:
        """Return a date as it is written in this language."""
        return day_in(on, self._locale)

    def number(self, value: float) -> str:
        """Return a number as it is written in this language."""
        return format_decimal(value, locale=self._locale)

    def _hit(self, hit: Hit) -> tuple[str, ...]:
        if hit.grade is None:
            first = self.say("{partner}: hit", partner=hit.partner)
        else:
            types = ", ".join(key_type.value for key_type in hit.key_types)
            grade = self.say(GRADES[hit.grade.value])
            first = self.say(
                "{partner}: hit, {grade} ({types})", partner=hit.partner, grade=grade, types=types
            )
        after = self.say("A hit is a pointer: what is held needs a request of its own.")
        return (first, self.article(hit.article), after)

    def _not_answered(self, refused: Refused) -> str:
        facts = {"partner": refused.partner, "why": self.why(refused.refusal)}
        if refused.by == refused.partner:
            return self.say("{partner}: refused by the partner. {why}", **facts)
        if refused.reference:
            return self.say("{partner}: asked, without an answer that can be used. {why}", **facts)
        return self.say("{partner}: not asked. {why}", **facts)

    def _around(self, refusal: Refusal) -> tuple[str, ...]:
        lines = []
        if refusal.articles:
            named = self._listed([self._named(article) for article in refusal.articles])
            lines.append(self.say("Looked at: {articles}.", articles=named))
        if refusal.missing:
            lines.append(self.say("Not yet so: {facts}.", facts=self._facts(refusal.missing)))
        return (*lines, *(self._detour(detour) for detour in refusal.detours))

    def _detour(self, detour: Detour) -> str:
        way = self.say(WAYS.get(detour.code, detour.code))
        facts = {
            "way": way,
            "articles": self._listed([self._named(article) for article in detour.articles]),
            "facts": self._facts([name for name, _ in detour.changes]),
        }
        if not detour.is_open:
            sentence = self.say("Lawful once this is arranged ({facts}): {way} under {articles}.", **facts)
        elif detour.changes:
            sentence = self.say(
                "Lawful today: {way} under {articles}; the form must state: {facts}.", **facts
            )
        else:
            sentence = self.say("Lawful today: {way} under {articles}; form ready.", **facts)
        channel = "" if detour.channel in {"trefpunt", "none"} else self.channel(detour.channel)
        return " ".join(part for part in (sentence, channel, self.deadline(detour.deadline)) if part)

    def _named(self, article: Article) -> str:
        instrument = self._instruments.get(article.instrument, article.instrument)
        return self.say("art. {article} of {instrument}", article=article.article, instrument=instrument)

    def _facts(self, names: Iterable[str]) -> str:
        return "; ".join(self.say(FACTS.get(name, name)) for name in names)

    def _listed(self, parts: Sequence[str]) -> str:
        return format_list(list(dict.fromkeys(parts)), locale=self._locale)

    def _shown(self, value: object) -> str:
        if isinstance(value, Sentence):
            return self.sentence(value)
        if isinstance(value, tuple):
            return listed(value, shown=self._shown)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.number(value)
        return plain(value)


def _typed(name: str, value: str) -> object:
    """Return a fact's value as what it is; the fact's name says so: `renews_at`, `ends_on`."""
    # A value that is not what its name says came from a partner; it is shown as it came.
    with contextlib.suppress(ValueError):
        if name.endswith("_at"):
            return datetime.fromisoformat(value)
        if name.endswith("_on"):
            return date.fromisoformat(value)
        if name in _COUNTS and len(value) < _LONGEST_COUNT:
            return int(value)
    return value
