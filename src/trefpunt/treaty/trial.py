"""The law as it would be: with a draft in it, without a text, or as it was on another day.

A draft is tried as if it were in force and as if those who ask had agreed on it. What it would need besides
(a case, a reason on file) must be so in the question that is tried.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from trefpunt.errors import InputError, PolicyError
from trefpunt.model import Refusal, Request
from trefpunt.treaty.codes import RefusalCode
from trefpunt.treaty.decide import Permitted, decide
from trefpunt.treaty.instrument import Instrument, read_instrument
from trefpunt.treaty.law import Law

_UNDECIDABLE = frozenset(
    {
        RefusalCode.OUTSIDE_SCHEMA,
        RefusalCode.UNKNOWN_FACT,
        RefusalCode.WRONG_FACT_TYPE,
        RefusalCode.ENGINE_ERROR,
    }
)


@dataclass(frozen=True, slots=True)
class Trial:
    """A law to try questions on; make one with `try_out`.

    Attributes:
        law: with the drafts in it and without what is repealed.
        by_draft: the same, in which the drafts alone permit; None where there is no draft.
        drafts: their names.
        on: the day for which every question is tried, or None for the day of each.
    """

    law: Law
    by_draft: Law | None
    drafts: tuple[str, ...]
    on: date | None

    def decide(self, request: Request) -> Permitted | Refusal:
        """Decide a question under the law as it would be."""
        asked = request if self.on is None else replace(request, on=self.on)
        answer = decide(asked, law=self.law)
        if isinstance(answer, Permitted) or self.by_draft is None or answer.code in _UNDECIDABLE:
            return answer
        # Only for the draft is it as if they had agreed: other texts on agreement must not open with it.
        drafted = decide(_agreed(asked, self.drafts), law=self.by_draft)
        if isinstance(drafted, Permitted) or (drafted.articles[:1] and self._is_drafted(drafted)):
            return drafted
        return answer

    def _is_drafted(self, refusal: Refusal) -> bool:
        return refusal.articles[0].instrument in self.drafts


def try_out(
    law: Law, *, drafts: Sequence[Path] = (), repealed: Collection[str] = (), on: date | None = None
) -> Trial:
    """Return the law with drafts added and texts repealed; a draft stands in place of a text of its name.

    Raises:
        InputError: there is no text of that name to repeal, or nothing would be different.
        PolicyError: a draft that does not load.
    """
    if not drafts and not repealed and on is None:
        raise InputError(
            "nothing would be different", hint="name a draft, --repeal a text, or a day with --on"
        )
    names = {text.name for text in law.instruments}
    if strange := sorted(set(repealed) - names):
        raise InputError(
            "there is no text '{name}' to repeal",
            hint="expected one of {names}",
            name=strange[0],
            names=tuple(sorted(names)),
        )
    read = [_in_force(read_instrument(folder, law.engine)) for folder in drafts]
    tried = frozenset(text.name for text in read)
    if len(tried) < len(read):
        raise PolicyError("two texts have the same name", hint="give each folder its own name")
    left = [text for text in law.instruments if text.name not in tried | set(repealed)]
    return Trial(
        law=law.with_texts([*left, *read], tried=tried),
        by_draft=law.with_texts([*left, *read], tried=tried, others_permit=False) if read else None,
        drafts=tuple(sorted(tried)),
        on=on,
    )


def _in_force(draft: Instrument) -> Instrument:
    """Return a draft as if it had been law for ever: it is asked what it would have changed."""
    rules = tuple(replace(rule, valid_from=date.min, valid_to=None) for rule in draft.rules)
    return replace(draft, valid_from=date.min, valid_to=None, rules=rules)


def _agreed(request: Request, drafts: Sequence[str]) -> Request:
    stated = request.facts.get("agreed_texts", "")
    cited = " ".join([*str(stated).split(), *drafts])
    return replace(request, facts={**request.facts, "agreement_in_force": True, "agreed_texts": cited})
