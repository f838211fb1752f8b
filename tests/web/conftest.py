"""Nodes with screens, on real sockets. All data are invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.flows.nodes import Story, load_file, open_a_case
from tests.ports import free_port
from tests.worlds.benelux import benelux

from trefpunt import hits
from trefpunt.model import Purpose
from trefpunt.node import Node
from trefpunt.web.screen_listener import ScreenListener
from trefpunt.web.signing_in import new_link
from trefpunt.worlds import write

from .at_work import AtWork, centres_at_work, police_at_work
from .browser_of_one import Browser


@dataclass
class Screens:
    """The screens of a police node in the Netherlands, whose partner in Belgium has given it an index."""

    story: Story
    nl: Node
    be: Node
    listener: ScreenListener

    def link(self, officer: str = "o-1") -> str:
        """Return the path of a new link."""
        return f"/sign-in/{new_link(self.nl, self.nl.officers[officer])}"

    def browser(self) -> Browser:
        """Return a browser that nobody is signed in with."""
        return Browser(self.listener.port)

    def signed_in(self, officer: str = "o-1") -> Browser:
        """Return a browser in which an officer is signed in."""
        browser = self.browser()
        browser.sign_in(self.link(officer))
        return browser


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screens]:
    """Two police nodes with an agreement, records at the Belgian one, and an index for the Dutch one."""
    folder = tmp_path_factory.mktemp("screens")
    files = {file.authority.id: file.path for file in write(benelux(), _made(folder / "world"))}
    story = Story(folder)
    nl = story.node("police.nl", extra={"desk": {"address": f"127.0.0.1:{free_port()}"}})
    be, lu = story.node("police.be"), story.node("police.lu")
    story.agree(nl, be)
    story.agree(nl, lu)
    load_file(be, files["police.be"], "sample_persons_be")
    hits.publish("police.nl", Purpose.CRIMINAL_OFFENCES, officer=be.officers["o-1"], means=be.means)
    nl.exchange.apply_stored()
    open_a_case(nl)
    listener = ScreenListener(nl)
    listener.start()
    yield Screens(story, nl, be, listener)
    listener.stop()
    story.close()


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtWork]:
    """Police and justice that work on cases, with screens."""
    made = police_at_work(tmp_path_factory.mktemp("work"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def centres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtWork]:
    """Three crisis centres with screens."""
    made = centres_at_work(tmp_path_factory.mktemp("centres"))
    yield made
    made.close()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
