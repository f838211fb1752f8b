"""`trefpunt doctor`: is everything as it should be? Each line says what was seen and what to do."""

import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from trefpunt.audit import LogStanding, verify_log
from trefpunt.cli.door import REFUSED, err, out, plain_errors
from trefpunt.cli.language import speech_of
from trefpunt.cli.moving import working
from trefpunt.cli.opening import HomeOption, PassphraseOption, home_of, may_ask_passphrase, passphrase_of
from trefpunt.cli.paper import JsonOption, as_json, line
from trefpunt.crypto import load_oprf
from trefpunt.errors import PeerUnreachable, TrefpuntError
from trefpunt.model import AgreementState
from trefpunt.node import CLOSED, Node, ask_witnesses, over_tls, quorum_of, standing
from trefpunt.sentence import Sentence
from trefpunt.settings import FILE_NAME, Settings, read_settings
from trefpunt.store.ledger import hits as kept
from trefpunt.treaty import check_texts
from trefpunt.words import Speech
from trefpunt.words.codes import AGREEMENT_STATES, STANDINGS

_LEAST_FREE_BYTES = 1 << 30
_NONCE_BYTES = 32
_NOTHING = Sentence("")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `is_well`, what was seen, and what to do where it is not."""

    is_well: bool
    seen: Sentence
    remedy: Sentence = _NOTHING
    about: str = ""


def doctor(
    json_: JsonOption = False, home: HomeOption = None, passphrase_file: PassphraseOption = None
) -> None:
    """Look the node over: files, settings, disk, texts; with the passphrase also log, keys, partners."""
    with plain_errors(home):
        speech = speech_of(home)
        folder, findings = home_of(home), list[Finding]()
        settings = read_settings(folder, closed=CLOSED)
        with working(speech.say("looking at the machine, the files and the texts")):
            for about, look in (("machine", _machine), ("files", _files), ("door", _door), ("texts", _texts)):
                findings += _telling(about, lambda look=look: look(folder, settings))  # type: ignore[misc]
        if may_ask_passphrase(passphrase_file):
            findings += _inside(folder, passphrase_file, speech)
        else:
            seen = Sentence("no passphrase was given: nothing inside was looked at")
            remedy = Sentence(
                "add --passphrase-file FILE to look at the log, the partners and the indexes too"
            )
            findings.append(Finding(False, seen, remedy, "keys"))
        _tell(findings, speech=speech, json_=json_)
        if not all(finding.is_well for finding in findings):
            raise typer.Exit(REFUSED)


def _inside(folder: Path, passphrase_file: Path | None, speech: Speech) -> list[Finding]:
    passphrase = passphrase_of(passphrase_file, speech=speech)
    node, findings = Node.open(folder, passphrase, carrier=over_tls), list[Finding]()
    try:
        with working(speech.say("looking at the log, the partners and the indexes")):
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


def _tell(findings: list[Finding], *, speech: Speech, json_: bool) -> None:
    if json_:
        is_well = all(finding.is_well for finding in findings)
        as_json(out, {"is_well": is_well, "findings": [_as_json(finding) for finding in findings]})
        return
    for finding in findings:
        seen, remedy = speech.sentence(finding.seen), speech.sentence(finding.remedy)
        line(out, seen, mark="[green]✓[/]" if finding.is_well else "[yellow]![/]")
        if remedy and not finding.is_well:
            line(out, remedy)
    wrong = sum(not finding.is_well for finding in findings)
    counts = {"wrong": wrong, "all": len(findings)}
    line(err, speech.say("{wrong} of {all} need a look" if wrong else "all is well", **counts))


def _as_json(finding: Finding) -> dict[str, object]:
    """Return a finding for scripts: in English, whatever the node speaks."""
    return {
        "is_well": finding.is_well,
        "seen": str(finding.seen),
        "remedy": str(finding.remedy),
        "about": finding.about,
    }


def _telling(about: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        for found in look():
            yield Finding(found.is_well, found.seen, found.remedy, about)
    except TrefpuntError as error:
        yield Finding(False, error.said, error.advice, about)


def _machine(folder: Path, _: Settings) -> Iterator[Finding]:
    yield Finding(True, Sentence("Python {version}", version=sys.version.split()[0]))
    source = load_oprf().group.source
    yield Finding(True, Sentence("group mathematics: {source}", source=source))
    if "rbcl" in source:
        seen = Sentence(
            "rbcl unpacks its library to {folder} at start; that folder may not be noexec",
            folder=tempfile.gettempdir(),
        )
        yield Finding(True, seen)
    free = shutil.disk_usage(folder).free
    yield Finding(
        free > _LEAST_FREE_BYTES,
        Sentence("{size} GiB free on the disk of {folder}", size=round(free / (1 << 30), 1), folder=folder),
        Sentence("make room: a node with a full disk writes nothing, so it does nothing"),
    )


def _files(folder: Path, settings: Settings) -> Iterator[Finding]:
    yield Finding(True, Sentence("the settings in {file} are in order", file=folder / FILE_NAME))
    ledger = () if settings.ledger.url else (folder / "ledger.db",)
    for path in (folder, folder / "keys", folder / "keys" / "node.keys", *ledger):
        if not path.exists():
            remedy = Sentence("put it back from the backup; nothing else makes it")
            yield Finding(False, Sentence("{path} is not there", path=path), remedy)
            continue
        mode = path.stat().st_mode & 0o077
        if mode == 0:
            yield Finding(True, Sentence("{path} is for its owner only", path=path))
        else:
            seen = Sentence("{path} is not for its owner only", path=path)
            yield Finding(False, seen, Sentence("run: chmod go= {path}", path=path))


def _door(_: Path, settings: Settings) -> Iterator[Finding]:
    host, port = settings.listen.host, settings.listen.port
    where = {"host": host, "port": str(port)}
    try:
        with socket.create_connection((host, port), timeout=2):
            yield Finding(True, Sentence("something listens on {host} port {port}", **where))
    except OSError:
        seen = Sentence("nothing listens on {host} port {port}", **where)
        yield Finding(False, seen, Sentence("start `trefpunt serve`"))


def _texts(_: Path, __: Settings) -> Iterator[Finding]:
    report = check_texts()
    counts = {"texts": len(report.texts), "cases": report.cases, "faults": len(report.faults)}
    if report.holds:
        yield Finding(True, Sentence("{texts} treaty texts, {cases} cases come out right", **counts))
    else:
        seen = Sentence("{texts} treaty texts, {faults} faults in them or in their cases", **counts)
        remedy = Sentence("run `trefpunt treaty check`; nothing is decided well under a broken text")
        yield Finding(False, seen, remedy)


def _switched(node: Node) -> Iterator[Finding]:
    unused = len(node.law.withdrawn)
    if unused:
        seen = Sentence("{count} rules not in use here; `trefpunt treaty show` says why", count=unused)
        yield Finding(True, seen)


def _records(node: Node) -> Iterator[Finding]:
    count = node.columns.count("subjects") if "subjects" in node.columns.names() else 0
    yield Finding(True, Sentence("{count} records on file", count=count))
    count = len(node.officers)
    yield Finding(
        count >= 2,
        Sentence("{count} officers listed", count=count),
        Sentence("list at least two under [officers] in trefpunt.toml: an agreement needs four eyes"),
    )


def _log(node: Node) -> Iterator[Finding]:
    others = ask_witnesses(node)
    with node.ledger.read() as tx:
        quorum = quorum_of(node, tx)
        report = verify_log(tx, node.log.verifier, trail=node.trail, quorum=quorum, seen=others.seen)
    sizes = {"size": report.size, "complete_to": report.complete_to}
    if report.is_sound:
        yield Finding(True, Sentence("log of {size} entries, cosigned up to {complete_to}", **sizes))
    else:
        seen = Sentence("log of {size} entries, not as it was written", **sizes)
        remedy = Sentence("run `trefpunt log verify`, keep the ledger as it is, tell the oversight body")
        yield Finding(False, seen, remedy)
    if quorum is None:
        seen = Sentence("no oversight body cosigns this log")
        yield Finding(False, seen, Sentence("pair with the oversight body's node"))
    stands = standing(node)
    if quorum is not None or stands is not LogStanding.SOUND:
        seen = Sentence("cosigning: {standing}", standing=Sentence(STANDINGS[stands]))
        remedy = Sentence("checkpoints wait for cosignatures: is the oversight body's node reachable?")
        yield Finding(stands is LogStanding.SOUND, seen, remedy)


def _partners(node: Node) -> Iterator[Finding]:
    today, agreements = node.clock().date(), node.exchange.agreements
    partners = sorted({peer.id for peer in agreements.peers()})
    for partner in partners:
        # The one in force today where there is one: a proposal beside it makes nobody ill.
        peer = agreements.peer(partner)
        if peer is None:
            continue
        state, is_well = peer.state(today), peer.is_in_force(today)
        seen = Sentence(
            "{partner}: agreement {state}, until {day}",
            partner=partner,
            state=Sentence(AGREEMENT_STATES[state]),
            day=peer.agreement.valid_to,
        )
        is_proposed = state is AgreementState.PROPOSED
        remedy = Sentence(
            "sign it with `trefpunt confirm`" if is_proposed else "make a new one with `trefpunt invite`"
        )
        yield Finding(is_well, seen, remedy)
        if is_well:
            yield _reaching(node, partner)
    if not partners:
        remedy = Sentence("make one with `trefpunt invite` or `trefpunt accept`")
        yield Finding(False, Sentence("no partners yet"), remedy)


def _reaching(node: Node, partner: str) -> Finding:
    peer = node.exchange.agreements.peer(partner)
    if peer is None:
        return Finding(False, Sentence("{partner} is no partner any more", partner=partner))
    try:
        # A fresh number each time, as the protocol has it.
        node.exchange.means.transport.get_state(peer, node.exchange.means.rng(_NONCE_BYTES).hex())
    except PeerUnreachable as error:
        why = error.advice if error.hint else error.said
        seen = Sentence("{partner} does not answer at {url}: {why}", partner=partner, url=peer.url, why=why)
        return Finding(False, seen, Sentence("is its node running, and may this one reach it?"))
    return Finding(True, Sentence("{partner} answers at {url}", partner=partner, url=peer.url))


def _indexes(node: Node) -> Iterator[Finding]:
    now = node.clock()
    with node.ledger.read() as tx:
        given, ended = kept.publications(tx), kept.ended_publications(tx, now)
    seen = Sentence("indexes given to partners: {count}", count=len(given))
    remedy = Sentence("keys of an ended epoch still exist: start `trefpunt serve`, which erases them")
    yield Finding(not ended, seen, remedy)
