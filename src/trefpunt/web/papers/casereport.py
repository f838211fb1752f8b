"""The report of a case in words: what a prosecutor, a judge or an overseer reads on paper."""

from collections.abc import Iterator, Sequence

from trefpunt.casework.bundle import outcome_word
from trefpunt.casework.report import AnswerPart, CaseReport, QuestionPart, RequestPart
from trefpunt.model import Article, Refusal, Subject
from trefpunt.web.papers.paper import Fact, Grid, Heading, Paper, Text
from trefpunt.web.subjectform import CAPACITIES, label_of
from trefpunt.web.wording import PageWords
from trefpunt.words import Speech
from trefpunt.words.casework import (
    ANSWER_KINDS,
    CONSENT_STATES,
    CONTENT_STATES,
    MARKINGS,
    SOUGHT,
    USES,
    WHY_NOT,
)
from trefpunt.words.codes import CASE_STATES, CLOCK_STATES, EVENTS, OUTCOMES, PURPOSES
from trefpunt.words.law import CHANNELS

Blocks = Iterator[Heading | Text | Fact | Grid]
_SAMPLE = "SAMPLE node: invented data, texts that are not law"
_NEEDS_CONSENT = "consent_missing_"


def case_paper(report: CaseReport, *, speech: Speech) -> Paper:
    """Return the report of a case as a paper in one language."""
    say, number = speech.say, report.case.number
    title = say("Report of case {case}", case=number)
    banner = say(_SAMPLE) if report.is_sample else ""
    blocks = (
        *_front(report, speech),
        *_questions(report.questions, speech),
        *_requests(report.requests, speech),
        *_uses(report, speech),
        *_law(report, speech),
        *_annex(report, speech),
    )
    about = say("What was asked, answered and done in this case, and under which law.")
    return Paper(title, about, report.authority.name, speech.language, banner, title, report.drawn_at, blocks)


def _front(report: CaseReport, speech: Speech) -> Blocks:
    say, case = speech.say, report.case
    if report.is_sample:
        # The banner of a page is passed over by a screen reader; this is not.
        yield Text(say(_SAMPLE), True)
    yield Fact(
        (
            (say("authority"), f"{report.authority.name} ({report.authority.id})"),
            (say("case"), case.number),
            (say("purpose"), speech.code(PURPOSES, case.purpose)),
            (say("state"), speech.code(CASE_STATES, case.state.value)),
            (say("opened"), speech.moment(case.opened_at)),
            (say("members"), ", ".join(case.members)),
            (say("drawn up"), f"{speech.moment(report.drawn_at)}, {report.officer}"),
        )
    )
    yield Text(
        say(
            "What a provider has bound to its consent is held back and says of whom to ask it. "
            "Nothing about a victim or a witness is in this report."
        )
    )
    yield Text(say("No text in it is law until a lawyer of the country has signed its hash."))


def _questions(questions: Sequence[QuestionPart], speech: Speech) -> Blocks:
    say = speech.say
    yield Heading(say("Questions: hit or no hit"))
    if not questions:
        yield Text(say("None in this case."))
        return
    head = (say("when"), say("partner"), say("officer"), say("outcome"), say("article"))
    rows = tuple(
        (
            speech.moment(one.asked_at),
            one.partner,
            one.officer,
            _outcomes(one, speech),
            speech.cited(one.article),
        )
        for one in questions
    )
    yield Grid(head, rows, (4, 3, 3, 3, 6))


def _outcomes(one: QuestionPart, speech: Speech) -> str:
    if one.is_sheltered:
        return speech.say("not told: a victim or a witness")
    return ", ".join(speech.code(OUTCOMES, outcome_word(answer)) for answer in one.answers)


def _requests(requests: Sequence[RequestPart], speech: Speech) -> Blocks:
    yield Heading(speech.say("Requests and answers"))
    if not requests:
        yield Text(speech.say("None in this case."))
    for one in requests:
        yield from _request(one, speech)


def _request(one: RequestPart, speech: Speech) -> Blocks:
    say, made = speech.say, one.request
    heading = say("{id} to {partner}", id=made.id, partner=made.partner)
    if made.is_unasked:
        heading = say("{id}, unasked from {partner}", id=made.id, partner=made.partner)
    yield Heading(heading, 2)
    about = say("not told: a victim or a witness") if one.is_sheltered else made.subject.ref
    due = "" if made.due_at is None else speech.moment(made.due_at)
    yield Fact(
        (
            (say("when"), f"{speech.moment(made.received_at)}, {made.officer}"),
            (say("about (own reference)"), about),
            (say("sought"), ", ".join(speech.code(SOUGHT, word.value) for word in made.sought) or "–"),
            (say("article"), speech.cited(made.article)),
            (say("channel"), speech.code(CHANNELS, made.channel)),
            (say("state"), speech.code(CONTENT_STATES, made.state.value)),
            (say("term for an answer"), " · ".join(part for part in (due, _clock(one, speech)) if part)),
            (say("conditions"), " ".join(speech.conditions(made.conditions)) or "–"),
        )
    )
    if one.steps:
        head = (say("when"), say("whose"), say("what"))
        rows = tuple(
            (speech.moment(step.at), say("ours") if step.is_ours else say("theirs"), speech.step(step))
            for step in one.steps
        )
        yield Grid(head, rows, (3, 2, 7))
    for answer in one.answers:
        yield from _answer(answer, speech)


def _clock(one: RequestPart, speech: Speech) -> str:
    return speech.code(CLOCK_STATES, one.clock.value)


def _answer(one: AnswerPart, speech: Speech) -> Blocks:
    say, answer = speech.say, one.answer
    kind = speech.code(ANSWER_KINDS, answer.kind.value)
    reason = f" ({speech.code(WHY_NOT, answer.reason)})" if answer.reason else ""
    yield Text(
        say("Answer {id} of {at}: {kind}", id=answer.id, at=answer.answered_at, kind=kind + reason), True
    )
    if answer.conditions:
        yield Fact(((say("conditions"), " ".join(speech.conditions(answer.conditions))),))
    if answer.markings:
        yield Fact(((say("markings"), "; ".join(speech.code(MARKINGS, one) for one in answer.markings)),))
    if one.held_back is not None:
        yield Text(_held(one.held_back, speech), True)
    if one.left_out:
        yield Text(say("Left out: {count} about a victim or a witness.", count=one.left_out))
    if one.records:
        head = (say("record"), say("capacity and handling"), say("what it says"))
        words = PageWords(speech.language)
        yield Grid(head, tuple(_record(record, words) for record in one.records), (3, 3, 8))
    if one.consents:
        of_consents = (say("consent"), say("of"), say("for"), say("state"), say("until"))
        asked_rows = tuple(
            (
                asked.id,
                asked.partner,
                speech.code(USES, asked.use.value),
                speech.code(CONSENT_STATES, asked.state.value),
                "–" if asked.until is None else speech.moment(asked.until),
            )
            for asked in one.consents
        )
        yield Grid(of_consents, asked_rows, (5, 3, 3, 2, 4))


def _held(refusal: Refusal, speech: Speech) -> str:
    if not refusal.code.startswith(_NEEDS_CONSENT):
        return speech.say("Held back. {why}", why=speech.why(refusal))
    return speech.say(
        "Held back: it needs the consent of {provider} under {article}.",
        provider=dict(refusal.facts).get("provider", ""),
        article="; ".join(_named(one, speech) for one in refusal.articles) or "–",
    )


def _named(article: Article, speech: Speech) -> str:
    return speech.cited(f"{article.instrument} {article.article}")


def _record(record: Subject, words: PageWords) -> tuple[str, str, str]:
    handling = "" if record.provenance is None else record.provenance.handling
    capacity = words.said(CAPACITIES[record.category])
    said = [
        f"{words.said(label_of(name, record.schema))}: {', '.join(values)}"
        for name, values in record.properties.items()
    ]
    said += [f"{number.scheme}: {number.value}" for number in record.identifiers]
    return record.ref, " · ".join(part for part in (capacity, handling) if part), "; ".join(said)


def _uses(report: CaseReport, speech: Speech) -> Blocks:
    say = speech.say
    yield Heading(say("Uses made"))
    if not report.uses:
        yield Text(say("None in this case."))
        return
    head = (say("when"), say("officer"), say("use"), say("of answer"), say("from"))
    rows = tuple(
        (
            speech.moment(one.at),
            one.actor,
            speech.code(USES, one.facts.get("use", "")),
            one.facts.get("answer", ""),
            one.partner,
        )
        for one in report.uses
    )
    yield Grid(head, rows, (4, 3, 3, 5, 3))


def _law(report: CaseReport, speech: Speech) -> Blocks:
    say = speech.say
    yield Heading(say("The law relied on"))
    if not report.law:
        yield Text(say("None in this case."))
        return
    head = (say("article"), say("mark"), say("signed by a lawyer"), say("hash of the text"))
    rows = tuple(
        (
            speech.cited(f"{one.instrument} {one.article}"),
            f"{one.mark} SAMPLE" if one.is_sample and one.mark != "SAMPLE" else one.mark,
            say("yes") if one.is_signed else say("no"),
            _hash(one.text_hash),
        )
        for one in report.law
    )
    yield Grid(head, rows, (5, 2, 2, 6), mono=(3,))
    yield Text(say("T: the text was read. S: known at second hand. R: recalled. H: a rule of this house."))


def _hash(hexadecimal: str) -> str:
    """Return a hash in four groups: people compare it by eye."""
    return " ".join(hexadecimal[at : at + 16] for at in range(0, len(hexadecimal), 16))


def _annex(report: CaseReport, speech: Speech) -> Blocks:
    say, sealed = speech.say, report.annex.sealed
    yield Heading(say("Annex: the log of this case"))
    if sealed is None:
        yield Text(say("No checkpoint has its cosignatures yet: nothing below is proven."))
    else:
        yield Fact(
            (
                (say("checkpoint"), say("{size} entries", size=sealed.size)),
                (say("root"), _hash(sealed.root.hex())),
                (say("cosigned by"), ", ".join(sorted({one.name for one in sealed.by}))),
            )
        )
    head = (say("position"), say("when"), say("what"), say("who"), say("proven"), say("hash of the leaf"))
    rows = tuple(
        (
            str(one.index),
            speech.moment(one.entry.at),
            speech.code(EVENTS, one.entry.event.value),
            one.entry.actor,
            say("yes") if one.path is not None else say("not yet"),
            _hash(one.leaf.hex()),
        )
        for one in report.annex.entries
    )
    yield Grid(head, rows, (2, 4, 4, 3, 2, 7), mono=(5,))
