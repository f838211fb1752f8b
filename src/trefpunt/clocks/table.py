"""Every legal clock as data: what starts it, how long it runs, whether it may stop or be extended."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a limit is counted in.

    HOURS elapse, whatever the local clock does. WAKING_HOURS do not run from 00:00 to 09:00 local time.
    Days, weeks, months and years end with the last local second of their last day.
    """

    HOURS = "hours"
    WAKING_HOURS = "waking_hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class ClockKind(StrEnum):
    """What happens at the end: it must be done, be gone, may go, or it lies too far back."""

    DUE = "due"
    KEEP_AT_MOST = "keep_at_most"
    KEEP_AT_LEAST = "keep_at_least"
    LOOK_BACK = "look_back"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in one unit."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One clock of the law.

    Attributes:
        starts: the moment from which it runs.
        limit: how long, one span after the other.
        extended: how long in all once it has been extended, or nothing where it cannot be.
        may_stop: whether it stands still while somebody else is waited for.
        mark: T the text was read, S known at second hand, R recalled.
    """

    starts: str
    limit: tuple[Span, ...]
    basis: str
    mark: str
    kind: ClockKind = ClockKind.DUE
    extended: tuple[Span, ...] = ()
    may_stop: bool = False


def _hours(count: int) -> tuple[Span, ...]:
    return (Span(count, Unit.HOURS),)


def _days(count: int) -> tuple[Span, ...]:
    return (Span(count, Unit.DAYS),)


def _working_days(count: int) -> tuple[Span, ...]:
    return (Span(count, Unit.WORKING_DAYS),)


def _weeks(count: int) -> tuple[Span, ...]:
    return (Span(count, Unit.WEEKS),)


def _months(count: int) -> tuple[Span, ...]:
    return (Span(count, Unit.MONTHS),)


def _years(count: int) -> tuple[Span, ...]:
    return (Span(count, Unit.YEARS),)


_977 = "Directive (EU) 2023/977, arts 5-6"
_BPT = "Benelux Police Treaty 2018"
_119TER = "New Municipal Law (BE), art. 119ter"
_DIOB = "BE law of 15 January 2024"
_VAT = "Regulation (EU) 904/2010"
_AT_MOST, _AT_LEAST = ClockKind.KEEP_AT_MOST, ClockKind.KEEP_AT_LEAST

CLOCKS: Mapping[str, ClockRule] = {
    "pol.urgent.direct": ClockRule("receipt of the request", _hours(8), _977, "T", may_stop=True),
    "pol.urgent.indirect": ClockRule("receipt of the request", _days(3), _977, "T", may_stop=True),
    "pol.other": ClockRule("receipt of the request", _days(7), _977, "T", may_stop=True),
    "pol.oral.confirm": ClockRule("the oral exchange", _hours(24), f"{_BPT}, art. 12(2)", "T"),
    "pol.observe.urgent": ClockRule("crossing the border", _hours(5), f"{_BPT}, art. 22(5)", "T"),
    "pol.pursuit.hold": ClockRule(
        "holding the person", (Span(6, Unit.WAKING_HOURS),), f"{_BPT}, art. 21(3)", "T"
    ),
    "pol.investig.reply": ClockRule("receipt of the request", _hours(48), f"{_BPT}, art. 24", "T"),
    "pol.investig.exec": ClockRule("receipt of the request", _days(30), f"{_BPT}, art. 24", "T"),
    "anpr.list.age": ClockRule(
        "receipt of the list", _days(5), "Agreement under art. 13, art. 14", "T", _AT_MOST
    ),
    "anpr.adhoc": ClockRule("start of the action", _hours(48), "Agreement under art. 13, art. 5", "T"),
    "auth.review": ClockRule("the last review", _years(1), "Agreements under arts 15 and 16", "T"),
    "audit.sample": ClockRule("the last sample", _years(1), "Agreements under arts 15 and 16, art. 12", "T"),
    "agr.eval": ClockRule("entry into force", _years(2), "Agreements under arts 13, 15 and 16", "T"),
    "agr.eval.next": ClockRule("the last evaluation", _years(5), "Agreements under arts 13, 15 and 16", "T"),
    "prum.core": ClockRule(
        "the match confirmed and the facts sent", _hours(48), "Regulation (EU) 2024/982, art. 47", "T"
    ),
    "prum.log": ClockRule(
        "the search", _years(3), "Regulation (EU) 2024/982, arts 18, 40, 45", "T", _AT_MOST
    ),
    "breach": ClockRule("becoming aware", _hours(72), "Directive (EU) 2016/680, art. 30", "T"),
    "dpia.prior": ClockRule(
        "receipt of the request",
        _weeks(6),
        "Directive (EU) 2016/680, art. 28",
        "T",
        extended=(Span(6, Unit.WEEKS), Span(1, Unit.MONTHS)),
    ),
    "be.integrity": ClockRule(
        "the mayor's decision", _working_days(50), f"{_119TER}, para 4", "T", extended=_working_days(80)
    ),
    "be.diob.adm": ClockRule("receipt of the request", _working_days(5), f"{_DIOB}, art. 20", "T"),
    "be.diob.complete": ClockRule("the notice", _working_days(5), f"{_DIOB}, art. 20", "T"),
    "be.diob.op": ClockRule(
        "confirmation that it is admissible", _working_days(30), f"{_DIOB}, art. 24", "T"
    ),
    "be.suspend": ClockRule("the suspension", _months(6), f"{_119TER}, para 8", "T", _AT_MOST),
    "be.lookback": ClockRule("the request", _years(5), f"{_DIOB}, arts 21-22", "T", ClockKind.LOOK_BACK),
    "be.log": ClockRule("the consultation", _years(10), f"{_DIOB}, arts 18, 25", "T", _AT_LEAST),
    "be.file": ClockRule("archiving", _years(1), f"{_DIOB}, art. 26", "T", _AT_MOST),
    "be.file.opinion": ClockRule("archiving", _years(3), f"{_DIOB}, art. 26", "T", _AT_MOST),
    "nl.bibob": ClockRule(
        "receipt of the request",
        _weeks(8),
        "Wet Bibob, art. 15 (2013)",
        "T",
        extended=_weeks(12),
        may_stop=True,
    ),
    "vat.req": ClockRule("receipt of the request", _months(3), f"{_VAT}, art. 10", "T"),
    "vat.req.held": ClockRule("receipt of the request", _months(1), f"{_VAT}, art. 10", "T"),
    "vat.ack": ClockRule("receipt", _working_days(5), f"{_VAT}, art. 51", "T"),
    "vat.simul": ClockRule("the proposal", _weeks(2), f"{_VAT}, art. 30", "T", extended=_months(1)),
    "vat.vies.enter": ClockRule("end of the period", _months(1), f"{_VAT}, art. 20", "T"),
    "vat.keep": ClockRule("entry", _years(5), f"{_VAT}, art. 18", "T", _AT_LEAST),
    "vat.keep.most": ClockRule("receipt", _years(10), f"{_VAT}, art. 55", "T", _AT_MOST),
    "dac.ack": ClockRule("receipt of the request", _working_days(7), "Directive 2011/16/EU", "R"),
    "dac.req": ClockRule("receipt of the request", _months(3), "Directive 2011/16/EU", "R"),
    "dac.req.held": ClockRule("receipt of the request", _months(2), "Directive 2011/16/EU", "R"),
    "crisis.test": ClockRule("the last test", _years(1), "Benelux crisis memorandum 2006, art. 9", "T"),
    "vic.be": ClockRule("the document", _days(45), "BE law of 15 December 1980, art. 61/2", "S", _AT_LEAST),
    "vic.be.minor": ClockRule(
        "the document", _months(3), "BE law of 15 December 1980, art. 61/2", "S", _AT_LEAST
    ),
    "vic.nl": ClockRule("the start of reflection", _months(3), "NL Vc 2000, B8/3.1", "T", _AT_MOST),
    "vic.nl.dublin": ClockRule("the start of reflection", _days(30), "NL Vc 2000, B8/3.1", "T", _AT_MOST),
    "vic.lu": ClockRule(
        "notice to the minister", _days(90), "LU law of 29 August 2008, arts 92-96", "T", _AT_LEAST
    ),
    "vic.permit.be": ClockRule("the document", _months(3), "BE law of 15 December 1980", "S"),
    "vic.permit.be.second": ClockRule("the document", _months(6), "BE law of 15 December 1980", "S"),
    "vic.permit.lu": ClockRule("the permit", _months(6), "LU law of 29 August 2008, arts 92-96", "T"),
    "lu.log": ClockRule("the consultation", _years(5), "LU law of 29 July 2023", "T", _AT_LEAST),
    "lu.admin.pol": ClockRule(
        "registration", _years(10), "LU law of 29 July 2023, art. 43quinquies", "T", _AT_MOST
    ),
    "lu.admin.pol.passive": ClockRule(
        "transfer to the passive part",
        _years(30),
        "LU law of 29 July 2023, art. 43quinquies",
        "T",
        _AT_MOST,
    ),
    "gdpr.inform": ClockRule("obtaining the data", _months(1), "Regulation (EU) 2016/679, art. 14(3)", "R"),
    "gdpr.rights": ClockRule(
        "receipt of the request",
        _months(1),
        "Regulation (EU) 2016/679, art. 12",
        "R",
        extended=_months(3),
    ),
}
"""By key. A row with variants has one key for each, such as `vat.req` and `vat.req.held`."""
