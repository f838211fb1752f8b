"""Three crisis centres with an agreement on the memorandum, and a flood of which nothing is true."""

from dataclasses import replace
from pathlib import Path

from tests.flows.nodes import Story

from trefpunt.desks.crisis import AlertText, Senders, Told, Warn, send_alert
from trefpunt.model import Alert, Certainty, Severity, Urgency
from trefpunt.node import Node

TEXTS = ("benelux-crisis-memorandum",)
NAME = "Duty officer Nobody (synthetic)"
WORDS = "Dijk bij Nergenshuizen verzadigd"


def three_centres(folder: Path) -> Story:
    """Return a story of three crisis centres, each with an agreement with each."""
    told = Story(folder)
    be, nl, lu = (told.node(f"crisis.{land}", kind="crisis_centre") for land in ("be", "nl", "lu"))
    for one, other in ((be, nl), (be, lu), (nl, lu)):
        told.agree(one, other, texts=TEXTS)
    return told


def warning(node: Node, **other: object) -> Warn:
    """Return what officers o-1 and o-2 want to tell, or something that differs from it."""
    made = Warn(
        Senders(node.officers["o-1"], "o-2"),
        "flood",
        Urgency.EXPECTED,
        Severity.SEVERE,
        Certainty.LIKELY,
        area="Maas, synthetic",
        circle="50.85,5.69 10",
        texts={"nl": AlertText(WORDS, "Synthetisch bericht.", "Bel het crisiscentrum.")},
        stated=("cross_border_effect",),
    )
    return replace(made, **other)  # type: ignore[arg-type]


def told(node: Node, partner: str, **other: object) -> Alert:
    """Tell one partner, and return the alert as this node keeps it."""
    one = send_alert(warning(node, **other), [partner], means=node.crisis)[partner]
    assert isinstance(one, Told), one
    assert one.is_there, one.refused
    return one.alert
