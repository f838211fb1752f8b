"""The check of the Central Register of Integrity Investigations: hit or no hit, and on a hit the decision.

Source: Belgian law of 15 January 2024, arts 10-12.
"""

from dataclasses import dataclass, replace

from trefpunt import casework, hits
from trefpunt.casework import Sent, Wish
from trefpunt.desks.permits.means import Means
from trefpunt.errors import InputError
from trefpunt.model import (
    Answer,
    AuthorityKind,
    Event,
    Hit,
    NoHit,
    PermitFile,
    Purpose,
    Question,
    Refusal,
    Sought,
)
from trefpunt.store.ledger import permits as kept


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check.

    Attributes:
        file: None where there is no answer yet, or none at all: then nothing is checked.
        copy: on a hit, the request for the decision, or why it may not be requested.
    """

    answer: Answer
    file: PermitFile | None = None
    copy: Sent | Refusal | None = None


def check(question: Question, partner: str, *, means: Means) -> Checked:
    """Look up one applicant or firm; the file of the case then says that the register was consulted.

    Returns:
        The answer. Pending or refused leaves the file as it was: check again.

    Raises:
        InputError: the partner keeps no such register.
        ExchangeError, AgreementLapsed, LogUnwritable: as asking and requesting; what was answered is kept.
    """
    with means.work.ledger.read() as tx:
        peer = means.work.exchange.agreements.peer(partner, tx=tx)
    # A municipality is asked with `ask`, and what it holds with a reasoned request of its own.
    if peer is not None and peer.authority.kind is not AuthorityKind.INTEGRITY_OFFICE:
        raise InputError(
            "{partner} keeps no register of decisions",
            hint="`trefpunt ask` asks it, and after a hit `trefpunt request` what it holds",
            partner=partner,
        )
    asked = replace(question, purpose=Purpose.PERMIT_DECISION)
    answer = hits.ask(asked, partner, means=means.hits)
    if not isinstance(answer, Hit | NoHit):
        return Checked(answer)
    file = _keep(asked, answer, means=means)
    if isinstance(answer, NoHit):
        return Checked(answer, file)
    stated = tuple(name for name, is_so in asked.stated.items() if is_so is True)
    wish = Wish(
        asked.officer,
        asked.case,
        asked.purpose,
        asked.subject,
        (Sought.PERMITS,),
        stated,
        asked.approved_by,
    )
    copy = casework.send_request(wish, partner, means=means.work)
    if isinstance(copy, Sent):
        file = replace(file, copy=copy.request.id)
        with means.work.ledger.write() as tx:
            kept.save(tx, file)
    return Checked(answer, file, copy)


def _keep(asked: Question, answer: Hit | NoHit, *, means: Means) -> PermitFile:
    work, officer = means.work, asked.officer
    with work.ledger.write() as tx:
        before = kept.find(tx, asked.case)
        made = PermitFile(
            case=asked.case,
            partner=answer.partner,
            question=answer.reference,
            # Several may stand behind one permit: one hit among them stays one.
            is_hit=isinstance(answer, Hit) or (before is not None and before.is_hit),
            checked_at=work.clock(),
            officer=officer.id,
        )
        if before is not None:
            made = replace(
                made,
                copy=before.copy,
                asked_at=before.asked_at,
                admissible_at=before.admissible_at,
                received_at=before.received_at,
            )
        kept.save(tx, made)
        work.log(
            tx,
            Event.REGISTER_CHECKED,
            officer,
            article=f"{answer.article.instrument} {answer.article.article}",
            purpose=asked.purpose.value,
            case=asked.case,
            subject_ref=answer.reference,
            partner=answer.partner,
            outcome="hit" if isinstance(answer, Hit) else "no_hit",
        )
    return made
