"""`trefpunt treaty simulate`: what was asked, tried under a draft, without a text, or on another day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from trefpunt.cli.counted import (
    CsvOption,
    PictureOption,
    Register,
    SinceOption,
    UnguardedOption,
    check_new,
    guarded,
    pair,
    read_register,
    say_lacking,
    write_csv,
)
from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.opening import HomeOption, PassphraseOption, open_node
from trefpunt.cli.paper import JsonOption, as_json, line, table
from trefpunt.treaty import (
    Bar,
    Effect,
    Guarded,
    Law,
    Shift,
    Simulation,
    draw,
    find_draft,
    repeals_of,
    try_out,
)
from trefpunt.treaty import simulate as replay_all
from trefpunt.words import Speech
from trefpunt.words.codes import EFFECTS

_HEADER = ("effect", "article", "outcome", "asking", "holder", "n")
_MOST_BARS = 20
_FORMATS = ["%Y-%m-%d"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A simulation as it may be shown: the shifts of each effect, small ones together."""

    found: Simulation
    by_effect: dict[Effect, Guarded[Shift]]


def simulate(
    draft: Annotated[
        str | None,
        typer.Argument(help="Folder of a draft, or the name of a SAMPLE text.", show_default=False),
    ] = None,
    repeal: Annotated[list[str] | None, typer.Option(help="Name of a text to leave out.")] = None,
    on: Annotated[datetime | None, typer.Option(help="Try all for this day.", formats=_FORMATS)] = None,
    since: SinceOption = None,
    csv: CsvOption = None,
    picture: PictureOption = None,
    unguarded: UnguardedOption = False,
    json_: JsonOption = False,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Try recorded questions under another law: what opens, what closes, what stays.

    Nothing is decided under it: facts of the counting register are replayed, never subjects. A draft is tried
    as if it were in force and agreed on.
    """
    with plain_errors(home):
        check_new(csv, picture)
        node = open_node(home, passphrase_file)
        register, speech, law = read_register(node, since), node.speech, node.law
        node.close()
        found = simulated(
            register,
            law,
            drafts=[] if draft is None else [find_draft(draft)],
            repealed=repeal or [],
            on=None if on is None else on.date(),
        )
        shown = Shown(
            found,
            {
                effect: guarded([row for row in found.shifts if row.effect is effect], unguarded=unguarded)
                for effect in Effect
            },
        )
        if csv is not None:
            write_csv(csv, _HEADER, _rows(shown))
        if picture is not None:
            picture.write_text(_drawn(shown, speech), encoding="utf-8")
        say_lacking(register, speech)
        if json_:
            as_json(out, _as_json(shown, without_facts=register.without_facts))
        else:
            _print(shown, speech)


def simulated(
    register: Register, law: Law, *, drafts: Sequence[Path], repealed: Sequence[str], on: date | None = None
) -> Simulation:
    """Try what the register holds under a changed law; what a draft says it repeals is left out too."""
    names = {*repealed, *(name for folder in drafts for name in repeals_of(folder))}
    return replay_all(register.rows, law=law, trial=try_out(law, drafts=drafts, repealed=names, on=on))


def _print(shown: Shown, speech: Speech) -> None:
    say, found = speech.say, shown.found
    columns = [speech.code(EFFECTS, effect) for effect in Effect]
    paper = Table(say("article"), say("who asks whom"), *columns)
    for (article, asking, holder), counts in _by_place(shown).items():
        numbers = [str(counts[effect]) if counts[effect] else "" for effect in Effect]
        paper.add_row(speech.cited(article) or say("no article"), pair(asking, holder), *numbers)
    if any(small.hidden for small in shown.by_effect.values()):
        rest = [str(shown.by_effect[effect].together or "") for effect in Effect]
        paper.add_row(say("rows too small to show by themselves"), "", *rest)
    totals = [str(found.total(effect)) for effect in Effect]
    paper.add_row(say("in all"), "", *totals, style="bold")
    table(out, paper)
    line(out, say("{count} questions replayed; the four columns add up to them", count=found.replayed))
    if found.different:
        other = say(
            "{count} of them are decided otherwise today than they were: the law here has changed since",
            count=found.different,
        )
        line(out, other)


def _by_place(shown: Shown) -> dict[tuple[str, str, str], dict[Effect, int]]:
    """Return what is shown by article and pair, what opens first."""
    places: dict[tuple[str, str, str], dict[Effect, int]] = defaultdict(lambda: dict.fromkeys(Effect, 0))
    for effect in Effect:
        for row in shown.by_effect[effect].rows:
            places[row.article, row.asking, row.holder][effect] += row.n
    return dict(places)


def _rows(shown: Shown) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for effect, small in shown.by_effect.items():
        rows += [(effect, row.article, row.outcome, row.asking, row.holder, row.n) for row in small.rows]
        if small.hidden:
            rows.append((effect, "", "together", "", "", small.together))
    return rows


def _as_json(shown: Shown, *, without_facts: int) -> dict[str, Any]:
    named = [dict(zip(_HEADER, row, strict=True)) for row in _rows(shown)]
    return {
        "shifts": named,
        "totals": {effect.value: shown.found.total(effect) for effect in Effect},
        "replayed": shown.found.replayed,
        "different": shown.found.different,
        "without_facts": without_facts,
    }


def _drawn(shown: Shown, speech: Speech) -> str:
    """Draw before and after: what is open in both, what opens, what closes, what stays closed."""
    say, found = speech.say, shown.found
    order = (Effect.STAYS_OPEN, Effect.OPENS, Effect.CLOSES, Effect.STAYS_CLOSED)
    pairs: dict[str, dict[Effect, int]] = defaultdict(lambda: dict.fromkeys(Effect, 0))
    for (_, asking, holder), counts in _by_place(shown).items():
        for effect, count in counts.items():
            pairs[pair(asking, holder)][effect] += count
    most = sorted(pairs.items(), key=lambda item: (-sum(item[1].values()), item[0]))[:_MOST_BARS]
    before = found.total(Effect.STAYS_OPEN) + found.total(Effect.CLOSES)
    after = found.total(Effect.STAYS_OPEN) + found.total(Effect.OPENS)
    whole = Bar(say("in all"), tuple(found.total(effect) for effect in order))
    bars = [whole, *(Bar(name, tuple(counts[effect] for effect in order)) for name, counts in most)]
    note = say(
        "Open before: {before} of {count}; after: {after}. Small rows are in the first bar only.",
        before=before,
        after=after,
        count=found.replayed,
    )
    parts = [speech.code(EFFECTS, effect) for effect in order]
    return draw(say("The same questions under another law"), parts, bars, note=note)
