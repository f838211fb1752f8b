"""`trefpunt init`: make a node."""

from pathlib import Path
from typing import Annotated

import typer

from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.opening import PassphraseOption, passphrase_of
from trefpunt.errors import InputError
from trefpunt.node import Founding, found, over_tls


def init(
    home: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    id_: Annotated[str, typer.Option("--id", help="Name and country, such as police.nl.")],
    kind: Annotated[
        str, typer.Option(help="police, justice, migration, tax, municipality, oversight_body ...")
    ],
    country: Annotated[str, typer.Option(help="BE, NL or LU.")],
    nature: Annotated[str, typer.Option(help="sample or live; for ever.")],
    name: Annotated[str, typer.Option(help="Name of the authority, as partners see it.")] = "",
    language: Annotated[str, typer.Option(help="en or nl.")] = "en",
    port: Annotated[int, typer.Option(help="Port for other nodes.")] = 7400,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    public_url: Annotated[str, typer.Option(help="Address that partners are told, if another.")] = "",
    officer: Annotated[list[str] | None, typer.Option(help="number=role; may be given again.")] = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Make a node: its folder, its keys, its settings. What it is then, it is for ever."""
    with plain_errors():
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
            officers=dict(_officer(text) for text in officer or []),
        )
        node = found(home, founding, passphrase_of(passphrase_file, is_new=True), carrier=over_tls)
        node.close()
        out.print(f"[green]✓[/] {id_} is made in {home}, as a {nature} node for ever")
        out.print(
            f"  settings: {home / 'trefpunt.toml'}; the keys open with your passphrase and with nothing else"
        )
        out.print(f"  next: trefpunt serve --home {home}")


def _officer(text: str) -> tuple[str, str]:
    number, sign, role = text.partition("=")
    if not sign:
        raise InputError("an officer is not written number=role", hint="such as nl-1042=information_officer")
    return number, role
