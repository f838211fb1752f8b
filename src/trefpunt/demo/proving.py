"""The end of the story: the log cosigned, handed over and verified by strangers, and two tamperings found."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from trefpunt.audit import Cosigned, Reader, Stretch, export_bundle, verify_log
from trefpunt.demo.stage import Stage
from trefpunt.demo.teller import Teller
from trefpunt.errors import InputError
from trefpunt.node import Node, checkpoint_now, gather_cosignatures, mirrored_trail, over_tls, quorum_of
from trefpunt.node.overseeing import read_mirror
from trefpunt.sentence import Sentence
from trefpunt.words.codes import COSIGNED

_VERIFIER = Path("tools") / "verify_log.py"


def prove_log(stage: Stage, teller: Teller, *, node_id: str, overseer: str) -> None:
    """Close a checkpoint, have it cosigned, let the oversight body read its mirror, and verify an export."""
    teller.step(
        Sentence("The log: cosigned by the oversight body and a partner, verified by a stranger's program")
    )
    node, bundle = stage.nodes[node_id], stage.folder / "log-export"
    size = checkpoint_now(node)
    came = gather_cosignatures(node)
    signers = tuple(name for name, what in sorted(came.items()) if what is Cosigned.DONE)
    closed = Sentence(
        "Checkpoint of {size} entries, filled up to whole blocks; cosigned by {signers}.",
        size=size,
        signers=signers,
    )
    teller.tell(closed)
    with node.ledger.write() as tx:
        quorum = quorum_of(node, tx)
        if quorum is None:
            raise InputError(
                "nobody oversees the log of the story", hint="pair with the oversight body first"
            )
        report = verify_log(tx, node.log.verifier, trail=node.trail, quorum=quorum)
        reader = Reader(stage.officer(node_id), "information_officer", "lawfulness", node.clock())
        export_bundle(tx, bundle, Stretch(), log=node.log, quorum=quorum, reader=reader)
    sizes = {"size": report.size, "complete_to": report.complete_to}
    teller.knows(node_id, Sentence("its log is sound: {size} entries, complete to {complete_to}", **sizes))
    watching = stage.nodes[overseer]
    with watching.ledger.read() as tx:
        entries = read_mirror(tx, node.log.origin, trail=mirrored_trail(watching.keys, node.log.origin))
    acts = sum(1 for entry in entries if entry.event.value in ("question_asked", "decision_taken"))
    teller.knows(
        overseer,
        Sentence(
            "mirrors it, encrypted, and reads it: {acts} decisions and questions, by whom and why", acts=acts
        ),
    )
    teller.command(f"python tools/verify_log.py {bundle}")
    code, said = _run_verifier(bundle)
    teller.tell(
        Sentence(
            "The stand-alone verifier, which knows nothing of Trefpunt: {said} (exit {code})",
            said=said,
            code=code,
        )
    )


def tamper_and_find(stage: Stage, teller: Teller, *, node_id: str) -> None:
    """Change one word of an export, then put back an older ledger; both are found."""
    teller.step(Sentence("Somebody with all rights tampers: one word changed, then a whole ledger put back"))
    bundle = stage.folder / "log-export"
    index = _change_one_word(bundle / "leaves.jsonl")
    code, said = _run_verifier(bundle)
    teller.tell(
        Sentence(
            "One word of entry {index} was changed in the export: {said} (exit {code})",
            index=index,
            said=said,
            code=code,
        )
    )
    node = stage.nodes[node_id]
    older = _copy_home(node, stage.folder / f"{node_id}-older")
    checkpoint_now(node)
    gather_cosignatures(node)
    passphrase = (stage.folder / "passphrase").read_text(encoding="utf-8")
    put_back = Node.open(older, passphrase, carrier=over_tls)
    checkpoint_now(put_back)
    came = gather_cosignatures(put_back)
    put_back.close()
    found = tuple(
        Sentence("{name}: {found}", name=name, found=Sentence(COSIGNED[what]))
        for name, what in sorted(came.items())
        if what is not Cosigned.DONE
    )
    teller.tell(Sentence("An older copy of the ledger was put back, to make the last acts never have been:"))
    teller.tell(
        Sentence("the witnesses refuse it ({found}), and the attempt is an alarm in its log.", found=found)
    )


def _run_verifier(bundle: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, str(_verifier()), str(bundle)], capture_output=True, text=True, check=False
    )
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    return done.returncode, lines[-1] if lines else done.stderr.strip()


def _verifier() -> Path:
    """Find the verifier: beside the package in a wheel, in the repository in a checkout."""
    package = Path(__file__).parents[1]
    for folder in (package, package.parents[1]):
        if (folder / _VERIFIER).is_file():
            return folder / _VERIFIER
    raise InputError(
        "the stand-alone verifier is not there", hint="it is tools/verify_log.py in the repository"
    )


def _change_one_word(leaves: Path) -> int:
    lines = leaves.read_text(encoding="utf-8").splitlines()
    for place, line in enumerate(lines):
        leaf = json.loads(line)
        if leaf["entry"] and '"question_asked"' in leaf["entry"]:
            leaf["entry"] = leaf["entry"].replace("question_asked", "record_read")
            lines[place] = json.dumps(leaf)
            leaves.write_text("\n".join(lines) + "\n", encoding="utf-8")
            return int(leaf["index"])
    raise InputError("the export holds no question", hint="ask one before")


def _copy_home(node: Node, target: Path) -> Path:
    # Nobody writes while the copy is made, so the copy is a ledger as it was at one moment.
    with node.ledger.write():
        shutil.copytree(node.home, target, ignore=shutil.ignore_patterns("blobs", "columns"))
    for folder in ("blobs", "columns"):
        (target / folder).mkdir(mode=0o700, exist_ok=True)
    return target
