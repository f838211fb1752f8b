"""`login`: a link for one officer, on the terminal and nowhere else."""

import re
from pathlib import Path

import pytest
from tests.ports import free_port
from tests.web.browser_of_one import Browser

from trefpunt.node import Founding, Node, found, over_tls
from trefpunt.web.screen_listener import ScreenListener

from .desk import CHEAP, PASSPHRASE, Typed, type_line
from .test_serve import served

OFFICERS = {"a-1": "information_officer", "a-2": "information_officer"}


def make(folder: Path, *, address: str, officers: dict[str, str] = OFFICERS) -> Node:
    (folder / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    founding = Founding(
        id="police.nl",
        kind="police",
        country="NL",
        name="police.nl",
        nature="sample",
        port=free_port(),
        officers=officers,
        extra={"desk": {"address": address}} if address else {},
    )
    return found(folder / "police.nl", founding, PASSPHRASE, carrier=over_tls, params=CHEAP)


def login(folder: Path, *words: str) -> Typed:
    home, passphrase = str(folder / "police.nl"), str(folder / "passphrase")
    return type_line("login", *words, "--home", home, "--passphrase-file", passphrase)


def link_in(typed: Typed) -> str:
    (link,) = re.findall(r"^http://\S+$", typed.out, re.MULTILINE)
    return str(link)


def test_the_link_that_is_printed_signs_in_the_officer_who_was_named(tmp_path: Path):
    port = free_port()
    make(tmp_path, address=f"127.0.0.1:{port}").close()
    with served(tmp_path, "police.nl", port) as process:
        link = link_in(login(tmp_path, "--officer", "a-2"))
        assert link.startswith(f"http://127.0.0.1:{port}/sign-in/")
        browser = Browser(port)
        browser.sign_in(link)
        assert "a-2 information officer" in browser.get("/").words
        browser.cookies.clear()
        assert browser.post(link[link.index("/sign-in/") :]).status == 403
    journal = process.communicate()[0]
    assert f"screens for officers at http://127.0.0.1:{port}" in journal
    assert "/sign-in/" not in journal


def test_a_node_with_one_officer_needs_no_name(tmp_path: Path):
    make(tmp_path, address="127.0.0.1:7480", officers={"a-1": "information_officer"}).close()
    assert "/sign-in/" in link_in(login(tmp_path))


@pytest.mark.parametrize(
    ("address", "words", "message"),
    [
        ("", ("--officer", "a-1"), "this node has no screens"),
        ("127.0.0.1:7480", (), "add --officer with one of a-1, a-2"),
        ("127.0.0.1:7480", ("--officer", "nobody"), "no service number of an officer"),
    ],
)
def test_without_screens_or_an_officer_there_is_no_link(
    tmp_path: Path, address: str, words: tuple[str, ...], message: str
):
    make(tmp_path, address=address).close()
    typed = login(tmp_path, *words)
    assert (typed.code, message in typed.err) == (2, True), typed.said
    assert "http://" not in typed.out


def test_a_port_in_use_stops_the_start(tmp_path: Path):
    port = free_port()
    node = make(tmp_path, address=f"127.0.0.1:{port}")
    listener = ScreenListener(node)
    try:
        typed = type_line(
            "serve", "--home", str(node.home), "--passphrase-file", str(tmp_path / "passphrase")
        )
    finally:
        listener.stop()
        node.close()
    assert typed.code == 2
    assert f"the pages cannot listen on 127.0.0.1 port {port}: Address already in use" in typed.err
