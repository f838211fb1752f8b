"""Exports, judged by the program that knows nothing of Trefpunt."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from trefpunt.audit import Filters, Reader, Stretch, export_bundle, show
from trefpunt.audit.export import open_for_owner
from trefpunt.errors import InputError, LogUnwritable, NotStored
from trefpunt.model import Event

from .samples import NOW
from .tampering import run
from .watchers import World

TOOL = Path(__file__).parents[2] / "tools" / "verify_log.py"
READER = Reader("OV-1", "oversight", "lawfulness", NOW)


def export(world: World, name: str, stretch: Stretch | None = None) -> Path:
    target = world.folder / name
    with world.ledger.write() as tx:
        export_bundle(tx, target, stretch or Stretch(), log=world.log, quorum=world.quorum, reader=READER)
    return target


def verdict(bundle: Path, *options: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, str(TOOL), str(bundle), *options], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


@pytest.fixture
def exported(world: World) -> World:
    """Two cosigned checkpoints, and one entry erased."""
    world.round(acts=4)
    with world.ledger.write() as tx:
        world.erase(tx, 2)
    world.round(acts=4)
    return world


@pytest.mark.parametrize("name", ["bundle", "bundle.zip"])
@pytest.mark.parametrize(
    "stretch", [Stretch(), Stretch(3, 9), Stretch(0, 0), Stretch(255, 257, earlier=256), Stretch(earlier=256)]
)
def test_an_export_proves_itself(exported: World, name: str, stretch: Stretch) -> None:
    code, said = verdict(export(exported, name, stretch))
    assert (code, said.splitlines()[-1]) == (0, "OK: nothing is missing, nothing was changed.")


def test_keys_received_on_another_way_are_the_same(exported: World) -> None:
    quorum = exported.quorum
    trust = {
        "log_key": str(exported.log.verifier),
        "cosigners": {
            "oversight": [str(quorum.oversight.verifier)],
            "partners": [str(partner.verifier) for partner in quorum.partners],
        },
    }
    keys = exported.folder / "keys.json"
    keys.write_text(json.dumps(trust))
    assert verdict(export(exported, "bundle"), "--trust", str(keys))[0] == 0


def test_an_export_of_a_log_that_was_touched_is_found_out(exported: World) -> None:
    run(exported.ledger, "DELETE FROM audit_leaf WHERE idx = 5")
    code, said = verdict(export(exported, "bundle"))
    assert code == 1
    assert "first at leaf 5" in said


def test_a_changed_bundle_is_found_out(exported: World) -> None:
    bundle = export(exported, "bundle")
    leaves = bundle / "leaves.jsonl"
    leaves.write_text(leaves.read_text().replace("NL-0042", "NL-0043", 1))
    assert verdict(bundle)[0] == 1


def test_an_export_is_logged(exported: World) -> None:
    export(exported, "bundle", Stretch(3, 9))
    with exported.ledger.write() as tx:
        ((_, said),) = show(tx, Filters(event=Event.LOG_EXPORTED), trail=exported.log.trail, reader=READER)
    assert (said.actor, said.facts) == ("OV-1", {"first": "3", "last": "9"})


def test_an_export_that_cannot_be_logged_is_not_written(exported: World) -> None:
    with exported.ledger.read() as tx, pytest.raises(LogUnwritable):
        export_bundle(
            tx, exported.folder / "bundle", Stretch(), log=exported.log, quorum=exported.quorum, reader=READER
        )
    assert not list(exported.folder.glob("bundle*"))


@pytest.mark.parametrize("stretch", [Stretch(0, 512), Stretch(9, 3), Stretch(-1, 3), Stretch(512)])
def test_nothing_past_the_checkpoint_is_exported(exported: World, stretch: Stretch) -> None:
    with pytest.raises(NotStored):
        export(exported, "bundle", stretch)


def test_a_checkpoint_without_cosignatures_is_not_exported(world: World) -> None:
    world.close()
    with pytest.raises(NotStored):
        export(world, "bundle")


def test_an_export_overwrites_nothing(exported: World) -> None:
    (exported.folder / "bundle.zip").write_bytes(b"mine")
    with pytest.raises(InputError):
        export(exported, "bundle.zip")
    assert (exported.folder / "bundle.zip").read_bytes() == b"mine"


def test_a_zip_and_a_folder_hold_the_same(exported: World) -> None:
    folder, packed = export(exported, "bundle"), export(exported, "bundle.zip")
    with zipfile.ZipFile(packed) as archive:
        for name in ("checkpoint", "leaves.jsonl", "bundle.json"):
            assert archive.read(name) == (folder / name).read_bytes()


def test_an_export_as_one_file_is_for_its_owner_only(tmp_path: Path) -> None:
    target = tmp_path / "file.zip"
    os.close(open_for_owner(target))
    assert target.stat().st_mode & 0o077 == 0
