"""`trefpunt treaty obstacles`: what the law stopped, counted, without anybody."""

from collections import Counter
from typing import Any

from rich.table import Table

from trefpunt.cli.counted import (
    CsvOption,
    PictureOption,
    SinceOption,
    UnguardedOption,
    check_new,
    guarded,
    pair,
    read_register,
    say_lacking,
    say_small,
    write_csv,
)
from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.opening import HomeOption, PassphraseOption, open_node
from trefpunt.cli.paper import JsonOption, as_json, line, table
from trefpunt.treaty import Bar, Guarded, Obstacle, draw, find_obstacles
from trefpunt.words import REFUSALS, Speech
from trefpunt.words.law import FACTS

_HEADER = ("article", "code", "asking", "holder", "missing", "n")
_MOST_BARS = 20


def obstacles(
    since: SinceOption = None,
    csv: CsvOption = None,
    picture: PictureOption = None,
    unguarded: UnguardedOption = False,
    json_: JsonOption = False,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Count what was refused: per article, pair of authorities and missing condition."""
    with plain_errors(home):
        check_new(csv, picture)
        node = open_node(home, passphrase_file)
        register, speech = read_register(node, since), node.speech
        node.close()
        found = guarded(find_obstacles(register.rows), unguarded=unguarded)
        if csv is not None:
            write_csv(csv, _HEADER, _rows(found))
        if picture is not None:
            picture.write_text(_drawn(found, speech), encoding="utf-8")
        say_lacking(register, speech)
        if json_:
            as_json(out, _as_json(found, without_facts=register.without_facts))
        else:
            _print(found, speech)


def _print(found: Guarded[Obstacle], speech: Speech) -> None:
    say = speech.say
    shown = Table(say("article"), say("why not"), say("who asks whom"), say("not so"), say("refused"))
    for row in found.rows:
        missing = "; ".join(speech.code(FACTS, name) for name in row.missing)
        why = speech.code(REFUSALS, row.code)
        shown.add_row(speech.cited(row.article), why, pair(row.asking, row.holder), missing, str(row.n))
    if found.rows:
        table(out, shown)
    say_small(found, speech)
    line(out, say("{count} refused in all", count=found.total))


def _rows(found: Guarded[Obstacle]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [
        (row.article, row.code, row.asking, row.holder, " ".join(row.missing), row.n) for row in found.rows
    ]
    return [*rows, ("", "together", "", "", "", found.together)] if found.hidden else rows


def _as_json(found: Guarded[Obstacle], *, without_facts: int) -> dict[str, Any]:
    rows = [
        {
            "article": row.article,
            "code": row.code,
            "asking": row.asking,
            "holder": row.holder,
            "missing": list(row.missing),
            "n": row.n,
        }
        for row in found.rows
    ]
    together = {"rows": found.hidden, "n": found.together}
    return {"obstacles": rows, "together": together, "total": found.total, "without_facts": without_facts}


def _drawn(found: Guarded[Obstacle], speech: Speech) -> str:
    say = speech.say
    counts: Counter[str] = Counter()
    for row in found.rows:
        counts[f"{pair(row.asking, row.holder)} · {speech.cited(row.article)}"] += row.n
    most = counts.most_common(_MOST_BARS)
    bars = [Bar(label, (count,)) for label, count in most]
    left = found.total - sum(count for _, count in most)
    note = say("{count} refused in all, {left} of them not shown", count=found.total, left=left)
    return draw(say("What the law refused"), (say("refused"),), bars, note=note)
