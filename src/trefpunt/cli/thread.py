"""`trefpunt thread`: what either side tells about a request besides its answer."""

from datetime import UTC, date, datetime, time
from typing import Annotated

import typer
from rich.table import Table

from trefpunt import casework
from trefpunt.casework import Move, Thread
from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.named import officer_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line, table
from trefpunt.cli.say import banner, refused
from trefpunt.clocks.deadline import ZONES
from trefpunt.errors import InputError
from trefpunt.model import Feedback, Refusal, StepKind, Unclear, WhyLate, WhyOral
from trefpunt.node import Node
from trefpunt.words.casework import CONTENT_STATES

app = typer.Typer(no_args_is_help=True, help="A request besides its answer: clarify, delay, feed back.")
_LAST = time(23, 59, 59)

RequestArgument = Annotated[str, typer.Argument(metavar="REQUEST", help="Reference in the inbox: r-…")]


@app.command("show")
def show(
    request_id: RequestArgument,
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Read what was asked, told and answered about one request; the log keeps that you did."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        found = casework.read_thread(request_id, officer=officer_of(node, officer), means=node.casework)
        banner(node)
        if isinstance(found, Refusal):
            refused(node, found)
        _say_thread(node, found)
        node.close()


@app.command("acknowledge")
def acknowledge(
    request_id: RequestArgument,
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Tell the partner that its request has come and is worked on."""
    with plain_errors(home):
        _take(request_id, Move(StepKind.ACKNOWLEDGED), officer, open_node(home, passphrase_file))


@app.command("clarify")
def clarify(
    request_id: RequestArgument,
    officer: OfficerOption,
    what: Annotated[
        list[str], typer.Option(help=f"What is unclear: {', '.join(Unclear)}; may be given again.")
    ],
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Ask the partner to clarify its request; the clock stands still where the law lets it."""
    with plain_errors(home):
        move = Move(StepKind.CLARIFICATION_ASKED, tuple(what))
        _take(request_id, move, officer, open_node(home, passphrase_file))


@app.command("clarified")
def clarified(
    request_id: RequestArgument,
    officer: OfficerOption,
    state: Annotated[list[str], typer.Option(help="A fact that you state now; may be given again.")],
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Clarify your request: state what was missing; the clock runs on."""
    with plain_errors(home):
        move = Move(StepKind.CLARIFIED, tuple(state))
        _take(request_id, move, officer, open_node(home, passphrase_file))


@app.command("delay")
def delay(
    request_id: RequestArgument,
    officer: OfficerOption,
    because: Annotated[str, typer.Option(help=f"One of {', '.join(WhyLate)}.", show_default=False)],
    until: Annotated[str, typer.Option(help="The last day of it here, as YYYY-MM-DD.", show_default=False)],
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Tell the partner why the answer is late, and by when it is to be expected; the clock runs on."""
    with plain_errors(home):
        day = _day(until)
        node = open_node(home, passphrase_file)
        end = datetime.combine(day, _LAST, tzinfo=ZONES[node.me.country]).astimezone(UTC)
        _take(request_id, Move(StepKind.DELAYED, (because,), end), officer, node)


@app.command("oral")
def oral(
    request_id: RequestArgument,
    officer: OfficerOption,
    because: Annotated[str, typer.Option(help=f"One of {', '.join(WhyOral)}.", show_default=False)],
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Note that something was just told orally: it must be there in writing within 24 hours."""
    with plain_errors(home):
        move = Move(StepKind.TOLD_ORALLY, (because,))
        _take(request_id, move, officer, open_node(home, passphrase_file))


@app.command("feedback")
def feedback(
    request_id: RequestArgument,
    officer: OfficerOption,
    what: Annotated[
        list[str] | None, typer.Option(help=f"What came of it: {', '.join(Feedback)}; asks for it if none.")
    ] = None,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Tell whoever answered what came of it; whoever answered asks for it."""
    with plain_errors(home):
        move = Move(StepKind.FEEDBACK, tuple(what)) if what else Move(StepKind.FEEDBACK_ASKED)
        _take(request_id, move, officer, open_node(home, passphrase_file))


def _take(request_id: str, move: Move, officer: str, node: Node) -> None:
    banner(node)
    taken = casework.take_step(request_id, move, officer=officer_of(node, officer), means=node.casework)
    if isinstance(taken, Refusal):
        refused(node, taken)
    line(
        out, node.speech.say("the partner is told: {what}", what=node.speech.step(taken)), mark="[green]✓[/]"
    )
    node.close()


def _say_thread(node: Node, found: Thread) -> None:
    say, code, made = node.speech.say, node.speech.code, found.request
    state = code(CONTENT_STATES, made.state.value)
    line(out, say("{id}, {partner}: {state}", id=made.id, partner=made.partner, state=state))
    if made.due_at is not None:
        line(out, say("an answer is due by {due}", due=made.due_at))
    shown = Table(say("when"), say("whose"), say("what"))
    for step in found.steps:
        shown.add_row(
            node.speech.moment(step.at),
            say("ours") if step.is_ours else say("theirs"),
            node.speech.step(step),
        )
    if found.steps:
        table(out, shown)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise InputError("'{typed}' is no day", hint="write it as YYYY-MM-DD", typed=typed) from error
