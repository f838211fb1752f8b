"""The alert in the story: acknowledged by name and time, and confidential until its sender lifts it."""

from trefpunt.demo.stage import Stage, not_as_told
from trefpunt.demo.teller import Teller
from trefpunt.desks import crisis
from trefpunt.desks.crisis import AlertText, Senders, Told, Warn
from trefpunt.model import Alert, Certainty, Refusal, Severity, Urgency
from trefpunt.sentence import Sentence

_NAME = "Duty officer Nobody (synthetic)"
_TEXTS = {
    "nl": AlertText("Hoogwater op de Maas (synthetisch)", "Verzonnen bericht.", "Bel het crisiscentrum."),
    "fr": AlertText("Crue de la Meuse (synthétique)", "Message inventé.", "Appelez le centre de crise."),
    "de": AlertText("Hochwasser der Maas (synthetisch)", "Erfunden.", "Rufen Sie das Krisenzentrum an."),
    "en": AlertText("High water on the Meuse (synthetic)", "Invented.", "Call the crisis centre."),
}


def alert_a_neighbour(stage: Stage, teller: Teller, *, sending: str, told: str) -> None:
    """Tell how one crisis centre warns another, which takes note and may not pass it on."""
    teller.step(Sentence("A crisis centre warns another: acknowledged by name, confidential until lifted"))
    alert = _send(stage, sending=sending, told=told)
    there = stage.nodes[told]
    crisis.acknowledge(alert.id, officer=stage.acting(told), name=_NAME, means=there.crisis)
    stage.until(told, lambda: _acknowledged(stage, sending, alert) is not None)
    at = _acknowledged(stage, sending, alert)
    teller.knows(told, Sentence("high water on the Meuse, in four languages; nobody is named in it"))
    teller.knows(sending, Sentence("who took note of it, and when: {at}", at=at))
    copy = stage.folder / "alert.xml"
    shared = crisis.export_alert(alert.id, copy, officer=stage.acting(told), means=there.crisis)
    if not isinstance(shared, Refusal) or copy.exists():
        raise not_as_told(told)
    teller.refused(Sentence("May it be passed on to services at home?"), shared)
    teller.command(f"trefpunt alert send {told} … · trefpunt alert acknowledge … · trefpunt alert share …")


def _send(stage: Stage, *, sending: str, told: str) -> Alert:
    warn = Warn(
        Senders(stage.acting(sending), stage.officer(sending, 2)),
        "flood",
        Urgency.EXPECTED,
        Severity.SEVERE,
        Certainty.LIKELY,
        area="Maas, synthetic",
        texts=_TEXTS,
        stated=("cross_border_effect",),
    )
    sent = crisis.send_alert(warn, [told], means=stage.nodes[sending].crisis)[told]
    if not isinstance(sent, Told) or sent.refused:
        raise not_as_told(sending)
    stage.until(sending, lambda: any(one.id == sent.alert.id for one in _alerts(stage, told)))
    return sent.alert


def _alerts(stage: Stage, node_id: str) -> list[Alert]:
    return list(crisis.board(means=stage.nodes[node_id].crisis).alerts)


def _acknowledged(stage: Stage, node_id: str, alert: Alert) -> object:
    return next(one.acknowledged_at for one in _alerts(stage, node_id) if one.id == alert.id)
