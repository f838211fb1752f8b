#!/usr/bin/env python3
"""Find every sentence of the product: `python -m tools.sentences` lists what each language lacks.

A sentence is plain text where an error is raised, where a `Sentence` is made, where a door calls `say`, or in
a table of `words`. `python -m tools.sentences nl fr de` brings those catalogues up to date: each new sentence
gets an empty place at the end, and what nobody says any more is gone. A new language begins in the same way.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import escape

from trefpunt.sentence import places
from trefpunt.words.catalogue import ENGLISH, LANGUAGES, catalogue_of, read_catalogue

SOURCE = Path(__file__).parents[1] / "src" / "trefpunt"
_WIDTH = 110
# These two hand on what others say.
_MACHINERY = ("errors.py", "sentence.py")
_SPEECH = "words/speech.py"
# What an error takes beside the facts of its sentences.
_NO_FACTS = {"hint", "code", "status", "reason", "faults"}
_HEAD = """# Sentences of Trefpunt. EUPL-1.2.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A place where a sentence should stand; `texts` is what can come there, None where nobody can tell."""

    path: str
    line: int
    texts: tuple[str, ...] | None


class Sources:
    """Source files by their path below `src/trefpunt`, and which of their calls say something."""

    def __init__(self, trees: Mapping[str, ast.Module]) -> None:
        self._trees = trees
        self._errors = {made.name: made for made in _errors(trees.values())}
        # An error that finds its own words is raised without any.
        self._worded = {name for name, made in self._errors.items() if _takes_a_message(made)}

    def found(self) -> Iterator[Found]:
        """Give every place where a sentence should stand."""
        for path, tree in self._trees.items():
            for call in _calls(tree):
                for said in self._said_by(call, path):
                    texts = self._texts(said, path)
                    if path not in _MACHINERY or texts is not None:
                        yield Found(path, said.lineno, texts)
            for made in _classes(tree):
                if made.name in self._errors:
                    yield from self._own_words(made, path)
            if path.startswith("words/"):
                for name, table in _tables(tree):
                    yield Found(path, table.lineno, self._constant(name, path))

    def worded_facts(self) -> Iterator[Found]:
        """Give every fact that is written out in words: nobody could translate it."""
        for path, tree in self._trees.items():
            for call in _calls(tree):
                if _name(call) in self._worded | {"Sentence", "say"}:
                    for fact in call.keywords:
                        if fact.arg not in _NO_FACTS and _has_words(fact.value):
                            yield Found(path, fact.value.lineno, None)

    def _said_by(self, call: ast.Call, path: str) -> Iterator[ast.expr]:
        if _name(call) in self._worded:
            yield from _message_and_hint(call)
        elif _name(call) == "Sentence" or (_name(call) == "say" and _is_of_a_speech(call, path)):
            yield from call.args[:1]

    def _own_words(self, made: ast.ClassDef, path: str) -> Iterator[Found]:
        """Give what an error class says itself; what it is given was looked at where it was raised."""
        for call in _calls(made):
            if ast.unparse(call.func) == "super().__init__" and made.name not in self._worded:
                for said in _message_and_hint(call):
                    yield Found(path, said.lineno, self._texts(said, path))

    def _texts(self, node: ast.expr, path: str) -> tuple[str, ...] | None:
        """Return what can come of an expression: plain text, one of two, a constant, or a table's values."""
        match node:
            case ast.Constant(value=str(text)):
                return (text,)
            case ast.IfExp(body=one, orelse=other):
                return self._all([one, other], path)
            case ast.Name(id=name) | ast.Subscript(value=ast.Name(id=name)):
                return self._constant(name, path)
            case ast.Dict(values=values):
                return self._all(values, path)
        return None

    def _all(self, nodes: Iterable[ast.expr], path: str) -> tuple[str, ...] | None:
        each = [self._texts(node, path) for node in nodes]
        return None if None in each else tuple(text for texts in each for text in texts or ())

    def _constant(self, name: str, path: str) -> tuple[str, ...] | None:
        for node in self._trees[path].body:
            if name in _names_given_by(node) and isinstance(node, ast.Assign | ast.AnnAssign):
                return self._texts(node.value, path) if node.value is not None else None
            if isinstance(node, ast.ImportFrom) and name in {alias.name for alias in node.names}:
                stem = (node.module or "").removeprefix("trefpunt.").replace(".", "/")
                sources = [path for path in (f"{stem}.py", f"{stem}/__init__.py") if path in self._trees]
                return self._constant(name, sources[0]) if sources else None
        return None


def read_sources() -> Sources:
    """Return every source file of the product."""
    paths = sorted(SOURCE.rglob("*.py"))
    return Sources(
        {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}
    )


def sentences(sources: Sources) -> dict[str, str]:
    """Return every sentence, with the file in which it stands first."""
    said: dict[str, str] = {}
    for found in sources.found():
        for text in found.texts or ():
            # What is nothing but places has nothing to translate.
            if any(map(str.isalpha, re.sub(r"\{\w+\}", "", text))):
                said.setdefault(text, found.path)
    return said


def catalogue(language: str, said: Iterable[str], translated: Mapping[str, str]) -> str:
    """Return a catalogue: what is translated and still said, in its order, then the rest, without words."""
    wanted = list(said)
    kept = [english for english in translated if english in wanted]
    new = [english for english in wanted if english not in translated]
    entries = [_entry(english, translated.get(english, "")) for english in [*kept, *new]]
    return "\n".join([_HEAD.format(language=language), *entries])


def _entry(english: str, other: str) -> str:
    flag = "#, python-brace-format\n" if places(english) else ""
    return f"{flag}{_said_as('msgid', english)}{_said_as('msgstr', other)}"


def _said_as(word: str, text: str) -> str:
    """Return a text on one line where it fits, else on several that end between words."""
    line = f"{word} {escape(text)}\n"
    if len(line) <= _WIDTH + 1:
        return line
    lines = [""]
    for part in re.findall(r"\S*\s*", text):
        if len(lines[-1]) + len(part) > _WIDTH - 2:
            lines.append("")
        lines[-1] += part
    return "".join([f'{word} ""\n', *(f"{escape(part)}\n" for part in lines)])


def _errors(trees: Iterable[ast.Module]) -> list[ast.ClassDef]:
    """Return every class below TrefpuntError, itself included."""
    classes = [made for tree in trees for made in _classes(tree)]
    names, found = {"TrefpuntError"}, list[ast.ClassDef]()
    while new := [made for made in classes if made not in found and _kin(made) & names]:
        found += new
        names |= {made.name for made in new}
    return found


def _kin(made: ast.ClassDef) -> set[str]:
    return {made.name if made.name == "TrefpuntError" else "", *(ast.unparse(base) for base in made.bases)}


def _takes_a_message(made: ast.ClassDef) -> bool:
    own = [node for node in made.body if isinstance(node, ast.FunctionDef) and node.name == "__init__"]
    return not own or own[0].args.args[1].arg == "message"


def _message_and_hint(call: ast.Call) -> list[ast.expr]:
    return [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "hint")]


def _is_of_a_speech(call: ast.Call, path: str) -> bool:
    """Tell whether a speech says it, and not an exchange; what Speech looks up is read as tables."""
    is_look_up = path == _SPEECH and not isinstance(call.args[0], ast.Constant | ast.Name)
    return not is_look_up and not ast.unparse(call.func).endswith("exchange.say")


def _has_words(value: ast.expr) -> bool:
    if isinstance(value, ast.IfExp):
        return _has_words(value.body) or _has_words(value.orelse)
    texts = [node.value for node in ast.walk(value) if isinstance(node, ast.Constant)]
    is_written = isinstance(value, ast.Constant | ast.JoinedStr | ast.BinOp)
    return is_written and any(isinstance(text, str) and any(map(str.isalpha, text)) for text in texts)


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def _classes(tree: ast.AST) -> Iterator[ast.ClassDef]:
    return (each for each in ast.walk(tree) if isinstance(each, ast.ClassDef))


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _names_given_by(node: ast.stmt) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _tables(tree: ast.Module) -> Iterator[tuple[str, ast.AnnAssign]]:
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "Mapping[str, str]":
            yield next(iter(_names_given_by(node))), node


def lacking(language: str, said: Mapping[str, str]) -> list[str]:
    """Return what a language has no words for, each sentence behind the file in which it stands."""
    translated = read_catalogue(language)
    return [f"{path}: {text}" for text, path in said.items() if text not in translated]


def write(language: str, said: Mapping[str, str]) -> None:
    """Bring the catalogue of a language up to date; a new one is begun."""
    target = catalogue_of(language)
    target.parent.mkdir(parents=True, exist_ok=True)
    known = read_catalogue(language) if target.exists() else {}
    target.write_text(catalogue(language, said, known), encoding="utf-8")
    print(f"{language}: {len(said)} sentences, {len(set(said) - set(known))} without words")


def main(named: Sequence[str]) -> int:
    """Write the catalogues that are named, or list what each language lacks; 1 if any lacks something."""
    said = sentences(read_sources())
    for language in named:
        write(language, said)
    if named:
        return 0
    lists = {language: lacking(language, said) for language in LANGUAGES if language != ENGLISH}
    for language, lines in lists.items():
        print(f"{language}: {len(said)} sentences, {len(lines)} without words", *lines, sep="\n  ")
    return int(any(lists.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
