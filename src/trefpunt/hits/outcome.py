"""What a finished question says, between the ledger and the nouns."""

from collections.abc import Mapping, Sequence
from typing import Any

from trefpunt.model import (
    Answer,
    AnswerMode,
    Article,
    Grade,
    Hit,
    KeyType,
    NoHit,
    Pending,
    Refusal,
    Refused,
)
from trefpunt.naming import GRADES
from trefpunt.store.ledger import hits as kept


def outcome_of(asked: kept.AskedQuestion) -> list[Answer]:
    """Return one answer per row of a question; Pending where it is not finished."""
    if asked.outcome is None:
        return [Pending(asked.partner, asked.reference, asked.asked_at)] * len(asked.rows)
    if "refusal" in asked.outcome:
        return [_refused(asked, asked.outcome["refusal"])] * len(asked.rows)
    article = Article(**asked.article)
    return [_row_answer(asked, article, found) for found in asked.outcome["rows"]]


def refused_outcome(refusal: Refusal, *, by: str) -> dict[str, Any]:
    """Return the outcome to keep when the question was refused."""
    return {"refusal": {"code": refusal.code, "facts": [list(fact) for fact in refusal.facts], "by": by}}


def found_outcome(
    rows: Sequence[frozenset[KeyType] | None],
    *,
    terms: Mapping[str, Any],
    by: str,
) -> dict[str, Any]:
    """Return the outcome to keep: per row hit or not, and how strong where the text lets it say so.

    Args:
        rows: the types that hit; None for a row that had no key, of which nothing can be said.
        by: this node, which could not ask about such a row.
    """
    graded = terms["answers"] == AnswerMode.GRADED.value
    unasked = refused_outcome(Refusal(code="subject_gives_no_key"), by=by)
    return {"rows": [unasked if types is None else _found(types, graded=graded) for types in rows]}


def _found(types: frozenset[KeyType], *, graded: bool) -> dict[str, Any]:
    if not graded:
        return {"hit": bool(types), "grade": "", "types": []}
    order = (Grade.STRONG, Grade.MEDIUM, Grade.WEAK)
    grades = {GRADES[key_type] for key_type in types}
    best = next((grade.value for grade in order if grade in grades), "")
    return {"hit": bool(types), "grade": best, "types": sorted(key_type.value for key_type in types)}


def _row_answer(asked: kept.AskedQuestion, article: Article, found: Mapping[str, Any]) -> Answer:
    if "refusal" in found:
        return _refused(asked, found["refusal"])
    if not found["hit"]:
        return NoHit(asked.partner, asked.reference, article)
    grade = Grade(found["grade"]) if found["grade"] else None
    types = tuple(KeyType(name) for name in found["types"])
    return Hit(asked.partner, asked.reference, article, grade, types)


def _refused(asked: kept.AskedQuestion, said: Mapping[str, Any]) -> Refused:
    refusal = Refusal(code=said["code"], facts=tuple((name, value) for name, value in said["facts"]))
    return Refused(asked.partner, said["by"], refusal, asked.reference)
