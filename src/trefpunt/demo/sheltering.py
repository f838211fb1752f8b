"""The wall in the story: migration asks about a victim, and gets what it gets about anybody."""

from dataclasses import replace

from trefpunt import hits
from trefpunt.demo.stage import Stage, not_as_told
from trefpunt.demo.teller import Teller
from trefpunt.model import Purpose, Question, Refused, Subject, SubjectCategory
from trefpunt.sentence import Sentence

_CASE = "RET-2026-0011"


def ask_about_a_victim(stage: Stage, teller: Teller, *, asking: str, care: str) -> None:
    """Tell how a migration office asks a care organisation about a victim and about a stranger."""
    teller.step(Sentence("Migration asks the care organisation about somebody: it learns nothing"))
    stage.open_case(asking, _CASE, Purpose.RETURN_OF_PERSONS)
    about_victim, about_stranger = (
        _ask(stage, subject, asking=asking, care=care)
        for subject in (stage.world.victim, stage.world.stranger)
    )
    if _without_references(about_victim) != _without_references(about_stranger):
        raise not_as_told(asking)
    teller.answer(about_victim, mark="[red]✗[/]")
    teller.tell(Sentence("About somebody whom nobody has on record the refusal is the same, word for word."))
    teller.knows(asking, Sentence("nothing: not even whether there is a victim at all"))
    teller.knows(care, Sentence("nothing: the question never left the house"))


def _ask(stage: Stage, subject: Subject, *, asking: str, care: str) -> Refused:
    question = Question(
        stage.acting(asking),
        # To whoever asks, a victim is somebody like anybody else.
        replace(subject, category=SubjectCategory.OTHER),
        Purpose.RETURN_OF_PERSONS,
        _CASE,
        stated={"necessary_and_proportionate": True},
    )
    answer = hits.ask(question, care, means=stage.nodes[asking].means)
    if not isinstance(answer, Refused):
        raise not_as_told(asking)
    return answer


def _without_references(answer: Refused) -> Refused:
    """Leave out the numbers under which the question and its decision are in the log."""
    return replace(answer, reference="", refusal=replace(answer.refusal, decision=""))
