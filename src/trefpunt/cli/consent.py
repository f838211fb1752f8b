"""`trefpunt read`, `use`, `consent`: reading an answer, and what else may be done with it."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from trefpunt import casework
from trefpunt.casework import Use
from trefpunt.cli.door import REFUSED, out, plain_errors
from trefpunt.cli.marking import say_markings
from trefpunt.cli.named import officer_of, purpose_of, second_officer_of, unknown_word
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line
from trefpunt.cli.say import banner, refused, say_refusal
from trefpunt.errors import InputError
from trefpunt.model import USES, Action, Consent, Officer, Purpose, Refusal, Subject
from trefpunt.node import Node
from trefpunt.sentence import Sentence
from trefpunt.words.casework import ANSWER_KINDS, WHY_NOT
from trefpunt.words.casework import USES as USE_WORDS

app = typer.Typer(no_args_is_help=True, help="Consent to one use of one answer: ask, give, refuse.")
_USES = ", ".join(USES)
_TOLD = {
    "asked": "consent {id} is asked of {partner}",
    "given": "consent {id} is given to {partner}",
    "refused": "consent {id} is refused to {partner}",
}
_OF = "Justice in the provider's country; the provider itself if none."


def read(
    answer_id: Annotated[str, typer.Argument(metavar="ANSWER", help="Reference in the inbox: a-…")],
    officer: OfficerOption,
    approved_by: Annotated[str, typer.Option(help="Second officer, where the case needs one.")] = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Read an answer, and what binds whoever has it."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        second = second_officer_of(node, approved_by, who)
        found = casework.read_answer(
            answer_id, officer=who, means=node.casework, approved_by="" if second is None else second.id
        )
        banner(node)
        if isinstance(found, Refusal):
            refused(node, found)
        answer = found.answer
        line(out, node.speech.code(ANSWER_KINDS, answer.kind.value), mark="[bold]●[/]")
        if answer.reason:
            line(out, node.speech.code(WHY_NOT, answer.reason))
        for record in answer.records:
            _say_record(record)
        say_markings(node, answer.markings)
        for sentence in node.speech.conditions(answer.conditions):
            line(out, sentence, style="dim")
        node.close()


def use(
    answer_id: Annotated[str, typer.Argument(metavar="ANSWER", help="Reference in the inbox: a-…")],
    use_: Annotated[str, typer.Argument(metavar="USE", help=f"One of {_USES}.")],
    officer: OfficerOption,
    out_: Annotated[
        Path | None, typer.Option("--out", help="New file for the answer with its conditions.")
    ] = None,
    purpose: Annotated[str, typer.Option(help=f"For another purpose: one of {', '.join(Purpose)}.")] = "",
    abroad: Annotated[bool, typer.Option(help="Who receives it is of another state.")] = False,
    to_tax: Annotated[bool, typer.Option(help="Who receives it is a tax authority.")] = False,
    approved_by: Annotated[str, typer.Option(help="Second officer, where the case needs one.")] = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Use an answer beyond reading it, if law and provider permit: else it says of whom to ask consent."""
    with plain_errors(home):
        what = _use_of(use_)
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        second = second_officer_of(node, approved_by, who)
        wanted = Use(
            who,
            what,
            purpose_of(purpose) if purpose else None,
            in_own_state=not abroad,
            to_tax=to_tax,
            approved_by="" if second is None else second.id,
        )
        banner(node)
        ground = (
            casework.use_answer(answer_id, wanted, means=node.casework)
            if out_ is None
            else casework.export_answer(answer_id, wanted, out_, means=node.casework)
        )
        if isinstance(ground, Refusal):
            _say_of_whom(node, ground, answer_id, what, who)
        line(out, node.speech.code(USE_WORDS, what.value), mark="[green]✓[/]")
        line(out, node.speech.article(ground.article))
        for sentence in node.speech.conditions(ground.conditions):
            line(out, sentence)
        node.close()


@app.command("ask")
def ask_(
    answer_id: Annotated[str, typer.Argument(metavar="ANSWER", help="Reference in the inbox: a-…")],
    use_: Annotated[str, typer.Argument(metavar="USE", help=f"One of {_USES}.")],
    officer: OfficerOption,
    of: Annotated[str, typer.Option(help=_OF)] = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Ask for consent to one use of an answer; the letter names the answer and nobody."""
    with plain_errors(home):
        what = _use_of(use_)
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        asked = casework.ask_consent(answer_id, what, officer=who, of=of, means=node.casework)
        _say_consent(node, asked)


@app.command("give")
def give(
    consent_id: Annotated[str, typer.Argument(metavar="CONSENT", help="Reference in the inbox: c-…")],
    officer: OfficerOption,
    until: Annotated[str, typer.Option(help="Last day on which it holds, YYYY-MM-DD.")],
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Give consent until a day; whoever gives it says thereby that it could do the same at home."""
    with plain_errors(home):
        _decide(consent_id, officer, _end_of(until), home, passphrase_file)


@app.command("refuse")
def refuse(
    consent_id: Annotated[str, typer.Argument(metavar="CONSENT", help="Reference in the inbox: c-…")],
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Refuse consent."""
    with plain_errors(home):
        _decide(consent_id, officer, None, home, passphrase_file)


def _decide(
    consent_id: str, officer: str, until: datetime | None, home: Path | None, passphrase_file: Path | None
) -> None:
    node = open_node(home, passphrase_file)
    who = officer_of(node, officer)
    decided = casework.decide_consent(consent_id, until=until, officer=who, means=node.casework)
    _say_consent(node, decided)


def _say_consent(node: Node, consent: Consent | Refusal) -> None:
    banner(node)
    if isinstance(consent, Refusal):
        refused(node, consent)
    line(
        out,
        node.speech.say(_TOLD[consent.state.value], id=consent.id, partner=consent.partner),
        mark="[green]✓[/]",
    )
    node.close()


def _say_of_whom(node: Node, refusal: Refusal, answer_id: str, what: Action, who: Officer) -> NoReturn:
    say_refusal(node, refusal)
    if provider := dict(refusal.facts).get("provider"):
        command = f"trefpunt consent ask {answer_id} {what.value} --officer {who.id}"
        line(out, node.speech.say("ask {provider} for it: {command}", provider=provider, command=command))
    node.close()
    raise typer.Exit(REFUSED)


def _say_record(record: Subject) -> None:
    line(out, f"{record.schema.value} {record.ref}", mark="[bold]●[/]")
    for name, value in record:
        line(out, f"{name}: {value}")
    for number in record.identifiers:
        line(out, f"{number.scheme}: {number.value}")


def _use_of(typed: str) -> Action:
    if typed not in set(USES):
        raise unknown_word(typed, [use.value for use in USES], no_such=Sentence("there is no such use"))
    return Action(typed)


def _end_of(day: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(day), time(23, 59, 59), UTC)
    except ValueError as error:
        raise InputError("the end of a consent is no day", hint="write it as YYYY-MM-DD") from error
