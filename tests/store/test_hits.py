"""Questions of a case are found by the case and by nothing that looks like it, on every engine."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.ledgers import ENGINES, prepare

from trefpunt.store.ledger import Ledger, hits

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(params=ENGINES, ids=str)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    prepare(request.param, tmp_path)
    opened = ENGINES[request.param](tmp_path)
    yield opened
    opened.close()


def question(reference: str, *rows: tuple[str, str]) -> hits.AskedQuestion:
    return hits.AskedQuestion(
        reference=reference,
        listing="",
        part=0,
        partner="police.be",
        officer="o-1",
        role="information_officer",
        purpose="criminal_offences",
        letter=f"letter-{reference}",
        conversation="c",
        index_sha256="00",
        article={"instrument": "x", "article": "1"},
        terms={},
        subject_category="suspect",
        stated=(),
        rows=rows,
        state="asked",
        asked_at=NOON,
    )


def test_a_case_number_within_another_and_a_reference_are_not_the_case(ledger: Ledger) -> None:
    asked = (
        question("q-1", ("s-1", "P-1")),
        question("q-2", ("s-2", "P-10")),
        question("q-3", ("P-1", "P-2")),
        question("q-4", ("s-3", "P-2"), ("s-4", "P-1")),
        question("q-5", ("s-5", "P_1")),
        question("q-6", ("s-6", "Zaak é")),
    )
    with ledger.write() as tx:
        for one in asked:
            hits.save_question(tx, one)
    with ledger.read() as tx:
        found = {
            case: [one.reference for one in hits.questions_of_case(tx, case)]
            for case in ("P-1", "P_1", "P%", "Zaak é")
        }
    assert found == {"P-1": ["q-1", "q-4"], "P_1": ["q-5"], "P%": [], "Zaak é": ["q-6"]}
