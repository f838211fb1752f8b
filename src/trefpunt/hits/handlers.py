"""Which letter of this room goes to which handler; `node` hands the table to the exchange."""

from collections.abc import Mapping
from functools import partial

from trefpunt.exchange import Handler
from trefpunt.hits.answer import on_question, on_sample
from trefpunt.hits.finish import on_answer
from trefpunt.hits.honey import on_notice, on_touched
from trefpunt.hits.indexes import on_deleted
from trefpunt.hits.means import Means
from trefpunt.hits.receiving import on_index
from trefpunt.hits.samples import on_proof
from trefpunt.model import LetterKind


def handlers(means: Means) -> Mapping[LetterKind, Handler]:
    """Return the handlers of this room."""
    return {
        LetterKind.HIT_INDEX: partial(on_index, means=means),
        LetterKind.HIT_INDEX_DELETED: partial(on_deleted, means=means),
        LetterKind.HIT_QUESTION: partial(on_question, means=means),
        LetterKind.HIT_ANSWER: partial(on_answer, means=means),
        LetterKind.HIT_SAMPLE: partial(on_sample, means=means),
        LetterKind.HIT_PROOF: partial(on_proof, means=means),
        LetterKind.HONEY_TOUCHED: partial(on_touched, means=means),
        LetterKind.NOTICE: partial(on_notice, means=means),
    }
