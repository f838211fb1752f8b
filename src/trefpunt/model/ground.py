"""Ground and refusal: the two ways in which a treaty text answers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from trefpunt.model.key import Grade, KeyType


class AnswerMode(StrEnum):
    """How much an answer may say: that something is held, or with how strong a likeness."""

    EXISTENCE = "existence"
    GRADED = "graded"


@dataclass(frozen=True, slots=True)
class MatchTerms:
    """What a text lets a match say and with which keys; empty `key_types` means no match at all."""

    answers: AnswerMode
    least_grade: Grade
    key_types: frozenset[KeyType]


@dataclass(frozen=True, slots=True)
class Article:
    """One article as relied on: where it stands, whether it was read, whether it is law at all."""

    instrument: str
    article: str
    title: str
    source: str
    mark: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """Why an act is lawful. Only `treaty.permit` makes one; `exchange.call` sends nothing without one.

    Attributes:
        decision: the reference of the recorded decision.
        articles: every article that permits, the deciding one first.
        text_hash: hash of the texts that decided.
        channel: the prescribed channel; `trefpunt` where the node itself may carry it.
        conditions: codes of what binds whoever receives the answer.
        deadline: key of the clock in `clocks`, or empty.
        ask_again_before: uses that need a decision of their own.
        terms: for matches, what they may say.
    """

    decision: str
    action: str
    asking: str
    holder: str
    purpose: str
    articles: tuple[Article, ...]
    text_hash: str
    decided_at: datetime
    channel: str = "trefpunt"
    conditions: tuple[str, ...] = ()
    deadline: str = ""
    keep_until: date | None = None
    ask_again_before: tuple[str, ...] = ()
    terms: MatchTerms | None = None

    @property
    def article(self) -> Article:
        """The article that decides."""
        return self.articles[0]

    @property
    def is_sample(self) -> bool:
        """Whether any article relied on is a SAMPLE text, which is not law."""
        return any(article.is_sample for article in self.articles)

    def rests_on(self, cited: str) -> bool:
        """Tell whether an article, cited as `instrument article`, is one of those that permit."""
        return cited in {f"{article.instrument} {article.article}" for article in self.articles}


@dataclass(frozen=True, slots=True)
class GroundRecord:
    """A ground as it was recorded or received: something to read, not something to send under."""

    decision: str
    action: str
    asking: str
    holder: str
    purpose: str
    instrument: str
    article: str
    text_hash: str
    is_sample: bool
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Detour:
    """A lawful way that is open instead: another act, or the same act once certain facts are true.

    Attributes:
        changes: names of the facts that would have to be true, with the value each needs.
        is_open: whether the way can be taken today, or only after something is arranged.
    """

    code: str
    action: str
    articles: tuple[Article, ...]
    changes: tuple[tuple[str, str], ...] = ()
    channel: str = "trefpunt"
    deadline: str = ""
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Refusal:
    """An ordinary no: a code, the articles nearest, what stood in the way, and the lawful detours.

    `code` is from a closed list that `words` has in every language; `facts` are values for its sentence
    (a date, a number left, an article), never anything about the subject.
    """

    code: str
    decision: str = ""
    action: str = ""
    articles: tuple[Article, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    detours: tuple[Detour, ...] = field(default_factory=tuple)
