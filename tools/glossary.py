#!/usr/bin/env python3
"""Write `docs/glossary.md` from the table of terms: `python -m tools.glossary`."""

from pathlib import Path

from trefpunt.words import Term, read_terms

PAGE = Path(__file__).parents[1] / "docs" / "glossary.md"
HEAD = """# Glossary

One word per thing, in the code, on the screens and in these pages. Made from
`src/trefpunt/words/terms.csv` by `python -m tools.glossary`; a test says when the two differ.

**Bold** is the wording of an authentic text, named under *source*. Everything else is our own word for it
and no term of law; French and German that is not bold was not checked by a lawyer of that language.
"""


def page() -> str:
    """Return the page as it should be."""
    terms = read_terms()
    texts = [term for term in terms if term.key.startswith("text:")]
    words = [term for term in terms if term not in texts]
    return "\n".join(
        [
            HEAD,
            "## Words",
            "",
            *_table(words, first="term"),
            "",
            "## Treaty texts",
            "",
            *_table(texts, first="text"),
            "",
        ]
    )


def _table(terms: list[Term], *, first: str) -> list[str]:
    head = f"| {first} | what it is | in code | Nederlands | français | Deutsch | source |"
    return [head, "|---|---|---|---|---|---|---|", *(_row(term) for term in terms)]


def _row(term: Term) -> str:
    code = f"`{term.noun or term.key.removeprefix('text:')}`" if term.noun or ":" in term.key else ""
    nl = f"**{term.nl}**" if "nl" in term.authentic else term.nl
    fr = f"**{term.fr}**" if "fr" in term.authentic else term.fr
    source = "" if term.source == "-" else term.source
    return f"| {term.en} | {term.meaning} | {code} | {nl} | {fr} | {term.de} | {source} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
