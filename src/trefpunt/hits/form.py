"""The form of a question, which the holder holds the asker to: the whole template for every row.

A question with fewer key types or more slots than the text prescribes would be a question of another kind: a
number alone, a type of few values, many people as one. The holder sees none of the values, so the form is all
that it can hold anybody to.
"""

from trefpunt.hits.bodies import QuestionBody
from trefpunt.hits.sheet import CANARIES_A_TYPE
from trefpunt.model import MatchTerms, Schema
from trefpunt.naming.slots import template


def is_in_form(body: QuestionBody, terms: MatchTerms) -> bool:
    """Tell whether a question fills the template of its text: every type, as many slots a row, few canaries.

    Args:
        terms: of the holder's own decision.
    """
    if body.schema not in set(Schema) or not _is_whole(body):
        return False
    widths, rows = template(Schema(body.schema), terms), len(body.cases)
    if set(body.elements) != set(widths):
        return False
    over = {len(body.elements[name]) - width * rows for name, width in widths.items()}
    # As many canaries in each type: one type with more of them could carry somebody else.
    return len(over) == 1 and 0 <= min(over) <= CANARIES_A_TYPE


def _is_whole(body: QuestionBody) -> bool:
    """Tell whether a question outside a list is about one subject and comes in one letter."""
    return bool(body.listing) or (len(body.cases) == 1 and body.parts == 1)
