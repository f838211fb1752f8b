"""The sentences of the screens, and their catalogues: `python -m tools.pages nl fr de`.

A sentence stands in a template as `t("…")`, and in a screen as `words.t("…")` or `Phrase("…")`. A catalogue
keeps what it has, loses what nobody says any more, and gets an empty place for each new sentence.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import nodes
from tools.sentences import catalogue

from trefpunt.web.visit import TEMPLATES, environment
from trefpunt.web.wording import LANGUAGES, catalogue_of, read_pages
from trefpunt.words import LANGUAGES as SPOKEN
from trefpunt.words import casework, codes, crisis

WEB = TEMPLATES.parent
CODES = {
    codes: (
        *("PURPOSES", "ROLES", "EVENTS", "OUTCOMES", "AGREEMENT_STATES", "STANDINGS"),
        *("RULE_KINDS", "ROW_FAULTS", "CASE_STATES"),
    ),
    casework: (
        *("SOUGHT", "CONTENT_STATES", "ANSWER_KINDS", "WHY_NOT", "USES", "CONSENT_STATES"),
        *("MEMBER_STATES", "TASK_STATES", "JOINT_WORDS", "HANDLING", "TEAM_CLAUSES"),
    ),
    crisis: ("URGENCIES", "SEVERITIES", "CERTAINTIES", "SHARING"),
}
"""The tables of `words` that a page shows: a language that the main catalogues lack has them here."""

_TABLES = {name for names in CODES.values() for name in names}


def in_templates() -> Iterator[tuple[str, str | None]]:
    """Give each sentence of the templates with its file; None where nobody can tell which it is."""
    made = environment()
    for path in sorted(TEMPLATES.glob("*.html")):
        for call in made.parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "t":
                first = call.args[0] if call.args else None
                is_plain = isinstance(first, nodes.Const) and isinstance(first.value, str)
                yield path.name, first.value if is_plain else None  # type: ignore[union-attr]


def in_screens() -> Iterator[tuple[str, str | None]]:
    """Give each sentence of the screens, in the same way."""
    for path in sorted(WEB.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not call.args or path.name == "wording.py":
                continue
            name = ast.unparse(call.func).rpartition(".")[2]
            if name in {"t", "Phrase"}:
                first = call.args[0]
                if isinstance(first, ast.Subscript) and ast.unparse(first.value) in _TABLES:
                    # A word for a code: those have a test of their own.
                    continue
                is_plain = isinstance(first, ast.Constant) and isinstance(first.value, str)
                yield path.name, first.value if is_plain else None  # type: ignore[union-attr]


def page_sentences() -> list[str]:
    """Return every sentence of the screens once, in the order of the files."""
    found = [*in_templates(), *in_screens()]
    return list(dict.fromkeys(text for _, text in found if text is not None))


def wanted(language: str) -> list[str]:
    """Return what the catalogue of a language must have: the codes too, where the main one is not there."""
    words = page_sentences()
    if language not in SPOKEN:
        words += [
            word for room, names in CODES.items() for name in names for word in getattr(room, name).values()
        ]
    return list(dict.fromkeys(words))


def written(language: str) -> str:
    """Return the catalogue of a language as it should stand in its file."""
    path = catalogue_of(language)
    return catalogue(language, wanted(language), read_pages(language) if path.exists() else {})


if __name__ == "__main__":
    for named in sys.argv[1:] or [language for language in LANGUAGES if language != "en"]:
        target: Path = catalogue_of(named)
        target.write_text(written(named), encoding="utf-8")
        print(f"{named}: {len(set(wanted(named)) - set(read_pages(named)))} sentences without words")
