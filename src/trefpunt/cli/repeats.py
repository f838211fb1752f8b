"""`trefpunt treaty repeats`: refused questions that came again otherwise, for the protection officer."""

from typing import Annotated

import typer
from rich.table import Table

from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.named import case_number, officer_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import JsonOption, as_json, line, table
from trefpunt.errors import InputError
from trefpunt.model import Event, LogEntry, Officer, RefusedQuestion, Role
from trefpunt.node import Node
from trefpunt.store.ledger.repeats import repeated_questions, settle_question
from trefpunt.treaty import PERMIT
from trefpunt.words import REFUSALS, Speech
from trefpunt.words.codes import TOLD
from trefpunt.words.law import FACTS

_MAY_LOOK = frozenset({Role.DATA_PROTECTION_OFFICER, Role.OVERSEER})


def repeats(
    officer: OfficerOption,
    settled: Annotated[bool, typer.Option("--settled", help="Those that were looked at too.")] = False,
    json_: JsonOption = False,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """List refused questions that came again within 30 days with other facts: each needs evidence."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        _protecting(node, officer)
        with node.ledger.read() as tx:
            found = repeated_questions(tx, also_settled=settled)
        node.close()
        if json_:
            as_json(out, {"repeats": [_as_json(each) for each in found]})
            return
        for each in found:
            _print(each, node.speech)
        if not found:
            line(out, node.speech.say("no refused question came again with other facts"))


def settle(
    decision: Annotated[str, typer.Argument(help="The decision, as `trefpunt treaty repeats` shows it.")],
    officer: OfficerOption,
    evidence: Annotated[
        str, typer.Option(help="Where the evidence of the change is kept, as a reference; none if left out.")
    ] = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Note that a repeated question was looked at, and where the evidence of its change is."""
    with plain_errors(home):
        kept = case_number(evidence) if evidence else ""
        node = open_node(home, passphrase_file)
        who, now = _protecting(node, officer), node.clock()
        entry = LogEntry(
            Event.CHANGE_EXAMINED,
            who.id,
            who.role.value,
            now,
            facts={"decision": decision, "evidence": kept},
        )
        with node.ledger.write() as tx:
            settle_question(tx, decision, evidence=kept, officer=who.id, now=now)
            node.trail.record(tx, entry)
        node.close()
        say = node.speech.say
        line(out, say("evidence noted") if kept else say("noted: there is no evidence"), mark="[green]✓[/]")


def _protecting(node: Node, number: str) -> Officer:
    who = officer_of(node, number)
    if who.role not in _MAY_LOOK:
        raise InputError(
            "{officer} is no protection officer",
            hint="only a data_protection_officer or an overseer looks at this",
            officer=who.id,
        )
    return who


def _print(each: RefusedQuestion, speech: Speech) -> None:
    say = speech.say
    line(out, say("{decision}: needs evidence of the change", decision=each.decision), mark="[yellow]?[/]")
    shown = Table(show_header=False)
    permitted = say("the texts permit it")
    came = permitted if each.outcome == PERMIT else speech.code(REFUSALS, each.outcome)
    shown.add_row(say("refused first as"), each.first)
    shown.add_row(say("asked of"), each.partner)
    shown.add_row(say("on"), speech.moment(each.decided_at))
    changed = "; ".join(speech.code({**FACTS, **TOLD}, name) for name in each.changed)
    shown.add_row(say("said otherwise"), changed)
    shown.add_row(say("now"), came)
    if each.settled_at is not None:
        shown.add_row(say("evidence"), each.evidence or say("none"))
    table(out, shown)


def _as_json(each: RefusedQuestion) -> dict[str, object]:
    return {
        "decision": each.decision,
        "first": each.first,
        "at": each.decided_at.isoformat(),
        "action": each.action,
        "partner": each.partner,
        "changed": list(each.changed),
        "outcome": each.outcome,
        "evidence": each.evidence,
        "settled_by": each.settled_by,
    }
