"""The story, step by step, each with what each side knows afterwards: what is law first, samples last."""

from dataclasses import replace

from trefpunt import hits
from trefpunt.demo.alerting import alert_a_neighbour
from trefpunt.demo.announcing import announce_the_week
from trefpunt.demo.pairing import pair
from trefpunt.demo.permitting import check_the_register
from trefpunt.demo.proving import prove_log, tamper_and_find
from trefpunt.demo.requesting import Parties, request_lawfully
from trefpunt.demo.sheltering import ask_about_a_victim
from trefpunt.demo.stage import NEWS, Stage, not_as_told
from trefpunt.demo.taxing import exchange_on_vat
from trefpunt.demo.teller import Teller
from trefpunt.errors import NotStored
from trefpunt.intake import subjects
from trefpunt.model import (
    Answer,
    Country,
    Hit,
    Purpose,
    Question,
    Refusal,
    Refused,
    Subject,
    SubjectCategory,
)
from trefpunt.sentence import Sentence
from trefpunt.worlds import as_subject

NL, BE, LU = "police.nl", "police.be", "police.lu"
TAX_BE, TAX_NL, TAX_LU = "tax.be", "tax.nl", "tax.lu"
CASE = "PL-2026-0042"
POLICE_TEXTS = ("benelux-police-treaty", "eu-2023-977")
SAMPLE_TEXTS = (*POLICE_TEXTS, "sample-art14-agreement")
VAT_TEXTS = ("vat-904-2010",)
AGREEMENTS = (
    *(("oversight.be", one, ("house-limits",)) for one in (NL, BE, LU)),
    *((NL, other, POLICE_TEXTS) for other in (BE, LU, "justice.be")),
    ("crisis.be", "crisis.nl", ("benelux-crisis-memorandum",)),
    ("city.be", "integrity.be", ("be-law-2024-01-15", "sample-municipality")),
    *((one, other, VAT_TEXTS) for one, other in ((BE, TAX_NL), (TAX_BE, TAX_NL), (TAX_BE, TAX_LU))),
    ("migration.lu", "care.be", ("house-limits",)),
)


def tell(stage: Stage, teller: Teller) -> None:
    """Tell the whole story."""
    _set_the_stage(stage, teller)
    _agree(stage, teller)
    alert_a_neighbour(stage, teller, sending="crisis.be", told="crisis.nl")
    parties = Parties(asking=NL, asked=BE, judge="justice.be")
    request_lawfully(stage, teller, _wanted(stage), parties=parties, case=CASE)
    check_the_register(stage, teller, city="city.be", office="integrity.be")
    exchange_on_vat(stage, teller, asking=TAX_BE, asked={Country.NL: TAX_NL, Country.LU: TAX_LU})
    _ask_the_tax_service(stage, teller)
    ask_about_a_victim(stage, teller, asking="migration.lu", care="care.be")
    _ask_without_agreement(stage, teller)
    _agree_on_sample(stage, teller)
    _ask_under_sample(stage, teller)
    announce_the_week(stage, teller, publishing=NEWS)
    prove_log(stage, teller, node_id=NL, overseer="oversight.be")
    tamper_and_find(stage, teller, node_id=NL)


def _set_the_stage(stage: Stage, teller: Teller) -> None:
    count = len(stage.authorities)
    teller.step(
        Sentence("{count} authorities, each with its own node, its own data, its own process", count=count)
    )
    with teller.work(Sentence("making nodes"), 2 * count) as work:
        stage.make(tell=work.done)
    for authority in stage.authorities:
        node = stage.nodes[authority.id]
        count = node.columns.count("subjects") if "subjects" in node.columns.names() else 0
        what = Sentence(
            "{count} invented records, its own log, port {port}" if count else "no records, port {port}",
            count=count,
            port=str(node.settings.listen.port),
        )
        teller.knows(authority.id, what)
    teller.tell(Sentence("There is no central database: what one node holds, no other can read."))


def _agree(stage: Stage, teller: Teller) -> None:
    teller.step(Sentence("They pair: one line, two officers on each side, keys pinned, nothing flows before"))
    with teller.work(Sentence("pairing"), len(AGREEMENTS)) as work:
        for one, other, texts in AGREEMENTS:
            pair(stage, one, other, texts=texts)
            work.done(Sentence("{one} and {other}", one=one, other=other))
    teller.tell(
        Sentence("Each agreement names the treaty texts by hash; a partner with another text is refused.")
    )
    teller.command("trefpunt invite … · trefpunt accept LINE … · trefpunt confirm PARTNER …")
    for node_id in (NL, BE):
        stage.open_case(node_id, CASE, Purpose.CRIMINAL_OFFENCES)


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
            officer = stage.acting(other)
            given = hits.publish(NL, Purpose.CRIMINAL_OFFENCES, officer=officer, means=node.means)
            if isinstance(given, Refusal):
                raise not_as_told(other)
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
    _say(teller, _ask(stage, _known_to(stage, BE), TAX_NL, asking=BE))
    teller.knows(TAX_NL, Sentence("nothing: the question never left the house"))


def _ask(stage: Stage, subject: Subject, partner: str, *, asking: str = NL) -> Answer:
    node = stage.nodes[asking]
    question = Question(
        officer=stage.acting(asking),
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
