"""`serve`, in a process of its own: it answers, it stops when told, its journal names nobody."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port

from trefpunt.model import Event
from trefpunt.node import Founding, Node, found, over_tls
from trefpunt.store.ledger import audit

from .desk import CHEAP, PASSPHRASE, Agreeing, Desk, type_line

STATED = ("--state", "necessary_and_proportionate")


def make(folder: Path, node_id: str, port: int) -> Node:
    """Make a node that nobody serves yet."""
    short = node_id.replace(".", "-")
    founding = Founding(
        id=node_id,
        kind="police",
        country=node_id[-2:].upper(),
        name=node_id,
        nature="sample",
        port=port,
        officers={f"{short}-1": "information_officer", f"{short}-2": "information_officer"},
    )
    (folder / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    return found(folder / node_id, founding, PASSPHRASE, carrier=over_tls, params=CHEAP)


@contextmanager
def served(folder: Path, node_id: str, port: int) -> Iterator["subprocess.Popen[str]"]:
    """Run `serve` in a process until the test is over."""
    words = ["serve", "--home", str(folder / node_id), "--passphrase-file", str(folder / "passphrase")]
    process = subprocess.Popen(
        [sys.executable, "-m", "trefpunt", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0 or process.poll() is not None:
                    break
            time.sleep(0.1)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def started(node: Node) -> int:
    with node.ledger.read() as tx:
        read = (node.trail.read(stored) for stored in audit.entries(tx, 0, audit.log_size(tx)))
        return sum(1 for entry in read if entry is not None and entry.event is Event.NODE_STARTED)


def test_two_processes_answer_each_other_and_their_journals_name_nobody(tmp_path: Path):
    ports = {"police.nl": free_port(), "police.be": free_port()}
    nodes = {node_id: make(tmp_path, node_id, port) for node_id, port in ports.items()}
    Agreeing(tmp_path).between(nodes["police.nl"], nodes["police.be"], ("sample-art14-agreement",))
    for node in nodes.values():
        node.close()
    desk = Desk(tmp_path)
    desk.type("police.nl", "case", "open", "P-1", "--officer", "police-nl-1")
    words = ("ask", "police.be", "--officer", "police-nl-1", "--case", "P-1", "--surname", "Zonderdossier")
    with served(tmp_path, "police.nl", ports["police.nl"]) as nl:
        with served(tmp_path, "police.be", ports["police.be"]) as be:
            assert "✓ police.nl answers" in desk.type("police.be", "doctor").out
            desk.type("police.be", "publish", "police.nl", "--officer", "police-be-1")
            asked = desk.type(
                "police.nl",
                *words,
                "--given",
                "Piet",
                "--born",
                "1971-03-04",
                "--birth-country",
                "NL",
                *STATED,
            )
        journals = (be.communicate()[0],)
    journals += (nl.communicate()[0],)
    assert "police.be: no hit" in asked.out, asked.said
    assert (nl.returncode, be.returncode) == (0, 0)
    assert all("listens on https://127.0.0.1" in said and "has stopped" in said for said in journals)
    assert not any(word in said for said in journals for word in ("Zonderdossier", "1971", "Traceback"))


def test_a_port_in_use_is_said_to_be_and_leaves_no_trace_of_a_start(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        node = make(tmp_path, "police.nl", taken.getsockname()[1])
        before = started(node)
        typed = type_line(
            "serve", "--home", str(node.home), "--passphrase-file", str(tmp_path / "passphrase")
        )
        assert typed.code == 2
        assert (
            f"cannot listen on 127.0.0.1 port {taken.getsockname()[1]}: Address already in use" in typed.err
        )
        assert "is this node served already?" in typed.err
        assert started(node) == before
        node.close()


def test_a_wrong_passphrase_serves_nothing(tmp_path: Path):
    node = make(tmp_path, "police.nl", free_port())
    node.close()
    (tmp_path / "passphrase").write_text("other words", encoding="utf-8")
    typed = type_line("serve", "--home", str(node.home), "--passphrase-file", str(tmp_path / "passphrase"))
    assert (typed.code, "does not open this key file" in typed.err) == (2, True)
    assert list((node.home / "rejects").iterdir()) == []
