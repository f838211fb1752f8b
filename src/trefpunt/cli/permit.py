"""`trefpunt permit`: the register check, the opinion with its clocks, and what a refusal must rest on."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from trefpunt.casework import Sent
from trefpunt.cli.ask import facts_of
from trefpunt.cli.door import REFUSED, out, plain_errors
from trefpunt.cli.language import speech_of
from trefpunt.cli.named import case_number, officer_of, partners_of, second_officer_of, word_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line, table
from trefpunt.cli.say import banner, refused, say_answer, say_refusal
from trefpunt.cli.subject import Typed, subject_of
from trefpunt.desks import permits
from trefpunt.desks.permits import Checked, Refusing
from trefpunt.desks.permits.noting import INFORM
from trefpunt.errors import InputError
from trefpunt.model import NotedUse, OpinionStep, PermitFile, Purpose, Question, Refusal, SubjectCategory
from trefpunt.node import Node, utc_now
from trefpunt.sentence import Sentence
from trefpunt.words.permits import CLOCKS, STEPS

app = typer.Typer(no_args_is_help=True, help="Permits in Belgium: register check, opinion, refusal.")
CaseOption = Annotated[str, typer.Option(help="Your case.", show_default=False)]
CapacityOption = Annotated[str, typer.Option("--as", help="applicant or firm.")]


@app.command("check")
def check(
    partner: Annotated[str, typer.Argument(help="The integrity office that keeps the register.")],
    officer: OfficerOption,
    case: CaseOption = "",
    subject: Annotated[
        Path | None, typer.Option(help="FollowTheMoney JSON file; - for standard input; else line by line.")
    ] = None,
    as_: CapacityOption = SubjectCategory.APPLICANT.value,
    state: Annotated[list[str] | None, typer.Option(help="A fact that you state for the record.")] = None,
    approved_by: Annotated[str, typer.Option(help="Second officer, where the case needs one.")] = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Check the register: hit or no hit; on a hit a copy of the decision is requested."""
    with plain_errors(home):
        stated = facts_of(state or [])
        number = case_number(case)
        node = open_node(home, passphrase_file)
        about = subject_of(
            Typed({}, (), as_),
            file=subject,
            ref=f"asked in {number}",
            today=utc_now().date(),
            declared=lambda: node.means.declared,
            speech=speech_of(home),
        )
        who, (name,) = officer_of(node, officer), partners_of(node, [partner])
        second = second_officer_of(node, approved_by, who)
        question = Question(
            who,
            about,
            Purpose.PERMIT_DECISION,
            number,
            approved_by="" if second is None else second.id,
            stated=dict.fromkeys(stated, True),
        )
        banner(node)
        done = permits.check(question, name, means=node.permits)
        _say_checked(node, done)
        node.close()
    if done.file is None:
        raise typer.Exit(REFUSED)


@app.command("opinion")
def opinion(
    step: Annotated[str, typer.Argument(help=f"One of {', '.join(OpinionStep)}.")],
    officer: OfficerOption,
    case: CaseOption = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Note a step of the opinion, now: its clock starts or stops."""
    with plain_errors(home):
        what = word_of(OpinionStep, step, no_such=Sentence("there is no such step of an opinion"))
        number = case_number(case)
        node = open_node(home, passphrase_file)
        banner(node)
        noted = permits.note_opinion(number, what, officer=officer_of(node, officer), means=node.permits)
        if isinstance(noted, Refusal):
            refused(node, noted)
        line(out, node.speech.code(STEPS, what.value), mark="[green]✓[/]")
        _say_clocks(node, noted)
        node.close()


@app.command("refuse")
def refuse(
    officer: OfficerOption,
    oldest: Annotated[str, typer.Option(help="Day of the oldest data relied on, YYYY-MM-DD.")],
    case: CaseOption = "",
    as_: CapacityOption = SubjectCategory.APPLICANT.value,
    concrete_facts: Annotated[
        bool, typer.Option("--concrete-facts", help="Concrete, verifiable facts are on file.")
    ] = False,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """May this permit be refused? Register and opinion are read from the file; a person decides."""
    with plain_errors(home):
        capacity = word_of(SubjectCategory, as_, no_such=Sentence("there is no such capacity"))
        number, day = case_number(case), _day(oldest)
        node = open_node(home, passphrase_file)
        wanted = Refusing(officer_of(node, officer), number, capacity, day, concrete_facts)
        banner(node)
        ground = permits.may_refuse(wanted, means=node.permits)
        if isinstance(ground, Refusal):
            refused(node, ground)
        line(out, node.speech.say("the texts permit it"), mark="[bold green]●[/]")
        line(out, node.speech.article(ground.article))
        for sentence in node.speech.conditions(ground.conditions):
            line(out, sentence)
        node.close()


@app.command("used")
def used(
    answer: Annotated[str, typer.Argument(metavar="ANSWER", help="Reference of the answer: a-…")],
    officer: OfficerOption,
    approved_by: Annotated[str, typer.Option(help="Second officer, where the case needs one.")] = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Note that an answer stands in a decision: refused until whoever gave it has consented."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        second = second_officer_of(node, approved_by, who)
        banner(node)
        noted = permits.note_use(
            answer, officer=who, approved_by="" if second is None else second.id, means=node.permits
        )
        if isinstance(noted, Refusal):
            refused(node, noted)
        _say_use(node, noted)
        node.close()


@app.command("informed")
def informed(
    answer: Annotated[str, typer.Argument(metavar="ANSWER", help="Reference of the answer: a-…")],
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Note that the person concerned was informed, now."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        banner(node)
        noted = permits.note_informed(answer, officer=officer_of(node, officer), means=node.permits)
        _say_use(node, noted)
        node.close()


@app.command("list")
def list_(home: HomeOption = None, passphrase_file: PassphraseOption = None) -> None:
    """List permit files, answers that stand in decisions, and their clocks."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        banner(node)
        say, found = node.speech.say, permits.files(means=node.permits)
        if not found:
            line(out, say("no register was checked yet"))
        else:
            shown = Table(say("case"), say("register"), say("answer"), say("checked"), say("copy"))
            for file in found:
                told = say("hit") if file.is_hit else say("no hit")
                shown.add_row(
                    file.case, file.partner, told, node.speech.moment(file.checked_at), file.copy or "-"
                )
            table(out, shown)
            for file in found:
                line(out, file.case)
                _say_clocks(node, file)
        for noted in permits.uses(means=node.permits):
            _say_use(node, noted)
        node.close()


def _say_use(node: Node, noted: NotedUse) -> None:
    say = node.speech.say
    line(
        out, say("answer {answer} stands in a decision in case {case}", answer=noted.answer, case=noted.case)
    )
    due = permits.inform_by(noted, country=node.me.country)
    if noted.informed_at is not None:
        line(out, say("the person concerned was informed: {at}", at=noted.informed_at))
        return
    what = node.speech.code(CLOCKS, INFORM)
    if node.clock() > due:
        line(out, say("{what}: LATE, due by {due}", what=what, due=due), mark="[bold red]![/]")
    else:
        line(out, say("{what}: by {due}", what=what, due=due))


def _say_checked(node: Node, done: Checked) -> None:
    say_answer(node, done.answer)
    say = node.speech.say
    if done.file is None:
        line(out, say("the register is not checked by that"))
        return
    if isinstance(done.copy, Sent):
        line(out, say("a copy of the decision is requested: {id}", id=done.copy.request.id))
        line(out, node.speech.channel(done.copy.request.channel))
        if done.copy.package is not None:
            line(out, say("hand this over by that channel: {package}", package=done.copy.package))
    elif isinstance(done.copy, Refusal):
        say_refusal(node, done.copy)
    _say_clocks(node, done.file)


def _say_clocks(node: Node, file: PermitFile) -> None:
    now, say = node.clock(), node.speech.say
    for clock in permits.clocks_of(file, country=node.me.country):
        what = node.speech.code(CLOCKS, clock.key)
        if clock.is_late(now):
            # In words too: a mark in colour says nothing to a pipe, or to whoever sees no red.
            line(out, say("{what}: LATE, due by {due}", what=what, due=clock.due_at), mark="[bold red]![/]")
        else:
            line(out, say("{what}: by {due}", what=what, due=clock.due_at))


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise InputError("the oldest data have no day", hint="write it as YYYY-MM-DD") from error
