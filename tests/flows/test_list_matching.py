"""A whole list is matched under a SAMPLE text: graded answers in order, proven by sample, nothing left."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from tests.flows.nodes import EVERY_TYPE, Story, load_file, open_a_case
from tests.worlds.benelux import benelux

from trefpunt import hits
from trefpunt.audit import Filters, Reader, show
from trefpunt.hits.keynames import key_name
from trefpunt.intake import subjects
from trefpunt.model import (
    Answer,
    Event,
    Grade,
    Hit,
    KeyType,
    ListQuestion,
    Purpose,
    Refused,
    Schema,
    Subject,
    SubjectCategory,
)
from trefpunt.naming import GRADES, keys_of
from trefpunt.node import Node, tend
from trefpunt.store.ledger import hits as kept
from trefpunt.store.ledger import listings
from trefpunt.store.ledger.budgets import slots_spent
from trefpunt.worlds import write

LISTS = ("sample-list-matching",)
STATED = {"necessary_and_proportionate": True}
CASE = "PL-2026-1"
SINGLE = (("officer", "o-1"), ("case", CASE))
NO_SETTINGS: Mapping[str, int] = MappingProxyType({})
Rows = tuple[tuple[Subject, str], ...]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """One story for all tests that leave it as it was, but for one more list."""
    told = tell(tmp_path_factory.mktemp("story"))
    yield told
    told.close()


@pytest.fixture
def own_story(tmp_path: Path) -> Iterator[Story]:
    """A story of its own for a test that bends it."""
    told = tell(tmp_path)
    yield told
    told.close()


def tell(
    folder: Path,
    *,
    texts: Sequence[str] = LISTS,
    budgets: dict[str, int] | None = None,
    settings: Mapping[str, int] = NO_SETTINGS,
) -> Story:
    """Let the Dutch police hold records and a case, and the Belgian police records and an index given."""
    told = Story(folder)
    nl = told.node("police.nl", extra={"hits": settings})
    be = told.node("police.be")
    told.agree(nl, be, texts=texts, budgets=budgets)
    files = {file.authority.id: file for file in write(benelux(), folder / "world")}
    for node in (nl, be):
        load_file(node, files[node.me.id].path, files[node.me.id].recipe)
    open_a_case(nl)
    publish(told)
    return told


def publish(story: Story) -> None:
    be = story.nodes["police.be"]
    given = hits.publish("police.nl", Purpose.CRIMINAL_OFFENCES, officer=be.officers["o-1"], means=be.means)
    assert isinstance(given, hits.Published), given


def suspects_of(node: Node) -> Rows:
    """Everybody whom a node suspects, each with the open case."""
    held = subjects(node.columns)
    return tuple((one, CASE) for one in held if one.category is SubjectCategory.SUSPECT)


def as_suspect(subject: Subject) -> Subject:
    return replace(subject, category=SubjectCategory.SUSPECT)


def short_list(story: Story, size: int = 11) -> Rows:
    """Strangers and the known by turns, so that no order but the right one is right."""
    nl = suspects_of(story.nodes["police.nl"])
    known = [as_suspect(benelux().wanted), *(row for row, _ in suspects_of(story.nodes["police.be"]))]
    turns = [nl[at][0] if at % 3 else known[at // 3] for at in range(size)]
    return tuple((subject, CASE) for subject in turns)


def ask(story: Story, rows: Rows, *, officer: str = "o-1", rows_a_part: int = 4) -> list[Answer]:
    nl = story.nodes["police.nl"]
    question = ListQuestion(nl.officers[officer], rows, Purpose.CRIMINAL_OFFENCES, stated=STATED)
    return hits.ask_list(question, "police.be", means=nl.means, rows_a_part=rows_a_part)


def best_grades(story: Story, rows: Rows) -> list[Grade | None]:
    """Work out in the clear what the answers must be: the best grade that a row shares with any record."""
    be = story.nodes["police.be"]
    held = {key for one in subjects(be.columns) if one.category in hits.INDEXED for key in keys_of(one)}
    shared = [[GRADES[key.type] for key in keys_of(one) if key in held] for one, _ in rows]
    order = (Grade.STRONG, Grade.MEDIUM, Grade.WEAK)
    return [next((grade for grade in order if grade in grades), None) for grades in shared]


def codes(answers: Sequence[Answer]) -> set[str]:
    return {
        answer.refusal.code if isinstance(answer, Refused) else type(answer).__name__ for answer in answers
    }


def logged(node: Node) -> list[Event]:
    with node.ledger.write() as tx:
        reader = Reader("o-1", "information_officer", "self_monitoring", node.clock())
        return [entry.event for _, entry in show(tx, Filters(), trail=node.trail, reader=reader)]


def last_list(node: Node) -> list[kept.AskedQuestion]:
    """The parts of the list that was asked last."""
    with node.ledger.read() as tx:
        newest = next(iter(kept.recent_questions(tx, 1)), None)
        return [] if newest is None else kept.questions_of_listing(tx, newest.listing)


def test_every_row_has_its_answer_in_order_with_its_grade(story: Story) -> None:
    rows = short_list(story)
    answers = ask(story, rows)
    assert [answer.grade if isinstance(answer, Hit) else None for answer in answers] == best_grades(
        story, rows
    )
    assert codes(answers) == {"Hit", "NoHit"}
    assert isinstance(answers[0], Hit)


def test_an_answer_names_the_article_and_the_types_that_met(story: Story) -> None:
    found = ask(story, ((as_suspect(benelux().wanted), CASE),))[0]
    assert isinstance(found, Hit)
    assert (found.article.instrument, found.article.article) == ("sample-list-matching", "1")
    assert KeyType.PERSON_STRONG_PAIR in found.key_types


def test_a_list_of_strangers_gives_no_hit_at_all(story: Story) -> None:
    assert codes(ask(story, ((as_suspect(benelux().stranger), CASE),) * 5)) == {"NoHit"}


def test_a_list_travels_in_parts_and_is_proven_once(story: Story) -> None:
    ask(story, short_list(story))
    parts = last_list(story.nodes["police.nl"])
    assert [len(part.rows) for part in parts] == [4, 4, 3]
    assert len({part.conversation for part in parts}) == 1


def test_nothing_from_which_more_could_be_learned_is_left(story: Story) -> None:
    ask(story, short_list(story))
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    assert {(part.state, part.sheet, part.evaluated) for part in last_list(nl)} == {("finished", None, None)}
    with be.ledger.read() as tx:
        listing = last_list(nl)[0].listing
        assert listings.batches_of(tx, partner="police.nl", listing=listing) == []


def test_every_row_stands_in_the_log_of_the_asker(story: Story) -> None:
    rows, nl, be = short_list(story), story.nodes["police.nl"], story.nodes["police.be"]
    before = Counter(logged(nl)), Counter(logged(be))
    ask(story, rows)
    asked, answered = Counter(logged(nl)) - before[0], Counter(logged(be)) - before[1]
    assert asked[Event.QUESTION_ASKED] == asked[Event.QUESTION_FINISHED] == len(rows)
    assert answered[Event.QUESTION_ANSWERED] == 3


# ── what a text for lists does not permit ───────────────────────────────────────────────────────────────


def test_without_a_text_for_lists_none_is_asked(tmp_path: Path) -> None:
    story = tell(tmp_path, texts=("sample-art14-agreement",))
    assert codes(ask(story, short_list(story))) == {"list_match_not_art14"}
    assert Event.QUESTION_ASKED not in logged(story.nodes["police.nl"])
    story.close()


def test_an_index_holds_only_what_the_agreed_text_lets_it_hold(tmp_path: Path) -> None:
    widths = {}
    for texts in (LISTS, ("sample-art14-agreement",)):
        story = tell(tmp_path / texts[0], texts=texts)
        with story.nodes["police.be"].ledger.read() as tx:
            widths[texts] = set(kept.publications(tx)[0].key_types)
        story.close()
    assert widths[LISTS] >= {"P1", "P2", "P3", "P4", "P13"}
    assert not {"P1", "P2", "P3", "P4", "P5"} & widths["sample-art14-agreement",]


def test_one_row_without_a_case_of_the_officer_stops_the_list(story: Story) -> None:
    rows = (*short_list(story), (as_suspect(benelux().stranger), "PL-2026-404"))
    before = last_list(story.nodes["police.nl"])
    assert codes(ask(story, rows)) == {"no_such_case"}
    assert codes(ask(story, short_list(story), officer="o-2")) == {"not_a_member"}
    assert last_list(story.nodes["police.nl"]) == before


def test_a_list_of_two_kinds_is_refused_before_anybody_decides(story: Story) -> None:
    convicted = replace(benelux().wanted, category=SubjectCategory.CONVICTED)
    assert codes(ask(story, (*short_list(story), (convicted, CASE)))) == {"list_is_mixed"}


def test_a_list_of_victims_is_refused(story: Story) -> None:
    victim = replace(benelux().wanted, category=SubjectCategory.VICTIM)
    assert codes(ask(story, ((victim, CASE),))) == {"victims_never_in_index"}


def test_a_row_that_gives_no_key_says_so_and_the_others_are_answered(story: Story) -> None:
    nobody = Subject("n-1", Schema.PERSON, SubjectCategory.SUSPECT, {"firstName": ("Nn",)}, is_synthetic=True)
    answers = ask(story, ((as_suspect(benelux().wanted), CASE), (nobody, CASE)))
    assert isinstance(answers[0], Hit)
    assert codes(answers[1:]) == {"subject_gives_no_key"}
    assert codes(ask(story, ((nobody, CASE),))) == {"subject_gives_no_key"}


def test_an_empty_list_has_no_answers(story: Story) -> None:
    assert ask(story, ()) == []


# ── budgets ─────────────────────────────────────────────────────────────────────────────────────────────


def test_an_officer_cannot_ask_more_rows_than_a_day_allows(tmp_path: Path) -> None:
    story = tell(tmp_path, settings={"list_rows_per_officer_a_day": 11})
    assert codes(ask(story, short_list(story, 9))) == {"Hit", "NoHit"}
    over = ask(story, short_list(story, 3))
    assert codes(over) == {"budget_officer"}
    assert isinstance(over[0], Refused)
    assert dict(over[0].refusal.facts)["left"] == "2"
    assert codes(ask(story, short_list(story, 2))) == {"Hit", "NoHit"}
    story.close()


def test_short_lists_do_not_eat_the_questions_of_a_day(story: Story) -> None:
    row = ((as_suspect(benelux().stranger), CASE),)
    assert [codes(ask(story, row)) for _ in range(3)] == [{"NoHit"}] * 3
    nl = story.nodes["police.nl"]
    with nl.ledger.read() as tx:
        spent = [slots_spent(tx, day="2026-11-24", side=side, who=who) for side, who in SINGLE]
    assert spent == [{}, {}]


def test_the_partner_answers_the_parts_that_fit_its_budget_and_no_other(tmp_path: Path) -> None:
    # Eight slots a row and two canaries a part: two parts of four rows take 68 of these.
    story = tell(tmp_path, budgets=EVERY_TYPE | {"P1": 70})
    answers = ask(story, short_list(story))
    assert codes(answers[:8]) == {"Hit", "NoHit"}
    assert codes(answers[8:]) == {"budget_partner"}
    assert all(isinstance(answer, Refused) and answer.by == "police.be" for answer in answers[8:])
    assert {part.sheet for part in last_list(story.nodes["police.nl"])} == {None}
    story.close()


# ── a partner that is away, late or dishonest ───────────────────────────────────────────────────────────


def test_a_list_waits_for_a_partner_who_is_away(own_story: Story) -> None:
    nl, be = own_story.nodes["police.nl"], own_story.nodes["police.be"]
    own_story.near.away.add(be.exchange.means.identity.url)
    rows = short_list(own_story)
    assert codes(ask(own_story, rows)) == {"Pending"}
    own_story.near.away.clear()
    own_story.clock.now += timedelta(minutes=30)
    tend(nl, checkpoint_at=own_story.clock.now + timedelta(days=1))
    answers = hits.answers_of(last_list(nl)[0].listing, means=nl.means)
    assert [answer.grade if isinstance(answer, Hit) else None for answer in answers] == best_grades(
        own_story, rows
    )


def test_a_list_whose_index_ends_first_is_closed_and_erased(own_story: Story) -> None:
    nl, be = own_story.nodes["police.nl"], own_story.nodes["police.be"]
    own_story.near.away.add(be.exchange.means.identity.url)
    ask(own_story, short_list(own_story))
    own_story.clock.now += timedelta(hours=25)
    hits.retire(means=nl.means)
    assert codes(hits.answers_of(last_list(nl)[0].listing, means=nl.means)) == {"index_expired"}
    assert {part.sheet for part in last_list(nl)} == {None}


def test_a_new_index_in_the_middle_of_a_list_confuses_nobody(own_story: Story) -> None:
    nl, be = own_story.nodes["police.nl"], own_story.nodes["police.be"]
    own_story.near.away.add(be.exchange.means.identity.url)
    rows = short_list(own_story)
    ask(own_story, rows)
    own_story.near.away.clear()
    publish(own_story)
    own_story.clock.now += timedelta(minutes=30)
    tend(nl, checkpoint_at=own_story.clock.now + timedelta(days=1))
    assert codes(hits.answers_of(last_list(nl)[0].listing, means=nl.means)) == {"Hit", "NoHit"}


def keys_of_index(node: Node) -> dict[str, bytes]:
    """The keys under which a node answers now, one a key type."""
    with node.ledger.read() as tx:
        given = kept.publications(tx)[0]
    names = [key_name(given, key_type) for key_type in given.key_types]
    return {name: node.means.epochs.secret(name) for name in names}


def ask_a_cheat(story: Story, rows: Rows, *, cheats_from: int, cheats_to: int) -> list[Answer]:
    """Ask a holder that uses other keys for the rows between two numbers, and proves with the right ones."""
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    true_keys = keys_of_index(be)
    other_keys = {name: be.means.oprf.random_key() for name in true_keys}

    def turn(stage: str, done: int, _: int) -> None:
        if stage == "answered":
            use(other_keys if cheats_from <= done < cheats_to else true_keys)

    def use(keys: dict[str, bytes]) -> None:
        for name, key in keys.items():
            be.means.epochs.put(name, key)

    question = ListQuestion(nl.officers["o-1"], rows, Purpose.CRIMINAL_OFFENCES, stated=STATED)
    return hits.ask_list(question, "police.be", means=nl.means, rows_a_part=4, progress=turn)


@pytest.mark.parametrize("canaries", [0, 2])
def test_a_holder_that_answers_one_part_under_other_keys_is_found(tmp_path: Path, canaries: int) -> None:
    story = tell(tmp_path, settings={"canaries": canaries})
    rows = short_list(story)
    assert codes(ask_a_cheat(story, rows, cheats_from=99, cheats_to=99)) == {"Hit", "NoHit"}
    assert codes(ask_a_cheat(story, rows, cheats_from=4, cheats_to=8)) == {"proof_failed"}
    nl = story.nodes["police.nl"]
    assert logged(nl).count(Event.ALARM) == len(rows)
    assert {(part.sheet, part.evaluated) for part in last_list(nl)} == {(None, None)}
    story.close()


def test_no_sample_is_drawn_of_half_a_list_whoever_goes_on_with_it(story: Story) -> None:
    nl, rows, drawn = story.nodes["police.nl"], short_list(story), []

    def go_on(stage: str, done: int, of: int) -> None:
        if stage == "answered" and done < of:
            listing = last_list(nl)[0].listing
            hits.continue_list(listing, means=nl.means)
            with nl.ledger.read() as tx:
                drawn.append(listings.sample_of(tx, listing))

    question = ListQuestion(nl.officers["o-1"], rows, Purpose.CRIMINAL_OFFENCES, stated=STATED)
    answers = hits.ask_list(question, "police.be", means=nl.means, rows_a_part=4, progress=go_on)
    assert drawn == [None, None]
    assert codes(answers) == {"Hit", "NoHit"}
