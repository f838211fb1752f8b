"""Bad input and bad days: each says what was seen, expected and to do, and nothing is lost.

A truncated or mis-encoded file, a wrong check digit, a partner with an unknown key, an expired agreement, a
full disk, a wrong passphrase, a port in use. The state of the node is the same before and after.
"""

import hashlib
import resource
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.cli.desk import PASSPHRASE, Desk, Typed, type_line
from tests.flows.nodes import CHEAP, Story, open_a_case
from tests.ports import free_port
from tests.worlds.benelux import benelux

from trefpunt import hits
from trefpunt.audit import verify_log
from trefpunt.errors import AgreementLapsed, PeerUnreachable
from trefpunt.exchange import Outgoing
from trefpunt.exchange.documents import agreement_between
from trefpunt.exchange.peers import peer_of
from trefpunt.intake import subjects
from trefpunt.model import (
    AgreementState,
    LetterKind,
    Purpose,
    Question,
    Refused,
    Schema,
    Subject,
    SubjectCategory,
)
from trefpunt.node import Founding, Node, found, over_tls
from trefpunt.words import Speech
from trefpunt.worlds import write

NL, BE = "police.nl", "police.be"
OFFICER = ("--officer", "police-nl-1")
RECIPE = ("--recipe", "sample_persons_nl")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    written = write(benelux(), tmp_path_factory.mktemp("world"))
    return {file.authority.id: file.path for file in written}


@pytest.fixture
def desk(tmp_path: Path, files: dict[str, Path]) -> Iterator[Desk]:
    made = Desk(tmp_path)
    made.node(NL)
    assert load(made, files[NL]).code == 0
    yield made
    made.close()


def load(desk: Desk, file: Path) -> Typed:
    return desk.type(NL, "intake", "load", str(file), *RECIPE, *OFFICER)


def state(node: Node) -> tuple[int, str, str]:
    """Return what must not change: the log's size, who is on record, and the keys."""
    with node.ledger.read() as tx:
        report = verify_log(tx, node.log.verifier, trail=node.trail, quorum=None)
    assert report.first_fault is None
    records = hashlib.sha256()
    if "subjects" in node.columns.names():
        for subject in sorted(subjects(node.columns), key=lambda one: one.ref):
            records.update(f"{subject.ref} {sorted(subject)} {subject.identifiers}".encode())
    keys = hashlib.sha256((node.home / "keys" / "node.keys").read_bytes())
    return report.size, records.hexdigest(), keys.hexdigest()


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_cut_short_changes_nothing_and_is_asked_for_again(
    desk: Desk, files: dict[str, Path], tmp_path: Path
):
    whole = files[NL].read_bytes()
    cut = tmp_path / "cut.csv"
    cut.write_bytes(whole[: len(whole) // 2].rsplit(b";", 3)[0])
    before = state(desk.nodes[NL])
    typed = load(desk, cut)
    assert typed.code == 2
    assert "cannot read cut.csv: its last row (" in typed.err
    assert "the file was cut short; ask for it again" in typed.err
    assert state(desk.nodes[NL]) == before


def in_utf8(text: str) -> bytes:
    return text.encode("utf-8")


def in_utf16(text: str) -> bytes:
    return text.encode("utf-16")


@pytest.mark.parametrize(
    ("encoded", "message", "remedy"),
    [
        (in_utf8, "it is UTF-8 and the recipe expects cp1252", 'the recipe needs encoding = "utf-8"'),
        (in_utf16, "it is UTF-16", "save it again as UTF-8"),
    ],
)
def test_a_file_in_another_encoding_changes_nothing_and_is_named(
    desk: Desk, files: dict[str, Path], tmp_path: Path, encoded, message: str, remedy: str
):
    other = tmp_path / "other.csv"
    other.write_bytes(encoded(files[NL].read_text(encoding="cp1252").replace("e", "é")))
    before = state(desk.nodes[NL])
    typed = load(desk, other)
    assert (typed.code, message in typed.err, remedy in typed.err) == (2, True, True)
    assert state(desk.nodes[NL]) == before


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────


def one_row(files: dict[str, Path], tmp_path: Path) -> tuple[Path, str]:
    """Return a file of one person whose number has a wrong check digit, and that number."""
    header, *rows = files[NL].read_text(encoding="cp1252").splitlines()
    at = header.split(";").index("BSN")
    cells = next(cells for row in rows if (cells := row.split(";"))[at])
    wrong = cells[at][:-1] + str((int(cells[at][-1]) + 1) % 10)
    cells[at], cells[0] = wrong, "PL-0"
    file = tmp_path / "one.csv"
    file.write_text(f"{header}\n{';'.join(cells)}\n", encoding="cp1252")
    return file, wrong


def test_a_number_with_a_wrong_check_digit_is_left_out_and_its_record_kept(
    desk: Desk, files: dict[str, Path], tmp_path: Path
):
    file, wrong = one_row(files, tmp_path)
    before = desk.nodes[NL].columns.count("subjects")
    typed = load(desk, file)
    assert typed.code == 0
    assert "1 × BSN: wrong check digit" in typed.out or "1 × bsn: wrong check digit" in typed.out
    assert wrong not in typed.said
    assert desk.nodes[NL].columns.count("subjects") == before + 1
    (rejects,) = (desk.home(NL) / "rejects").iterdir()
    assert wrong in rejects.read_text(encoding="utf-8")
    assert rejects.stat().st_mode & 0o077 == 0


def test_a_number_with_a_wrong_check_digit_is_not_asked_about(
    desk: Desk, files: dict[str, Path], tmp_path: Path
):
    _, wrong = one_row(files, tmp_path)
    before = state(desk.nodes[NL])
    typed = desk.type(NL, "ask", BE, *OFFICER, "--case", "P-1", "--number", f"nl.bsn:{wrong}")
    assert typed.code == 2
    assert "the number of scheme nl.bsn is not valid: wrong check digit" in typed.err
    assert "seen 9 digits, expected 9 digits" in typed.err
    assert wrong not in typed.said
    assert state(desk.nodes[NL]) == before


# ── partners ────────────────────────────────────────────────────────────────────────────────────────────


STATED = {"necessary_and_proportionate": True}
TERMS = {
    "texts": [],
    "purposes": [],
    "budgets": [],
    "valid_from": "2026-01-01",
    "valid_to": "2036-01-01",
    "is_sample": True,
}


def test_a_stranger_s_key_is_turned_away_at_the_door(desk: Desk):
    stranger, held = desk.node("police.lu"), desk.nodes[NL]
    parties = (stranger.exchange.means.identity.party(), held.exchange.means.identity.party())
    peer = peer_of(agreement_between(*parties, TERMS), stranger.me.id)
    before = state(held)
    with pytest.raises(PeerUnreachable, match="does not answer"):
        stranger.exchange.means.transport.get_state(peer, "0" * 64)
    assert state(held) == before


def test_a_stranger_who_got_past_the_certificate_is_not_known_either(desk: Desk):
    stranger, held = desk.node("police.lu"), desk.nodes[NL]
    door, before = held.exchange.door(), state(held)
    print_of = stranger.exchange.means.identity.certificate.fingerprint
    assert not door.knows(print_of)
    assert door.get_state(print_of, "0" * 64, conversation="", after="").status == 403
    assert state(held) == before


@pytest.fixture
def lapsing(tmp_path: Path) -> Iterator[Story]:
    told = Story(tmp_path)
    nl, be = told.node(NL), told.node(BE)
    told.agree(nl, be, valid_to=date(2026, 12, 31))
    open_a_case(nl)
    yield told
    told.close()


def test_under_an_expired_agreement_nothing_leaves_the_house(lapsing: Story):
    nl, be = lapsing.nodes[NL], lapsing.nodes[BE]
    lapsing.clock.now = datetime(2027, 1, 1, 0, 0, 1, tzinfo=UTC)
    before = state(be)
    about = Subject("asked in PL-2026-1", Schema.PERSON, SubjectCategory.SUSPECT)
    question = Question(nl.officers["o-1"], about, Purpose.CRIMINAL_OFFENCES, "PL-2026-1", stated=STATED)
    answer = hits.ask(question, BE, means=nl.means)
    assert isinstance(answer, Refused)
    assert answer.by == NL
    said = " ".join(Speech("en").answer(answer))
    assert "both nodes have signed an agreement on this text, and it is in force" in said
    assert lapsing_state(nl) is AgreementState.EXPIRED
    assert state(be) == before


def lapsing_state(node: Node) -> AgreementState:
    return node.exchange.agreements.peers()[0].state(node.clock().date())


def test_an_expired_agreement_is_named_with_the_remedy(lapsing: Story):
    nl = lapsing.nodes[NL]
    lapsing.clock.now = datetime(2027, 1, 1, 0, 0, 1, tzinfo=UTC)
    before = state(nl)
    with pytest.raises(AgreementLapsed, match="has expired") as lapsed:
        nl.exchange.call(None, Outgoing(LetterKind.LOG_KEY, BE, {}), wait_s=0)
    assert "trefpunt invite" in lapsed.value.hint
    assert state(nl) == before


# ── the disk ────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """A disk of its own, as small as is said; only who may mount one can fill it."""
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs rights that are not here; the limit on files stands in")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path) -> Path:
    """Take up every byte that is left."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filler


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Desk]:
    """A node on a disk of its own, with its passphrase elsewhere."""
    if not shutil.which("mount"):
        pytest.skip("there is no mount here")
    with small_disk(tmp_path / "disk", "16m") as disk:
        made = Desk(disk)
        founding = Founding(
            id=NL,
            kind="police",
            country="NL",
            name=NL,
            nature="sample",
            port=free_port(),
            officers={"police-nl-1": "information_officer"},
        )
        found(disk / NL, founding, PASSPHRASE, carrier=over_tls, params=CHEAP).close()
        yield made


def opened(desk: Desk) -> Node:
    return Node.open(desk.home(NL), PASSPHRASE, carrier=over_tls)


def state_of(desk: Desk) -> tuple[int, str, str]:
    node = opened(desk)
    seen = state(node)
    node.close()
    return seen


def test_on_a_full_disk_no_case_is_opened_and_with_room_again_it_is(small: Desk):
    before = state_of(small)
    filler = fill(small.folder)
    words = ("case", "open", "P-1", *OFFICER)
    typed = small.type(NL, *words)
    assert typed.code == 3
    assert "the disk is full" in typed.err
    assert "make room" in typed.err
    filler.unlink()
    assert state_of(small) == before
    assert small.type(NL, *words).code == 0


def test_on_a_full_disk_no_file_is_loaded_and_what_was_on_record_stays(small: Desk, files: dict[str, Path]):
    assert load(small, files[NL]).code == 0
    before = state_of(small)
    large = small.folder.parent / "large.csv"
    large.write_bytes(many_rows(files[NL].read_bytes(), 20_000))
    filler = fill(small.folder)
    typed = load(small, large)
    assert typed.code == 3
    assert "full" in typed.err
    filler.unlink()
    assert state_of(small) == before
    assert load(small, large).code == 0


def many_rows(file: bytes, count: int) -> bytes:
    header, *rows = file.splitlines(keepends=True)
    return header + b"".join(b"X%d-" % number + rows[number % len(rows)] for number in range(count))


def limited(desk: Desk, most_bytes: int, *words: str) -> "subprocess.CompletedProcess[str]":
    """Type a command in a process whose files may not grow past a size: no rights are needed for that."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    where = ["--home", str(desk.home(NL)), "--passphrase-file", str(desk.passphrase_file)]
    line = [sys.executable, "-m", "trefpunt", *words, *where]
    return subprocess.run(line, preexec_fn=limit, capture_output=True, text=True, check=False, timeout=120)


def test_a_ledger_that_may_not_grow_takes_nothing_and_stays_whole(desk: Desk):
    before = state(desk.nodes[NL])
    typed = limited(desk, 4096, "case", "open", "P-1", *OFFICER)
    assert typed.returncode == 3
    assert "nothing was changed" in typed.stderr
    assert "a limit on files" in typed.stderr
    assert state(desk.nodes[NL]) == before


def test_columns_that_may_not_grow_keep_what_they_had(desk: Desk, files: dict[str, Path], tmp_path: Path):
    large = tmp_path / "large.csv"
    large.write_bytes(many_rows(files[NL].read_bytes(), 20_000))
    before = state(desk.nodes[NL])
    typed = limited(desk, 64 * 1024, "intake", "load", str(large), *RECIPE, *OFFICER)
    assert typed.returncode == 3
    assert "the disk is full" in typed.stderr
    assert state(desk.nodes[NL]) == before


# ── passphrase and port ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", [("doctor",), ("case", "list"), ("serve",), ("log", "verify")])
def test_a_wrong_passphrase_opens_nothing_and_hurts_nothing(desk: Desk, words: tuple[str, ...]):
    before = state(desk.nodes[NL])
    wrong = desk.folder / "wrong"
    wrong.write_text("four other words", encoding="utf-8")
    typed = type_line(*words, "--home", str(desk.home(NL)), "--passphrase-file", str(wrong))
    assert typed.code == 2
    assert "the passphrase does not open this key file" in typed.err
    assert "look at the keyboard layout" in typed.err
    assert state(desk.nodes[NL]) == before


def test_a_port_in_use_starts_nothing_and_says_who_may_have_it(desk: Desk):
    before, port = state(desk.nodes[NL]), desk.nodes[NL].settings.listen.port
    with socket.socket() as knocking:
        assert knocking.connect_ex(("127.0.0.1", port)) == 0
    typed = desk.type(NL, "serve")
    assert typed.code == 2
    assert f"cannot listen on 127.0.0.1 port {port}: Address already in use" in typed.err
    assert "is this node served already?" in typed.err
    assert state(desk.nodes[NL]) == before
