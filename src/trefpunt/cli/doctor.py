"""`trefpunt doctor`: is everything as it should be? Each line says what was seen and what to do."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import typer

from trefpunt.audit import LogStanding, verify_log
from trefpunt.cli.door import REFUSED, out, plain_errors
from trefpunt.cli.opening import HomeOption, PassphraseOption, home_of, passphrase_of
from trefpunt.errors import PeerUnreachable, TrefpuntError
from trefpunt.node import Node, over_tls, quorum_of, standing
from trefpunt.store.ledger import hits as kept
from trefpunt.treaty import check_texts

_LEAST_FREE_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `is_well`, what was seen, and what to do where it is not."""

    is_well: bool
    seen: str
    remedy: str = ""


def doctor(home: HomeOption = None, passphrase_file: PassphraseOption = None) -> None:
    """Look the node over: files, keys, log, texts, library, disk, partners."""
    with plain_errors():
        folder = home_of(home)
        node = Node.open(folder, passphrase_of(passphrase_file), carrier=over_tls)
        is_well = True
        for examine in (_machine, _files, _texts, _log, _partners, _indexes):
            for finding in _telling(examine, node):
                is_well &= finding.is_well
                mark = "[green]✓[/]" if finding.is_well else "[yellow]![/]"
                out.print(f"{mark} {finding.seen}")
                if finding.remedy and not finding.is_well:
                    out.print(f"  {finding.remedy}")
        node.close()
        if not is_well:
            raise typer.Exit(REFUSED)


def _telling(examine: Callable[[Node], Iterator[Finding]], node: Node) -> Iterator[Finding]:
    try:
        yield from examine(node)
    except TrefpuntError as error:
        yield Finding(False, error.message, error.hint)


def _machine(node: Node) -> Iterator[Finding]:
    yield Finding(True, f"Python {sys.version.split()[0]}")
    source = node.means.oprf.group.source
    yield Finding(True, f"group mathematics: {source}")
    if "rbcl" in source:
        yield Finding(
            True,
            f"rbcl unpacks its library to {tempfile.gettempdir()} at start; that folder may not be noexec",
        )
    free = shutil.disk_usage(node.home).free
    yield Finding(
        free > _LEAST_FREE_BYTES,
        f"{free / (1 << 30):.1f} GiB free on the disk of {node.home}",
        "make room: a node with a full disk writes nothing, so it does nothing",
    )


def _files(node: Node) -> Iterator[Finding]:
    for path in (node.home, node.home / "keys", node.home / "keys" / "node.keys"):
        mode = path.stat().st_mode & 0o077
        yield Finding(mode == 0, f"{path} is for its owner only", f"chmod go= {path}")
    count = node.columns.count("subjects") if "subjects" in node.columns.names() else 0
    yield Finding(True, f"{count:,} records on file")


def _texts(node: Node) -> Iterator[Finding]:
    report = check_texts()
    remedy = "run `trefpunt treaty check`; nothing is decided well under a broken text"
    yield Finding(
        report.holds, f"{len(report.texts)} treaty texts, {report.cases} cases come out right", remedy
    )
    unused = len(node.law.withdrawn)
    if unused:
        yield Finding(True, f"{unused} rules not in use here; `trefpunt treaty show` says why")


def _log(node: Node) -> Iterator[Finding]:
    with node.ledger.read() as tx:
        report = verify_log(tx, node.log.verifier, trail=node.trail, quorum=quorum_of(node, tx))
    seen = f"log of {report.size:,} entries, cosigned up to {report.complete_to:,}"
    yield Finding(
        report.is_sound, seen, "run `trefpunt log verify`, keep the ledger as it is, tell the oversight body"
    )
    stands = standing(node)
    if stands is None:
        yield Finding(False, "no oversight body cosigns this log", "pair with the oversight body's node")
    else:
        remedy = "checkpoints wait for cosignatures: is the oversight body's node reachable?"
        yield Finding(stands is LogStanding.SOUND, f"cosigning: {stands.value}", remedy)


def _partners(node: Node) -> Iterator[Finding]:
    today, seen = node.clock().date(), set[str]()
    for peer in node.exchange.agreements.peers():
        if peer.id in seen:
            continue
        seen.add(peer.id)
        state = peer.state(today).value.replace("_", " ")
        until = f"until {peer.agreement.valid_to}"
        is_well = peer.is_in_force(today)
        yield Finding(
            is_well, f"{peer.id}: agreement {state}, {until}", "make a new one with `trefpunt invite`"
        )
        if is_well:
            yield _reaching(node, peer.id)
    if not seen:
        yield Finding(False, "no partners yet", "make one with `trefpunt invite` or `trefpunt accept`")


def _reaching(node: Node, partner: str) -> Finding:
    peer = node.exchange.agreements.peer(partner)
    if peer is None:
        return Finding(False, f"{partner} is no partner any more")
    try:
        node.exchange.means.transport.get_state(peer, "doctor")
    except PeerUnreachable as error:
        return Finding(False, f"{partner} cannot be reached at {peer.url}", error.hint or "is it running?")
    return Finding(True, f"{partner} answers at {peer.url}")


def _indexes(node: Node) -> Iterator[Finding]:
    now = node.clock()
    with node.ledger.read() as tx:
        given, ended = kept.publications(tx), kept.ended_publications(tx, now)
    yield Finding(
        not ended,
        f"{len(given)} indexes given to partners",
        "keys of an ended epoch still exist: start `trefpunt serve`, which erases them",
    )
