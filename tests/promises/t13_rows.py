"""The law a second time, for T13: rows of the table of law and a loop over them, and no engine.

Written from the table, not from the policies, and kept so plain that a lawyer can read it. Nothing of
`trefpunt.treaty` is imported: what the two have in common is the request.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from trefpunt.model import Country, Request

Words = frozenset[str]
FOREVER = date(9999, 12, 31)
_BE, _NL, _LU = Country.BE, Country.NL, Country.LU
ACROSS = frozenset((one, other) for one in Country for other in Country if one is not other)
HOME = frozenset((one, one) for one in Country)
BE_NL = frozenset({(_BE, _NL), (_NL, _BE)})
DUTCH_BORDERS = frozenset({(_NL, _BE), (_BE, _NL), (_NL, _LU), (_LU, _NL)})
IN_BE, IN_NL, IN_LU = (frozenset({(one, one)}) for one in (_BE, _NL, _LU))


def words(text: str) -> Words:
    """Return the words of a text as a set."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, seen as the table sees it."""

    request: Request

    def says(self, *names: str) -> bool:
        """Tell whether all of these facts are stated as true; what is left out counts as false."""
        return all(
            self.request.has_case if name == "has_case" else self.request.facts.get(name) is True
            for name in names
        )

    def says_any(self, *names: str) -> bool:
        """Tell whether one of these facts is stated as true."""
        return any(self.says(name) for name in names)

    def number(self, name: str) -> int | None:
        """Return a number, or None where it is not stated."""
        value = self.request.facts.get(name)
        return value if type(value) is int else None

    def listed(self, name: str) -> Words | None:
        """Return the words of a fact in words, or None where it is not stated."""
        value = self.request.facts.get(name)
        return words(value) if isinstance(value, str) else None

    @property
    def host(self) -> Country:
        """The country of the holder."""
        return self.request.holder.country

    @property
    def asker(self) -> Country:
        """The country of who acts."""
        return self.request.officer.authority.country


Test = Callable[[Asked], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: it holds where everything that it names is so. An empty set of words means any.

    Attributes:
        where: pairs of countries: of who acts, of the holder.
        needs: facts that must be stated.
        test: anything that does not fit the columns.
    """

    text: str
    article: str
    permits: bool
    acts: Words
    where: frozenset[tuple[Country, Country]]
    since: date
    until: date = FOREVER
    who: Words = frozenset()
    role: Words = frozenset()
    to: Words = frozenset()
    about: Words = frozenset()
    subject: Words = frozenset()
    why: Words = frozenset()
    needs: Words = frozenset()
    test: Test | None = None

    def holds(self, request: Request) -> bool:
        """Tell whether this row bears on a request and all it asks for is there."""
        asker, holder = request.officer.authority, request.holder
        columns = (
            (self.who, asker.kind),
            (self.role, request.officer.role),
            (self.to, holder.kind),
            (self.about, request.category),
            (self.subject, request.subject_category),
            (self.why, request.purpose),
        )
        return (
            request.action.value in self.acts
            and (asker.country, holder.country) in self.where
            and self.since <= request.on <= self.until
            and all(not wanted or found.value in wanted for wanted, found in columns)
            and Asked(request).says(*self.needs)
            and (self.test is None or self.test(Asked(request)))
        )


@dataclass(frozen=True, slots=True)
class Book:
    """A text while its rows are written down: what all of them share."""

    text: str
    where: frozenset[tuple[Country, Country]]
    since: date
    until: date = FOREVER
    is_sample: bool = False

    def yes(self, article: str, acts: str, needs: str = "", **columns: str | Test) -> Row:
        """Return a row that permits."""
        row = self._row(article, acts, needs, True, columns)
        return _only_where_cited(row) if self.is_sample else row

    def no(self, article: str, acts: str, needs: str = "", **columns: str | Test) -> Row:
        """Return a row that forbids; `needs` are the facts that make it bite."""
        return self._row(article, acts, needs, False, columns)

    def _row(self, article: str, acts: str, needs: str, permits: bool, columns: dict[str, str | Test]) -> Row:
        read = {name: words(value) if isinstance(value, str) else value for name, value in columns.items()}
        shared = {"where": self.where, "since": self.since, "until": self.until}
        return Row(self.text, article, permits, words(acts), **{**shared, **read, "needs": words(needs)})


def _only_where_cited(row: Row) -> Row:
    """A SAMPLE text permits only where the agreement in force cites it, if it is known what that cites."""
    inner = row.test

    def cited(asked: Asked) -> bool:
        listed = asked.listed("agreed_texts")
        return (listed is None or row.text in listed) and (inner is None or inner(asked))

    return Row(**{name: getattr(row, name) for name in Row.__slots__ if name != "test"}, test=cited)


def judge(request: Request, rows: Iterable[Row]) -> tuple[str, frozenset[tuple[str, str]]]:
    """Return yes, no or nothing, and the articles that say it: one no is stronger than every yes."""
    held = [row for row in rows if row.holds(request)]
    no = frozenset((row.text, row.article) for row in held if not row.permits)
    yes = frozenset((row.text, row.article) for row in held if row.permits)
    if no:
        return "no", no
    return ("yes", yes) if yes else ("nothing", frozenset())
