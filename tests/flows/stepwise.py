"""A Belgian city with forty applicants, a Dutch municipality that refused three of them. All invented."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.flows.needles import LEAST_BYTES
from tests.flows.nodes import OFFICERS, Moving, Story, load_file
from tests.worlds.benelux import sample

from trefpunt import hits
from trefpunt.casework import Wish, open_case
from trefpunt.model import Answer, Case, Purpose, Question, Sought, Subject, SubjectCategory
from trefpunt.node import Node
from trefpunt.worlds import World

CITY, TOWN = "city.be", "muni.nl"
CLERK = "pm-1"
TEXTS = ("sample-municipality",)
FIRMS = 150
STATED = ("necessary_and_proportionate",)
REASONED = (*STATED, "reason_holder_has_it_stated")


def world() -> World:
    """Return the invented Benelux of this play."""
    return sample(FIRMS)


def two_towns(
    folder: Path,
    *,
    texts: Sequence[str] = TEXTS,
    clock: Moving | None = None,
    ports: Sequence[int] = (0, 0),
    public_url: str = "",
) -> Story:
    """Return a story in which the town has its refusals on record, and the city a case for each applicant."""
    story = Story(folder) if clock is None else Story(folder, clock=clock)
    officers = {**OFFICERS, CLERK: "permit_officer"}
    city = story.node(CITY, kind="municipality", officers=officers, port=ports[0])
    town = story.node(TOWN, kind="municipality", officers=officers, port=ports[1], public_url=public_url)
    if texts:
        story.agree(city, town, texts=texts, valid_to=story.clock().date() + timedelta(days=60))
    refused = folder / "geweigerd.csv"
    refused.write_bytes(world().view(TOWN).file(refused.name).data())
    load_file(town, refused, "sample_muni_nl_refused")
    for applicant in world().applicants:
        opened = Case(case_of(applicant), Purpose.PERMIT_DECISION.value, city.clock(), (CLERK,))
        with city.ledger.write() as tx:
            open_case(tx, opened, officer=city.officers[CLERK], trail=city.trail)
    return story


def case_of(applicant: Subject) -> str:
    """Return the number of the case of an applicant."""
    return f"VERG-{applicant.ref}"


def give_index(town: Node) -> hits.Published:
    """Let the town give the city its index."""
    officer = town.officers[CLERK]
    given = hits.publish(CITY, Purpose.PERMIT_DECISION, officer=officer, means=town.means)
    assert isinstance(given, hits.Published), given
    return given


def ask(city: Node, applicant: Subject) -> Answer:
    """Ask the town blindly about one applicant."""
    stated = dict.fromkeys(STATED, True)
    question = Question(
        city.officers[CLERK],
        as_applicant(applicant),
        Purpose.PERMIT_DECISION,
        case_of(applicant),
        stated=stated,
    )
    return hits.ask(question, TOWN, means=city.means)


def wish(city: Node, applicant: Subject, stated: Sequence[str] = REASONED) -> Wish:
    """Return the one reasoned request about an applicant."""
    return Wish(
        city.officers[CLERK],
        case_of(applicant),
        Purpose.PERMIT_DECISION,
        as_applicant(applicant),
        (Sought.PERMITS,),
        tuple(stated),
    )


def as_applicant(subject: Subject) -> Subject:
    """Return somebody as an applicant, which is all that a permit officer knows of them."""
    return replace(subject, category=SubjectCategory.APPLICANT)


def telling(subject: Subject, held: bytes) -> Subject:
    """Return somebody without what they share with those whom a node has of its own accord."""

    def is_shared(value: str) -> bool:
        return any(len(part) < LEAST_BYTES or part.encode() in held for part in (value, *value.split()))

    properties = {
        name: tuple(value for value in values if not is_shared(value))
        for name, values in subject.properties.items()
    }
    return replace(subject, properties={name: values for name, values in properties.items() if values})
