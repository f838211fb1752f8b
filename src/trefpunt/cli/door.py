"""The way out of every command: an answer on the screen, an error in plain words, a number for scripts.

Exit codes: 0 done, 1 refused or not verified, 2 wrong use or wrong input, 3 something broke.
"""

import contextlib
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import typer
from rich.console import Console

from trefpunt.cli.language import check_language, speech_of
from trefpunt.cli.paper import line
from trefpunt.errors import (
    ExchangeError,
    InputError,
    PeerUnreachable,
    SettingsError,
    TrefpuntError,
    WrongPassphrase,
    cause_of,
)

REFUSED, WRONG_USE, BROKEN, STOPPED = 1, 2, 3, 130
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
_log = logging.getLogger("trefpunt")
_USE = (InputError, SettingsError, WrongPassphrase)
_MISTYPED = "bad_invitation"


@contextlib.contextmanager
def plain_errors(home: Path | None = None) -> Iterator[None]:
    """Turn whatever went wrong into two sentences and an exit code; nothing passes as success.

    Args:
        home: of the node that the command is about; its settings say in which language, if they can be read.
    """
    try:
        check_language()
        yield
    except typer.Exit:
        raise
    except TrefpuntError as error:
        _say(error, home)
        raise typer.Exit(_code_of(error)) from error
    except KeyboardInterrupt as error:
        err.print(speech_of(home).say("stopped"))
        raise typer.Exit(STOPPED) from error
    except OSError as error:
        _say(_unusable(error), home)
        raise typer.Exit(BROKEN) from error
    except Exception as error:
        _log.debug("broke", exc_info=True)
        _say(_broken(error), home)
        raise typer.Exit(BROKEN) from error


def _code_of(error: TrefpuntError) -> int:
    if isinstance(error, _USE) or error.code == _MISTYPED:
        return WRONG_USE
    if isinstance(error, PeerUnreachable):
        return BROKEN
    return REFUSED if isinstance(error, ExchangeError) else BROKEN


def _say(error: TrefpuntError, home: Path | None) -> None:
    message, hint = speech_of(home).error(error)
    line(err, message, mark="[bold red]✗[/]")
    if hint:
        line(err, hint)


def _unusable(error: OSError) -> TrefpuntError:
    return TrefpuntError(
        "cannot use {where}: {why}" if error.filename else "cannot use the file system: {why}",
        hint="check that it is there, yours, and not full",
        where=Path(str(error.filename)).name,
        why=cause_of(error),
    )


def _broken(error: Exception) -> TrefpuntError:
    return TrefpuntError(
        "something broke that should not: {kind} in {place}",
        hint="tell your system manager these words; they hold no personal value",
        kind=type(error).__name__,
        place=_place_of(error),
    )


def _place_of(error: BaseException) -> str:
    """Tell where it broke: file and line, never what was in the values."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "trefpunt" in frame.filename]
    last = frames[-1] if frames else None
    return f"{Path(last.filename).parent.name}/{Path(last.filename).name}:{last.lineno}" if last else "start"
