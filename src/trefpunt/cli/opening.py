"""How a command finds its node: the home and the passphrase."""

import getpass
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from trefpunt.cli.language import HOME_VARIABLE, speech_of
from trefpunt.errors import InputError, cause_of
from trefpunt.node import CLOSED, Node, over_tls
from trefpunt.sentence import Sentence
from trefpunt.settings import read_settings
from trefpunt.words import Speech

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
    typer.Option("--officer", help="Your service number, as listed in the settings.", show_default=False),
]


def home_of(home: Path | None) -> Path:
    """Return the home that was named.

    Raises:
        InputError: none was.
    """
    if home is None:
        raise InputError(
            "no node is named", hint="add --home FOLDER, or set {variable}", variable=HOME_VARIABLE
        )
    return home


def may_ask_passphrase(file: Path | None) -> bool:
    """Tell whether there is a passphrase to be had: from a file, or of somebody who can be asked."""
    return file is not None or sys.stdin.isatty()


def passphrase_of(file: Path | None, *, speech: Speech, is_new: bool = False) -> str:
    """Read the passphrase from its file, or ask for it; twice when it is new.

    Raises:
        InputError: the file cannot be read, the two differ, or nobody is there to ask.
    """
    if file is not None:
        return _passphrase_in(file)
    if not sys.stdin.isatty():
        raise InputError(
            "no passphrase was given and nobody is there to ask",
            hint="add --passphrase-file FILE, or set {variable}",
            variable=PASSPHRASE_VARIABLE,
        )
    typed = getpass.getpass(f"{speech.say('Passphrase of the key file:')} ")
    if not typed:
        raise InputError("an empty passphrase was typed", hint="choose four random words or more")
    if is_new and typed != getpass.getpass(f"{speech.say('Once more:')} "):
        raise InputError("the two passphrases differ", hint="nothing was made; try again")
    return typed


def _passphrase_in(file: Path) -> str:
    try:
        found = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = cause_of(error) if isinstance(error, OSError) else Sentence("it is not UTF-8 text")
        raise InputError(
            "the passphrase file {file} cannot be read: {why}", hint="check its path", file=file, why=why
        ) from error
    if not found:
        raise InputError(
            "the passphrase file {file} is empty",
            hint="expected the passphrase of the key file, on one line",
            file=file,
        )
    return found


def open_node(home: Path | None, passphrase_file: Path | None) -> Node:
    """Open the node that a command is about; it speaks the language of the command."""
    folder = home_of(home)
    # Before a passphrase is asked for: a wrong folder or setting is said first.
    read_settings(folder, closed=CLOSED)
    speech = speech_of(folder)
    node = Node.open(folder, passphrase_of(passphrase_file, speech=speech), carrier=over_tls)
    return replace(node, speech=speech)
