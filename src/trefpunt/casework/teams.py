"""The agreement of a joint investigation team, noted beside a joint case.

No text with a rule lets the software open a team: that is done on paper, between prosecutors. Once a team is
noted, evidence is shared only while its agreement is signed by everybody who takes part, and in its period.
Source: Framework Decision 2002/465; Council Resolution 2017/C 18/01.
"""

from datetime import date

from trefpunt.casework.joint import find, log
from trefpunt.casework.may import is_stranger
from trefpunt.casework.means import Means
from trefpunt.errors import InputError
from trefpunt.model import Event, JointTeam, MemberState, Officer, Refusal, TeamClause
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import joint as kept
from trefpunt.store.ledger.teams import find_team, save_team


def note_team(noted: JointTeam, *, officer: Officer, means: Means) -> JointTeam | Refusal:
    """Note the agreement of a team, or that it was extended or signed by one more.

    Raises:
        InputError: there is no such joint case, it ends before it starts, or somebody takes no part in it.
    """
    with means.ledger.write() as tx:
        made = find(tx, noted.joint)
        if no := is_stranger(tx, made.case, officer):
            return no
        if noted.ends[-1] < noted.starts_on:
            raise InputError("a team ends before it starts", hint="give the first day and then the last")
        if not {noted.leader, *noted.signed_by} <= set(kept.members_of(tx, made.id)):
            raise InputError(
                "a node of this team is not in the joint case", hint="`trefpunt joint show` says who is"
            )
        whole = _with_what_was(find_team(tx, made.id), noted)
        save_team(tx, whole)
        said = {
            "leader": whole.leader,
            "until": whole.ends[-1].isoformat(),
            "signed": " ".join(whole.signed_by),
        }
        log(tx, Event.TEAM_NOTED, made, officer, means=means, **said)
    return whole


def team_refuses(
    tx: Transaction, joint: str, members: dict[str, MemberState], *, today: date
) -> Refusal | None:
    """Return why no evidence is shared in a team; None where it may be, or there is no team."""
    noted = find_team(tx, joint)
    if noted is None:
        return None
    joined = {node for node, state in members.items() if state is MemberState.JOINED}
    if not joined <= set(noted.signed_by):
        return Refusal(code="team_unsigned")
    if not noted.starts_on <= today <= noted.ends[-1]:
        return Refusal(code="team_lapsed")
    return None


def missing_clauses(noted: JointTeam) -> tuple[TeamClause, ...]:
    """Return the clauses of the model agreement that a team's agreement lacks."""
    return tuple(clause for clause in TeamClause if clause not in noted.clauses)


def _with_what_was(before: JointTeam | None, noted: JointTeam) -> JointTeam:
    if before is None:
        return noted
    ends = before.ends if noted.ends[-1] == before.ends[-1] else (*before.ends, *noted.ends)
    return JointTeam(
        noted.joint,
        noted.leader,
        noted.starts_on,
        ends,
        tuple(dict.fromkeys((*before.clauses, *noted.clauses))),
        tuple(dict.fromkeys((*before.signed_by, *noted.signed_by))),
    )
