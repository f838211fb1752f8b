"""`trefpunt treaty draft`: a text that is being negotiated, with what is open and what it still closes."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from trefpunt.cli.counted import Register, SinceOption, read_register, say_lacking
from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.language import speech_of
from trefpunt.cli.opening import HomeOption, PassphraseOption, open_node
from trefpunt.cli.paper import line, table
from trefpunt.cli.simulate import simulated
from trefpunt.errors import PolicyError
from trefpunt.treaty import Draft, Effect, Law, compare, find_draft, read_cases, read_draft
from trefpunt.words import Speech
from trefpunt.words.codes import ALTERED, EFFECTS

_MOST_VERSIONS = 20
app = typer.Typer(no_args_is_help=True, help="Drafts: texts that are being negotiated.")


@app.callback()
def _drafts() -> None:
    """Drafts: texts that are being negotiated."""


@app.command("show")
def show(
    folder: Annotated[str, typer.Argument(help="Folder of a draft, or the name of one that comes along.")],
    since: SinceOption = None,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Show open articles, positions, what changed since the version before, and what each still closes.

    With a node, its recorded questions are tried under each version.
    """
    with plain_errors(home):
        speech, law, register = speech_of(home), None, None
        if home is not None:
            node = open_node(home, passphrase_file)
            law, register = node.law, read_register(node, since)
            node.close()
        used = law or Law.load(nature="sample")
        versions = list(_versions(find_draft(folder), used))
        _print_open(versions[0], speech)
        for newer, older in pairwise(versions):
            _print_changes(older, newer, used, speech)
        _print_cases(versions, speech)
        if register is None:
            told = speech.say("add --home FOLDER to try the recorded questions of a node under each version")
            line(out, told, style="dim")
        else:
            say_lacking(register, speech)
            _print_tried(versions, register, used, speech)


def _versions(folder: Path, law: Law) -> Iterator[Draft]:
    """Give a draft and every version before it, the newest first."""
    place: Path | None = folder
    seen: set[Path] = set()
    while place is not None:
        if place in seen or len(seen) == _MOST_VERSIONS:
            raise PolicyError(
                "the versions of {folder} lead round in a circle",
                hint="look at `previous` in each draft.toml",
                folder=folder.name,
            )
        seen.add(place)
        draft = read_draft(place, law=law)
        yield draft
        place = draft.previous


def _print_open(draft: Draft, speech: Speech) -> None:
    say, language = speech.say, speech.language
    title = draft.text.title.get(language, draft.text.title["en"])
    out.print(f"[bold]{title}[/]")
    line(out, say("version {version} of {day}", version=draft.version, day=draft.dated))
    for name in draft.repeals:
        line(out, say("would stand in place of {text}", text=name))
    for each in draft.open:
        asked = each.question.get(language, each.question.get("en", ""))
        line(out, f"{say('art. {article} is open', article=each.article)}: {asked}", mark="[yellow]?[/]")
        for country, words in each.positions.items():
            line(out, f"  {country}: {words.get(language, words.get('en', ''))}")
    if not draft.open:
        line(out, say("no article is open"))


def _print_changes(older: Draft, newer: Draft, law: Law, speech: Speech) -> None:
    say = speech.say
    between = say("from version {one} to version {other}", one=older.version, other=newer.version)
    out.print(f"\n[bold]{between}[/]")
    found = compare(older.text, newer.text, law=law)
    for each in found:
        line(out, f"{say('art. {article}', article=each.article)}: {speech.code(ALTERED, each.kind)}")
        for changed in each.lines:
            line(out, f"  {changed[0]} {changed[1:]}")
    if not found:
        line(out, say("no article decides otherwise"))


def _print_cases(versions: list[Draft], speech: Speech) -> None:
    """Show the refuse cases of each version: what its authors know that it still closes."""
    say = speech.say
    shown = Table(say("version"), say("still closed, by its own cases"))
    for draft in versions:
        closed = dict.fromkeys(case.title for case in read_cases(draft.text.folder) if not case.is_permit)
        shown.add_row(str(draft.version), "\n".join(closed))
    table(out, shown)


def _print_tried(versions: list[Draft], register: Register, law: Law, speech: Speech) -> None:
    columns = [speech.code(EFFECTS, effect) for effect in Effect]
    shown = Table(speech.say("version"), *columns)
    for draft in versions:
        found = simulated(register, law, drafts=[draft.text.folder], repealed=[])
        shown.add_row(str(draft.version), *(str(found.total(effect)) for effect in Effect))
    table(out, shown)
