"""T24: private matching. Nobody who watches can tell hit from no hit; budgets hold; cheats are found.

The known answers of RFC 9496 and RFC 9497 are in tests/crypto.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from tests.promises import t24_budgets as b
from tests.promises.record import Promise, keep, sized
from tests.promises.t24_cheats import try_cheats, try_without_canaries, try_without_proofs
from tests.promises.t24_filters import compare, give_files
from tests.promises.t24_transcripts import Watched, watch_questions, watch_stretches

from trefpunt.audit import entries
from trefpunt.crypto.sealing import seal
from trefpunt.hits import finish

COMMAND = "pytest -m slow tests/promises/test_t24_private_matching.py"


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_private_matching_keeps_all_it_promises(tmp_path: Path) -> None:
    watched = watch_questions(tmp_path / "watched", sized(3000, 120))
    stretches = sized(24, 4)
    hit, none = (
        watch_stretches(tmp_path / f"stretches-{kind}", stretches, are_hits=kind == "hit")
        for kind in ("hit", "none")
    )
    differing = sum(one != other for one, other in zip(hit, none, strict=True))
    spent = budgets_of(tmp_path, sized(20_000, 1500))
    caught = try_cheats(tmp_path / "cheats", sized(60, 6))
    links = compare(give_files(tmp_path / "filters", sized(4000, 120)))
    controls = controls_of(tmp_path / "controls")
    tries = {name: one.tries for name, one in caught.items()}
    holds = (
        is_alike(watched)
        and not differing
        and all(not one.over and one.full for one in spent.values())
        and all(one.is_all for one in caught.values())
        and links.is_unlinkable
    )
    keep(
        Promise(
            id="T24",
            promise="private matching",
            figure={
                "questions_hit": watched.hits,
                "questions_no_hit": watched.no_hits,
                "different_shapes": len(watched.shapes) - 1,
                "stretches_compared": stretches,
                "stretches_that_differ": differing,
                "budget_tries": sum(one.tries for one in spent.values()),
                "budget_granted": sum(one.granted for one in spent.values()),
                "budget_passed_by": sum(one.over for one in spent.values()),
                "ways_to_cheat": len(caught),
                "cheats_tried": sum(tries.values()),
                "cheats_missed": sum(one.tries - one.found for one in caught.values()),
                "filter_pairs": links.pairs,
                "words_shared": links.words,
                "words_shared_by_chance": round(links.chance, 2),
                "controls_caught": f"{sum(controls.values())}/{len(controls)}",
            },
            goal="0 bits; never exceeded; 100 % found; unlinkable",
            holds=holds,
            control_caught=all(controls.values()),
            command=COMMAND,
        )
    )
    assert holds, (watched.shapes, differing, spent, caught, links)
    assert all(controls.values()), controls


def budgets_of(folder: Path, tries: int) -> dict[str, b.Spent]:
    """Try the budgets of both sides, at the ledger and over the wire."""
    return {
        "partner": b.partner_tries(folder, tries, charge=b.charged),
        "officer": b.officer_tries(folder, tries, charge=b.charged_question),
        "wire, partner": b.wire_tries(folder / "wire", sized(200, 24), slots=55),
        "wire, officer": b.wire_tries(folder / "wire2", sized(200, 48), slots=10**6),
    }


def controls_of(folder: Path) -> Mapping[str, bool]:
    """Break every promise on purpose, and say of each whether it was noticed."""
    with unpadded_entries():
        leaves = watch_questions(folder / "leaves", 30)
    with a_letter_for_a_hit():
        letters = watch_questions(folder / "letters", 30)
    return {
        "log entries not padded": not is_alike(leaves),
        "a letter more for a hit": not is_alike(letters),
        "budget looked at and spent apart": b.partner_tries(folder, 1000, charge=b.charged_in_two_steps).over
        > 0,
        "officers not counted": b.officer_tries(folder, 1000, charge=b.charged_case_only).over > 0,
        "proofs not looked at": not try_without_proofs(folder / "proofs", 12).is_all,
        "asked without canaries": not try_without_canaries(folder / "canaries", 2).is_all,
        "one key for every day": not compare(give_files(folder / "keys", 120, same_keys=True)).is_unlinkable,
    }


def is_alike(watched: Watched) -> bool:
    """Tell whether there were hits and no hits, and all looked the same."""
    return watched.hits > 0 and watched.no_hits > 0 and len(watched.shapes) == 1


@contextmanager
def unpadded_entries() -> Iterator[None]:
    """Break the promise: write log entries as long as they are."""

    def as_long_as_it_is(key: bytes, plain: bytes, belongs_to: bytes, **_: object) -> bytes:
        return seal(key, plain, belongs_to)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entries, "seal", as_long_as_it_is)
        yield


@contextmanager
def a_letter_for_a_hit() -> Iterator[None]:
    """Break the promise: write to the holder when, and only when, there was a hit."""
    honest = finish.look_up

    def telling(*args: object, **means: object) -> finish.Looked:
        looked = honest(*args, **means)  # type: ignore[arg-type]
        return replace(looked, honey_rows=frozenset(at for at, types in enumerate(looked.rows) if types))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finish, "look_up", telling)
        yield
