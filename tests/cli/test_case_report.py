"""`case report`, `case bundle` and `case verify`, typed at a node and on a machine that has none."""

import json
from pathlib import Path

import pytest
from tests.cli.desk import Desk, Typed, type_line

pytestmark = pytest.mark.usefixtures("in_english")
# A case of its own: the desk is shared, and who asks in its first case adds receipts to a bundle of that.
OWN = "P-REPORT-1"
NL = ("--officer", "police-nl-1")
SUBJECT = {
    "id": "x",
    "schema": "Person",
    "properties": {"lastName": ["Zonderdossier"], "firstName": ["Piet"], "birthDate": ["1971-03-04"]},
}


@pytest.fixture(scope="module")
def bundle(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Typed]:
    folder = tmp_path_factory.mktemp("bundle")
    person = folder / "person.json"
    person.write_text(json.dumps(SUBJECT), encoding="utf-8")
    opened = desk.type("police.nl", "case", "open", OWN, *NL)
    assert opened.code == 0, opened.said
    about = ("--case", OWN, "--subject", str(person), "--state", "necessary_and_proportionate")
    asked = desk.type("police.nl", "ask", "police.be", *NL, *about)
    assert asked.code == 0, asked.said
    assert desk.type("police.nl", "log", "checkpoint").code == 0
    file = folder / f"{OWN}.zip"
    typed = desk.type("police.nl", "case", "bundle", OWN, *NL, "--out", str(file), "--lang", "fr")
    assert typed.code == 0, typed.said
    return file, typed


def test_a_report_is_written_for_its_owner_only(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "P-1.pdf"
    typed = desk.type("police.nl", "case", "report", "P-1", *NL, "--out", str(file), "--lang", "de")
    assert typed.code == 0, typed.said
    assert file.read_bytes().startswith(b"%PDF-1.7")
    assert file.stat().st_mode & 0o077 == 0


def test_a_bundle_is_verified_where_there_is_no_node(desk: Desk, bundle: tuple[Path, Typed]) -> None:
    file, typed = bundle
    (key,) = {
        one["signing_key"]
        for one in desk.type("police.be", "agreements", "--json").json["agreements"]
        if one["partner"] == "police.nl"
    }
    assert typed.out.split()[-1] == key
    checked = type_line("case", "verify", str(file), "--key", key)
    assert checked.code == 0, checked.said
    assert "nothing in it was changed" in checked.out
    assert "ask them whether they are theirs" in checked.out
    assert "cosigned by oversight.be/witness, police.be/witness" in checked.out
    # The question and its answer went by letter: the partner signed for them.
    assert "; receipts: 1\n" in checked.out


def test_without_a_key_it_says_that_anybody_can_sign(bundle: tuple[Path, Typed]) -> None:
    checked = type_line("case", "verify", str(bundle[0]))
    assert checked.code == 0
    assert "anybody can sign a bundle" in checked.out


def test_a_bundle_that_was_changed_says_where_and_ends_with_one(
    bundle: tuple[Path, Typed], tmp_path: Path
) -> None:
    data, changed = bundle[0].read_bytes(), tmp_path / "changed.zip"
    changed.write_bytes(data.replace(b'"number":"P-REPORT-1"', b'"number":"P-REPORT-2"'))
    checked = type_line("case", "verify", str(changed))
    assert checked.code == 1
    assert "case.json: it is not what was signed" in checked.err


def test_a_bundle_is_not_taken_for_another_keys(bundle: tuple[Path, Typed]) -> None:
    checked = type_line("case", "verify", str(bundle[0]), "--key", "another")
    assert checked.code == 1
    assert "signed with another key than you named" in checked.err


def test_who_is_no_member_gets_no_report(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "P-1.pdf"
    typed = desk.type("police.nl", "case", "report", "P-1", "--officer", "police-nl-2", "--out", str(file))
    assert typed.code == 1
    assert not file.exists()


@pytest.mark.parametrize(
    ("name", "said"), [("P-1.doc", "does not end in .pdf"), ("none/P-1.pdf", "there is no folder")]
)
def test_a_report_goes_to_a_new_file_that_can_be_written(
    desk: Desk, tmp_path: Path, name: str, said: str
) -> None:
    typed = desk.type("police.nl", "case", "report", "P-1", *NL, "--out", str(tmp_path / name))
    assert typed.code == 2
    assert said in typed.err
