"""Writing the log: an act and its trace stand or fall together."""

import dataclasses
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.audit import Trail
from trefpunt.audit.entries import decode_entry, encode_entry, open_entry, padded_size, seal_entry
from trefpunt.crypto.merkle import leaf_hash
from trefpunt.crypto.sealing import BadSeal, commitment
from trefpunt.errors import InputError, LogUnwritable
from trefpunt.model import Count, LogEntry
from trefpunt.store.ledger import Ledger
from trefpunt.store.ledger import audit as tables

from .samples import ENTRY_KEY, counted, entry, fixed_rng, made_entries


def test_a_recorded_act_can_be_read_back(ledger: Ledger, trail: Trail) -> None:
    with ledger.write() as tx:
        trail.record(tx, entry(facts={"outcome": "hit"}))
    with ledger.read() as tx:
        (stored,) = tables.entries(tx, 0, 10)
    assert stored.ciphertext is not None
    _salt, plain = open_entry(ENTRY_KEY, stored.idx, stored.ciphertext)
    assert decode_entry(plain) == entry(facts={"outcome": "hit"})


def test_the_leaf_is_the_hash_of_the_salted_commitment(ledger: Ledger, trail: Trail) -> None:
    with ledger.write() as tx:
        trail.record(tx, entry())
        (stored,) = tables.entries(tx, 0, 1)
    assert stored.ciphertext is not None
    salt, plain = open_entry(ENTRY_KEY, 0, stored.ciphertext)
    assert stored.commitment == commitment(salt, plain)
    assert stored.leaf == leaf_hash(stored.commitment)


def test_several_acts_are_recorded_in_their_order(ledger: Ledger, trail: Trail) -> None:
    acts = [entry(facts={"outcome": word}) for word in ("hit", "no_hit", "hit")]
    with ledger.write() as tx:
        trail.record(tx, entry())
        trail.record_all(tx, acts)
        trail.record_all(tx, [])
        stored = list(tables.entries(tx, 0, 10))
    assert [one.idx for one in stored] == [0, 1, 2, 3]
    assert [trail.read(one) for one in stored[1:]] == acts


def test_several_acts_fail_together(ledger: Ledger, trail: Trail) -> None:
    with pytest.raises(LogUnwritable), ledger.write() as tx:
        trail.record_all(tx, [entry(), entry(at=datetime(2026, 11, 1))])  # noqa: DTZ001
    with ledger.read() as tx:
        assert tables.log_size(tx) == 0


def test_an_act_that_fails_leaves_no_trace_of_itself(ledger: Ledger, trail: Trail) -> None:
    with pytest.raises(ZeroDivisionError), ledger.write() as tx:
        trail.record(tx, entry())
        raise ZeroDivisionError
    with ledger.read() as tx:
        assert tables.log_size(tx) == 0


def test_a_log_that_cannot_be_written_undoes_the_act(ledger: Ledger, trail: Trail) -> None:
    with pytest.raises(LogUnwritable), ledger.write() as tx:
        trail.count(tx, counted())
        trail.record(tx, entry(at=datetime(2026, 11, 1)))  # noqa: DTZ001
    with ledger.read() as tx:
        assert list(tables.counts(tx)) == []


def test_a_caller_who_swallows_the_failure_still_cannot_act(ledger: Ledger, trail: Trail) -> None:
    with pytest.raises(LogUnwritable), ledger.write() as tx:
        trail.count(tx, counted())
        with pytest.raises(LogUnwritable):
            trail.record(tx, entry(at=datetime(2026, 11, 1)))  # noqa: DTZ001
        trail.count(tx, counted())
    with ledger.read() as tx:
        assert list(tables.counts(tx)) == []


def test_a_failure_that_is_swallowed_last_of_all_undoes_the_act_too(ledger: Ledger, trail: Trail) -> None:
    with ledger.write() as tx:
        trail.count(tx, counted())
        with pytest.raises(LogUnwritable):
            trail.record(tx, entry(at=datetime(2026, 11, 1)))  # noqa: DTZ001
    with ledger.read() as tx:
        assert list(tables.counts(tx)) == []


def test_a_reading_transaction_writes_no_log(ledger: Ledger, trail: Trail) -> None:
    with ledger.read() as tx, pytest.raises(LogUnwritable):
        trail.record(tx, entry())
    with ledger.read() as tx:
        assert tables.log_size(tx) == 0


def test_the_failure_names_no_value_of_the_entry(ledger: Ledger, trail: Trail) -> None:
    with pytest.raises(LogUnwritable) as caught, ledger.write() as tx:
        trail.record(tx, entry(facts={"note": "Anna Voorbeeld" * 9_000}))
    assert "Voorbeeld" not in str(caught.value)


def test_counts_add_up_per_row(ledger: Ledger, trail: Trail) -> None:
    with ledger.write() as tx:
        for outcome in ("hit", "no_hit", "no_hit"):
            trail.count(tx, counted(outcome=outcome))
    with ledger.read() as tx:
        assert [(row.outcome, n) for row, n in tables.counts(tx)] == [("hit", 1), ("no_hit", 2)]


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "2026-11-03", "", "2026-11\n"])
def test_the_counting_register_knows_nothing_finer_than_a_month(
    ledger: Ledger, trail: Trail, month: str
) -> None:
    with pytest.raises(LogUnwritable), ledger.write() as tx:
        trail.count(tx, counted(month=month))


def test_the_counting_register_has_no_field_for_a_person() -> None:
    assert {field.name for field in dataclasses.fields(Count)} == {
        *("month", "event", "article", "asking", "holder", "kind", "category", "outcome", "duration_class")
    }


@given(made_entries())
def test_any_entry_survives_being_written(made: LogEntry) -> None:
    assert decode_entry(encode_entry(made)) == made


@given(made_entries(), st.sampled_from(["no_hit", "refusal", "pending", "error"]))
def test_any_two_outcomes_give_equally_long_ciphertexts(made: LogEntry, other: str) -> None:
    sizes = set()
    for outcome in ("hit", other):
        one = dataclasses.replace(made, facts={**made.facts, "outcome": outcome})
        stored = seal_entry(ENTRY_KEY, 7, one, rng=fixed_rng())
        assert stored.ciphertext is not None
        sizes.add(len(stored.ciphertext))
    assert len(sizes) == 1


def test_no_length_of_an_entry_parts_hit_from_no_hit() -> None:
    for letters in range(1100):
        sizes = {padded_size(entry(case="x" * letters, facts={"outcome": out})) for out in ("hit", "no_hit")}
        assert len(sizes) == 1


@given(made_entries())
def test_any_entry_fits_into_its_padded_size(made: LogEntry) -> None:
    assert len(encode_entry(made)) <= padded_size(made)


def test_an_entry_does_not_open_at_another_position() -> None:
    stored = seal_entry(ENTRY_KEY, 7, entry(), rng=fixed_rng())
    assert stored.ciphertext is not None
    with pytest.raises(BadSeal):
        open_entry(ENTRY_KEY, 8, stored.ciphertext)


def test_equal_acts_have_unequal_leaves() -> None:
    rng = fixed_rng()
    assert seal_entry(ENTRY_KEY, 7, entry(), rng=rng).leaf != seal_entry(ENTRY_KEY, 7, entry(), rng=rng).leaf


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"v":2}', b'{"v":1,"event":"x"}'])
def test_bytes_that_are_no_entry_are_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        decode_entry(data)
