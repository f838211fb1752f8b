"""What is noted of the agreement of a joint investigation team; the agreement itself is signed on paper."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TeamClause(StrEnum):
    """The clauses of a team's agreement. Source: Council Resolution 2017/C 18/01, model agreement."""

    PARTIES = "parties"
    PURPOSE = "purpose"
    PERIOD = "period"
    STATES_OF_OPERATION = "states_of_operation"
    LEADERS = "leaders"
    MEMBERS = "members"
    PARTICIPANTS = "participants"
    EVIDENCE = "evidence"
    ACCESS_TO_INFORMATION = "access_to_information"
    MEDIA = "media"
    EVALUATION = "evaluation"
    DATA_PROTECTION = "data_protection"
    COSTS = "costs"
    OPERATIONAL_PLAN = "operational_plan"


@dataclass(frozen=True, slots=True)
class JointTeam:
    """The agreement of a team, as this node noted it beside a joint case.

    Attributes:
        leader: the node whose authority leads.
        ends: the last day as first agreed, then as extended; the last one holds.
        signed_by: the nodes whose authority has signed.
    """

    joint: str
    leader: str
    starts_on: date
    ends: tuple[date, ...]
    clauses: tuple[TeamClause, ...]
    signed_by: tuple[str, ...]
