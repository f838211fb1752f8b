"""`trefpunt ask` and `trefpunt answer`: hit or no hit, of partners, about a subject or a list."""

from pathlib import Path
from typing import Annotated

import typer

from trefpunt import hits
from trefpunt.cli.asklist import Wanted, Why, ask_a_list
from trefpunt.cli.door import REFUSED, err, out, plain_errors
from trefpunt.cli.language import speech_of
from trefpunt.cli.moving import working
from trefpunt.cli.named import (
    case_number,
    officer_of,
    partners_of,
    purpose_of,
    second_officer_of,
    unknown_word,
)
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import JsonOption, as_json, line
from trefpunt.cli.say import answer_as_json, banner, say_answer
from trefpunt.cli.subject import Typed, cautions, subject_of
from trefpunt.errors import InputError
from trefpunt.model import Answer, Purpose, Question, Refused, Subject, SubjectCategory
from trefpunt.node import Node, utc_now
from trefpunt.sentence import Sentence
from trefpunt.treaty import FACTS

_CAPACITY = f"In what capacity; suspect or firm if not said. One of {', '.join(SubjectCategory)}."
_STATE = "A fact that you state for the record, such as necessary_and_proportionate; may be given again."
_SUBJECT, _LIST, _WHY = "About whom", "A whole list", "Why"


def ask(
    partners: Annotated[list[str], typer.Argument(help="Nodes to ask, such as police.be police.lu.")],
    officer: OfficerOption,
    case: Annotated[
        str,
        typer.Option(help="Your case; partners see it blinded.", rich_help_panel=_WHY, show_default=False),
    ] = "",
    purpose: Annotated[
        str, typer.Option(help=f"One of {', '.join(Purpose)}.", rich_help_panel=_WHY)
    ] = Purpose.CRIMINAL_OFFENCES.value,
    state: Annotated[list[str] | None, typer.Option(help=_STATE, rich_help_panel=_WHY)] = None,
    approved_by: Annotated[
        str, typer.Option(help="Second officer, where the case needs one.", rich_help_panel=_WHY)
    ] = "",
    surname: Annotated[str, typer.Option(help="Surname, as written.", rich_help_panel=_SUBJECT)] = "",
    given: Annotated[str, typer.Option(help="Given names.", rich_help_panel=_SUBJECT)] = "",
    born: Annotated[
        str, typer.Option(help="Birth date, YYYY-MM-DD or DD-MM-YYYY.", rich_help_panel=_SUBJECT)
    ] = "",
    sex: Annotated[str, typer.Option(help="M, F or X.", rich_help_panel=_SUBJECT)] = "",
    birth_place: Annotated[str, typer.Option(help="Birth place.", rich_help_panel=_SUBJECT)] = "",
    birth_country: Annotated[
        str, typer.Option(help="Birth country: two letters or a name.", rich_help_panel=_SUBJECT)
    ] = "",
    nationality: Annotated[str, typer.Option(help="The same.", rich_help_panel=_SUBJECT)] = "",
    firm: Annotated[
        str, typer.Option(help="Name of a firm, instead of a person.", rich_help_panel=_SUBJECT)
    ] = "",
    country: Annotated[
        str, typer.Option(help="Country of the firm or person.", rich_help_panel=_SUBJECT)
    ] = "",
    number: Annotated[
        list[str] | None,
        typer.Option(help="scheme:number, such as nl.bsn:… or iban:…", rich_help_panel=_SUBJECT),
    ] = None,
    subject: Annotated[
        Path | None,
        typer.Option(help="FollowTheMoney JSON file; - for standard input.", rich_help_panel=_SUBJECT),
    ] = None,
    as_: Annotated[str, typer.Option("--as", help=_CAPACITY, rich_help_panel=_SUBJECT)] = "",
    list_: Annotated[
        Path | None, typer.Option("--list", help="CSV file of many subjects.", rich_help_panel=_LIST)
    ] = None,
    recipe: Annotated[
        str, typer.Option(help="Recipe of the list: shipped, or a path.", rich_help_panel=_LIST)
    ] = "",
    case_column: Annotated[
        str, typer.Option(help="Header of the column with each row's own case.", rich_help_panel=_LIST)
    ] = "",
    out_: Annotated[
        Path | None,
        typer.Option(
            "--out", help="New file for the answers; beside the list if none.", rich_help_panel=_LIST
        ),
    ] = None,
    json_: JsonOption = False,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Ask hit or no hit. Without options about the subject, you are asked for it line by line."""
    # What is typed here stays in the history of the shell; the prompts and a file do not.
    typed = {
        "lastName": surname,
        "firstName": given,
        "birthDate": born,
        "gender": sex,
        "birthPlace": birth_place,
        "birthCountry": birth_country,
        "nationality": nationality,
        "name": firm,
        "country": country,
    }
    with plain_errors(home):
        why = Why(officer, case, purpose_of(purpose), facts_of(state or []), approved_by)
        opening = _Opening(home, passphrase_file)
        if list_ is not None:
            if any(typed.values()) or number or subject or as_ or approved_by:
                raise InputError(
                    "a list and one subject are asked about at once",
                    hint="leave out what is about one subject",
                )
            wanted = Wanted(list_, recipe, case_column, out_)
            raise typer.Exit(ask_a_list(wanted, partners, why, node=opening.node, json_=json_))
        about = subject_of(
            Typed(typed, tuple(number or ()), as_),
            file=subject,
            ref=f"asked in {case_number(case)}",
            today=utc_now().date(),
            declared=lambda: opening.node().means.declared,
            speech=speech_of(home),
        )
        node = opening.node()
        answers = _ask(about, partners, why, node=node, json_=json_)
        node.close()
        if all(isinstance(came, Refused) for came in answers):
            raise typer.Exit(REFUSED)


def answer(
    reference: Annotated[str, typer.Argument(help="What `ask` printed as reference.")],
    json_: JsonOption = False,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Say how a question stands that was asked before."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        found = hits.look_up(reference, means=node.means)
        if found is None:
            raise InputError(
                "there is no question with this reference", hint="it stands under each answer of `ask`: q-…"
            )
        if json_:
            as_json(out, {"answers": [answer_as_json(found)]})
        else:
            banner(node)
            say_answer(node, found)
        node.close()
        if isinstance(found, Refused):
            raise typer.Exit(REFUSED)


class _Opening:
    """Opens the node when it is first needed: what is typed wrong is said before a passphrase."""

    def __init__(self, home: Path | None, passphrase_file: Path | None) -> None:
        self._where, self._opened = (home, passphrase_file), list[Node]()

    def node(self) -> Node:
        if not self._opened:
            self._opened.append(open_node(*self._where))
        return self._opened[0]


def _ask(about: Subject, partners: list[str], why: Why, *, node: Node, json_: bool) -> list[Answer]:
    who = officer_of(node, why.officer)
    second = second_officer_of(node, why.approved_by, who)
    question = Question(
        officer=who,
        subject=about,
        purpose=why.purpose,
        case=why.case,
        approved_by="" if second is None else second.id,
        stated=dict.fromkeys(why.stated, True),
    )
    named = partners_of(node, partners)
    if not json_:
        banner(node)
    for caution in cautions(about):
        line(err, node.speech.sentence(caution), mark="[yellow]![/]")
    with working(node.speech.say("asking {partners}", partners=", ".join(named))):
        answers = hits.ask_many(question, named, means=node.means)
    if json_:
        as_json(out, {"answers": [answer_as_json(came) for came in answers]})
        return answers
    for came in answers:
        say_answer(node, came)
        if came.reference:
            line(out, f"{node.speech.say('reference')} {came.reference}", style="dim")
    return answers


def facts_of(names: list[str]) -> tuple[str, ...]:
    """Return the facts that were stated.

    Raises:
        InputError: there is no such fact, or nobody states it.
    """
    known = sorted(name for name, rule in FACTS.items() if rule.kind is bool and name != "agreement_in_force")
    for name in names:
        if name not in known:
            raise unknown_word(name, known, no_such=Sentence("there is no such fact to state"))
    return tuple(names)
