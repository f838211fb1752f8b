"""`trefpunt may`: may I ask this? The answer of the texts, without asking."""

from typing import Annotated

import typer

from trefpunt.cli.ask import facts_of
from trefpunt.cli.door import REFUSED, out, plain_errors
from trefpunt.cli.named import officer_of, purpose_of, word_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line
from trefpunt.cli.say import banner, say_refusal
from trefpunt.desks import permits
from trefpunt.desks.permits import Inquiry
from trefpunt.model import Action, DataCategory, Purpose, Refusal, SubjectCategory
from trefpunt.node import Node
from trefpunt.sentence import Sentence
from trefpunt.treaty import Permitted


def may(
    whom: Annotated[str, typer.Argument(help="A partner, or a kind and country: municipality.nl.")],
    officer: OfficerOption,
    action: Annotated[str, typer.Option(help=f"One of {', '.join(Action)}.")] = Action.ASK_HIT.value,
    purpose: Annotated[str, typer.Option(help=f"One of {', '.join(Purpose)}.")] = (
        Purpose.PERMIT_DECISION.value
    ),
    as_: Annotated[
        str, typer.Option("--as", help=f"In what capacity: {', '.join(SubjectCategory)}.")
    ] = SubjectCategory.APPLICANT.value,
    about: Annotated[str, typer.Option(help=f"What kind of data: {', '.join(DataCategory)}.")] = "",
    case: Annotated[bool, typer.Option("--case/--no-case", help="Whether there is a case.")] = True,
    state: Annotated[list[str] | None, typer.Option(help="A fact that you could state.")] = None,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """May I ask this? Yes or no, the article, the channel, the clock, or what is lawful instead."""
    with plain_errors(home):
        what = word_of(Action, action, no_such=Sentence("there is no such act"))
        capacity = word_of(SubjectCategory, as_, no_such=Sentence("there is no such capacity"))
        why, stated = purpose_of(purpose), facts_of(state or [])
        data = (
            word_of(DataCategory, about, no_such=Sentence("there is no such kind of data")) if about else None
        )
        node = open_node(home, passphrase_file)
        inquiry = Inquiry(officer_of(node, officer), whom, what, why, capacity, case, tuple(stated), data)
        found = permits.may_i(inquiry, means=node.permits)
        banner(node)
        if isinstance(found, Refusal):
            say_refusal(node, found)
        else:
            say_permitted(node, found)
        line(out, node.speech.say("nothing was asked or sent"), style="dim")
        node.close()
    if isinstance(found, Refusal):
        raise typer.Exit(REFUSED)


def _kind_of_data(typed: str) -> DataCategory:
    return word_of(DataCategory, typed, no_such=Sentence("there is no such kind of data"))


def say_permitted(node: Node, found: Permitted) -> None:
    """Say that the texts permit something, and under which terms."""
    speech = node.speech
    line(out, speech.say("the texts permit it"), mark="[bold green]●[/]")
    for article in found.articles:
        line(out, speech.article(article))
    if found.channel != "none":
        line(out, speech.channel(found.channel))
    if due := speech.deadline(found.deadline):
        line(out, due)
    for sentence in speech.conditions(found.conditions):
        line(out, sentence)
