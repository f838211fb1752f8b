"""`trefpunt demo`: a small invented Benelux, told step by step, on real nodes."""

import shutil
import signal
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.language import speech_of
from trefpunt.demo import Stage, Teller, tell
from trefpunt.errors import InputError
from trefpunt.words import Speech
from trefpunt.worlds import LEAST_FIRMS


def demo(
    once: Annotated[
        bool, typer.Option("--once", help="Tell the story and stop; otherwise the nodes go on.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option(help="New folder for the nodes; a temporary one if none.")
    ] = None,
    firms: Annotated[
        int, typer.Option(help="Invented firms; the people grow with them.", min=LEAST_FIRMS)
    ] = LEAST_FIRMS,
) -> None:
    """Start fifteen sample nodes with invented data and tell a week of work over them."""
    with plain_errors():
        if folder is not None and folder.exists() and any(folder.iterdir()):
            raise InputError("{folder} is not empty", hint="choose a new folder", folder=folder)
        place, speech = folder or Path(tempfile.mkdtemp(prefix="trefpunt-demo-")), speech_of(None)
        say = speech.say
        out.print(
            f"[bold]Trefpunt[/]: {say('invented people, firms and numbers; no real authority takes part.')}"
        )
        out.print(say("Not audited; no text is signed by a lawyer; not affiliated with any authority."))
        stage = Stage(place, firms, language=speech.language)
        # Told to end, the demo ends as at Ctrl-C: no node is left behind.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            tell(stage, Teller(out, speech))
            out.print(f"\n[green]✓[/] {say('the story is told')}")
            if not once:
                _go_on(stage, speech)
        except KeyboardInterrupt:
            out.print(f"\n{say('stopping')}")
        finally:
            stage.stop()
            if folder is None:
                shutil.rmtree(place, ignore_errors=True)


def _go_on(stage: Stage, speech: Speech) -> None:
    out.print(speech.say("The nodes go on until Ctrl-C. In another terminal, for example:"))
    out.print(f"  {stage.command('police.nl', 'log show --officer police-nl-1')}")
    out.print(f"  {stage.command('police.nl', 'doctor')}")
    out.print(speech.say("Screens, in a browser on this machine; this prints a link that signs you in once:"))
    out.print(f"  {stage.command('police.nl', 'login --officer police-nl-1')}")
    stage.wait()
