"""Nodes that work on cases together, each with screens on real sockets. All data are invented."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from tests.flows.nodes import OFFICERS, Story, open_a_case
from tests.flows.requesting import CASE, TEXTS
from tests.ports import free_port

from trefpunt.casework import Plan, Share, join, note_privately, note_team, open_joint, share
from trefpunt.model import (
    Handling,
    JointCase,
    JointKind,
    JointObject,
    JointTeam,
    Purpose,
    Refusal,
    TeamClause,
)
from trefpunt.node import Node
from trefpunt.web.screen_listener import ScreenListener
from trefpunt.web.signing_in import new_link

from .browser_of_one import Browser

BY_LETTER = (*TEXTS, "sample-content-channel")
TOGETHER = ("plan_agreed", "host_in_command", "recognisable", "hands_over_at_once", "reports_to_host")
EVERYBODY: Mapping[str, str] = {**OFFICERS, "p-1": "prosecutor", "d-1": "duty_officer"}


@dataclass
class AtWork:
    """Nodes by their id, and the screens of each."""

    story: Story
    listeners: dict[str, ScreenListener] = field(default_factory=dict)

    def node(self, name: str, kind: str = "police") -> Node:
        """Make a node with screens."""
        desk = {"desk": {"address": f"127.0.0.1:{free_port()}"}}
        made = self.story.node(name, kind, extra=desk, officers=EVERYBODY)
        self.listeners[name] = ScreenListener(made)
        self.listeners[name].start()
        return made

    def link(self, name: str, officer: str) -> str:
        """Return the path of a new link at a node."""
        node = self.story.nodes[name]
        return f"/sign-in/{new_link(node, node.officers[officer])}"

    def browser(self, name: str, officer: str = "o-1") -> Browser:
        """Return a browser in which an officer of a node is signed in."""
        browser = Browser(self.listeners[name].port)
        browser.sign_in(self.link(name, officer))
        return browser

    @contextmanager
    def away(self, name: str) -> Iterator[None]:
        """Let a node not be reached for a while."""
        url = self.story.nodes[name].settings.listen.url
        self.story.near.away.add(url)
        yield
        self.story.near.away.remove(url)

    def close(self) -> None:
        """Stop every screen and close every node."""
        for listener in self.listeners.values():
            listener.stop()
        self.story.close()


def police_at_work(folder: Path) -> AtWork:
    """Return Dutch police with a case, Belgian police by package, Luxembourg ones by letter, and justice."""
    made = AtWork(Story(folder))
    nl, be, lu = (made.node(f"police.{land}") for land in ("nl", "be", "lu"))
    justice = made.node("justice.lu", "justice")
    made.story.agree(nl, be, texts=TEXTS)
    made.story.agree(nl, lu, texts=BY_LETTER)
    made.story.agree(nl, justice, texts=("benelux-police-treaty",))
    open_a_case(nl, CASE)
    return made


def centres_at_work(folder: Path) -> AtWork:
    """Return three crisis centres, each with an agreement with each."""
    made = AtWork(Story(folder))
    be, nl, lu = (made.node(f"crisis.{land}", "crisis_centre") for land in ("be", "nl", "lu"))
    for one, other in ((be, nl), (be, lu), (nl, lu)):
        made.story.agree(one, other, texts=("benelux-crisis-memorandum",))
    return made


def work_together(made: AtWork) -> str:
    """Return a joint case of the Dutch and the Belgian police with one of everything in it."""
    nl, be = made.story.nodes["police.nl"], made.story.nodes["police.be"]
    ours, theirs = nl.officers["o-1"], be.officers["o-1"]
    open_a_case(be, "BE-7")
    plan = Plan(ours, CASE, Purpose.CRIMINAL_OFFENCES, ("police.be",), date(2026, 12, 31), TOGETHER)
    opened = open_joint(plan, means=nl.casework)
    assert isinstance(opened, JointCase), opened
    joined = join(opened.id, "BE-7", stated=TOGETHER, officer=theirs, means=be.casework)
    assert isinstance(joined, JointCase), joined
    signed = (TeamClause.PARTIES, TeamClause.PURPOSE, TeamClause.PERIOD)
    both = ("police.nl", "police.be")
    team = JointTeam(opened.id, "police.nl", date(2026, 1, 1), (date(2026, 12, 31),), signed, both)
    assert note_team(team, officer=ours, means=nl.casework) == team
    assert not isinstance(note_privately(opened.id, "call Nobody", officer=ours, means=nl.casework), Refusal)
    task = Share(ours, opened.id, JointKind.TASK, "control_on_site", due_on=date(2026, 12, 1))
    for wanted in (
        task,
        replace(task, word="make_report", holder="police.be"),
        Share(ours, opened.id, JointKind.NOTE, "meeting_needed", audience=("police.be",)),
        Share(ours, opened.id, JointKind.EVIDENCE, "document", Handling.H1, sha256="ab" * 32),
    ):
        shared = share(wanted, means=nl.casework)
        assert isinstance(shared, JointObject), shared
    return opened.id
