"""The way out of every command: an answer on the screen, an error in plain words, a number for scripts.

Exit codes: 0 done, 1 refused or not verified, 2 wrong use or wrong input, 3 something broke.
"""

import contextlib
import logging
from collections.abc import Iterator

import typer
from rich.console import Console

from trefpunt.errors import (
    ExchangeError,
    InputError,
    SettingsError,
    TrefpuntError,
    WrongPassphrase,
)

REFUSED, WRONG_USE, BROKEN = 1, 2, 3
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
_log = logging.getLogger("trefpunt")
_USE = (InputError, SettingsError, WrongPassphrase)


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """Turn an error of ours into two sentences and an exit code; let nothing else pass as success."""
    try:
        yield
    except TrefpuntError as error:
        err.print(f"[bold red]✗[/] {_escaped(error.message)}")
        if error.hint:
            err.print(f"  {_escaped(error.hint)}")
        code = (
            WRONG_USE if isinstance(error, _USE) else REFUSED if isinstance(error, ExchangeError) else BROKEN
        )
        raise typer.Exit(code) from error
    except KeyboardInterrupt as error:
        err.print("stopped")
        raise typer.Exit(130) from error


def _escaped(text: str) -> str:
    return text.replace("[", r"\[")
