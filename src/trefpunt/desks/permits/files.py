"""Permit files and their clocks, in the working days of the country.

Source: Belgian law of 15 January 2024, arts 18-25.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from trefpunt.clocks import deadline
from trefpunt.desks.permits.means import Means
from trefpunt.errors import InputError
from trefpunt.hits.checks import Wanted, case_refuses
from trefpunt.model import Country, Event, Officer, OpinionStep, PermitFile, Purpose, Refusal
from trefpunt.store.ledger import permits as kept


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of a file.

    Attributes:
        key: of `clocks.CLOCKS`.
        met_at: when what it waits for was done; None while it runs.
    """

    key: str
    due_at: datetime
    met_at: datetime | None = None

    def is_late(self, now: datetime) -> bool:
        """Tell whether it was not met in time."""
        return (self.met_at or now) > self.due_at


def files(*, means: Means) -> Sequence[PermitFile]:
    """Return every file, the newest check first."""
    with means.work.ledger.read() as tx:
        return kept.files(tx)


def clocks_of(file: PermitFile, *, country: Country) -> tuple[Clock, ...]:
    """Return the clocks that run or ran for a file; the last says until when the log must be kept."""
    clocks = list[Clock]()
    if file.asked_at is not None:
        due = deadline("be.diob.adm", file.asked_at, country=country).due_at
        clocks.append(Clock("be.diob.adm", due, file.admissible_at))
    if file.admissible_at is not None:
        due = deadline("be.diob.op", file.admissible_at, country=country).due_at
        clocks.append(Clock("be.diob.op", due, file.received_at))
    kept_until = deadline("be.log", file.checked_at, country=country).due_at
    return (*clocks, Clock("be.log", kept_until, file.checked_at))


def note_opinion(case: str, step: OpinionStep, *, officer: Officer, means: Means) -> PermitFile | Refusal:
    """Note that the opinion of the integrity office was asked, found admissible, or received: now.

    Raises:
        InputError: the register was not checked in this case, or the steps come in another order.
        LogUnwritable: nothing changed.
    """
    work = means.work
    with work.ledger.write() as tx:
        wanted = Wanted(officer, Purpose.PERMIT_DECISION)
        if no := case_refuses(tx, case, wanted, officers=work.officers):
            return no
        file = kept.find(tx, case)
        if file is None:
            raise InputError(
                "the register was not checked in this case", hint="`trefpunt permit check` comes first"
            )
        made = _stepped(file, step, work.clock())
        work.log(
            tx,
            Event.OPINION_NOTED,
            officer,
            purpose=Purpose.PERMIT_DECISION.value,
            case=case,
            partner=file.partner,
            step=step.value,
        )
        kept.save(tx, made)
    return made


def _stepped(file: PermitFile, step: OpinionStep, now: datetime) -> PermitFile:
    done = {
        OpinionStep.ASKED: file.asked_at,
        OpinionStep.ADMISSIBLE: file.admissible_at,
        OpinionStep.RECEIVED: file.received_at,
    }
    before = list(OpinionStep)[: list(OpinionStep).index(step)]
    if done[step] is not None or any(done[earlier] is None for earlier in before):
        raise InputError(
            "this step of the opinion does not come now",
            hint="each once and in this order: {known}",
            known=tuple(OpinionStep),
        )
    if step is OpinionStep.ASKED:
        return replace(file, asked_at=now)
    if step is OpinionStep.ADMISSIBLE:
        return replace(file, admissible_at=now)
    return replace(file, received_at=now)
