"""`trefpunt log`: what was done here, shown, verified and handed over."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from trefpunt.audit import (
    Cosigned,
    Filters,
    Reader,
    Report,
    Seen,
    Stretch,
    export_bundle,
    show,
    verify_log,
)
from trefpunt.cli.door import REFUSED, err, out, plain_errors
from trefpunt.cli.moving import working
from trefpunt.cli.named import officer_of, word_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import JsonOption, as_json, line
from trefpunt.errors import InputError, NotStored
from trefpunt.model import Event, LogEntry
from trefpunt.node import (
    Node,
    Witnesses,
    ask_witnesses,
    checkpoint_now,
    gather_cosignatures,
    quorum_of,
    verify_mirrors,
)
from trefpunt.sentence import Sentence
from trefpunt.words import Speech
from trefpunt.words.codes import COSIGNED, EVENTS, LOG_FAULTS, PURPOSES, ROLES

_MOST_FAULTS = 10
app = typer.Typer(no_args_is_help=True, help="The log: show, verify, export.")

PurposeOption = Annotated[
    str,
    typer.Option(
        "--why",
        help="lawfulness, self_monitoring, integrity or criminal_proceedings: art. 25(2) LED knows no other.",
    ),
]
_WHY = ("lawfulness", "self_monitoring", "integrity", "criminal_proceedings")


@app.command("show")
def show_entries(
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
    why: PurposeOption = "self_monitoring",
    actor: Annotated[str | None, typer.Option(help="Only acts of this service number or node.")] = None,
    case: Annotated[str | None, typer.Option(help="Only this case.")] = None,
    event: Annotated[str | None, typer.Option(help="Only this event, such as question_asked.")] = None,
    partner: Annotated[str | None, typer.Option(help="Only with this partner.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From this day.")] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Up to and with this day.")
    ] = None,
    json_: JsonOption = False,
) -> None:
    """Show what was done; looking is itself logged."""
    with plain_errors(home):
        filters = Filters(
            actor=actor,
            case=case,
            event=_event(event),
            partner=partner,
            since=None if since is None else since.replace(tzinfo=UTC),
            until=None if until is None else until.replace(tzinfo=UTC) + timedelta(days=1),
        )
        if filters.since and filters.until and filters.since >= filters.until:
            raise InputError("--since is later than --until", hint="expected the earlier day first")
        _check_why(why)
        node = open_node(home, passphrase_file)
        with node.ledger.write() as tx:
            found = list(show(tx, filters, trail=node.trail, reader=_reader(node, officer, why)))
        node.close()
        if json_:
            as_json(out, {"entries": [_as_json(index, entry) for index, entry in found]})
            return
        for index, entry in found:
            _print_entry(index, entry, node.speech)
        if not found:
            line(out, node.speech.say("no entry is about that"))


@app.command()
def verify(
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
    offline: Annotated[bool, typer.Option("--offline", help="Do not ask who has cosigned this log.")] = False,
) -> None:
    """Check every entry, checkpoint and cosignature of this node's log, and what its witnesses hold of it.

    At an oversight body the mirrors of the logs that it watches are checked too.
    """
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        with working(node.speech.say("asking who has cosigned this log")):
            others = Witnesses(Seen(), ()) if offline else ask_witnesses(node)
        with node.ledger.read() as tx, working(node.speech.say("checking every entry")):
            quorum = quorum_of(node, tx)
            report = verify_log(tx, node.log.verifier, trail=node.trail, quorum=quorum, seen=others.seen)
        reports = {node.log.origin: report, **verify_mirrors(node)}
        for origin, found in reports.items():
            _say_report(node, origin, found)
        _say_compared(node, others)
        node.close()
        if not all(found.is_sound for found in reports.values()):
            line(err, node.speech.say("keep the ledger as it is and tell the oversight body"))
            raise typer.Exit(REFUSED)


def _say_report(node: Node, origin: str, report: Report) -> None:
    say = node.speech.say
    counted = say(
        "{log}: {size} entries ({erased} erased), {checkpoints} checkpoints, cosigned up to {complete_to}",
        log=origin,
        size=report.size,
        erased=report.erased,
        checkpoints=report.checkpoints,
        complete_to=report.complete_to,
    )
    line(out, counted)
    if report.is_sound:
        line(out, say("nothing in it was changed"), mark="[green]✓[/]")
    for fault in report.faults[:_MOST_FAULTS]:
        what = node.speech.code(LOG_FAULTS, fault.code)
        line(err, f"{fault.at}: {what} {fault.source}".rstrip(), mark="[red]✗[/]")


def _say_compared(node: Node, others: Witnesses) -> None:
    """Say whose word this log was held against: its own is worth little."""
    say = node.speech.say
    compared = sorted(others.seen.notes)
    if compared:
        line(out, say("compared with what these have cosigned: {names}", names=", ".join(compared)))
    if others.silent:
        names = ", ".join(others.silent)
        line(err, say("not compared with {names}: no answer", names=names), mark="[yellow]![/]")
    if not compared:
        alone = say(
            "compared with nobody else's copy: whoever has this node's keys could have written it anew"
        )
        line(err, alone, mark="[yellow]![/]")


@app.command()
def export(
    target: Annotated[Path, typer.Argument(help="A new folder, or a new file that ends in .zip.")],
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
    why: PurposeOption = "lawfulness",
    first: Annotated[int, typer.Option(help="First position.", min=0)] = 0,
    last: Annotated[
        int | None, typer.Option(help="Last position; all that is cosigned if not given.", min=0)
    ] = None,
) -> None:
    """Write a bundle that proves itself; `tools/verify_log.py` checks it without Trefpunt."""
    with plain_errors(home):
        _check_why(why)
        if not target.absolute().parent.is_dir():
            raise InputError(
                "there is no folder {folder}",
                hint="make it first, or choose another",
                folder=target.parent,
            )
        node = open_node(home, passphrase_file)
        say = node.speech.say
        with _typed_positions(), working(say("writing the bundle")), node.ledger.write() as tx:
            quorum = quorum_of(node, tx)
            if quorum is None:
                raise InputError(
                    "no oversight body cosigns this log yet", hint="pair with the oversight body's node first"
                )
            stretch = Stretch(first=first, last=last)
            reader = _reader(node, officer, why)
            count = export_bundle(tx, target, stretch, log=node.log, quorum=quorum, reader=reader)
        node.close()
        line(out, say("{count} entries in {target}", count=count, target=target), mark="[green]✓[/]")
        line(out, say("it holds what they say, in clear: treat it as such"))


@app.command()
def checkpoint(home: HomeOption = None, passphrase_file: PassphraseOption = None) -> None:
    """Close a checkpoint now and gather cosignatures, without waiting for the fixed time."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        size, say = checkpoint_now(node), node.speech.say
        with working(say("asking for cosignatures")):
            came = gather_cosignatures(node)
        node.close()
        line(out, say("checkpoint of {size} entries", size=size))
        for cosigner, what in sorted(came.items()):
            mark = "[green]✓[/]" if what is Cosigned.DONE else "[yellow]![/]"
            line(out, f"{cosigner}: {say(COSIGNED[what])}", mark=mark)
        if not came:
            told = say("nobody cosigns it: pair with the oversight body's node and a partner")
            line(out, told, mark="[yellow]![/]")


def _reader(node: Node, officer: str, why: str) -> Reader:
    who = officer_of(node, officer)
    return Reader(actor=who.id, role=who.role.value, purpose=why, at=node.clock())


def _check_why(why: str) -> None:
    if why not in _WHY:
        raise InputError("the log is not read for that", hint="--why expects one of {words}", words=_WHY)


def _event(name: str | None) -> Event | None:
    # As it is shown in English, or as it is logged.
    return (
        None
        if name is None
        else word_of(Event, name.replace(" ", "_"), no_such=Sentence("there is no such event"))
    )


@contextmanager
def _typed_positions() -> Iterator[None]:
    try:
        yield
    except NotStored as error:
        # The positions were typed here: nothing of the store is missing.
        raise InputError.saying(error) from error


def _print_entry(index: int, entry: LogEntry, speech: Speech) -> None:
    who = f"{entry.actor} ({speech.code(ROLES, entry.role)})" if entry.role else entry.actor
    what = speech.code(EVENTS, entry.event)
    # Whatever the language, the word that --event takes.
    typed = "" if speech.language == "en" else f" ({entry.event})"
    out.print(f"[bold]{index}[/]  {entry.at:%Y-%m-%d %H:%M:%S}  [cyan]{what}[/]{typed}  {who}")
    about = (
        entry.article and speech.say("art. {article}", article=entry.article),
        entry.purpose and speech.code(PURPOSES, entry.purpose),
        entry.case and speech.say("case {case}", case=entry.case),
        entry.partner,
    )
    if any(about):
        line(out, " · ".join(part for part in about if part))
    if entry.facts:
        said = " ".join(f"{name}={value}" for name, value in sorted(entry.facts.items()))
        line(out, said, style="dim")


def _as_json(index: int, entry: LogEntry) -> dict[str, object]:
    return {
        "index": index,
        "at": entry.at.isoformat(),
        "event": entry.event.value,
        "actor": entry.actor,
        "role": entry.role,
        "article": entry.article,
        "purpose": entry.purpose,
        "case": entry.case,
        "partner": entry.partner,
        "facts": dict(sorted(entry.facts.items())),
    }
