"""The stand-alone verifier: it finds nothing in an honest export, and everything in a tampered one."""

import io
import json
import subprocess
import sys
import zipfile
from base64 import b64encode
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from tests.tools.log_bundles import LOG, ORIGIN, OVERSIGHT, STRANGER, Bundle, make_bundle, make_leaf, signed

from tools import verify_log
from trefpunt.crypto import (
    Checkpoint,
    NodeTable,
    NoteKind,
    NoteVerifier,
    SigningKey,
    cosign_note,
    root_from,
    sign_note,
)


def _findings(bundle: Bundle, trust: dict[str, Any] | None = None) -> list[tuple[int | None, str]]:
    return verify_log.verify_bundle(bundle.parts(), trust).findings


HONEST = {
    "the whole log": make_bundle(),
    "a part of the log": make_bundle(first=5, last=11),
    "one leaf": make_bundle(first=19, last=19),
    "no leaf": make_bundle(first=7, last=6),
    "an empty log": make_bundle(size=0),
    "with an earlier checkpoint": make_bundle(earlier=13),
    "with an empty earlier checkpoint": make_bundle(earlier=0),
    "with the same earlier checkpoint": make_bundle(earlier=20),
}


@pytest.mark.parametrize("name", HONEST)
def test_nothing_is_found_in_an_honest_export(name: str):
    bundle = HONEST[name]
    assert _findings(bundle) == []
    assert (
        _findings(bundle, {"log_key": bundle.about["log_key"], "cosigners": bundle.about["cosigners"]}) == []
    )


def test_erased_entries_are_counted_and_the_rest_still_verifies():
    bundle = make_bundle()
    for index in (3, 4):
        bundle.leaves[index] |= {"salt": None, "entry": None}
    report = verify_log.verify_bundle(bundle.parts())
    assert report.findings == [] and "20 leaves read, 2 of them erased." in report.facts


def _resigned(bundle: Bundle, *, log: SigningKey = LOG) -> None:
    """Sign the root of the leaves as they now are, with the log key alone: what an operator can do."""
    nodes = NodeTable([bytes.fromhex(leaf["leaf_hash"]) for leaf in bundle.leaves])
    bundle.checkpoint = Checkpoint(ORIGIN, len(bundle.leaves), root_from(nodes, len(bundle.leaves))).to_text()
    bundle.lines = [str(sign_note(bundle.checkpoint, name=ORIGIN, key=log))]


def _change_entry(bundle: Bundle) -> None:
    bundle.leaves[7]["entry"] = bundle.leaves[7]["entry"].replace("synthetic-7", "synthetic-9")


def _change_entry_and_commitment(bundle: Bundle) -> None:
    bundle.leaves[7] = {**make_leaf(9), "index": 7}


def _remove_a_leaf(bundle: Bundle) -> None:
    del bundle.leaves[7]


def _remove_a_leaf_and_count_anew(bundle: Bundle) -> None:
    del bundle.leaves[7]
    bundle.leaves = [leaf | {"index": index} for index, leaf in enumerate(bundle.leaves)]
    bundle.about["last"] = 18


def _rewrite_the_log_and_sign_it(bundle: Bundle) -> None:
    _remove_a_leaf_and_count_anew(bundle)
    _resigned(bundle)


def _fork_the_log_with_all_cosigners(bundle: Bundle) -> None:
    _remove_a_leaf_and_count_anew(bundle)
    _resigned(bundle)
    bundle.lines = signed(bundle.checkpoint)


def _swap_two_leaves(bundle: Bundle) -> None:
    bundle.leaves[7], bundle.leaves[8] = bundle.leaves[8], bundle.leaves[7]


def _repeat_a_leaf(bundle: Bundle) -> None:
    bundle.leaves.insert(7, bundle.leaves[7])


def _cut_the_tail(bundle: Bundle) -> None:
    del bundle.leaves[15:]


def _half_erase(bundle: Bundle) -> None:
    bundle.leaves[7]["salt"] = None


def _change_a_leaf_hash(bundle: Bundle) -> None:
    bundle.leaves[7]["leaf_hash"] = "00" * 32


def _shorten_the_salt(bundle: Bundle) -> None:
    bundle.leaves[7]["salt"] = b64encode(bytes([7]) * 31).decode()


def _sign_with_another_log_key(bundle: Bundle) -> None:
    bundle.lines[0] = str(sign_note(bundle.checkpoint, name=ORIGIN, key=STRANGER))


def _drop_the_oversight(bundle: Bundle) -> None:
    del bundle.lines[1]


def _drop_the_partner(bundle: Bundle) -> None:
    del bundle.lines[2]


def _change_the_time_of_a_cosignature(bundle: Bundle) -> None:
    earlier = cosign_note(bundle.checkpoint, name="be-oversight.example", key=OVERSIGHT, at_s=1_700_000_000)
    lines = str(earlier).split(" ")
    real = bundle.lines[1].split(" ")
    # The head of the base64 holds key id and time, the rest the signature.
    bundle.lines[1] = " ".join((*real[:2], lines[2][:16] + real[2][16:]))


def _name_one_key_twice(bundle: Bundle) -> None:
    twice = NoteVerifier("lu-test.example", NoteKind.COSIGNATURE, OVERSIGHT.public)
    bundle.about["cosigners"]["partners"] = [str(twice)]
    bundle.lines[2] = str(cosign_note(bundle.checkpoint, name=twice.name, key=OVERSIGHT, at_s=1_800_000_000))


def _claim_another_log(bundle: Bundle) -> None:
    bundle.about["origin"] = "nl-test.example/log"


def _claim_more_than_was_signed(bundle: Bundle) -> None:
    bundle.about["last"] = 20
    bundle.leaves.append(make_leaf(20))


TAMPERINGS: dict[Callable[[Bundle], None], tuple[int | None, str]] = {
    _change_entry: (7, "entry 7 is not the one that was committed to"),
    _change_entry_and_commitment: (None, "the leaves do not give the root that was signed"),
    _remove_a_leaf: (7, "leaf 7 is missing"),
    _remove_a_leaf_and_count_anew: (0, "leaf 0 is not shown to have its place"),
    _rewrite_the_log_and_sign_it: (None, "no valid cosignature of an oversight body"),
    _fork_the_log_with_all_cosigners: (None, "does not continue its earlier checkpoint of 13 leaves"),
    _swap_two_leaves: (7, "leaf 7 is missing"),
    _repeat_a_leaf: (7, "leaf 7 is there twice or out of order"),
    _cut_the_tail: (15, "the leaves end at 14, not at 19"),
    _half_erase: (7, "entry 7 is half erased"),
    _change_a_leaf_hash: (7, "the leaf hash of 7 is not that of its commitment"),
    _shorten_the_salt: (7, "entry 7 is not the one that was committed to"),
    _sign_with_another_log_key: (None, "the checkpoint is not signed by the log"),
    _drop_the_oversight: (None, "no valid cosignature of an oversight body"),
    _drop_the_partner: (None, "no valid cosignature of a partner"),
    _change_the_time_of_a_cosignature: (None, "no valid cosignature of an oversight body"),
    _name_one_key_twice: (None, "one key is named for two signers"),
    _claim_another_log: (None, "the checkpoint is of the log"),
    _claim_more_than_was_signed: (None, "the bundle claims leaves 0 to 20, the checkpoint has 20"),
}


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__.strip("_"))
def test_each_tampering_is_found_and_named(tamper: Callable[[Bundle], None]):
    bundle = deepcopy(HONEST["with an earlier checkpoint"])
    tamper(bundle)
    findings = _findings(bundle)
    index, said = TAMPERINGS[tamper]
    assert any(said in sentence for _, sentence in findings), findings
    assert index is None or min(found for found, _ in findings if found is not None) == index


@pytest.mark.parametrize(
    "tamper", [_change_entry_and_commitment, _remove_a_leaf, _repeat_a_leaf, _change_entry]
)
def test_a_part_of_the_log_is_checked_leaf_by_leaf(tamper: Callable[[Bundle], None]):
    bundle = deepcopy(make_bundle(first=0, last=11))
    tamper(bundle)
    assert min(index for index, _ in _findings(bundle) if index is not None) == 7


def test_a_path_of_another_leaf_proves_nothing():
    bundle = make_bundle(first=5, last=11)
    bundle.proof["inclusion"]["7"] = bundle.proof["inclusion"]["8"]
    assert _findings(bundle) == [(7, "leaf 7 is not shown to have its place in the signed tree")]
    del bundle.proof["inclusion"]["7"]
    assert _findings(bundle) == [(7, "leaf 7 is not shown to have its place in the signed tree")]


def test_an_earlier_checkpoint_that_the_log_never_signed_is_found():
    bundle = make_bundle(earlier=13)
    old = Checkpoint(ORIGIN, 13, bytes(32)).to_text()
    bundle.proof["earlier"]["checkpoint"] = f"{old}\n{''.join(signed(old, log=STRANGER))}"
    said = [sentence for _, sentence in _findings(bundle)]
    assert said[0] == "the earlier checkpoint is not one that this log signed"
    assert "does not continue" in said[1]


def test_keys_in_the_bundle_do_not_replace_the_ones_that_are_trusted():
    bundle = make_bundle()
    trust = {"log_key": bundle.about["log_key"], "cosigners": bundle.about["cosigners"]}
    forged = deepcopy(bundle)
    forged.about["log_key"] = str(NoteVerifier(ORIGIN, NoteKind.ED25519, STRANGER.public))
    forged.lines[0] = str(sign_note(forged.checkpoint, name=ORIGIN, key=STRANGER))
    assert _findings(forged) == []
    said = [sentence for _, sentence in _findings(forged, trust)]
    assert said == [
        "the bundle names other keys than the ones you trust; yours were used",
        "the checkpoint is not signed by the log",
    ]


def _set(part: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    def spoil(parts: dict[str, bytes]) -> None:
        parts[part] = data

    return spoil


UNUSABLE = {
    "JSON cut off": _set("bundle.json", b'{"format":'),
    "another format": lambda p: p.update({"bundle.json": p["bundle.json"].replace(b"export/1", b"export/2")}),
    "no key": lambda p: p.update({"bundle.json": p["bundle.json"].replace(b'"oversight"', b'"nobody"')}),
    "a broken key": lambda p: p.update({"bundle.json": p["bundle.json"].replace(b"log+", b"log+0")}),
    "a key with a line break": lambda p: p.update(
        {"bundle.json": p["bundle.json"].replace(b"nl-test", b"OK\\nnl-test")}
    ),
    "an index of text": lambda p: p.update(
        {"leaves.jsonl": p["leaves.jsonl"].replace(b'"index": 7', b'"index": "7"')}
    ),
    "a member twice": lambda p: p.update(
        {"leaves.jsonl": p["leaves.jsonl"].replace(b'"index": 7', b'"index": 7, "index": 7')}
    ),
    "a leaf that is no object": _set("leaves.jsonl", b"[]\n"),
    "half a hash": _set(
        "leaves.jsonl", b'{"index":0,"salt":null,"entry":null,"commitment":"00","leaf_hash":"00"}\n'
    ),
    "no checkpoint": _set("checkpoint", b"hello\n"),
    "a checkpoint that is not UTF-8": _set("checkpoint", b"\xff"),
    "a checkpoint with a control character": lambda p: p.update(
        {"checkpoint": p["checkpoint"].replace(b"be-test", b"\x1b[2Kbe-test", 1)}
    ),
    "an unsigned checkpoint": lambda p: p.update(
        {"checkpoint": p["checkpoint"].partition(b"\n\n")[0] + b"\n\n"}
    ),
    "a proof of numbers": _set("proof.json", b'{"earlier":null,"inclusion":5}'),
    "an earlier checkpoint of numbers": _set("proof.json", b'{"earlier":5,"inclusion":{}}'),
    "a consistency that is no list": lambda p: p.update(
        {
            "proof.json": json.dumps(
                {"earlier": {"checkpoint": p["checkpoint"].decode()}, "inclusion": {}}
            ).encode()
        }
    ),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_cannot_be_read_is_unusable_and_says_where(name: str):
    parts = make_bundle().parts()
    UNUSABLE[name](parts)
    with pytest.raises(verify_log.Unusable) as caught:
        verify_log.verify_bundle(parts)
    assert len(str(caught.value)) > 20


def _write(folder: Path, bundle: Bundle) -> Path:
    folder.mkdir()
    for name, data in bundle.parts().items():
        (folder / name).write_bytes(data)
    return folder


def _zip(path: Path, bundle: Bundle) -> Path:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in bundle.parts().items():
            archive.writestr(name, data)
    path.write_bytes(memory.getvalue())
    return path


def test_the_command_says_ok_and_leaves_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert verify_log.main([str(_write(tmp_path / "bundle", make_bundle()))]) == 0
    said = capsys.readouterr().out
    assert said.endswith("OK: nothing is missing, nothing was changed.\n")
    assert "compare them with the agreement" in said and OVERSIGHT.public.raw().hex() in said


def test_the_command_names_the_first_leaf_and_leaves_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    bundle = make_bundle()
    _change_entry(bundle)
    assert verify_log.main([str(_zip(tmp_path / "bundle.zip", bundle))]) == 1
    assert "TAMPERING FOUND, first at leaf 7 (1 in all)." in capsys.readouterr().out


def test_the_command_leaves_with_2_when_there_is_nothing_to_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "broken.zip").write_bytes(b"PK no archive")
    for path in (tmp_path / "nowhere", tmp_path, tmp_path / "broken.zip"):
        assert verify_log.main([str(path)]) == 2
        assert capsys.readouterr().out.startswith("UNUSABLE: the bundle needs the parts")


def test_the_command_takes_trusted_keys_from_a_file(tmp_path: Path):
    bundle = make_bundle()
    trust = tmp_path / "keys.json"
    trust.write_text(json.dumps({"log_key": bundle.about["log_key"], "cosigners": bundle.about["cosigners"]}))
    path = _write(tmp_path / "bundle", bundle)
    assert verify_log.main([str(path), "--trust", str(trust)]) == 0
    trust.write_text("{}")
    assert verify_log.main([str(path), "--trust", str(trust)]) == 2


def test_the_verifier_runs_alone_and_imports_nothing_of_the_product(tmp_path: Path):
    path = _zip(tmp_path / "bundle.zip", make_bundle())
    alone = tmp_path / "verify_log.py"
    alone.write_bytes(Path(verify_log.__file__).read_bytes())
    code = f"import sys, verify_log; verify_log.main([{str(path)!r}]); sys.exit('trefpunt' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "OK" in done.stdout
    assert "trefpunt." not in alone.read_text().replace("trefpunt.example", "")
