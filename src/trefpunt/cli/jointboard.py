"""How a joint case is shown: its members, its team, what is in it, and who sees each."""

from rich.table import Table

from trefpunt import casework
from trefpunt.casework import JointView
from trefpunt.cli.door import out
from trefpunt.cli.paper import line, table
from trefpunt.model import JointKind, JointObject, JointTeam, Refusal
from trefpunt.node import Node
from trefpunt.words import casework as words


def say_joint(node: Node, found: JointView) -> None:
    """Print a joint case: why nothing more is shared where it is so, members, and what is in it."""
    say, code, made = node.speech.say, node.speech.code, found.joint
    line(
        out,
        say("joint case {id} of {partner}, {article}", id=made.id, partner=made.opener, article=made.article),
    )
    line(out, say("until {until}", until=made.until.isoformat()))
    if found.why_still:
        for sentence in node.speech.refusal(Refusal(found.why_still, facts=(("partner", node.me.id),))):
            line(out, sentence, mark="[bold red]![/]")
    shown = Table(say("partner"), say("state"))
    for name, state in found.members.items():
        shown.add_row(name, code(words.MEMBER_STATES, state.value))
    table(out, shown)
    if found.team is not None:
        say_team(node, found.team)
    for one in found.objects:
        _say_object(node, one)


def say_team(node: Node, noted: JointTeam) -> None:
    """Print what is noted of the agreement of a team, and what it lacks."""
    say, code = node.speech.say, node.speech.code
    first, last = noted.starts_on.isoformat(), noted.ends[-1].isoformat()
    line(
        out,
        say("joint team led by {partner}, {first} to {last}", partner=noted.leader, first=first, last=last),
    )
    line(out, say("signed by: {nodes}", nodes=", ".join(noted.signed_by)))
    if lacks := casework.missing_clauses(noted):
        named = ", ".join(code(words.TEAM_CLAUSES, clause.value) for clause in lacks)
        line(out, say("clauses that its agreement lacks: {clauses}", clauses=named), mark="[yellow]![/]")


def _say_object(node: Node, one: JointObject) -> None:
    say, code = node.speech.say, node.speech.code
    kind, what = code(words.JOINT_KINDS, one.kind.value), one.text or code(words.JOINT_WORDS, one.word)
    line(out, f"{one.id}  {kind}: {what}", mark="•")
    if one.kind is JointKind.TASK and one.due_on is not None:
        state = code(words.TASK_STATES, one.state)
        due = one.due_on.isoformat()
        line(out, say("task of {partner}, {state}, due {due}", partner=one.holder, state=state, due=due))
    if one.reason:
        line(out, code(words.JOINT_WORDS, one.reason))
    if one.kind is JointKind.EVIDENCE:
        line(out, say("held by {partner}, SHA-256 {hash}", partner=one.holder, hash=one.sha256))
        line(out, f"{one.handling.value}: {code(words.HANDLING, one.handling.value)}")
    line(out, say("who sees this: {nodes}", nodes=", ".join(one.audience)), style="dim")
