"""The permit in the story: a city checks the Belgian register, and is refused abroad with the way round."""

from dataclasses import replace

from trefpunt import hits
from trefpunt.demo.stage import Stage, not_as_told
from trefpunt.demo.teller import Teller
from trefpunt.desks import permits
from trefpunt.desks.permits import Checked, Inquiry
from trefpunt.model import Action, Hit, NoHit, Purpose, Question, Refusal, Subject, SubjectCategory
from trefpunt.sentence import Sentence

_STATED = "necessary_and_proportionate"
_CASE = "VERG-2026-0007"


def check_the_register(stage: Stage, teller: Teller, *, city: str, office: str) -> None:
    """Tell how a city looks up an applicant at home, and what it may not ask abroad."""
    teller.step(
        Sentence("A city decides on two permits: it checks the Belgian register, and is refused abroad")
    )
    teller.sample()
    stage.open_case(city, _CASE, Purpose.PERMIT_DECISION)
    officer, means = stage.acting(office), stage.nodes[office].means
    given = hits.publish(city, Purpose.PERMIT_DECISION, officer=officer, means=means)
    if isinstance(given, Refusal):
        raise not_as_told(office)
    world = stage.world
    other = next(one for one in world.applicants if one.ref != world.registered.ref)
    found = _check(stage, world.registered, city=city, office=office)
    if not isinstance(found.answer, Hit) or not isinstance(
        _check(stage, other, city=city, office=office).answer, NoHit
    ):
        raise not_as_told(office)
    teller.tell(
        Sentence(
            "Looking up is law; that an index of it leaves the register, to be asked blindly, is a SAMPLE."
        )
    )
    teller.answer(found.answer, mark="[bold green]●[/]")
    teller.knows(city, Sentence("one applicant is in the register; a copy of the decision is on its way"))
    teller.knows(
        office, Sentence("that the city asked twice; about whom only where it asks for a copy, on a hit")
    )
    _ask_abroad(stage, teller, city=city)
    teller.command(f"trefpunt permit check {office} … · trefpunt may municipality.nl …")


def _check(stage: Stage, subject: Subject, *, city: str, office: str) -> Checked:
    # A permit is asked for by somebody who is neither suspect nor victim, whatever else is on record.
    applicant = replace(subject, category=SubjectCategory.APPLICANT)
    question = Question(stage.acting(city), applicant, Purpose.PERMIT_DECISION, _CASE, stated={_STATED: True})
    return permits.check(question, office, means=stage.nodes[city].permits)


def _ask_abroad(stage: Stage, teller: Teller, *, city: str) -> None:
    inquiry = Inquiry(
        stage.acting(city),
        "municipality.nl",
        Action.ASK_HIT,
        Purpose.PERMIT_DECISION,
        SubjectCategory.APPLICANT,
        has_case=True,
        stated=(_STATED,),
    )
    refused = permits.may_i(inquiry, means=stage.nodes[city].permits)
    if not isinstance(refused, Refusal):
        raise not_as_told(city)
    teller.refused(Sentence("And the Dutch municipality across the border, may it be asked?"), refused)
