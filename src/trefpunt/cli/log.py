"""`trefpunt log`: what was done here, shown, verified and handed over."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from trefpunt.audit import Filters, Reader, Stretch, export_bundle, show, verify_log
from trefpunt.cli.door import REFUSED, err, out, plain_errors
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, officer_of, open_node
from trefpunt.errors import InputError
from trefpunt.model import Event
from trefpunt.node import Node, checkpoint_now, gather_cosignatures, quorum_of

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
) -> None:
    """Show what was done; looking is itself logged."""
    with plain_errors():
        node = open_node(home, passphrase_file)
        filters = Filters(
            actor=actor,
            case=case,
            event=_event(event),
            partner=partner,
            since=None if since is None else since.replace(tzinfo=UTC),
            until=None if until is None else until.replace(tzinfo=UTC) + timedelta(days=1),
        )
        table = Table("#", "when (UTC)", "what", "who", "article", "purpose", "case", "partner", "facts")
        with node.ledger.write() as tx:
            for index, entry in show(tx, filters, trail=node.trail, reader=_reader(node, officer, why)):
                facts = " ".join(f"{name}={value}" for name, value in sorted(entry.facts.items()))
                who = f"{entry.actor} {entry.role}".strip()
                moment = f"{entry.at:%Y-%m-%d %H:%M:%S}"
                values = (entry.article, entry.purpose, entry.case, entry.partner, facts)
                table.add_row(str(index), moment, entry.event.value, who, *values)
        out.print(table)
        node.close()


@app.command()
def verify(home: HomeOption = None, passphrase_file: PassphraseOption = None) -> None:
    """Check every entry, every checkpoint and every cosignature of this node's log."""
    with plain_errors():
        node = open_node(home, passphrase_file)
        with node.ledger.read() as tx:
            report = verify_log(
                tx, node.log.verifier, trail=node.trail, quorum=quorum_of(node, tx), seen=None
            )
        node.close()
        out.print(
            f"{report.size} entries ({report.erased} erased), {report.checkpoints} checkpoints; "
            f"cosigned by oversight and a partner up to {report.complete_to}"
        )
        if report.first_fault is None:
            out.print("[green]✓[/] the log is as it was written")
            return
        for fault in report.faults[:10]:
            err.print(f"[red]✗[/] {fault.code} at {fault.at} {fault.source}")
        err.print("keep the ledger as it is and tell the oversight body")
        raise typer.Exit(REFUSED)


@app.command()
def export(
    target: Annotated[Path, typer.Argument(help="A new folder, or a new file that ends in .zip.")],
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
    why: PurposeOption = "lawfulness",
    first: Annotated[int, typer.Option(help="First position.")] = 0,
    last: Annotated[
        int | None, typer.Option(help="Last position; all that is cosigned if not given.")
    ] = None,
) -> None:
    """Write a bundle that proves itself; `tools/verify_log.py` checks it without Trefpunt."""
    with plain_errors():
        node = open_node(home, passphrase_file)
        with node.ledger.write() as tx:
            quorum = quorum_of(node, tx)
            if quorum is None:
                raise InputError(
                    "no oversight body cosigns this log yet", hint="pair with the oversight body's node first"
                )
            stretch = Stretch(first=first, last=last)
            reader = _reader(node, officer, why)
            count = export_bundle(tx, target, stretch, log=node.log, quorum=quorum, reader=reader)
        node.close()
        out.print(
            f"[green]✓[/] {count} entries in {target}; it holds what they say, in clear: treat it as such"
        )


@app.command()
def checkpoint(home: HomeOption = None, passphrase_file: PassphraseOption = None) -> None:
    """Close a checkpoint now and gather cosignatures, without waiting for the fixed time."""
    with plain_errors():
        node = open_node(home, passphrase_file)
        size = checkpoint_now(node)
        came = gather_cosignatures(node)
        node.close()
        out.print(f"checkpoint of {size} entries")
        for cosigner, what in sorted(came.items()):
            out.print(f"  {cosigner}: {what.value}")


def _reader(node: Node, officer: str, why: str) -> Reader:
    if why not in _WHY:
        raise InputError("the log is not read for that", hint=f"expected one of {', '.join(_WHY)}")
    who = officer_of(node, officer)
    return Reader(actor=who.id, role=who.role.value, purpose=why, at=node.clock())


def _event(name: str | None) -> Event | None:
    if name is None:
        return None
    try:
        return Event(name)
    except ValueError as error:
        raise InputError("there is no such event", hint=f"expected one of {', '.join(Event)}") from error
