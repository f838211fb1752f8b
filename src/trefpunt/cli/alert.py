"""`trefpunt alert`: what crisis centres tell one another, under the memorandum of 2006."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from trefpunt.cli.alertboard import EXERCISE_STYLE, as_board_json, said_of, say_board, say_content
from trefpunt.cli.ask import facts_of
from trefpunt.cli.door import REFUSED, out, plain_errors
from trefpunt.cli.named import officer_of, partners_of, second_officer_of, unknown_word, word_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import JsonOption, as_json, line
from trefpunt.cli.say import banner, refused, say_refusal
from trefpunt.cli.tongues import by_language
from trefpunt.desks import crisis
from trefpunt.desks.crisis import LANGUAGES, AlertText, Senders, Told, Warn, event_kinds
from trefpunt.errors import InputError
from trefpunt.model import Certainty, Refusal, Severity, Urgency
from trefpunt.node import Node
from trefpunt.sentence import Sentence

app = typer.Typer(no_args_is_help=True, help="Alerts between crisis centres, confidential until lifted.")
_BY_LANGUAGE = f"LANGUAGE=TEXT, of {', '.join(LANGUAGES)}; may be given again."
_ALERT = typer.Argument(metavar="ALERT", help="Reference: alert-… or exercise-…")
_NO_SUCH = Sentence("there is no such word for an alert")
ApprovedOption = Annotated[str, typer.Option(help="Second officer: four eyes.")]


@app.command("send")
def send(
    partners: Annotated[list[str], typer.Argument(help="Crisis centres to tell, such as crisis.nl.")],
    officer: OfficerOption,
    event: Annotated[str, typer.Option(help=f"One of {', '.join(event_kinds())}.", show_default=False)],
    area: Annotated[str, typer.Option(help="Where, as it is written there.", show_default=False)],
    urgency: Annotated[str, typer.Option(help=f"One of {', '.join(Urgency)}.")] = Urgency.IMMEDIATE.value,
    severity: Annotated[str, typer.Option(help=f"One of {', '.join(Severity)}.")] = Severity.SEVERE.value,
    certainty: Annotated[str, typer.Option(help=f"One of {', '.join(Certainty)}.")] = Certainty.LIKELY.value,
    circle: Annotated[str, typer.Option(help="LATITUDE,LONGITUDE KM, such as '50.85,5.69 10'.")] = "",
    headline: Annotated[list[str] | None, typer.Option(help=_BY_LANGUAGE)] = None,
    describe: Annotated[list[str] | None, typer.Option(help=_BY_LANGUAGE)] = None,
    instruct: Annotated[list[str] | None, typer.Option(help=_BY_LANGUAGE)] = None,
    state: Annotated[
        list[str] | None, typer.Option(help="A fact that you state: cross_border_effect.")
    ] = None,
    exercise: Annotated[bool, typer.Option("--exercise", help="Marked everywhere, for ever.")] = False,
    within: Annotated[int, typer.Option(help="Minutes in which you ask for an acknowledgement.")] = 15,
    hours: Annotated[int, typer.Option(help="For how many hours it holds.")] = 24,
    approved_by: ApprovedOption = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Tell other crisis centres of a crisis: CAP 1.2, restricted, in four languages. No personal data."""
    with plain_errors(home):
        words = (
            word_of(Urgency, urgency, no_such=_NO_SUCH),
            word_of(Severity, severity, no_such=_NO_SUCH),
            word_of(Certainty, certainty, no_such=_NO_SUCH),
        )
        if event not in event_kinds():
            raise unknown_word(event, list(event_kinds()), no_such=Sentence("there is no such event"))
        stated, texts = facts_of(state or []), _texts(headline or [], describe or [], instruct or [])
        node = open_node(home, passphrase_file)
        warn = Warn(
            _senders(node, officer, approved_by),
            event,
            *words,
            area=area,
            circle=circle,
            texts=texts,
            stated=stated,
            is_exercise=exercise,
            within_min=within,
            lives_h=hours,
        )
        names = partners_of(node, partners)
        banner(node)
        told = crisis.send_alert(warn, names, means=node.crisis)
        _say_told(node, told)


@app.command("list")
def list_(
    json_: JsonOption = False, home: HomeOption = None, passphrase_file: PassphraseOption = None
) -> None:
    """List alerts, who acknowledged them and when, and by when each channel must be tested."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        found = crisis.board(means=node.crisis)
        if json_:
            as_json(out, as_board_json(found))
        else:
            banner(node)
            say_board(node, found)
        node.close()


@app.command("show")
def show(
    alert_id: Annotated[str, _ALERT],
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Read what a partner's alert says; the log keeps that you did."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        alert, content = crisis.show_alert(alert_id, officer=officer_of(node, officer), means=node.crisis)
        banner(node)
        say_content(node, alert, content)
        node.close()


@app.command("acknowledge")
def acknowledge(
    alert_id: Annotated[str, _ALERT],
    officer: OfficerOption,
    name: Annotated[str, typer.Option(help="Your name, for whoever sent it.", show_default=False)],
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Take note of an alert: whoever sent it is told your name and the time."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        done = crisis.acknowledge(alert_id, officer=officer_of(node, officer), name=name, means=node.crisis)
        banner(node)
        if isinstance(done, Refusal):
            refused(node, done)
        said = node.speech.say("{alert} is acknowledged to {partner}", alert=done.id, partner=done.partner)
        line(out, said, mark="[green]✓[/]")
        node.close()


@app.command("lift")
def lift(
    alert_id: Annotated[str, _ALERT],
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Lift the confidentiality of your alert: whoever has it may then share it further."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        lifted = crisis.lift(alert_id, officer=officer_of(node, officer), means=node.crisis)
        banner(node)
        for partner, is_there in lifted.items():
            if is_there:
                said = node.speech.say("{partner} may share {alert} now", partner=partner, alert=alert_id)
                line(out, said, mark="[green]✓[/]")
            else:
                said = node.speech.say("{partner} has not heard yet; the letter waits", partner=partner)
                line(out, said, mark="[yellow]…[/]")
        node.close()


@app.command("share")
def share(
    alert_id: Annotated[str, _ALERT],
    officer: OfficerOption,
    to: Annotated[str, typer.Option(help="Another crisis centre.")] = "",
    out_: Annotated[
        Path | None, typer.Option("--out", help="New file, for services of this country.")
    ] = None,
    approved_by: ApprovedOption = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Share a partner's alert further: refused until whoever sent it has lifted its confidentiality."""
    with plain_errors(home):
        if bool(to) is (out_ is not None):
            raise InputError("an alert is shared one way at a time", hint="give --to or --out")
        node = open_node(home, passphrase_file)
        senders = _senders(node, officer, approved_by)
        banner(node)
        if out_ is None:
            (name,) = partners_of(node, [to])
            _say_told(node, {name: crisis.share(alert_id, name, senders=senders, means=node.crisis)})
            return
        ground = crisis.export_alert(alert_id, out_, officer=senders.officer, means=node.crisis)
        if isinstance(ground, Refusal):
            refused(node, ground)
        line(out, node.speech.say("written to {file}", file=out_), mark="[green]✓[/]")
        node.close()


def _senders(node: Node, officer: str, approved_by: str) -> Senders:
    who = officer_of(node, officer)
    second = second_officer_of(node, approved_by, who)
    return Senders(who, "" if second is None else second.id)


def _texts(
    headlines: Sequence[str], descriptions: Sequence[str], instructions: Sequence[str]
) -> dict[str, AlertText]:
    given = [by_language(typed, LANGUAGES) for typed in (headlines, descriptions, instructions)]
    tongues = [tongue for tongue in LANGUAGES if any(tongue in texts for texts in given)]
    return {tongue: AlertText(*(texts.get(tongue, "") for texts in given)) for tongue in tongues}


def _say_told(node: Node, told: dict[str, Told | Refusal]) -> None:
    is_refused = False
    for partner, one in told.items():
        if isinstance(one, Refusal):
            is_refused = True
            line(out, node.speech.say("{partner} is not told", partner=partner), mark="[bold red]✗[/]")
            say_refusal(node, one)
            continue
        is_refused = is_refused or bool(one.refused)
        style = EXERCISE_STYLE if one.alert.is_exercise else ""
        said, mark = said_of(node, one)
        line(out, said, mark=mark, style=style)
    node.close()
    if is_refused:
        raise typer.Exit(REFUSED)
