"""`trefpunt init`: make a node."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.language import speech_of
from trefpunt.cli.moving import working
from trefpunt.cli.opening import PassphraseOption, passphrase_of
from trefpunt.cli.paper import line
from trefpunt.errors import InputError
from trefpunt.model import AuthorityKind, Country, Role
from trefpunt.node import Founding, check_founding, found, over_tls
from trefpunt.settings import FILE_NAME
from trefpunt.words import LANGUAGES

_KINDS = f"One of {', '.join(AuthorityKind)}."
_FORM, _EXAMPLE = "number=role", "nl-1042=information_officer"
_ROLES = f"{_FORM}; may be given again. Roles: {', '.join(Role)}."


def init(
    home: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    id_: Annotated[str, typer.Option("--id", help="Name and country, such as police.nl.")],
    kind: Annotated[str, typer.Option(help=_KINDS)],
    country: Annotated[str, typer.Option(help=f"One of {', '.join(Country)}.")],
    nature: Annotated[str, typer.Option(help="sample or live; for ever.")],
    name: Annotated[str, typer.Option(help="Name of the authority, as partners see it.")] = "",
    language: Annotated[str, typer.Option(help=f"One of {', '.join(LANGUAGES)}.")] = "en",
    port: Annotated[int, typer.Option(help="Port for other nodes.")] = 7400,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    public_url: Annotated[str, typer.Option(help="Address that partners are told, if another.")] = "",
    officer: Annotated[list[str] | None, typer.Option(help=_ROLES)] = None,
    ledger: Annotated[
        str, typer.Option(help="Empty PostgreSQL database for the ledger, as postgresql+psycopg://…")
    ] = "",
    passphrase_file: PassphraseOption = None,
) -> None:
    """Make a node: its folder, its keys, its settings. What it is then, it is for ever."""
    with plain_errors(home):
        founding = Founding(
            id=id_,
            kind=kind,
            country=country,
            name=name or id_,
            nature=nature,
            language=language,
            host=host,
            port=port,
            public_url=public_url,
            officers=_officers(officer or []),
            extra={"ledger": {"url": ledger}} if ledger else {},
        )
        # Before the passphrase is asked for: who types it twice wants it to have been for something.
        check_founding(home, founding)
        passphrase = passphrase_of(passphrase_file, speech=speech_of(home), is_new=True)
        with working(speech_of(home).say("making keys")):
            found(home, founding, passphrase, carrier=over_tls).close()
        _say_made(home, founding, say=speech_of(home).say)


def _say_made(home: Path, founding: Founding, *, say: Callable[..., str]) -> None:
    is_sample = founding.nature == "sample"
    made = say(
        "{node} is made in {folder}, as a sample node for ever"
        if is_sample
        else "{node} is made in {folder}, as a live node for ever",
        node=founding.id,
        folder=home,
    )
    line(out, made, mark="[green]✓[/]")
    line(out, say("settings: {file}", file=home / FILE_NAME))
    line(out, say("the keys open with your passphrase and with nothing else"))
    if len(founding.officers) < 2:
        line(out, say("an agreement needs two officers: list them under [officers] in the settings"))
    line(out, say("next: trefpunt serve --home {folder}", folder=home))


def _officers(typed: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in typed:
        number, sign, role = text.partition("=")
        if not sign or not number or not role:
            raise InputError(
                "an officer is not written {form}",
                hint="such as {example}",
                form=_FORM,
                example=_EXAMPLE,
            )
        if number in found:
            raise InputError(
                "officer {number} is named twice",
                hint="give each a service number of its own",
                number=number,
            )
        found[number] = role
    return found
