"""The same over TLS with the holder in a process of its own: its memory is searched too."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.flows.asking import ASKER, FREE, HOLDER, PASSPHRASE, ask, publish, records_of
from tests.flows.emptied import on_disk, poured_out
from tests.flows.leaking import SUBJECT
from tests.flows.needles import Needles, needles_of
from tests.flows.nodes import Moving, Story, load_file, open_a_case
from tests.flows.two_processes import CapturingProxy, memory_of, served
from tests.ports import free_port

from trefpunt.hits.bodies import QuestionBody
from trefpunt.model import NoHit
from trefpunt.node import Node, over_tls

NEEDLES = needles_of(SUBJECT)
SURNAME = SUBJECT.properties["lastName"][0]
_WRITE = QuestionBody.to_json


def found_in(needles: Needles, parts: Iterable[bytes]) -> set[str]:
    return {name for part in parts for name in needles.search(part)}


def make_homes(folder: Path, port: int, proxy: CapturingProxy) -> Path:
    """Make both nodes, let the holder publish, and close them; return the holder's home."""
    now = datetime.now(UTC)
    story = Story(folder, clock=Moving(now))
    asker = story.node(ASKER, extra=FREE)
    holder = story.node(HOLDER, extra=FREE, port=port, public_url=f"https://127.0.0.1:{proxy.port}")
    story.agree(asker, holder, valid_to=now.date() + timedelta(days=30))
    load_file(holder, *records_of(HOLDER, folder / "world"))
    open_a_case(asker)
    publish(story)
    story.close()
    return holder.home


@pytest.mark.slow
def test_neither_the_wire_nor_the_memory_of_the_holder_has_the_subject(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    proxy = CapturingProxy(port)
    home = make_homes(tmp_path, port, proxy)
    asker = Node.open(tmp_path / ASKER, PASSPHRASE, carrier=over_tls)
    story = Story(tmp_path, nodes={ASKER: asker})
    with served(home, PASSPHRASE, port) as process:
        assert isinstance(ask(story, SUBJECT), NoHit)
        assert sum(map(len, proxy.captured)) > 8000
        assert NEEDLES.search(b"".join(proxy.captured)) == set()
        assert found_in(NEEDLES, memory_of(process.pid)) == set()
        monkeypatch.setattr(QuestionBody, "to_json", lambda self: _WRITE(replace(self, stated=(SURNAME,))))
        ask(story, SUBJECT)
        assert found_in(NEEDLES, memory_of(process.pid)) != set()
    proxy.close()
    asker.close()


@pytest.mark.slow
def test_what_a_process_leaves_on_the_disk_has_nothing_of_the_subject(tmp_path: Path) -> None:
    port = free_port()
    proxy = CapturingProxy(port)
    home = make_homes(tmp_path, port, proxy)
    asker = Node.open(tmp_path / ASKER, PASSPHRASE, carrier=over_tls)
    with served(home, PASSPHRASE, port):
        assert isinstance(ask(Story(tmp_path, nodes={ASKER: asker}), SUBJECT), NoHit)
    holder = Node.open(home, PASSPHRASE, carrier=over_tls)
    assert NEEDLES.search(on_disk(holder)) == set()
    assert NEEDLES.search(poured_out(holder)) == set()
    assert NEEDLES.search((tmp_path / "serve.out").read_bytes()) == set()
    for opened in (holder, asker, proxy):
        opened.close()
