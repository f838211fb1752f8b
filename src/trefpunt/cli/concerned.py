"""`trefpunt concerned`: what a person asks about her own data, answered jointly by the oversight bodies."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from trefpunt import casework
from trefpunt.casework import ConcernedView, Decided
from trefpunt.cli.concernedletter import letter_text, told_line
from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.jointshare import day_of
from trefpunt.cli.language import speech_of
from trefpunt.cli.named import officer_of, word_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line, table
from trefpunt.cli.say import banner, refused
from trefpunt.cli.subject import Typed, subject_of
from trefpunt.errors import InputError
from trefpunt.model import (
    AuthorityKind,
    ConcernedAnswer,
    ConcernedDecision,
    ConcernedKind,
    Finding,
    Refusal,
    Restriction,
)
from trefpunt.node import Node, utc_now
from trefpunt.sentence import Sentence
from trefpunt.store.ledger.concerned import answers_to, requests
from trefpunt.words import LANGUAGES, Speech
from trefpunt.words import concerned as words

app = typer.Typer(no_args_is_help=True, help="Persons concerned: access, correction, complaint.")

RequestArgument = Annotated[str, typer.Argument(metavar="REQUEST", help="Reference in `concerned list`.")]


@app.command("take-in")
def take_in(
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(ConcernedKind)}.")],
    officer: OfficerOption,
    received: Annotated[str, typer.Option(help="Day on which it came, YYYY-MM-DD.", show_default=False)],
    surname: Annotated[str, typer.Option(help="Surname, as written.")] = "",
    given: Annotated[str, typer.Option(help="Given names.")] = "",
    born: Annotated[str, typer.Option(help="Birth date, YYYY-MM-DD or DD-MM-YYYY.")] = "",
    birth_place: Annotated[str, typer.Option(help="Birth place.")] = "",
    nationality: Annotated[str, typer.Option(help="Two letters or a name.")] = "",
    number: Annotated[list[str] | None, typer.Option(help="scheme:number, such as nl.bsn:…")] = None,
    subject: Annotated[
        Path | None,
        typer.Option(help="FollowTheMoney JSON file; - for standard input; asked for line by line if none."),
    ] = None,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Take in what a person asks of this oversight body, and start its clock."""
    typed = {
        "lastName": surname,
        "firstName": given,
        "birthDate": born,
        "birthPlace": birth_place,
        "nationality": nationality,
    }
    with plain_errors(home):
        what = word_of(ConcernedKind, kind, no_such=Sentence("a person does not ask that here"))
        day = day_of(received)
        node = open_node(home, passphrase_file)
        about = subject_of(
            Typed(typed, tuple(number or ()), "other"),
            file=subject,
            ref="person",
            today=utc_now().date(),
            declared=lambda: node.means.declared,
            speech=speech_of(home),
        )
        who = officer_of(node, officer)
        banner(node)
        made = casework.take_in(what, about, received_on=day, officer=who, means=node.casework)
        if isinstance(made, Refusal):
            refused(node, made)
        say = node.speech.say
        line(out, say("request {id} of a person is taken in", id=made.id), mark="[green]✓[/]")
        line(out, say("the answer is due on {due}", due=made.due_at.date()))
        line(out, say("go on with `trefpunt concerned ask {id}`", id=made.id), style="dim")
        node.close()


@app.command("list")
def list_(home: HomeOption = None, passphrase_file: PassphraseOption = None) -> None:
    """List what persons asked, by the clock that runs out first; nobody is named."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        with node.ledger.read() as tx:
            found = [(one, answers_to(tx, one.id).values()) for one in requests(tx)]
        say, code, now = node.speech.say, node.speech.code, node.clock()
        shown = Table(say("reference"), say("what"), say("partner"), say("due"), say("answers"), say("state"))
        for one, answers in found:
            late = say("late") if now > one.due_at else say("open")
            counted = f"{sum(given.decision is not None for given in answers)}/{len(answers)}"
            state = late if one.closed_at is None else say("answered")
            what, due = code(words.KINDS, one.kind.value), one.due_at.date().isoformat()
            shown.add_row(one.id, what, one.asker, due, counted, state)
        node.close()
        if found:
            table(out, shown)
        else:
            line(out, say("no person has asked anything here"))


@app.command("show")
def show(
    request: RequestArgument,
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Show one request, with what is found here or who answered what; the log keeps that you did."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        view = casework.read_about(request, officer=who, means=node.casework, held=node.means)
        banner(node)
        if isinstance(view, Refusal):
            refused(node, view)
        _say_view(node, view)
        node.close()


@app.command("ask")
def ask(
    request: RequestArgument,
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Ask the nodes that this body oversees and the other bodies; again whoever is silent."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        asked = casework.ask_about(request, officer=officer_of(node, officer), means=node.casework)
        banner(node)
        if isinstance(asked, Refusal):
            refused(node, asked)
        say = node.speech.say
        if asked:
            line(out, say("asked: {nodes}", nodes=", ".join(asked)), mark="[green]✓[/]")
        else:
            line(out, say("there is nobody to ask, or all have answered"))
        node.close()


@app.command("answer")
def answer(
    request: RequestArgument,
    officer: OfficerOption,
    decide: Annotated[
        str, typer.Option(help=f"At a node, one of {', '.join(ConcernedDecision)}; at a body nothing.")
    ] = "",
    reason: Annotated[str, typer.Option(help=f"Why it is restricted: {', '.join(Restriction)}.")] = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Answer the body that asked: a node what it decides, a body what may be told of all its nodes."""
    with plain_errors(home):
        no_reason = Sentence("access is not restricted for that")
        why = word_of(Restriction, reason, no_such=no_reason) if reason else None
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        banner(node)
        if node.me.kind is AuthorityKind.OVERSIGHT:
            if decide or reason:
                raise InputError(
                    "a body decides nothing for its nodes", hint="leave out --decide and --reason"
                )
            given = casework.join_answers(request, officer=who, means=node.casework)
        else:
            decision = word_of(ConcernedDecision, decide, no_such=Sentence("that is no decision"))
            decided = Decided(decision, why)
            given = casework.answer_about(request, decided, officer=who, means=node.casework, held=node.means)
        if isinstance(given, Refusal):
            refused(node, given)
        _say_answered(node, given)
        node.close()


@app.command("letter")
def letter(
    request: RequestArgument,
    officer: OfficerOption,
    finding: Annotated[str, typer.Option(help=f"What came of a complaint: {', '.join(Finding)}.")] = "",
    lang: Annotated[str, typer.Option(help=f"Language of the person: {', '.join(LANGUAGES)}.")] = "",
    to: Annotated[Path | None, typer.Option("--out", help="New file for the letter.")] = None,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Compose the joint letter to the person, once all have answered or the clock has run out."""
    with plain_errors(home):
        no_finding = Sentence("a complaint does not end so")
        what = word_of(Finding, finding, no_such=no_finding) if finding else None
        tongue = Speech(lang) if lang else speech_of(home)
        if to is not None and to.exists():
            raise InputError("{target} exists already", hint="choose another name", target=to.name)
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        joint = casework.compose_letter(request, finding=what, officer=who, means=node.casework)
        if isinstance(joint, Refusal):
            refused(node, joint)
        text = letter_text(joint, tongue, body=node.me.name)
        if to is None:
            out.print(text, markup=False, soft_wrap=True)
        else:
            to.write_text(text, encoding="utf-8")
            line(out, node.speech.say("the letter is in {file}", file=to.name), mark="[green]✓[/]")
        node.close()


def _say_view(node: Node, view: ConcernedView) -> None:
    say, code, made = node.speech.say, node.speech.code, view.request
    line(out, f"{made.id}  {code(words.KINDS, made.kind.value)}", mark="•")
    line(out, say("the answer is due on {due}", due=made.due_at.date()))
    if made.subject is None:
        line(out, say("it is closed, and whom it was about is erased here"))
    else:
        for name, value in made.subject:
            line(out, f"{name}: {value}")
        for number in made.subject.identifiers:
            line(out, f"{number.scheme}: {number.value}")
    if view.found is not None:
        for one in view.found.told:
            line(out, told_line(one, node.speech))
        if view.found.is_protected:
            line(out, say("something is held that is told to nobody: restrict it"), mark="[yellow]![/]")
        elif not view.found.told:
            line(out, say("nothing is found here about this description"))
    for given in view.answers.values():
        _say_given(node, given)


def _say_given(node: Node, given: ConcernedAnswer) -> None:
    say, code = node.speech.say, node.speech.code
    if given.decision is None:
        line(out, say("{partner}: no answer yet", partner=given.by), mark="[yellow]…[/]")
        return
    said = [code(words.DECISIONS, given.decision.value)]
    if given.restriction is not None:
        said.append(code(words.RESTRICTIONS, given.restriction.value))
    line(out, f"{given.by}: {', '.join(said)}", mark="●")
    for one in given.told:
        line(out, told_line(one, node.speech))


def _say_answered(node: Node, given: ConcernedAnswer) -> None:
    said = node.speech.say("answered; whom it was about is erased here")
    line(out, said, mark="[green]✓[/]")
    for one in given.told:
        line(out, told_line(one, node.speech))
