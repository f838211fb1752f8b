"""How alerts look on the screen: the board, one alert, and the same as JSON."""

from typing import Any

from rich.table import Table

from trefpunt.cli.door import out
from trefpunt.cli.paper import line, table
from trefpunt.desks.crisis import LANGUAGES, AlertContent, Board, Told, event_kinds
from trefpunt.model import Alert
from trefpunt.node import Node
from trefpunt.words.crisis import CERTAINTIES, KINDS, SEVERITIES, SHARING, URGENCIES

EXERCISE_STYLE = "black on cyan"


def say_board(node: Node, found: Board) -> None:
    """Show alerts, the newest first, and how the channels stand."""
    say = node.speech.say
    if not found.alerts:
        line(out, say("there are no alerts"))
    else:
        heads = (say("alert"), say("kind"), say("whose"), say("partner"), say("event"))
        shown = Table(*heads, say("sent"), say("acknowledged"), say("sharing"))
        for alert in found.alerts:
            shown.add_row(*_row(node, alert, found), style=EXERCISE_STYLE if alert.is_exercise else None)
        table(out, shown)
    for channel in found.channels:
        if channel.due_at is None:
            said = say("the channel to {partner} was never tested", partner=channel.partner)
        else:
            said = say(
                "the channel to {partner} must be tested by {due}",
                partner=channel.partner,
                due=channel.due_at,
            )
        line(out, said, mark="[yellow]![/]" if channel.is_late else " ")


def say_content(node: Node, alert: Alert, content: AlertContent) -> None:
    """Show what an alert says: the facts, then the texts of the node's language and of the others."""
    say, code = node.speech.say, node.speech.code
    style = EXERCISE_STYLE if alert.is_exercise else "bold red"
    line(out, f"{_kind(node, alert)}: {_event(node, alert)}", mark="[bold]●[/]", style=style)
    line(out, say("from {origin}, sent {sent}", origin=alert.origin, sent=content.sent_at))
    if alert.origin != alert.partner:
        line(out, say("told by {partner}", partner=alert.partner))
    how = (
        code(URGENCIES, content.urgency.value),
        code(SEVERITIES, content.severity.value),
        code(CERTAINTIES, content.certainty.value),
    )
    line(out, ", ".join(how))
    line(out, say("where: {area}", area=" ".join((content.area, content.circle)).strip()))
    line(out, say("holds until {until}", until=content.expires_at))
    own = node.speech.language
    for tongue in sorted(LANGUAGES, key=lambda one: one != own):
        text = content.texts[tongue]
        for part in (text.headline, text.description, text.instruction):
            if part:
                line(out, f"{tongue}: {part}")
    line(out, code(SHARING, _sharing(alert)), style="dim")


def said_of(node: Node, told: Told) -> tuple[str, str]:
    """Return what became of an alert for one partner, and its mark."""
    alert, say = told.alert, node.speech.say
    facts = {"kind": _kind(node, alert), "alert": alert.id, "partner": alert.partner}
    if told.refused:
        why = told.refused.replace("_", " ")
        return say("{kind} {alert}: {partner} refuses it ({why})", why=why, **facts), "[bold red]✗[/]"
    if told.is_there:
        return say("{kind} {alert}: {partner} has it", **facts), "[green]✓[/]"
    return say("{kind} {alert}: {partner} cannot be reached yet; take the telephone", **facts), "[yellow]…[/]"


def as_board_json(found: Board) -> dict[str, Any]:
    """Return the board with names that stay; nothing of what an alert says, and nobody's name."""
    return {
        "alerts": [
            {
                "alert": alert.id,
                "exercise": alert.is_exercise,
                "ours": alert.is_ours,
                "partner": alert.partner,
                "origin": alert.origin,
                "event": alert.event,
                "article": alert.article,
                "sent_at": alert.sent_at.isoformat(),
                "due_at": alert.due_at.isoformat(),
                "acknowledged_at": _text(alert.acknowledged_at),
                "late": alert.is_late(found.now),
                "lifted_at": _text(alert.lifted_at),
            }
            for alert in found.alerts
        ],
        "channels": [
            {
                "partner": channel.partner,
                "tested_at": _text(channel.tested_at),
                "due_at": _text(channel.due_at),
                "late": channel.is_late,
            }
            for channel in found.channels
        ],
    }


def _row(node: Node, alert: Alert, found: Board) -> tuple[str, ...]:
    say = node.speech.say
    return (
        alert.id,
        _kind(node, alert),
        say("ours") if alert.is_ours else say("theirs"),
        alert.partner,
        _event(node, alert),
        node.speech.moment(alert.sent_at),
        _acknowledged(node, alert, found),
        node.speech.code(SHARING, _sharing(alert)),
    )


def _acknowledged(node: Node, alert: Alert, found: Board) -> str:
    say = node.speech.say
    if alert.acknowledged_at is not None:
        who: dict[str, Any] = {"name": alert.acknowledged_by, "at": alert.acknowledged_at}
        if alert.is_late(found.now):
            return say("by {name}, {at}; LATE: asked by {due}", due=alert.due_at, **who)
        return say("by {name}, {at}", **who)
    if alert.is_late(found.now):
        return say("LATE: asked by {due}", due=alert.due_at)
    return say("asked by {due}", due=alert.due_at)


def _kind(node: Node, alert: Alert) -> str:
    return node.speech.code(KINDS, "exercise" if alert.is_exercise else "alert")


def _event(node: Node, alert: Alert) -> str:
    return event_kinds()[alert.event].phrases[node.speech.language]


def _sharing(alert: Alert) -> str:
    return "confidential" if alert.lifted_at is None else "lifted"


def _text(moment: Any) -> str | None:
    return None if moment is None else str(moment.isoformat())
