"""What the rules of the house read: every source file of the product, parsed once, and what to call it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "trefpunt"


@dataclass(frozen=True, slots=True)
class Module:
    """One source file: where it stands below `src/trefpunt`, its text and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The room it is in, or its own name when it stands on the ground floor (`node`, `errors`)."""
        return self.path.split("/")[0].removesuffix(".py")


@cache
def modules() -> tuple[Module, ...]:
    """Return every source file of the product, in order of path."""
    return tuple(_read(path) for path in sorted(SOURCE.rglob("*.py")))


def example(text: str, *, path: str = "room/file.py") -> Module:
    """Return a file that is not there, to see whether a rule can fail."""
    return Module(path, text, ast.parse(text))


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method of a file, nested ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(module: Module) -> Iterator[ast.Call]:
    """Yield every call in a file."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield node


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` for an attribute or a name, and an empty text for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def at(module: Module, node: ast.AST, what: str) -> str:
    """Return a line that names the place of a fault."""
    return f"src/trefpunt/{module.path}:{getattr(node, 'lineno', 1)}: {what}"


def _read(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(SOURCE).as_posix(), text, ast.parse(text, filename=str(path)))
