"""The sealed bundle of a case: report, case and log annex, under one list of hashes that the node signs.

It is packed in one way only, so the same report gives the same bytes and a changed byte anywhere is seen.
"""

import hashlib
import io
import zipfile
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from trefpunt.audit import Annex, AnnexEntry
from trefpunt.casework.report import SHELTERED, AnswerPart, CaseReport, QuestionPart, RequestPart
from trefpunt.crypto import SigningKey, canonical_json, sign
from trefpunt.errors import NotStored
from trefpunt.model import Answer, Event, Hit, NoHit, Refusal, Refused, Step
from trefpunt.store.ledger.casework import subject_to_json

FORMAT = "trefpunt-case-bundle/1"
TYPE = "trefpunt-case-bundle+json"
MANIFEST, SEAL = "manifest.json", "manifest.jws"
REPORT, CASE, ENTRIES, CHECKPOINT, LOG, RECEIPTS = (
    "report.pdf",
    "case.json",
    "entries.json",
    "checkpoint",
    "log.json",
    "receipts.json",
)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def seal_bundle(report: CaseReport, pdf: bytes, *, log_keys: Mapping[str, Any], key: SigningKey) -> bytes:
    """Return the bundle of a report as the bytes of a zip file.

    Args:
        log_keys: `log`, `oversight` and `partners`: the verifier keys that the checkpoint is under.
        key: the node's key for letters, which its partners know from their agreement.

    Raises:
        NotStored: no checkpoint counts yet, so nothing of the log could be proven.
    """
    if report.annex.sealed is None:
        raise NotStored(
            "no checkpoint has its cosignatures yet", hint="close one with `trefpunt log checkpoint`"
        )
    parts = {
        REPORT: pdf,
        CASE: canonical_json(case_to_json(report)),
        ENTRIES: canonical_json(_entries(report)),
        CHECKPOINT: report.annex.sealed.note,
        LOG: canonical_json(dict(log_keys)),
        RECEIPTS: canonical_json(_receipts(report)),
    }
    manifest = canonical_json(
        {
            "format": FORMAT,
            "authority": report.authority.id,
            "case": report.case.number,
            "drawn_at": report.drawn_at.isoformat(),
            "is_sample": report.is_sample,
            "key": key.public.to_jwk(),
            "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()},
        }
    )
    return pack({**parts, MANIFEST: manifest, SEAL: sign(key, manifest, typ=TYPE).encode()})


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as a zip file in the one way that a bundle is packed: by name, stored, without times."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(parts):
            member = zipfile.ZipInfo(name, _LONG_AGO)
            # Without it the system that packs would stand in the file.
            member.create_system = 3
            member.external_attr = 0o600 << 16
            archive.writestr(member, parts[name])
    return made.getvalue()


def case_to_json(report: CaseReport) -> dict[str, Any]:
    """Return a report for a machine, with the names that the rest of the API has."""
    return {
        "format": FORMAT,
        "authority": {"id": report.authority.id, "name": report.authority.name},
        "number": report.case.number,
        "purpose": report.case.purpose,
        "state": report.case.state.value,
        "opened_at": report.case.opened_at.isoformat(),
        "members": list(report.case.members),
        "is_sample": report.is_sample,
        "drawn_at": report.drawn_at.isoformat(),
        "officer": report.officer,
        "questions": [_question(one) for one in report.questions],
        "requests": [_request(one) for one in report.requests],
        "uses": [
            {"at": one.at.isoformat(), "officer": one.actor, "article": one.article, **one.facts}
            for one in report.uses
        ],
        "law": [
            {
                "instrument": one.instrument,
                "article": one.article,
                "text_hash": one.text_hash,
                "mark": one.mark,
                "is_sample": one.is_sample,
                "is_signed": one.is_signed,
            }
            for one in report.law
        ],
    }


def _question(one: QuestionPart) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "partner": one.partner,
        "officer": one.officer,
        "article": one.article,
        "asked_at": one.asked_at.isoformat(),
        "outcomes": [outcome_word(answer) for answer in one.answers],
    }


def outcome_word(answer: Answer) -> str:
    """Return the one word for what came of a question."""
    if isinstance(answer, Refused):
        return "refused"
    return "hit" if isinstance(answer, Hit) else "no_hit" if isinstance(answer, NoHit) else "pending"


def _request(one: RequestPart) -> dict[str, Any]:
    made = one.request
    return {
        "reference": made.id,
        "partner": made.partner,
        "officer": made.officer,
        "article": made.article,
        "decision": made.decision,
        "is_unasked": made.is_unasked,
        "sought": [word.value for word in made.sought],
        "subject": "" if one.is_sheltered else made.subject.ref,
        "channel": made.channel,
        "asked_at": made.received_at.isoformat(),
        "due_at": None if made.due_at is None else made.due_at.isoformat(),
        "clock": one.clock.value,
        "state": made.state.value,
        "conditions": list(made.conditions),
        "steps": [_step(step) for step in one.steps],
        "answers": [_answer(answer) for answer in one.answers],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "at": step.at.isoformat(),
        "is_ours": step.is_ours,
        "kind": step.kind.value,
        "codes": list(step.codes),
    }


def _answer(one: AnswerPart) -> dict[str, Any]:
    return {
        "reference": one.answer.id,
        "kind": one.answer.kind.value,
        "reason": one.answer.reason,
        "answered_at": one.answer.answered_at.isoformat(),
        "conditions": list(one.answer.conditions),
        "markings": list(one.answer.markings),
        "held_back": None if one.held_back is None else _held(one.held_back),
        "left_out": one.left_out,
        "decision": "" if one.under is None else one.under.decision,
        "records": [subject_to_json(record) for record in one.records],
        "consents": [
            {"reference": asked.id, "use": asked.use.value, "of": asked.partner, "state": asked.state.value}
            for asked in one.consents
        ],
    }


def _held(refusal: Refusal) -> dict[str, Any]:
    articles = [f"{article.instrument} {article.article}" for article in refusal.articles]
    return {"code": refusal.code, "consent_of": dict(refusal.facts).get("provider", ""), "articles": articles}


def _entries(report: CaseReport) -> list[dict[str, Any]]:
    sheltered = {one.request.id for one in report.requests if one.is_sheltered}
    sheltered |= {one.reference for one in report.questions if one.is_sheltered}
    return [_entry(one, is_open=not _is_sheltered(one, sheltered)) for one in report.annex.entries]


def _is_sheltered(one: AnnexEntry, requests: set[str]) -> bool:
    entry = one.entry
    if entry.event is Event.DECISION_TAKEN:
        return entry.facts.get("subject_category") in {category.value for category in SHELTERED}
    return not {entry.subject_ref, *entry.facts.values()}.isdisjoint(requests)


def _entry(one: AnnexEntry, *, is_open: bool) -> dict[str, Any]:
    """Return one entry; of a victim or witness only its leaf, which says nothing and proves its place."""
    return {
        "index": one.index,
        "leaf": one.leaf.hex(),
        "salt": b64encode(one.salt).decode() if is_open else None,
        "entry": one.plain.decode() if is_open else None,
        "path": None if one.path is None else [step.hex() for step in one.path],
    }


def log_keys_of(annex: Annex, *, log: str, oversight: str, partners: list[str]) -> dict[str, Any]:
    """Return under which keys the checkpoint of an annex is to be checked."""
    size = 0 if annex.sealed is None else annex.sealed.size
    return {"log": log, "oversight": oversight, "partners": sorted(partners), "size": size}


def _receipts(report: CaseReport) -> list[dict[str, Any]]:
    return [
        {"partner": one.partner, "letter": one.letter, "receipt": one.token, "key": dict(one.key)}
        for one in report.receipts
    ]
