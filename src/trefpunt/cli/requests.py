"""`trefpunt request`, `inbox`, `reply`, `take`, `assign`: requests for content and their clocks."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from trefpunt import casework
from trefpunt.casework import Inbox, Information, Item, Reply, Sent, WhyNot, Wish
from trefpunt.cli.ask import facts_of
from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.language import speech_of
from trefpunt.cli.marking import MarkOption, markings_of, say_markings
from trefpunt.cli.named import case_number, officer_of, partners_of, purpose_of, second_officer_of, word_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import JsonOption, as_json, line, table
from trefpunt.cli.say import banner, refused
from trefpunt.cli.subject import Typed, subject_of
from trefpunt.model import (
    USES,
    AnswerKind,
    Consent,
    ContentRequest,
    JointObject,
    Purpose,
    Refusal,
    Sought,
    Subject,
    SubjectCategory,
)
from trefpunt.node import Node, utc_now
from trefpunt.sentence import Sentence
from trefpunt.words.casework import ANSWER_KINDS, CONSENT_STATES, CONTENT_STATES, JOINT_WORDS
from trefpunt.words.casework import USES as USE_WORDS

_DAY_S = 86_400
_LEFT = {
    "days": "{count} days left",
    "hours": "{count} hours left",
    "late": "{count} days late",
}


def request(
    partner: Annotated[str, typer.Argument(help="Node to ask, such as police.be.")],
    officer: OfficerOption,
    case: Annotated[str, typer.Option(help="Your case; partners see it blinded.", show_default=False)] = "",
    seek: Annotated[
        list[str] | None, typer.Option(help=f"What: {', '.join(Sought)}; may be given again.")
    ] = None,
    purpose: Annotated[
        str, typer.Option(help=f"One of {', '.join(Purpose)}.")
    ] = Purpose.CRIMINAL_OFFENCES.value,
    state: Annotated[
        list[str] | None,
        typer.Option(help="A fact that you state for the record, such as necessary_and_proportionate."),
    ] = None,
    subject: Annotated[
        Path | None,
        typer.Option(help="FollowTheMoney JSON file; - for standard input; asked for line by line if none."),
    ] = None,
    as_: Annotated[str, typer.Option("--as", help=f"In what capacity: {', '.join(SubjectCategory)}.")] = "",
    approved_by: Annotated[str, typer.Option(help="Second officer, where the case needs one.")] = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Request what a partner holds: under an article, with a clock, by the prescribed channel."""
    with plain_errors(home):
        why, stated = purpose_of(purpose), facts_of(state or [])
        sought = tuple(dict.fromkeys(word_of(Sought, word, no_such=_NO_SOUGHT) for word in seek or []))
        node_of = _opener(home, passphrase_file)
        about = subject_of(
            Typed({}, (), as_),
            file=subject,
            ref=f"asked in {case_number(case)}",
            today=utc_now().date(),
            declared=lambda: node_of().means.declared,
            speech=speech_of(home),
        )
        node = node_of()
        who, (name,) = officer_of(node, officer), partners_of(node, [partner])
        second = second_officer_of(node, approved_by, who)
        wish = Wish(who, case, why, about, sought, stated, "" if second is None else second.id)
        banner(node)
        sent = casework.send_request(wish, name, means=node.casework)
        if isinstance(sent, Refusal):
            refused(node, sent)
        _say_sent(node, sent)
        node.close()


def inbox(
    json_: JsonOption = False, home: HomeOption = None, passphrase_file: PassphraseOption = None
) -> None:
    """List requests and consents, by the clock that runs out first."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        found = casework.inbox(means=node.casework)
        if json_:
            as_json(out, _as_json(found))
        else:
            banner(node)
            _say_inbox(node, found)
        node.close()


def take(
    package: Annotated[Path, typer.Argument(help="File that a partner handed over.")],
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Take in a request or an answer that came by the prescribed channel."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        banner(node)
        taken = casework.take_package(package, officer=who, means=node.casework)
        say = node.speech.say
        if isinstance(taken, Refusal):
            refused(node, taken)
        elif isinstance(taken, ContentRequest):
            told = say("request {id} of {partner} is in the inbox", id=taken.id, partner=taken.partner)
            line(out, told, mark="[green]✓[/]")
            _say_due(node, taken)
        elif isinstance(taken, Information):
            told = say(
                "information {id} of {partner}, unasked, waits to be put in a case",
                id=taken.request.id,
                partner=taken.request.partner,
            )
            line(out, told, mark="[green]✓[/]")
            line(out, say("do it with `trefpunt file {id} --case …`", id=taken.request.id), style="dim")
        else:
            kind = node.speech.code(ANSWER_KINDS, taken.kind.value)
            told = say(
                "answer {id} to request {request}: {kind}", id=taken.id, request=taken.request, kind=kind
            )
            line(out, told, mark="[green]✓[/]")
            line(out, say("read it with `trefpunt read {id}`", id=taken.id), style="dim")
        node.close()


def reply(
    request_id: Annotated[str, typer.Argument(metavar="REQUEST", help="Reference in the inbox: r-…")],
    officer: OfficerOption,
    kind: Annotated[str, typer.Option(help=f"One of {', '.join(AnswerKind)}.")] = AnswerKind.FULL.value,
    record: Annotated[
        list[Path] | None, typer.Option(help="FollowTheMoney JSON file of what is held; may be given again.")
    ] = None,
    reason: Annotated[str, typer.Option(help=f"Why not all: {', '.join(WhyNot)}.")] = "",
    condition: Annotated[
        list[str] | None, typer.Option(help=f"What you add to the law: {', '.join(USES.values())}.")
    ] = None,
    mark: MarkOption = None,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Answer a partner's request: in full, in part or not, with what binds the receiver."""
    with plain_errors(home):
        how = word_of(AnswerKind, kind, no_such=Sentence("there is no such kind of answer"))
        why = word_of(WhyNot, reason, no_such=Sentence("there is no such reason")) if reason else None
        markings = markings_of(mark or [])
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        records = tuple(
            record_of(path, f"{request_id}/{place}", node) for place, path in enumerate(record or [], start=1)
        )
        answer = Reply(how, records, why, tuple(condition or ()), markings)
        banner(node)
        given = casework.send_answer(request_id, answer, officer=who, means=node.casework)
        if isinstance(given, Refusal):
            refused(node, given)
        else:
            told = node.speech.say("answer {id} is given", id=given.answer.id)
            line(out, told, mark="[green]✓[/]")
            for sentence in node.speech.conditions(given.answer.conditions):
                line(out, sentence)
            say_markings(node, given.answer.markings)
            _say_package(node, given.package)
        node.close()


def assign(
    request_id: Annotated[str, typer.Argument(metavar="REQUEST", help="Reference in the inbox: r-…")],
    to: Annotated[str, typer.Argument(help="Service number of who is to work on it.")],
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Give a request to a colleague."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        who, other = officer_of(node, officer), officer_of(node, to)
        casework.assign(request_id, other, officer=who, means=node.casework)
        told = node.speech.say("{officer} works on {id}", officer=other.id, id=request_id)
        line(out, told, mark="[green]✓[/]")
        node.close()


_NO_SOUGHT = Sentence("there is nothing of this name to seek")


def _opener(home: Path | None, passphrase_file: Path | None) -> Any:
    opened = list[Node]()

    def node() -> Node:
        if not opened:
            opened.append(open_node(home, passphrase_file))
        return opened[0]

    return node


def record_of(path: Path, ref: str, node: Node) -> Subject:
    """Read a record that goes to a partner from a file.

    Raises:
        InputError: it cannot be read.
    """
    return subject_of(
        Typed({}, (), ""),
        file=path,
        ref=ref,
        today=node.clock().date(),
        declared=lambda: node.means.declared,
        speech=node.speech,
    )


def _say_sent(node: Node, sent: Sent) -> None:
    say, made = node.speech.say, sent.request
    told = say("{partner} is asked, reference {id}", partner=made.partner, id=made.id)
    line(out, told, mark="[green]✓[/]")
    line(out, node.speech.channel(made.channel))
    _say_due(node, made)
    _say_package(node, sent.package)


def _say_due(node: Node, made: ContentRequest) -> None:
    if made.due_at is not None:
        line(out, node.speech.say("an answer is due by {due}", due=made.due_at))


def _say_package(node: Node, package: Path | None) -> None:
    if package is not None:
        line(out, node.speech.say("hand this over by that channel: {package}", package=package))


def _say_inbox(node: Node, found: Inbox) -> None:
    say, code = node.speech.say, node.speech.code
    tasks = casework.open_tasks(means=node.casework)
    if not found.items and not found.consents and not tasks:
        line(out, say("the inbox is empty"))
        return
    _say_tasks(node, tasks)
    if found.items:
        heads = ("reference", "way", "partner", "state", "due", "officer", "answers")
        shown = Table(*(say(_HEADS[head]) for head in heads))
        for item in found.items:
            made = item.request
            shown.add_row(
                made.id,
                say("unasked") if made.is_unasked else say("ours") if made.is_ours else say("theirs"),
                made.partner,
                code(CONTENT_STATES, made.state.value),
                _left(node, item),
                made.assigned_to,
                ", ".join(answer.id for answer in item.answers),
            )
        table(out, shown)
        for item in found.items:
            _say_thread_clocks(node, item)
    if found.consents:
        shown = Table(
            *(say(_HEADS[head]) for head in ("consent", "way", "partner", "use", "state", "answer"))
        )
        for consent in found.consents:
            shown.add_row(*_consent_row(node, consent))
        table(out, shown)


def _say_tasks(node: Node, tasks: Sequence[JointObject]) -> None:
    today = node.clock().date()
    for task in tasks:
        if task.due_on is None:
            continue
        left = (task.due_on - today).days
        stands = node.speech.say(_LEFT["late" if left < 0 else "days"], count=abs(left))
        due = f"{task.due_on.isoformat()} ({stands})"
        what = node.speech.code(JOINT_WORDS, task.word)
        said = node.speech.say("task {id} of a joint case: {what}, due {due}", id=task.id, what=what, due=due)
        line(out, said, mark="[bold red]![/]" if left < 0 else "…")


def _say_thread_clocks(node: Node, item: Item) -> None:
    say, id_ = node.speech.say, item.request.id
    if item.waits_since is not None:
        line(out, say("{id} waits to be clarified since {since}", id=id_, since=item.waits_since), mark="…")
    if item.expected_at is not None:
        line(out, say("{id} is late; expected by {until}", id=id_, until=item.expected_at), mark="…")
    if item.to_confirm_by is not None:
        due = item.to_confirm_by
        said = say("what was told orally about {id} must be there in writing by {due}", id=id_, due=due)
        line(out, said, mark="[bold red]![/]" if due < node.clock() else "[yellow]![/]")


def _consent_row(node: Node, consent: Consent) -> tuple[str, ...]:
    say, code = node.speech.say, node.speech.code
    return (
        consent.id,
        say("ours") if consent.is_ours else say("theirs"),
        consent.partner,
        code(USE_WORDS, consent.use.value),
        code(CONSENT_STATES, consent.state.value),
        consent.answer,
    )


_HEADS = {
    "reference": "reference",
    "way": "whose",
    "partner": "partner",
    "state": "state",
    "due": "due",
    "officer": "officer",
    "answers": "answers",
    "consent": "consent",
    "use": "use",
    "answer": "answer",
}


def _left(node: Node, item: Item) -> str:
    if item.left_s is None or item.request.due_at is None:
        return ""
    day = node.speech.moment(item.request.due_at)
    days = int(abs(item.left_s) // _DAY_S)
    word = "late" if item.left_s < 0 else "days" if days >= 1 else "hours"
    count = max(1, days) if word == "late" else days if word == "days" else int(item.left_s // 3600)
    return f"{day} ({node.speech.say(_LEFT[word], count=count)})"


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _as_json(found: Inbox) -> dict[str, Any]:
    return {
        "requests": [
            {
                "reference": item.request.id,
                "ours": item.request.is_ours,
                "unasked": item.request.is_unasked,
                "partner": item.request.partner,
                "state": item.request.state.value,
                "article": item.request.article,
                "channel": item.request.channel,
                "due_at": _iso(item.request.due_at),
                "left_s": item.left_s,
                "waits_since": _iso(item.waits_since),
                "expected_at": _iso(item.expected_at),
                "to_confirm_by": _iso(item.to_confirm_by),
                "assigned_to": item.request.assigned_to,
                "answers": [answer.id for answer in item.answers],
            }
            for item in found.items
        ],
        "consents": [
            {
                "reference": consent.id,
                "ours": consent.is_ours,
                "partner": consent.partner,
                "use": consent.use.value,
                "state": consent.state.value,
                "answer": consent.answer,
                "until": _iso(consent.until),
            }
            for consent in found.consents
        ],
    }
