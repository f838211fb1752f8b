"""A refusal about a client in care says no more than one about nobody: shown, travelled and logged alike.

The migration service asks twice: of a client of the care organisation, and of somebody who is not there and
whose names and numbers are as long. What may differ is named here, and is random or a time.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, replace
from typing import Any
from unittest.mock import patch

import pytest
from tests.exchange.nodes import ground
from tests.flows.asking import STATED, leaf_lengths, log_size
from tests.flows.nodes import Story, load_file
from tests.flows.tapped import Tap, payload_of
from tests.worlds.benelux import sample

from trefpunt import casework, hits
from trefpunt.casework import Sent, Wish, inbox, send_request
from trefpunt.casework.requests import examine_request
from trefpunt.cli.say import answer_as_json, refusal_as_json
from trefpunt.intake import subjects
from trefpunt.model import (
    Case,
    ContentRequest,
    ContentState,
    Identifier,
    LogEntry,
    Purpose,
    Question,
    Refusal,
    Refused,
    Sought,
    Subject,
    SubjectCategory,
)
from trefpunt.naming.synthetic import synthetic_number
from trefpunt.node import Node
from trefpunt.store.ledger import audit
from trefpunt.treaty.record import entry_of as _ENTRY_OF
from trefpunt.worlds import LEAST_FIRMS, write

ASKER, CARE, CASE = "migration.lu", "care.be", "RET-2026-1"
OFFICERS = {"m-1": "migration_officer"}
# Random or a time, and nothing else: references that are drawn for each act, and moments.
OF_THE_LOG = frozenset({"at", "decision", "first", "subject_ref", "letter", "answer"})
OF_A_SCREEN = frozenset({"decision"})
# A receipt names the letter that it is for by its hash: the asker's own words, which it has.
OF_A_REPLY = frozenset(
    {"id", "letter", "letter_sha256", "conversation", "issued_at", "expires_at", "answer", "request"}
)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("alike")
    told = Story(folder)
    asker = told.node(ASKER, kind="migration", officers=OFFICERS)
    care = told.node(CARE, kind="care_organisation", officers={"o-1": "care_worker"})
    _agree(told, asker, care)
    (file,) = (one for one in write(sample(LEAST_FIRMS), folder / "world") if one.authority.id == CARE)
    load_file(care, file.path, file.recipe)
    opened = Case(CASE, Purpose.RETURN_OF_PERSONS.value, asker.clock(), ("m-1",))
    with asker.ledger.write() as tx:
        casework.open_case(tx, opened, officer=asker.officers["m-1"], trail=asker.trail)
    yield told
    told.close()


def _agree(told: Story, asker: Node, care: Node) -> None:
    texts = dict(asker.law.hashes()).keys() & dict(care.law.hashes()).keys()
    told.agree(asker, care, texts=sorted(texts))


def victim() -> Subject:
    return sample(LEAST_FIRMS).victim


def nobody() -> Subject:
    """Somebody who is not there, as long in every word as the victim."""
    real = victim()
    turned = {
        name: tuple(_turned(value) for value in real.values(name)) for name in ("firstName", "lastName")
    }
    other = {"birthDate": ("1992-03-14",), "birthPlace": (_turned(real.values("birthPlace")[0]),)}
    number = Identifier("be.bis", synthetic_number("be.bis", 77), "BE")
    phone = real.values("phone")[0]
    properties = {**real.properties, **turned, **other, "phone": (phone[:-2] + phone[:-3:-1],)}
    return replace(real, properties=properties, identifiers=(number,))


def _turned(word: str) -> str:
    return word[::-1].lower().title()


# ── what is seen of one refusal ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Seen:
    """Everything that one refusal left behind for somebody to see.

    Attributes:
        shown: what the officer is told.
        replies: what came back over the wire, opened.
        wire: where to, what kind, and how many bytes each way.
        logged: per node what its new entries say.
        leaves: per node how long its new ciphertexts are.
    """

    shown: Any
    replies: list[Any]
    wire: list[tuple[str, str, int, int]]
    logged: dict[str, list[Any]]
    leaves: dict[str, list[int]]


def see(story: Story, act: Callable[[], Any]) -> Seen:
    before = {name: log_size(node) for name, node in story.nodes.items()}
    tap = Tap().set_on(story)
    shown = act()
    passed = tap.drain()
    return Seen(
        shown,
        [payload_of(part) for one in passed for part in _tokens(one.came)],
        [one.shape for one in passed],
        {name: [_entry(one) for one in _new(node, before[name])] for name, node in story.nodes.items()},
        {name: leaf_lengths(node, before[name]) for name, node in story.nodes.items()},
    )


def _tokens(came: bytes) -> list[str]:
    return [part for part in came.decode().split('"') if part.startswith("eyJ") and part.count(".") == 2]


def _new(node: Node, first: int) -> list[LogEntry]:
    with node.ledger.read() as tx:
        read = [node.trail.read(stored) for stored in audit.entries(tx, first, audit.log_size(tx))]
    return [one for one in read if one is not None]


def _entry(one: LogEntry) -> dict[str, Any]:
    return {**asdict(one), "facts": dict(one.facts)}


def differing(one: Any, other: Any, name: str = "") -> set[str]:
    """Return the names of the fields in which two values differ, at any depth."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = one.keys() | other.keys()
        return {found for key in keys for found in differing(one.get(key), other.get(key), str(key))}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return {found for pair in zip(one, other, strict=True) for found in differing(*pair, name)}
    return set() if one == other else {name or "value"}


def unlike(real: Seen, none: Seen) -> set[str]:
    """Return what tells two refusals apart that should tell nothing."""
    return {
        *(f"shown {name}" for name in differing(real.shown, none.shown) - OF_A_SCREEN),
        *(f"reply {name}" for name in differing(real.replies, none.replies) - OF_A_REPLY),
        *(f"logged {name}" for name in differing(real.logged, none.logged) - OF_THE_LOG),
        *(["wire"] if real.wire != none.wire else []),
        *(["leaves"] if real.leaves != none.leaves else []),
    }


# ── what the migration service may try ──────────────────────────────────────────────────────────────────


def asked(story: Story, subject: Subject, capacity: SubjectCategory) -> Any:
    asker = story.nodes[ASKER]
    who = replace(subject, category=capacity)
    question = Question(asker.officers["m-1"], who, Purpose.RETURN_OF_PERSONS, CASE, stated=STATED)
    answer = hits.ask(question, CARE, means=asker.means)
    assert isinstance(answer, Refused), answer
    return {"json": answer_as_json(answer), "said": list(asker.speech.answer(answer))}


def wished(story: Story, subject: Subject) -> Wish:
    return Wish(
        story.nodes[ASKER].officers["m-1"],
        CASE,
        Purpose.RETURN_OF_PERSONS,
        replace(subject, category=SubjectCategory.OTHER),
        (Sought.WHEREABOUTS,),
        tuple(STATED),
    )


def requested(story: Story, subject: Subject) -> Any:
    asker = story.nodes[ASKER]
    refused = send_request(wished(story, subject), CARE, means=asker.casework)
    assert isinstance(refused, Refusal), refused
    return {"json": refusal_as_json(refused), "said": list(asker.speech.refusal(refused))}


def forced(story: Story, subject: Subject) -> Any:
    """Request it from a node that does not keep its own law: the care node decides alone."""
    asker = story.nodes[ASKER]
    given = ground(ASKER, CARE, action="request_content", purpose=Purpose.RETURN_OF_PERSONS.value)
    with patch("trefpunt.casework.requests.may_request", lambda *_, **__: given):
        sent = send_request(wished(story, subject), CARE, means=asker.casework)
    assert isinstance(sent, Sent), sent
    (item,) = (one for one in inbox(means=asker.casework).items if one.request.id == sent.request.id)
    assert item.request.state is ContentState.REFUSED
    return {"state": item.request.state.value, "reasons": [one.reason for one in item.answers]}


@pytest.mark.parametrize("capacity", [SubjectCategory.VICTIM, SubjectCategory.SUSPECT, SubjectCategory.OTHER])
def test_a_question_is_refused_alike_and_never_leaves(story: Story, capacity: SubjectCategory) -> None:
    seen = [see(story, lambda who=who: asked(story, who, capacity)) for who in (victim(), nobody())]
    assert unlike(*seen) == set()
    assert seen[0].wire == []
    assert seen[0].logged[CARE] == []


def test_a_request_is_refused_alike_and_never_leaves(story: Story) -> None:
    seen = [see(story, lambda who=who: requested(story, who)) for who in (victim(), nobody())]
    assert unlike(*seen) == set()
    assert seen[0].wire == []


def see_both_forced(story: Story, broken: AbstractContextManager[Any]) -> tuple[Seen, Seen]:
    with broken:
        one, other = (see(story, lambda who=who: forced(story, who)) for who in (victim(), nobody()))
    return one, other


def test_a_request_past_its_own_law_is_refused_alike_by_the_care_node(story: Story) -> None:
    seen = see_both_forced(story, nullcontext())
    assert unlike(*seen) == set()
    # It did travel, and the care node did decide: there is something that could have been unlike.
    assert seen[0].replies
    assert seen[0].logged[CARE]


# ── negative controls ───────────────────────────────────────────────────────────────────────────────────


def is_here(subject: Subject, story: Story) -> bool:
    surnames = {one.values("lastName") for one in subjects(story.nodes[CARE].columns)}
    return subject.values("lastName") in surnames


def test_the_control_knows_who_is_here(story: Story) -> None:
    assert is_here(victim(), story)
    assert not is_here(nobody(), story)


def test_a_care_node_that_refuses_its_clients_otherwise_is_noticed(story: Story) -> None:
    def examine(tx: Any, came: Any, *, means: Any) -> ContentRequest | Refusal:
        made = examine_request(tx, came, means=means)
        who = Subject("x", victim().schema, properties=_properties(came.body["subject"]))
        is_client = is_here(who, story)
        return replace(made, code="shelter_secret") if is_client and isinstance(made, Refusal) else made

    seen = see_both_forced(story, patch("trefpunt.casework.handlers.examine_request", examine))
    assert "reply reason" in unlike(*seen)


def _properties(who: Any) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in who["properties"].items()}


def test_an_asker_that_logs_for_whom_it_asked_is_noticed(story: Story) -> None:
    def seen_of(who: Subject) -> Seen:
        def entry_of(*given: Any, **named: Any) -> LogEntry:
            made = _ENTRY_OF(*given, **named)
            return replace(made, facts={**made.facts, "about": who.values("lastName")[0]})

        with patch("trefpunt.treaty.permit.entry_of", entry_of):
            return see(story, lambda: requested(story, who))

    assert unlike(seen_of(victim()), seen_of(nobody())) == {"logged about"}
