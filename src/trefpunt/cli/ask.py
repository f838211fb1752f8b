"""`trefpunt ask`: hit or no hit, of one partner or several, about one subject or a list."""

from pathlib import Path
from typing import Annotated

import typer

from trefpunt import hits
from trefpunt.cli.door import REFUSED, out, plain_errors
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, officer_of, open_node
from trefpunt.cli.say import banner, say_answer
from trefpunt.cli.subject import Typed, subject_of
from trefpunt.errors import InputError
from trefpunt.model import Purpose, Question, Refused
from trefpunt.treaty import FACTS

CATEGORIES = "In what capacity: suspect, convicted, firm, object, applicant ..."


def ask(
    partners: Annotated[list[str], typer.Argument(help="Nodes to ask, such as police.be police.lu.")],
    officer: OfficerOption,
    case: Annotated[str, typer.Option(help="Your case; partners see it blinded.")],
    purpose: Annotated[
        str, typer.Option(help="Such as criminal_offences.")
    ] = Purpose.CRIMINAL_OFFENCES.value,
    surname: Annotated[str, typer.Option(help="Surname, as written.")] = "",
    given: Annotated[str, typer.Option(help="Given names.")] = "",
    born: Annotated[str, typer.Option(help="Birth date, YYYY-MM-DD.")] = "",
    birth_place: Annotated[str, typer.Option(help="Birth place.")] = "",
    birth_country: Annotated[str, typer.Option(help="Birth country, two letters.")] = "",
    firm: Annotated[str, typer.Option(help="Name of a firm, instead of a person.")] = "",
    country: Annotated[str, typer.Option(help="Country of the firm or person, two letters.")] = "",
    number: Annotated[
        list[str] | None, typer.Option(help="scheme:number, such as nl.bsn:… or iban:…")
    ] = None,
    subject: Annotated[
        Path | None, typer.Option(help="FollowTheMoney JSON file; - for standard input.")
    ] = None,
    as_: Annotated[str, typer.Option("--as", help=CATEGORIES)] = "suspect",
    state: Annotated[
        list[str] | None, typer.Option(help="A fact you state, such as necessary_and_proportionate.")
    ] = None,
    approved_by: Annotated[str, typer.Option(help="Second officer, where the case needs one.")] = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Ask hit or no hit. Without options about the subject, you are asked for it line by line."""
    with plain_errors():
        properties = {
            "lastName": surname,
            "firstName": given,
            "birthDate": born,
            "birthPlace": birth_place,
            "birthCountry": birth_country,
            "name": firm,
            "country": country,
        }
        typed = Typed(
            properties, tuple(number or ()), bool(firm), "firm" if firm and as_ == "suspect" else as_
        )
        about = subject_of(typed, file=subject, ref=f"asked in {case}")
        node = open_node(home, passphrase_file)
        banner(node)
        question = Question(
            officer=officer_of(node, officer),
            subject=about,
            purpose=_purpose(purpose),
            case=case,
            approved_by=officer_of(node, approved_by).id if approved_by else "",
            stated=dict.fromkeys(_facts(state or []), True),
        )
        answers = hits.ask_many(question, partners, means=node.means)
        for came in answers:
            say_answer(node, came)
            if came.reference:
                out.print(f"  {node.speech.say('reference')} {came.reference}", style="dim")
        node.close()
        if all(isinstance(came, Refused) for came in answers):
            raise typer.Exit(REFUSED)


def answer(
    reference: Annotated[str, typer.Argument(help="What `ask` printed as reference.")],
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Say how a question stands that was asked before."""
    with plain_errors():
        node = open_node(home, passphrase_file)
        found = hits.look_up(reference, means=node.means)
        if found is None:
            raise InputError(
                "there is no question with this reference", hint="it stands under each answer of `ask`"
            )
        say_answer(node, found)
        node.close()


def _purpose(name: str) -> Purpose:
    try:
        return Purpose(name)
    except ValueError as error:
        raise InputError("there is no such purpose", hint=f"expected one of {', '.join(Purpose)}") from error


def _facts(names: list[str]) -> list[str]:
    strange = [name for name in names if name not in FACTS]
    if strange:
        raise InputError("a stated fact is unknown", hint=f"expected one of {', '.join(sorted(FACTS))}")
    return names
