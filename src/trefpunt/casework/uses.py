"""Reading and using an answer. There is one gate: nothing leaves this file without it."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from trefpunt.casework.may import Use, is_unfiled, may_use
from trefpunt.casework.means import Means
from trefpunt.errors import InputError, cause_of
from trefpunt.hits.checks import Wanted, case_refuses
from trefpunt.model import ContentAnswer, ContentRequest, Event, Ground, Officer, Purpose, Refusal
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import casework as kept
from trefpunt.store.ledger.casework import subject_to_json


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as a member of the case reads it, with the request that it answers."""

    request: ContentRequest
    answer: ContentAnswer


def read_answer(
    answer_id: str, *, officer: Officer, means: Means, approved_by: str = ""
) -> Reading | Refusal:
    """Read an answer within the case and purpose that it was requested for.

    Args:
        approved_by: a second officer, where the case needs one.

    Raises:
        InputError: there is no such answer on this node.
    """
    with means.ledger.write() as tx:
        request, answer = _found(tx, answer_id)
        wanted = Wanted(officer, Purpose(request.purpose), approved_by)
        if no := is_unfiled(request) or case_refuses(tx, request.case, wanted, officers=means.officers):
            return no
        _log(tx, Event.CONTENT_READ, request, answer, officer, means=means)
    return Reading(request, answer)


def use_answer(answer_id: str, use: Use, *, means: Means) -> Ground | Refusal:
    """Decide on a use of an answer, and write to the log that it is made.

    Raises:
        InputError: there is no such answer on this node.
    """
    with means.ledger.write() as tx:
        return _used(tx, answer_id, use, means=means)[0]


def copy_answer(answer_id: str, use: Use, *, means: Means) -> str | Refusal:
    """Return an answer for one use as JSON, with what binds whoever gets it; or nothing of it.

    Raises:
        InputError: there is no such answer on this node.
    """
    with means.ledger.write() as tx:
        ground, content = _used(tx, answer_id, use, means=means)
    return ground if isinstance(ground, Refusal) else content


def export_answer(answer_id: str, use: Use, target: Path, *, means: Means) -> Ground | Refusal:
    """Write an answer to a new file for one use, with what binds whoever gets it; or write nothing.

    Raises:
        InputError: there is no such answer, or the file cannot be written; nothing was.
    """
    with means.ledger.write() as tx:
        ground, content = _used(tx, answer_id, use, means=means)
        if isinstance(ground, Ground):
            # Last, and inside: what cannot be written was never used.
            _write(target, content)
    return ground


def _used(tx: Transaction, answer_id: str, use: Use, *, means: Means) -> tuple[Ground | Refusal, str]:
    request, answer = _found(tx, answer_id)
    ground = may_use(tx, answer, request, use, means=means)
    if isinstance(ground, Refusal):
        return ground, ""
    _log(tx, Event.CONTENT_USED, request, answer, use.officer, means=means, use=use.action.value)
    return ground, _content(request, answer, ground)


def _found(tx: Transaction, answer_id: str) -> tuple[ContentRequest, ContentAnswer]:
    answer = kept.find_answer(tx, answer_id, is_ours=False)
    request = None if answer is None else kept.find_request(tx, answer.request, is_ours=True)
    if answer is None or request is None:
        raise InputError("there is no such answer on this node", hint="`trefpunt inbox` lists them")
    return request, answer


def _content(request: ContentRequest, answer: ContentAnswer, ground: Ground) -> str:
    content = {
        "answer": answer.id,
        "provider": request.partner,
        "use": ground.action,
        "article": f"{ground.article.instrument} {ground.article.article}",
        "decision": ground.decision,
        "conditions": sorted({*answer.conditions, *ground.conditions}),
        "markings": list(answer.markings),
        "records": [subject_to_json(record) for record in answer.records],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _write(target: Path, content: str) -> None:
    try:
        with open(target, "x", encoding="utf-8", opener=_for_owner) as file:
            file.write(content)
    except OSError as error:
        raise InputError(
            "cannot write {file}", hint="{system}", file=target.name, system=cause_of(error)
        ) from error


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _log(
    tx: Transaction,
    event: Event,
    request: ContentRequest,
    answer: ContentAnswer,
    officer: Officer,
    *,
    means: Means,
    **said: str,
) -> None:
    means.log(
        tx,
        event,
        officer,
        article=request.article,
        purpose=request.purpose,
        case=request.case,
        subject_ref=request.id,
        partner=request.partner,
        answer=answer.id,
        **said,
    )
