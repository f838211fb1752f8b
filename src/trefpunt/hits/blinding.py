"""From subjects to a blinded body, with everything that is needed to finish it later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from trefpunt.crypto import blinded_case
from trefpunt.hits.bodies import QuestionBody
from trefpunt.hits.marks import marks_of
from trefpunt.hits.means import Means
from trefpunt.hits.patterns import note_neighbourhood
from trefpunt.hits.sheet import Sheet, fill_sheet
from trefpunt.model import (
    Article,
    Event,
    Fact,
    Ground,
    KeyType,
    Letter,
    LogEntry,
    MatchKey,
    MatchTerms,
    Officer,
    Purpose,
    Subject,
)
from trefpunt.naming.slots import template
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import hits as kept
from trefpunt.store.ledger.concerned import keep_marks

Row = tuple[Subject, str, Mapping[KeyType, Sequence[MatchKey]]]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks and on what: the officer, the purpose, what was stated, the ground and the index asked of.

    Attributes:
        place: for a part of a list: its listing, its number, how many parts there are.
        approved_by: the second officer, where the case needs one.
    """

    officer: Officer
    purpose: Purpose
    stated: Mapping[str, Fact]
    ground: Ground
    terms: MatchTerms
    index: kept.HeldIndex
    place: tuple[str, int, int] = ("", 0, 1)
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Blinded:
    """One batch ready to go: the body that travels and what stays."""

    reference: str
    body: QuestionBody
    sheet: Sheet = field(repr=False)
    rows: Sequence[Row] = field(repr=False)
    asking: Asking
    asked_at: datetime

    def save(self, tx: Transaction, letter: Letter, *, means: Means) -> None:
        """Keep the sheet and log the question, in the transaction of its letter."""
        kept.save_question(
            tx,
            kept.AskedQuestion(
                reference=self.reference,
                listing=self.body.listing,
                part=self.body.part,
                partner=letter.receiver,
                officer=self.asking.officer.id,
                role=self.asking.officer.role.value,
                purpose=self.asking.purpose.value,
                letter=letter.id,
                conversation=letter.conversation,
                index_sha256=self.asking.index.sha256,
                article=article_to_json(self.asking.ground.article),
                terms=terms_to_json(self.asking.terms),
                subject_category=self.body.subject_category,
                stated=self.body.stated,
                rows=tuple((subject.ref, case) for subject, case, _ in self.rows),
                state="asked",
                asked_at=self.asked_at,
                sheet=self.sheet.packed(),
            ),
        )
        asked = (key for _, _, keys in self.rows for found in keys.values() for key in found)
        keep_marks(tx, self.reference, marks_of(means.case_key, asked))
        for _, _, keys in self.rows:
            # A list that a text provides for is full of neighbours by its nature.
            if not self.body.listing:
                officer, partner = self.asking.officer.id, letter.receiver
                note_neighbourhood(tx, keys, officer=officer, partner=partner, means=means)
        means.trail.record_all(tx, [self._entry(subject, case, letter) for subject, case, _ in self.rows])

    def _entry(self, subject: Subject, case: str, letter: Letter) -> LogEntry:
        return LogEntry(
            event=Event.QUESTION_ASKED,
            actor=self.asking.officer.id,
            role=self.asking.officer.role.value,
            at=self.asked_at,
            article=f"{self.asking.ground.article.instrument} {self.asking.ground.article.article}",
            purpose=self.asking.purpose.value,
            case=case,
            subject_ref=subject.ref,
            partner=letter.receiver,
            facts={
                "question": self.reference,
                "letter": letter.id,
                "decision": self.asking.ground.decision,
                "approved_by": self.asking.approved_by,
            },
        )


def blind(rows: Sequence[Row], asking: Asking, *, means: Means) -> Blinded:
    """Fill the fixed template for every row and blind it."""
    first = rows[0][0]
    sheet, elements = fill_sheet(
        [keys for _, _, keys in rows],
        template=template(first.schema, asking.terms),
        canaries=_some_canaries(asking.index, means=means),
        oprf=means.oprf,
        rng=means.rng,
    )
    listing, part, parts = asking.place
    body = QuestionBody(
        epoch=asking.index.epoch,
        schema=first.schema.value,
        subject_category=first.category.value,
        role=asking.officer.role.value,
        stated=tuple(sorted(name for name, value in asking.stated.items() if value is True)),
        cases=tuple(blinded_case(means.case_key, asking.index.holder, case) for _, case, _ in rows),
        elements=elements,
        listing=listing,
        part=part,
        parts=parts,
    )
    return Blinded(f"q-{means.rng(9).hex()}", body, sheet, rows, asking, means.clock())


def article_to_json(article: Article) -> dict[str, object]:
    """Return an article as it is kept with a question."""
    return {name: getattr(article, name) for name in article.__slots__}


def terms_to_json(terms: MatchTerms) -> dict[str, object]:
    """Return match terms as they are kept with a question."""
    types = sorted(key_type.value for key_type in terms.key_types)
    return {"answers": terms.answers.value, "least_grade": terms.least_grade.value, "key_types": types}


def _some_canaries(index: kept.HeldIndex, *, means: Means) -> dict[KeyType, list[bytes]]:
    """Draw a few of the holder's canaries a type; which ones and where, the holder cannot know."""
    drawn = {}
    for name, offered in index.header["canaries"].items():
        shuffled = sorted(offered, key=lambda _: means.rng(16))
        drawn[KeyType(name)] = [bytes.fromhex(item) for item in shuffled[: means.settings.canaries]]
    return drawn
