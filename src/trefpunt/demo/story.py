"""The story, step by step, each with what each side knows afterwards."""

from dataclasses import replace

from trefpunt import hits
from trefpunt.casework import open_case
from trefpunt.demo.pairing import pair
from trefpunt.demo.proving import prove_log, tamper_and_find
from trefpunt.demo.requesting import request_lawfully
from trefpunt.demo.stage import Stage
from trefpunt.demo.teller import Teller
from trefpunt.errors import ExchangeError, NotStored
from trefpunt.intake import subjects
from trefpunt.model import Answer, Hit, Purpose, Question, Refusal, Refused, Subject, SubjectCategory
from trefpunt.sentence import Sentence
from trefpunt.worlds import as_subject

NL, BE, LU, TAX, OVERSIGHT = "police.nl", "police.be", "police.lu", "tax.nl", "oversight.be"
CASE = "PL-2026-0042"
POLICE_TEXTS = ("benelux-police-treaty", "eu-2023-977")
SAMPLE_TEXTS = (*POLICE_TEXTS, "sample-art14-agreement")


def tell(stage: Stage, teller: Teller) -> None:
    """Tell the whole story."""
    _set_the_stage(stage, teller)
    _agree(stage, teller)
    _ask_without_agreement(stage, teller)
    request_lawfully(stage, teller, _wanted(stage), asking=NL, asked=BE, case=CASE)
    _agree_on_sample(stage, teller)
    _ask_under_sample(stage, teller)
    _ask_the_tax_service(stage, teller)
    prove_log(stage, teller, node_id=NL, overseer=OVERSIGHT)
    tamper_and_find(stage, teller, node_id=NL)


def _set_the_stage(stage: Stage, teller: Teller) -> None:
    teller.step(Sentence("Five authorities, each with its own node, its own data, its own process"))
    with teller.work(Sentence("making nodes"), 2 * len(stage.authorities)) as work:
        stage.make(tell=work.done)
    for authority in stage.authorities:
        node = stage.nodes[authority.id]
        count = node.columns.count("subjects") if "subjects" in node.columns.names() else 0
        what = Sentence(
            "{count} invented records, its own log, port {port}"
            if count
            else "no records; it watches, on port {port}",
            count=count,
            port=str(node.settings.listen.port),
        )
        teller.knows(authority.id, what)
    teller.tell(Sentence("There is no central database: what one node holds, no other can read."))


def _agree(stage: Stage, teller: Teller) -> None:
    teller.step(Sentence("They pair: one line, two officers on each side, keys pinned, nothing flows before"))
    with teller.work(Sentence("pairing"), 6) as work:
        for one in (NL, BE, LU):
            pair(stage, OVERSIGHT, one, texts=("house-limits",))
            work.done(Sentence("{node} and the oversight body", node=one))
        for other in (BE, LU):
            pair(stage, NL, other, texts=POLICE_TEXTS)
            work.done(Sentence("{one} and {other}", one=NL, other=other))
        pair(stage, BE, TAX, texts=("vat-904-2010",))
        work.done(Sentence("{one} and {other}", one=BE, other=TAX))
    teller.tell(
        Sentence("Each agreement names the treaty texts by hash; a partner with another text is refused.")
    )
    teller.command("trefpunt invite … · trefpunt accept LINE … · trefpunt confirm PARTNER …")
    for node_id in (NL, BE):
        node = stage.nodes[node_id]
        with node.ledger.write() as tx:
            officer = node.officers[stage.officer(node_id)]
            open_case(tx, stage.open_case(node_id, CASE), officer=officer, trail=node.trail)


def _ask_without_agreement(stage: Stage, teller: Teller) -> None:
    teller.step(Sentence("Police NL asks police BE: hit or no hit? Lawful today: no"))
    answer = _ask(stage, _wanted(stage), BE)
    _say(teller, answer)
    teller.knows(NL, Sentence("the refusal, the article, and the lawful way; its log has the decision"))
    teller.knows(BE, Sentence("nothing: the question never left the house"))


def _agree_on_sample(stage: Stage, teller: Teller) -> None:
    teller.step(
        Sentence("What if an art. 14 agreement were in force? An invented one, between sample nodes only")
    )
    teller.sample()
    with teller.work(Sentence("agreeing and publishing"), 4) as work:
        for other in (BE, LU):
            pair(stage, NL, other, texts=SAMPLE_TEXTS)
            work.done(Sentence("{one} and {other} agree", one=NL, other=other))
        sizes = []
        for other in (BE, LU):
            node = stage.nodes[other]
            officer = node.officers[stage.officer(other)]
            given = hits.publish(NL, Purpose.CRIMINAL_OFFENCES, officer=officer, means=node.means)
            if isinstance(given, Refusal):
                raise ExchangeError(
                    "{node} could not publish: {code}",
                    hint="the story ends here",
                    node=other,
                    code=given.code,
                )
            sizes.append((other, given))
            work.done(Sentence("{node} published", node=other))
    for other, given in sizes:
        size = given.file_bytes
        teller.knows(
            other,
            Sentence("gave NL {size} bytes that open nothing; the keys die within a day", size=size),
        )
    teller.knows(
        NL, Sentence("cannot test anything against these bytes without asking; victims are not in them")
    )


def _ask_under_sample(stage: Stage, teller: Teller) -> None:
    teller.step(Sentence("The same question again, under the SAMPLE agreement: hit here, no hit there"))
    teller.sample()
    subject = _known_to(stage, BE)
    for partner in (BE, LU):
        _say(teller, _ask(stage, subject, partner))
    teller.knows(NL, Sentence("hit or no hit, and nothing else: no name, no file, no category"))
    teller.knows(
        BE, Sentence("that NL asked under art. 14, for which purpose and how many slots; not about whom")
    )
    teller.knows(LU, Sentence("exactly the same: it cannot tell its no hit from the other's hit"))
    teller.tell(
        Sentence("The hit is a pointer. Content is a second request, under art. 4(1), answered by a person.")
    )


def _ask_the_tax_service(stage: Stage, teller: Teller) -> None:
    teller.step(Sentence("Police BE asks the Dutch tax service: refused, tax data serve tax"))
    _say(teller, _ask(stage, _known_to(stage, BE), TAX, asking=BE))
    teller.knows(TAX, Sentence("nothing: the question never left the house"))


def _ask(stage: Stage, subject: Subject, partner: str, *, asking: str = NL) -> Answer:
    node = stage.nodes[asking]
    question = Question(
        officer=node.officers[stage.officer(asking)],
        subject=subject,
        purpose=Purpose.CRIMINAL_OFFENCES,
        case=CASE,
        stated={"necessary_and_proportionate": True},
    )
    return hits.ask(question, partner, means=node.means)


def _say(teller: Teller, answer: Answer) -> None:
    mark = (
        "[bold green]●[/]" if isinstance(answer, Hit) else "[red]✗[/]" if isinstance(answer, Refused) else "○"
    )
    teller.answer(answer, mark=mark)


def _wanted(stage: Stage) -> Subject:
    return replace(stage.world.wanted, category=SubjectCategory.SUSPECT)


def _known_to(stage: Stage, *holders: str) -> Subject:
    """Return somebody whom exactly these have on record as a suspect, described by one who knows them."""
    node = stage.nodes[holders[0]]
    indexed = hits.INDEXED
    suspects = {subject.ref for subject in subjects(node.columns) if subject.category in indexed}
    for invented in stage.world.truth.known_to(*holders):
        records = dict(stage.world.truth.records[invented])
        if records[holders[0]] in suspects and invented in stage.world.truth.people:
            person = stage.world.truth.people[invented]
            return as_subject(person, category=SubjectCategory.SUSPECT)
    raise NotStored("the world has nobody for this step", hint="take another seed")
