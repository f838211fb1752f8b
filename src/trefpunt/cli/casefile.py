"""`trefpunt case report`, `bundle` and `verify`: what happened in a case, on paper and sealed."""

import os
from pathlib import Path
from typing import Annotated

import typer

from trefpunt.audit import latest_complete
from trefpunt.audit.export import open_for_owner
from trefpunt.casework import BundleFault, CaseReport, Checked, Drawing, check_bundle, draw_up, seal_bundle
from trefpunt.casework.bundle import log_keys_of
from trefpunt.cli.cases import CaseArgument, app
from trefpunt.cli.door import REFUSED, err, out, plain_errors
from trefpunt.cli.language import speech_of
from trefpunt.cli.moving import working
from trefpunt.cli.named import officer_of, purpose_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line
from trefpunt.cli.say import banner, refused
from trefpunt.errors import InputError, cause_of
from trefpunt.model import Purpose, Refusal
from trefpunt.node import Node, quorum_of
from trefpunt.node.approving import approvals_in
from trefpunt.store.ledger.cases import find_case
from trefpunt.web.papers import case_paper, typeset
from trefpunt.words import LANGUAGES, Speech
from trefpunt.words.codes import BUNDLE_FAULTS

__all__ = ["app"]
LangOption = Annotated[
    str, typer.Option("--lang", help=f"One of {', '.join(LANGUAGES)}; the node's if not given.")
]
WhyOption = Annotated[
    str, typer.Option("--purpose", help="What for; the purpose of the case if not given, and no other.")
]
SecondOption = Annotated[
    str, typer.Option("--approved-by", help="A second officer, where the case is protected.")
]


@app.command("report")
def report(
    number: CaseArgument,
    officer: OfficerOption,
    target: Annotated[Path, typer.Option("--out", help="A new file; it ends in .pdf.")],
    lang: LangOption = "",
    purpose: WhyOption = "",
    approved_by: SecondOption = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Write the report of a case as PDF, with its log; what a provider has bound is held back."""
    with plain_errors(home):
        _check_target(target, ".pdf")
        node = open_node(home, passphrase_file)
        speech = _speech(node, lang)
        banner(node)
        drawn = _drawn(node, number, officer, purpose, approved_by)
        with working(node.speech.say("setting the report in type")):
            pdf = typeset(case_paper(drawn, speech=speech))
        _write(target, pdf)
        _say_drawn(node, drawn, target)
        node.close()


@app.command("bundle")
def bundle(
    number: CaseArgument,
    officer: OfficerOption,
    target: Annotated[Path, typer.Option("--out", help="A new file; it ends in .zip.")],
    lang: LangOption = "",
    purpose: WhyOption = "",
    approved_by: SecondOption = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Write report, case and log proofs as one sealed file that `trefpunt case verify` checks anywhere."""
    with plain_errors(home):
        _check_target(target, ".zip")
        node = open_node(home, passphrase_file)
        speech = _speech(node, lang)
        banner(node)
        _check_checkpoint(node)
        drawn = _drawn(node, number, officer, purpose, approved_by)
        identity = node.exchange.means.identity
        with working(node.speech.say("setting the report in type")):
            pdf = typeset(case_paper(drawn, speech=speech))
        sealed = seal_bundle(drawn, pdf, log_keys=_log_keys(node, drawn), key=identity.signing)
        _write(target, sealed)
        _say_drawn(node, drawn, target)
        line(out, node.speech.say("signed with the key {key}", key=identity.signing.public.thumbprint))
        node.close()


@app.command("verify")
def verify(
    file: Annotated[Path, typer.Argument(help="A file of `trefpunt case bundle`.")],
    key: Annotated[
        str, typer.Option("--key", help="Thumbprint of the signing key, as its agreement has it.")
    ] = "",
    lang: LangOption = "",
) -> None:
    """Check a sealed bundle: no node is needed, and whatever was changed in it is named."""
    with plain_errors(None):
        speech = Speech(lang) if lang else speech_of(None)
        try:
            data = file.read_bytes()
        except OSError as error:
            raise InputError(
                "cannot read {file}", hint="{system}", file=file.name, system=cause_of(error)
            ) from error
        checked = check_bundle(data, thumbprint=key)
        _say_checked(checked, speech, is_compared=bool(key))
    if not checked.is_sound:
        raise typer.Exit(REFUSED)


def _drawn(node: Node, number: str, officer: str, purpose: str, approved_by: str) -> CaseReport:
    who = officer_of(node, officer)
    second = officer_of(node, approved_by).id if approved_by else ""
    with node.ledger.read() as tx:
        case, quorum = find_case(tx, number), quorum_of(node, tx)
    # The purpose of a case is known without typing it; another one that is typed is refused, and says so.
    why = purpose_of(purpose or (Purpose.CRIMINAL_OFFENCES.value if case is None else case.purpose))
    drawing = Drawing(who, number, why, second, quorum, approvals_in(node.home))
    drawn = draw_up(drawing, means=node.casework)
    if isinstance(drawn, Refusal):
        refused(node, drawn)
    return drawn


def _check_checkpoint(node: Node) -> None:
    with node.ledger.read() as tx:
        quorum = quorum_of(node, tx)
        if quorum is None:
            raise InputError(
                "no oversight body cosigns this log yet", hint="pair with the oversight body's node first"
            )
        if latest_complete(tx, quorum) is None:
            raise InputError(
                "no checkpoint has its cosignatures yet", hint="close one with `trefpunt log checkpoint`"
            )


def _log_keys(node: Node, drawn: CaseReport) -> dict[str, object]:
    with node.ledger.read() as tx:
        quorum = quorum_of(node, tx)
    oversight = "" if quorum is None else str(quorum.oversight.verifier)
    partners = [] if quorum is None else [str(one.verifier) for one in quorum.partners]
    return log_keys_of(drawn.annex, log=str(node.log.verifier), oversight=oversight, partners=partners)


def _say_drawn(node: Node, drawn: CaseReport, target: Path) -> None:
    say = node.speech.say
    line(out, say("the report of {case} is in {file}", case=drawn.case.number, file=target.name), mark="✓")
    held = [one for made in drawn.requests for one in made.answers if one.held_back is not None]
    if held:
        line(out, say("held back: {count}; the report says of whom to ask", count=len(held)))
    later = sum(one.path is None for one in drawn.annex.entries)
    if later:
        line(out, say("entries younger than the last cosigned checkpoint: {count}", count=later))
    line(out, say("it holds what they say, in clear: treat it as such"))


def _say_checked(checked: Checked, speech: Speech, *, is_compared: bool) -> None:
    say = speech.say
    told = say("case {case} of {authority}", case=checked.case, authority=checked.authority)
    line(out, told)
    if checked.is_sample:
        line(out, say("SAMPLE node: invented data, texts that are not law"))
    line(out, say("signed with the key {key}", key=checked.thumbprint))
    if not is_compared:
        advice = say("compare that key with the agreement, or give it with --key: anybody can sign a bundle")
        line(out, advice, mark="[yellow]![/]")
    for fault in checked.faults:
        line(err, _fault(fault, speech), mark="[red]✗[/]")
    if checked.faults:
        line(err, say("do not rely on it; keep it as it is and ask the authority for another"))
        return
    line(out, say("nothing in it was changed"), mark="[green]✓[/]")
    counted = say(
        "proven in a checkpoint of {size}: {entries}; younger entries: {later}; receipts: {receipts}",
        entries=checked.entries,
        size=checked.size,
        later=checked.later,
        receipts=checked.receipts,
    )
    line(out, counted)
    line(out, say("cosigned by {names}", names=", ".join(checked.cosigners)))
    # Whoever signs a bundle could name witnesses of its own making: only they can say that they are none.
    line(out, say("the keys of those who cosigned come with the bundle: ask them whether they are theirs"))


def _fault(fault: BundleFault, speech: Speech) -> str:
    return f"{fault.member}: {speech.code(BUNDLE_FAULTS, fault.code)}"


def _speech(node: Node, lang: str) -> Speech:
    return Speech(lang) if lang else node.speech


def _check_target(target: Path, suffix: str) -> None:
    if target.suffix != suffix:
        raise InputError("{file} does not end in {suffix}", hint="name it so", file=target, suffix=suffix)
    if target.exists():
        raise InputError("{target} exists already", hint="choose another name", target=target.name)
    if not target.absolute().parent.is_dir():
        raise InputError(
            "there is no folder {folder}", hint="make it first, or choose another", folder=target.parent
        )


def _write(target: Path, data: bytes) -> None:
    try:
        with os.fdopen(open_for_owner(target), "wb") as file:
            file.write(data)
    except OSError as error:
        raise InputError(
            "cannot write {file}", hint="{system}", file=target.name, system=cause_of(error)
        ) from error
