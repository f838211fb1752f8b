"""This project's side of the hits benchmark: the whole protocol, both parties, with a sampled proof."""

import time
from collections.abc import Sequence

from benchmarks.hits_work import Run, finish_run, run_side
from trefpunt.crypto.filterfile import build_section, read, write
from trefpunt.crypto.filterheader import FilterFacts
from trefpunt.crypto.oprf import Oprf, draw_sample, load_oprf

FACTS = FilterFacts(
    holder="SAMPLE holder",
    partner="SAMPLE asker",
    purpose="SAMPLE measurement",
    epoch="1",
    scheme="1",
    valid_from="2026-11-24T00:00:00Z",
    valid_to="2026-11-25T00:00:00Z",
    is_synthetic=True,
)


def run_ours(held: Sequence[str], asked: Sequence[str]) -> Run:
    """Run the whole protocol of both parties with this project's code."""
    began, oprf = time.process_time(), load_oprf()
    key = oprf.random_key()
    commitment = oprf.public_key(key)
    outputs = oprf.evaluate_inputs(key, [item.encode() for item in held])
    published = write(FACTS, [build_section("P1", commitment, outputs)])
    del outputs
    setup = time.process_time() - began
    began = time.process_time()
    found = ask_ours(oprf, key, [item.encode() for item in asked], published)
    return finish_run(setup, time.process_time() - began, len(published), found)


def ask_ours(oprf: Oprf, key: bytes, asked: Sequence[bytes], published: bytes) -> list[int]:
    """Ask all questions as one bulk batch, and give the places that hit."""
    blinds, blinded = oprf.blind(asked)
    evaluated = oprf.evaluate(key, blinded)
    sample = draw_sample(len(asked))
    proof = oprf.prove_sample(key, blinded, evaluated, sample=sample)
    section = read(published).section("P1")
    oprf.verify_sample(section.head.commitment, blinded, evaluated, sample=sample, proof=proof)
    hits = section.holds(oprf.finish(asked, blinds, evaluated))
    return [at for at, hit in enumerate(hits) if hit]


if __name__ == "__main__":
    run_side(run_ours)
