"""Nodes that work on cases together, each with screens on real sockets. All data are invented."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.flows.nodes import OFFICERS, Story, open_a_case
from tests.flows.requesting import CASE, TEXTS
from tests.ports import free_port

from trefpunt.node import Node
from trefpunt.web.screen_listener import ScreenListener
from trefpunt.web.signing_in import new_link

from .browser_of_one import Browser

BY_LETTER = (*TEXTS, "sample-content-channel")
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
