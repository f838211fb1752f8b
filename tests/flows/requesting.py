"""A request between two police nodes under art. 4(1), which prescribes SIENA: packages are handed over."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.flows.nodes import Story, open_a_case

from trefpunt.casework import Given, Reply, Sent, Wish, send_answer, send_request, take_package
from trefpunt.model import (
    Action,
    AnswerKind,
    AuthorityKind,
    Consent,
    ConsentState,
    ContentAnswer,
    ContentRequest,
    Officer,
    Purpose,
    Role,
    Schema,
    Sought,
    Subject,
    SubjectCategory,
)
from trefpunt.node import Node

TEXTS = ("benelux-police-treaty", "eu-2023-977")
CASE = "PL-2026-1"
STATED = (
    "necessary_and_proportionate",
    "facts_and_offence_stated",
    "reason_holder_has_it_stated",
    "link_to_person_stated",
    "use_limits_stated",
)
WANTED = Subject(
    "asked in a test",
    Schema.PERSON,
    SubjectCategory.SUSPECT,
    {"lastName": ("Zonderdossier",), "firstName": ("Piet",), "birthDate": ("1971-03-04",)},
    is_synthetic=True,
)
KEPT = replace(WANTED, ref="be-77", properties={**WANTED.properties, "address": ("Nergensstraat 1",)})


def two_police(folder: Path, *, texts: tuple[str, ...] = TEXTS) -> Story:
    """Return a story of two police nodes with an agreement on the treaty, and a case at the Dutch one."""
    told = Story(folder)
    nl, be = told.node("police.nl"), told.node("police.be")
    told.agree(nl, be, texts=texts)
    open_a_case(nl, CASE)
    return told


def wish(node: Node, **other: object) -> Wish:
    """Return what officer o-1 wants to request, or something that differs from it."""
    made = Wish(node.officers["o-1"], CASE, Purpose.CRIMINAL_OFFENCES, WANTED, (Sought.WHEREABOUTS,), STATED)
    return replace(made, **other)  # type: ignore[arg-type]


def requested(story: Story) -> ContentRequest:
    """Request something of the Belgian police and hand the package over."""
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    sent = send_request(wish(nl), "police.be", means=nl.casework)
    assert isinstance(sent, Sent), sent
    assert sent.package is not None
    taken = take_package(sent.package, officer=be.officers["o-1"], means=be.casework)
    assert isinstance(taken, ContentRequest), taken
    return taken


def answered(story: Story, request: ContentRequest, **other: object) -> ContentAnswer:
    """Let the Belgian police answer and hand the package back."""
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    reply = replace(Reply(AnswerKind.FULL, (KEPT,)), **other)  # type: ignore[arg-type]
    given = send_answer(request.id, reply, officer=be.officers["o-1"], means=be.casework)
    assert isinstance(given, Given), given
    assert given.package is not None
    taken = take_package(given.package, officer=nl.officers["o-1"], means=nl.casework)
    assert isinstance(taken, ContentAnswer), taken
    return taken


def prosecutor(node: Node) -> Officer:
    """Return a prosecutor of a justice node."""
    assert node.me.kind is AuthorityKind.JUSTICE
    return Officer("p-1", Role.PROSECUTOR, node.me)


def consent_to(answer: ContentAnswer, use: Action, now: datetime) -> Consent:
    """Return the consent of the Belgian police to one use of an answer, given now and good for a year."""
    return Consent(
        id=f"c-{use.value}",
        answer=answer.id,
        is_ours=True,
        partner="police.be",
        provider="police.be",
        use=use,
        case=CASE,
        purpose=Purpose.CRIMINAL_OFFENCES.value,
        officer="o-1",
        asked_at=now,
        state=ConsentState.GIVEN,
        decided_at=now,
        until=now + timedelta(days=365),
    )
