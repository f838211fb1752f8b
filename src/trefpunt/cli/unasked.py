"""`trefpunt inform`, `file`: information that nobody asked for, sent and put in a case."""

from pathlib import Path
from typing import Annotated

import typer

from trefpunt import casework
from trefpunt.casework import Offer
from trefpunt.cli.ask import facts_of
from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.marking import MarkOption, markings_of
from trefpunt.cli.named import case_number, officer_of, partners_of, purpose_of, second_officer_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line
from trefpunt.cli.requests import record_of
from trefpunt.cli.say import banner, refused
from trefpunt.model import USES, Purpose, Refusal


def inform(
    partner: Annotated[str, typer.Argument(help="Node to tell, such as police.be.")],
    officer: OfficerOption,
    record: Annotated[
        list[Path], typer.Option(help="FollowTheMoney JSON file of what you tell; may be given again.")
    ],
    case: Annotated[str, typer.Option(help="Your case; partners see it blinded.", show_default=False)] = "",
    purpose: Annotated[
        str, typer.Option(help=f"One of {', '.join(Purpose)}.")
    ] = Purpose.CRIMINAL_OFFENCES.value,
    state: Annotated[
        list[str] | None,
        typer.Option(help="A fact that you state for the record, such as factual_reasons_recorded."),
    ] = None,
    condition: Annotated[
        list[str] | None, typer.Option(help=f"What you add to the law: {', '.join(USES.values())}.")
    ] = None,
    approved_by: Annotated[str, typer.Option(help="Second officer, where the case needs one.")] = "",
    mark: MarkOption = None,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Tell a partner what it did not ask for, for recorded reasons and by the prescribed channel."""
    with plain_errors(home):
        why, stated, number = purpose_of(purpose), facts_of(state or []), case_number(case)
        markings = markings_of(mark or [])
        node = open_node(home, passphrase_file)
        who, (name,) = officer_of(node, officer), partners_of(node, [partner])
        second = second_officer_of(node, approved_by, who)
        records = tuple(
            record_of(path, f"{number}/{place}", node) for place, path in enumerate(record, start=1)
        )
        approved = "" if second is None else second.id
        offer = Offer(who, number, why, records, tuple(stated), tuple(condition or ()), approved, markings)
        banner(node)
        told = casework.send_unasked(offer, name, means=node.casework)
        if isinstance(told, Refusal):
            refused(node, told)
        say, made = node.speech.say, told.information.request
        line(out, say("{partner} is told, reference {id}", partner=name, id=made.id), mark="[green]✓[/]")
        line(out, node.speech.channel(made.channel))
        if told.package is not None:
            line(out, say("hand this over by that channel: {package}", package=told.package))
        node.close()


def file(
    information: Annotated[str, typer.Argument(metavar="INFORMATION", help="Reference in the inbox: r-…")],
    officer: OfficerOption,
    case: Annotated[str, typer.Option(help="Your case that it goes into.", show_default=False)],
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Put what a partner sent unasked into a case: its members may read it then."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        banner(node)
        filed = casework.file_unasked(information, case_number(case), officer=who, means=node.casework)
        if isinstance(filed, Refusal):
            refused(node, filed)
        said = node.speech.say("{id} is in case {case} now", id=filed.id, case=filed.case)
        line(out, said, mark="[green]✓[/]")
        node.close()
