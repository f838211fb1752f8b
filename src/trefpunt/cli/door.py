"""The way out of every command: an answer on the screen, an error in plain words, a number for scripts.

Exit codes: 0 done, 1 refused or not verified, 2 wrong use or wrong input, 3 something broke.
"""

import contextlib
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console

from trefpunt.cli.paper import line
from trefpunt.errors import (
    ExchangeError,
    InputError,
    PeerUnreachable,
    SettingsError,
    TrefpuntError,
    WrongPassphrase,
)

REFUSED, WRONG_USE, BROKEN, STOPPED = 1, 2, 3, 130
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
_log = logging.getLogger("trefpunt")
_USE = (InputError, SettingsError, WrongPassphrase)
_MISTYPED = "bad_invitation"


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """Turn whatever went wrong into two sentences and an exit code; nothing passes as success."""
    try:
        yield
    except typer.Exit:
        raise
    except TrefpuntError as error:
        _leave(error.message, error.hint, _code_of(error), error)
    except KeyboardInterrupt as error:
        err.print("stopped")
        raise typer.Exit(STOPPED) from error
    except OSError as error:
        where = Path(str(error.filename)).name if error.filename else "the file system"
        what = error.strerror or type(error).__name__
        _leave(f"cannot use {where}: {what}", "check that it is there, yours, and not full", BROKEN, error)
    except Exception as error:  # noqa: BLE001 - the door: whatever else broke is said here, without its values
        _log.debug("broke", exc_info=True)
        seen = f"something broke that should not: {type(error).__name__} in {_place_of(error)}"
        _leave(seen, "tell your system manager these words; they hold no personal value", BROKEN, error)


def _code_of(error: TrefpuntError) -> int:
    if isinstance(error, _USE) or error.code == _MISTYPED:
        return WRONG_USE
    if isinstance(error, PeerUnreachable):
        return BROKEN
    return REFUSED if isinstance(error, ExchangeError) else BROKEN


def _leave(message: str, hint: str, code: int, error: BaseException) -> NoReturn:
    line(err, message, mark="[bold red]✗[/]")
    if hint:
        line(err, hint)
    raise typer.Exit(code) from error


def _place_of(error: BaseException) -> str:
    """Tell where it broke: file and line, never what was in the values."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "trefpunt" in frame.filename]
    last = frames[-1] if frames else None
    return f"{Path(last.filename).parent.name}/{Path(last.filename).name}:{last.lineno}" if last else "start"
