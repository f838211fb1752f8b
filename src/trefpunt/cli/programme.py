"""`trefpunt programme`: what a week holds, for citizens, in four languages."""

from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table

from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.named import officer_of, word_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import JsonOption, as_json, line, table
from trefpunt.cli.say import banner
from trefpunt.cli.tongues import by_language
from trefpunt.desks import programme
from trefpunt.desks.programme import LANGUAGES, Planned
from trefpunt.errors import InputError
from trefpunt.model import Country
from trefpunt.node import Node
from trefpunt.sentence import Sentence

app = typer.Typer(no_args_is_help=True, help="The public programme: a calendar feed and a news page.")


@app.command("add")
def add(
    officer: OfficerOption,
    title: Annotated[list[str], typer.Option(help=f"LANGUAGE=TEXT, in each of {', '.join(LANGUAGES)}.")],
    place: Annotated[str, typer.Option(help="Where, as it is written there.", show_default=False)],
    country: Annotated[str, typer.Option(help=f"One of {', '.join(Country)}.", show_default=False)],
    begins: Annotated[str, typer.Option(help="Local time, such as 2026-11-24T09:30.", show_default=False)],
    ends: Annotated[str, typer.Option(help="Local time, such as 2026-11-24T17:00.", show_default=False)],
    public_from: Annotated[str, typer.Option(help="Embargo until this local time; at once if none.")] = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Put something on the public programme. Name nobody: everybody can read it."""
    with plain_errors(home):
        where = word_of(Country, country.upper(), no_such=Sentence("there is no such country here"))
        opens = _local(public_from) if public_from else None
        planned = Planned(by_language(title, LANGUAGES), place, where, _local(begins), _local(ends), opens)
        node = open_node(home, passphrase_file)
        made = programme.add(planned, officer=officer_of(node, officer), means=node.casework)
        banner(node)
        said = node.speech.say(
            "{id} is on the programme, public from {opens}", id=made.id, opens=made.public_from
        )
        line(out, said, mark="[green]✓[/]")
        _say_where(node)
        node.close()


@app.command("list")
def list_(
    json_: JsonOption = False, home: HomeOption = None, passphrase_file: PassphraseOption = None
) -> None:
    """List the programme, what is still under embargo included."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        found, now = programme.everything(means=node.casework), node.clock()
        if json_:
            listed = [
                {
                    "reference": one.id,
                    "titles": dict(one.titles),
                    "place": one.place,
                    "country": one.country.value,
                    "begins_at": one.begins_at.isoformat(),
                    "ends_at": one.ends_at.isoformat(),
                    "public_from": one.public_from.isoformat(),
                    "cancelled": one.is_cancelled,
                }
                for one in found
            ]
            as_json(out, {"programme": listed})
            node.close()
            return
        banner(node)
        say = node.speech.say
        if not found:
            line(out, say("nothing is on the programme"))
        else:
            shown = Table(say("reference"), say("begins"), say("place"), say("title"), say("state"))
            for one in found:
                state = say("cancelled") if one.is_cancelled else say("public")
                if one.public_from > now:
                    state = say("embargo until {opens}", opens=one.public_from)
                begins, title = node.speech.moment(one.begins_at), one.titles[node.speech.language]
                shown.add_row(one.id, begins, f"{one.place}, {one.country}", title, state)
            table(out, shown)
        node.close()


@app.command("cancel")
def cancel(
    reference: Annotated[str, typer.Argument(metavar="REFERENCE", help="Reference in the list: g-…")],
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Cancel something: it stays on the programme, marked, so that calendars learn of it."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        made = programme.cancel(reference, officer=officer_of(node, officer), means=node.casework)
        banner(node)
        line(out, node.speech.say("{id} is cancelled", id=made.id), mark="[green]✓[/]")
        node.close()


def _say_where(node: Node) -> None:
    if not node.settings.news.address:
        line(
            out, node.speech.say("set [news] address in trefpunt.toml to show it to the public"), style="dim"
        )


def _local(typed: str) -> datetime:
    try:
        return datetime.fromisoformat(typed)
    except ValueError as error:
        raise InputError("a local time cannot be read", hint="write it as 2026-11-24T09:30") from error
