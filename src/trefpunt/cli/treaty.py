"""`trefpunt treaty`: the texts, checked and shown."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markdown import Markdown
from rich.table import Table

from trefpunt.cli import draft
from trefpunt.cli.door import REFUSED, err, out, plain_errors
from trefpunt.cli.language import speech_of
from trefpunt.cli.moving import working
from trefpunt.cli.named import unknown_word
from trefpunt.cli.obstacles import obstacles
from trefpunt.cli.paper import line, table
from trefpunt.cli.repeats import repeats, settle
from trefpunt.cli.simulate import simulate
from trefpunt.errors import InputError
from trefpunt.sentence import Sentence
from trefpunt.treaty import SHIPPED, ArticlePage, Law, check_texts, place_of, show_article
from trefpunt.words import LANGUAGES, REFUSALS, Speech
from trefpunt.words.codes import RULE_KINDS, TEXT_FAULTS

_NATURES = ("sample", "live")
_WRITTEN = ("en", "nl", "fr", "de")
app = typer.Typer(no_args_is_help=True, help="Treaty texts as policy: check them, read them.")

FoldersArgument = Annotated[
    list[Path] | None,
    typer.Argument(help="Folders with texts; those that come with Trefpunt if none is named."),
]


@app.command()
def check(folders: FoldersArgument = None) -> None:
    """Load every text, and try every permit and refuse case."""
    speech = speech_of(None)
    say = speech.say
    with plain_errors():
        for folder in folders or []:
            if not folder.is_dir() or not any(folder.glob("*/instrument.toml")):
                raise InputError(
                    "there is no treaty text in {folder}",
                    hint="expected a folder of texts: */instrument.toml",
                    folder=folder,
                )
        with working(say("trying every case")):
            report = check_texts(tuple(folders or [SHIPPED]))
        shown = Table(say("text"), say("hash"))
        for name, text_hash in report.texts:
            shown.add_row(name, text_hash[:16])
        table(out, shown)
        counts = {"texts": len(report.texts), "rules": report.rules, "cases": report.cases}
        line(out, say("{texts} texts, {rules} rules, {cases} cases", **counts))
        for fault in report.faults:
            where = " ".join(part for part in (fault.text, fault.case) if part)
            what = speech.code(TEXT_FAULTS, fault.code)
            line(err, f"{where}: {what}; {speech.sentence(fault.detail)}", mark="[red]✗[/]")
        if not report.holds:
            raise typer.Exit(REFUSED)
        line(out, say("every case comes out as its text says"), mark="[green]✓[/]")


@app.command()
def show(
    text: Annotated[
        str | None,
        typer.Argument(help="Name of a text, or a reference: BPT-4.3; without it, all are listed."),
    ] = None,
    article: Annotated[str | None, typer.Argument(help="Article, such as 14 or 4(1).")] = None,
    language: Annotated[
        str,
        typer.Option(
            "--language",
            "--lang",
            help=f"One of {', '.join(_WRITTEN)}; English where a text is not written yet.",
        ),
    ] = "",
    nature: Annotated[str, typer.Option(help="sample or live: as such a node sees it.")] = "sample",
) -> None:
    """Show one article: prose, rule, source, cases; or list what there is."""
    with plain_errors():
        if language and language not in _WRITTEN:
            raise unknown_word(language, _WRITTEN, no_such=Sentence("there is no such language"))
        if nature not in _NATURES:
            raise unknown_word(nature, _NATURES, no_such=Sentence("there is no such nature"))
        # The prose of a text may be there before a catalogue of that language is.
        speech = Speech(language) if language in LANGUAGES else speech_of(None)
        written = language or speech.language
        law = Law.load(nature=nature, country=None) if nature == "sample" else Law.load(nature=nature)
        if text is not None and article is None and law.instrument(text) is None:
            text, article = place_of(law, text) or (text, article)
        if text is None:
            _list_texts(law, speech, written)
        elif article is None:
            _list_articles(law, text, written)
        else:
            _print_page(show_article(law, text, article, language=written), speech)


def _list_texts(law: Law, speech: Speech, language: str) -> None:
    say = speech.say
    shown = Table(say("text"), say("title"), say("mark"), say("articles"))
    for text in law.instruments:
        marks = "".join(text.marks) + (f"\n{say('off')}" if law.is_off(text) else "")
        name = f"{text.name}\n[yellow]{say('SAMPLE, not law')}[/]" if text.is_sample else text.name
        shown.add_row(name, text.title.get(language, text.title["en"]), marks, ", ".join(text.terms))
    table(out, shown)
    line(
        out,
        say("Marks: T the text was read, S second hand, R recalled. T does not mean approved by a lawyer."),
    )


def _list_articles(law: Law, name: str, language: str) -> None:
    text = law.instrument(name)
    if text is None:
        show_article(law, name, "")
        return
    for article, terms in text.terms.items():
        title = terms.title.get(language, terms.title["en"])
        out.print(f"{article:<10} {title}", markup=False)


def _print_page(page: ArticlePage, speech: Speech) -> None:
    say = speech.say
    if page.article.is_sample:
        banner = say("SAMPLE text, not law: it decides on sample nodes only")
        out.print(f"[black on yellow] {banner} [/]")
    named = say("art. {article}", article=page.article.article)
    out.print(f"[bold]{page.instrument_title}[/], {named}: {page.title}")
    facts = {"source": page.article.source, "mark": page.article.mark, "hash": page.text_hash[:16]}
    line(out, f"{say('source {source} · mark {mark} · hash {hash}', **facts)} · {page.url}")
    out.print(Markdown(page.prose))
    for rule in page.rules:
        out.print(f"\n[bold]{say(RULE_KINDS[rule.kind])}[/] {rule.id}")
        if rule.withdrawn:
            line(out, say("not in use here: {why}", why=say(REFUSALS[rule.withdrawn])))
        line(out, rule.text)
    shown = Table(say("case"), say("what"), say("comes out as"))
    for case in page.cases:
        expected = say("art. {article}", article=case.expect) if case.is_permit else case.expect
        shown.add_row(case.name, case.title, expected)
    table(out, shown)


app.command("obstacles")(obstacles)
app.command("simulate")(simulate)
app.command("repeats")(repeats)
app.command("settle")(settle)
app.add_typer(draft.app, name="draft")
