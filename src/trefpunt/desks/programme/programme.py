"""Adding to the programme, cancelling, and what the public may see of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from trefpunt.casework import Means
from trefpunt.clocks.deadline import ZONES
from trefpunt.errors import InputError
from trefpunt.model import Country, Event, Gathering, Officer
from trefpunt.sentence import Sentence
from trefpunt.store.ledger import programme as kept

LANGUAGES = ("nl", "fr", "de", "en")
MAX_TEXT = 160
_LONGEST = timedelta(days=31)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Planned:
    """What an officer puts on the programme.

    Attributes:
        titles: by language; all four are needed.
        begins, ends: by the local clock of the country, without a time zone.
        public_from: by the same clock; at once where it is None.
    """

    titles: Mapping[str, str]
    place: str
    country: Country
    begins: datetime
    ends: datetime
    public_from: datetime | None = None


def add(planned: Planned, *, officer: Officer, means: Means) -> Gathering:
    """Put something on the programme.

    Raises:
        InputError: a title is missing, the titles differ in their numbers, or the times do not fit.
        LogUnwritable: nothing was kept.
    """
    now = means.clock()
    _check_texts(planned)
    begins_at, ends_at = (_moment(at, planned.country) for at in (planned.begins, planned.ends))
    if not timedelta() < ends_at - begins_at <= _LONGEST:
        raise InputError(
            "the end does not come after the beginning", hint="within {most} days", most=_LONGEST.days
        )
    opens = now if planned.public_from is None else _moment(planned.public_from, planned.country)
    made = Gathering(
        id=means.new_id("g"),
        titles={tongue: planned.titles[tongue] for tongue in LANGUAGES},
        place=planned.place,
        country=planned.country,
        begins_at=begins_at,
        ends_at=ends_at,
        public_from=opens,
        changed_at=now,
        officer=officer.id,
    )
    with means.ledger.write() as tx:
        means.log(tx, Event.PROGRAMME_CHANGED, officer, subject_ref=made.id, act="added")
        kept.save(tx, made)
    return made


def cancel(gathering_id: str, *, officer: Officer, means: Means) -> Gathering:
    """Cancel something on the programme: it stays there, marked, so that calendars learn of it.

    Raises:
        InputError: it is not on the programme, or cancelled already.
        LogUnwritable: nothing changed.
    """
    with means.ledger.write() as tx:
        found = kept.find(tx, gathering_id)
        if found is None or found.is_cancelled:
            raise InputError(
                "there is nothing of this reference to cancel", hint="`trefpunt programme list` has them"
            )
        made = replace(
            found,
            is_cancelled=True,
            sequence=found.sequence + 1,
            changed_at=means.clock(),
            officer=officer.id,
        )
        means.log(tx, Event.PROGRAMME_CHANGED, officer, subject_ref=made.id, act="cancelled")
        kept.change(tx, made)
    return made


def everything(*, means: Means) -> Sequence[Gathering]:
    """Return the whole programme, by when it begins, embargoed or not: for officers."""
    with means.ledger.read() as tx:
        return kept.gatherings(tx)


def public(*, means: Means) -> Sequence[Gathering]:
    """Return what everybody may see now, by when it begins."""
    now = means.clock()
    return [one for one in everything(means=means) if one.public_from <= now]


def _check_texts(planned: Planned) -> None:
    if set(planned.titles) != set(LANGUAGES):
        raise InputError(
            "the programme needs a title in each language", hint="expected {known}", known=LANGUAGES
        )
    for text in (*planned.titles.values(), planned.place):
        if not 0 < len(text) <= MAX_TEXT or not text.isprintable() or text != text.strip():
            raise InputError(
                "a text of the programme does not fit",
                hint="expected 1 to {most} characters on one line",
                most=MAX_TEXT,
            )
    numbers = {tuple(sorted(_NUMBER.findall(title))) for title in planned.titles.values()}
    if len(numbers) != 1:
        raise InputError(
            "the titles do not hold the same numbers", hint="every citizen reads the same, in any language"
        )


def _moment(at: datetime, country: Country) -> datetime:
    if at.tzinfo is not None:
        raise InputError("a local time has a time zone", hint="leave it out: the country says which")
    made = at.replace(tzinfo=ZONES[country])
    # In the hour that the clock skips in spring there is no such time, and nobody would be there.
    if made.astimezone(UTC).astimezone(ZONES[country]).replace(tzinfo=None) != at:
        raise InputError("there is no such time on that day", hint="{why}", why=Sentence("the clock changes"))
    return made.astimezone(UTC)
