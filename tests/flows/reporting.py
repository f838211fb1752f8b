"""A police case with an answer in it, an oversight body and a partner that cosign, and its report."""

from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from tests.flows.nodes import Story
from tests.flows.requesting import CASE, two_police

from trefpunt.casework import CaseReport, Drawing, draw_up, seal_bundle
from trefpunt.casework.bundle import log_keys_of
from trefpunt.model import Purpose, Refusal
from trefpunt.node import Node, checkpoint_now, gather_cosignatures, quorum_of
from trefpunt.web.papers import case_paper, typeset
from trefpunt.words import Speech


def watched_police(folder: Path) -> Story:
    """Return two police nodes with a case at the Dutch one, and an oversight body that cosigns its log."""
    told = two_police(folder)
    told.agree(told.nodes["police.nl"], told.node("oversight.be", kind="oversight_body"))
    return told


def close_log(node: Node) -> None:
    """Close a checkpoint and have it cosigned."""
    checkpoint_now(node)
    gather_cosignatures(node)


def drawing(node: Node, officer: str = "o-1", case: str = CASE, **other: str) -> Drawing:
    """Return who draws up the report of the case."""
    with node.ledger.read() as tx:
        quorum = quorum_of(node, tx)
    return Drawing(node.officers[officer], case, Purpose.CRIMINAL_OFFENCES, quorum=quorum, **other)  # type: ignore[arg-type]


def drawn(node: Node) -> CaseReport:
    """Draw up the report of the case."""
    found = draw_up(drawing(node), means=node.casework)
    assert not isinstance(found, Refusal), found
    return found


def printed(report: CaseReport, language: str = "en") -> bytes:
    """Set a report in type."""
    return typeset(case_paper(report, speech=Speech(language)))


def sealed(node: Node, report: CaseReport, pdf: bytes) -> bytes:
    """Seal a report as a bundle."""
    with node.ledger.read() as tx:
        quorum = quorum_of(node, tx)
    assert quorum is not None
    keys = log_keys_of(
        report.annex,
        log=str(node.log.verifier),
        oversight=str(quorum.oversight.verifier),
        partners=[str(one.verifier) for one in quorum.partners],
    )
    return seal_bundle(report, pdf, log_keys=keys, key=node.exchange.means.identity.signing)


def words_of(pdf: bytes) -> str:
    """Return everything that a PDF says, on one line."""
    pages = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(" ".join(page.split()) for page in pages)
