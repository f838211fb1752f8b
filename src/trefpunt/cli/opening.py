"""How a command finds its node: the home, the passphrase, the officer."""

import getpass
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from trefpunt.errors import InputError
from trefpunt.model import Officer
from trefpunt.node import Node, over_tls

HOME_VARIABLE = "TREFPUNT_HOME"
PASSPHRASE_VARIABLE = "TREFPUNT_PASSPHRASE_FILE"

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of the node.", envvar=HOME_VARIABLE, show_default=False),
]
PassphraseOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        help="File with the passphrase of the key file; asked for when it is not given.",
        envvar=PASSPHRASE_VARIABLE,
        show_default=False,
    ),
]
OfficerOption = Annotated[
    str,
    typer.Option("--officer", help="Your service number, as listed under [officers].", show_default=False),
]


def home_of(home: Path | None) -> Path:
    """Return the home that was named.

    Raises:
        InputError: none was.
    """
    if home is None:
        raise InputError("no node is named", hint=f"add --home FOLDER, or set {HOME_VARIABLE}")
    return home


def passphrase_of(file: Path | None, *, is_new: bool = False) -> str:
    """Read the passphrase from its file, or ask for it; twice when it is new.

    Raises:
        InputError: the file cannot be read, the two differ, or nobody is there to ask.
    """
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise InputError(
                f"the passphrase file {file} cannot be read", hint=error.strerror or "check its path"
            ) from error
    if not sys.stdin.isatty():
        raise InputError(
            "no passphrase was given and nobody is there to ask",
            hint=f"add --passphrase-file FILE, or set {PASSPHRASE_VARIABLE}",
        )
    typed = getpass.getpass("Passphrase of the key file: ")
    if is_new and typed != getpass.getpass("Once more: "):
        raise InputError("the two passphrases differ", hint="nothing was made; try again")
    return typed


def open_node(home: Path | None, passphrase_file: Path | None) -> Node:
    """Open the node that a command is about."""
    return Node.open(home_of(home), passphrase_of(passphrase_file), carrier=over_tls)


def officer_of(node: Node, number: str) -> Officer:
    """Return the officer behind a service number.

    Raises:
        InputError: no officer of this node has it.
    """
    officer = node.officers.get(number)
    if officer is None:
        raise InputError(
            f"{number} is no officer of {node.me.id}",
            hint=f"list the service number with its role under [officers] in {node.home / 'trefpunt.toml'}",
        )
    return officer


def is_plain() -> bool:
    """Tell whether the terminal wants no colours and no moving bars."""
    return bool(os.environ.get("NO_COLOR")) or not sys.stdout.isatty()
