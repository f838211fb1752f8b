"""`trefpunt doctor`: is everything as it should be? Each line says what was seen and what to do."""

import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from trefpunt.audit import LogStanding, verify_log
from trefpunt.cli.door import REFUSED, err, out, plain_errors
from trefpunt.cli.moving import working
from trefpunt.cli.opening import HomeOption, PassphraseOption, home_of, may_ask_passphrase, passphrase_of
from trefpunt.cli.paper import JsonOption, as_json, line
from trefpunt.crypto import load_oprf
from trefpunt.errors import PeerUnreachable, TrefpuntError
from trefpunt.node import CLOSED, Node, ask_witnesses, over_tls, quorum_of, standing
from trefpunt.settings import FILE_NAME, Settings, read_settings
from trefpunt.store.ledger import hits as kept
from trefpunt.treaty import check_texts

_LEAST_FREE_BYTES = 1 << 30
_NONCE_BYTES = 32


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `is_well`, what was seen, and what to do where it is not."""

    is_well: bool
    seen: str
    remedy: str = ""
    about: str = ""


def doctor(
    json_: JsonOption = False, home: HomeOption = None, passphrase_file: PassphraseOption = None
) -> None:
    """Look the node over: files, settings, disk, texts; with the passphrase also log, keys, partners."""
    with plain_errors():
        folder, findings = home_of(home), list[Finding]()
        settings = read_settings(folder, closed=CLOSED)
        with working("looking at the machine, the files and the texts"):
            for about, look in (("machine", _machine), ("files", _files), ("door", _door), ("texts", _texts)):
                findings += _telling(about, lambda look=look: look(folder, settings))  # type: ignore[misc]
        if may_ask_passphrase(passphrase_file):
            findings += _inside(folder, passphrase_file)
        else:
            remedy = "add --passphrase-file FILE to look at the log, the partners and the indexes too"
            findings.append(
                Finding(False, "no passphrase was given: nothing inside was looked at", remedy, "keys")
            )
        _tell(findings, json_=json_)
        if not all(finding.is_well for finding in findings):
            raise typer.Exit(REFUSED)


def _inside(folder: Path, passphrase_file: Path | None) -> list[Finding]:
    node, findings = Node.open(folder, passphrase_of(passphrase_file), carrier=over_tls), list[Finding]()
    try:
        with working("looking at the log, the partners and the indexes"):
            for about, look in (
                ("records", _records),
                ("texts", _switched),
                ("log", _log),
                ("partners", _partners),
                ("indexes", _indexes),
            ):
                findings += _telling(about, lambda look=look: look(node))  # type: ignore[misc]
    finally:
        node.close()
    return findings


def _tell(findings: list[Finding], *, json_: bool) -> None:
    if json_:
        is_well = all(finding.is_well for finding in findings)
        as_json(out, {"is_well": is_well, "findings": [asdict(finding) for finding in findings]})
        return
    for finding in findings:
        line(out, finding.seen, mark="[green]✓[/]" if finding.is_well else "[yellow]![/]")
        if finding.remedy and not finding.is_well:
            line(out, finding.remedy)
    wrong = sum(not finding.is_well for finding in findings)
    line(err, "all is well" if not wrong else f"{wrong} of {len(findings)} need a look")


def _telling(about: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        for found in look():
            yield Finding(found.is_well, found.seen, found.remedy, about)
    except TrefpuntError as error:
        yield Finding(False, error.message, error.hint, about)


def _machine(folder: Path, _: Settings) -> Iterator[Finding]:
    yield Finding(True, f"Python {sys.version.split()[0]}")
    source = load_oprf().group.source
    yield Finding(True, f"group mathematics: {source}")
    if "rbcl" in source:
        yield Finding(
            True,
            f"rbcl unpacks its library to {tempfile.gettempdir()} at start; that folder may not be noexec",
        )
    free = shutil.disk_usage(folder).free
    yield Finding(
        free > _LEAST_FREE_BYTES,
        f"{free / (1 << 30):.1f} GiB free on the disk of {folder}",
        "make room: a node with a full disk writes nothing, so it does nothing",
    )


def _files(folder: Path, _: Settings) -> Iterator[Finding]:
    yield Finding(True, f"the settings in {folder / FILE_NAME} are in order")
    for path in (folder, folder / "keys", folder / "keys" / "node.keys", folder / "ledger.db"):
        if not path.exists():
            yield Finding(False, f"{path} is not there", "put it back from the backup; nothing else makes it")
            continue
        mode = path.stat().st_mode & 0o077
        yield Finding(mode == 0, f"{path} is for its owner only", f"chmod go= {path}")


def _door(_: Path, settings: Settings) -> Iterator[Finding]:
    host, port = settings.listen.host, settings.listen.port
    try:
        with socket.create_connection((host, port), timeout=2):
            yield Finding(True, f"something listens on {host} port {port}")
    except OSError:
        yield Finding(False, f"nothing listens on {host} port {port}", "start `trefpunt serve`")


def _texts(_: Path, __: Settings) -> Iterator[Finding]:
    report = check_texts()
    remedy = "run `trefpunt treaty check`; nothing is decided well under a broken text"
    yield Finding(
        report.holds, f"{len(report.texts)} treaty texts, {report.cases} cases come out right", remedy
    )


def _switched(node: Node) -> Iterator[Finding]:
    unused = len(node.law.withdrawn)
    if unused:
        yield Finding(True, f"{unused} rules not in use here; `trefpunt treaty show` says why")


def _records(node: Node) -> Iterator[Finding]:
    count = node.columns.count("subjects") if "subjects" in node.columns.names() else 0
    yield Finding(True, f"{count:,} records on file")
    count = len(node.officers)
    yield Finding(
        count >= 2,
        f"{count} officers listed",
        "list at least two under [officers] in trefpunt.toml: an agreement needs four eyes",
    )


def _log(node: Node) -> Iterator[Finding]:
    others = ask_witnesses(node)
    with node.ledger.read() as tx:
        quorum = quorum_of(node, tx)
        report = verify_log(tx, node.log.verifier, trail=node.trail, quorum=quorum, seen=others.seen)
    is_overseen = quorum is not None
    seen = f"log of {report.size:,} entries, cosigned up to {report.complete_to:,}"
    yield Finding(
        report.is_sound, seen, "run `trefpunt log verify`, keep the ledger as it is, tell the oversight body"
    )
    if not is_overseen:
        yield Finding(False, "no oversight body cosigns this log", "pair with the oversight body's node")
    stands = standing(node)
    remedy = "checkpoints wait for cosignatures: is the oversight body's node reachable?"
    if is_overseen or stands is not LogStanding.SOUND:
        yield Finding(stands is LogStanding.SOUND, f"cosigning: {stands.value.replace('_', ' ')}", remedy)


def _partners(node: Node) -> Iterator[Finding]:
    today, agreements = node.clock().date(), node.exchange.agreements
    partners = sorted({peer.id for peer in agreements.peers()})
    for partner in partners:
        # The one in force today where there is one: a proposal beside it makes nobody ill.
        peer = agreements.peer(partner)
        if peer is None:
            continue
        state = peer.state(today).value.replace("_", " ")
        is_well = peer.is_in_force(today)
        yield Finding(
            is_well,
            f"{partner}: agreement {state}, until {peer.agreement.valid_to}",
            "sign it with `trefpunt confirm`"
            if state == "proposed"
            else "make a new one with `trefpunt invite`",
        )
        if is_well:
            yield _reaching(node, partner)
    if not partners:
        yield Finding(False, "no partners yet", "make one with `trefpunt invite` or `trefpunt accept`")


def _reaching(node: Node, partner: str) -> Finding:
    peer = node.exchange.agreements.peer(partner)
    if peer is None:
        return Finding(False, f"{partner} is no partner any more")
    try:
        # A fresh number each time, as the protocol has it.
        node.exchange.means.transport.get_state(peer, node.exchange.means.rng(_NONCE_BYTES).hex())
    except PeerUnreachable as error:
        return Finding(
            False,
            f"{partner} does not answer at {peer.url}: {error.hint or error.message}",
            "is its node running, and may this one reach it?",
        )
    return Finding(True, f"{partner} answers at {peer.url}")


def _indexes(node: Node) -> Iterator[Finding]:
    now = node.clock()
    with node.ledger.read() as tx:
        given, ended = kept.publications(tx), kept.ended_publications(tx, now)
    count = len(given)
    yield Finding(
        not ended,
        f"{count} {'index' if count == 1 else 'indexes'} given to partners",
        "keys of an ended epoch still exist: start `trefpunt serve`, which erases them",
    )
