"""Whoever opens a file reads first what it is."""

import ast

from tests.house.reading import Module, at, example, modules

MOST_LINES_OF_A_ROOM = 14


def undocumented(module: Module) -> list[str]:
    faults = (
        [] if ast.get_docstring(module.tree) or _is_generated(module) else [f"{module.path}: no docstring"]
    )
    return faults + _undocumented_in(module, module.tree.body)


def crowded_rooms(module: Module) -> list[str]:
    """A room's `__init__` has a docstring, imports and `__all__`, and no code."""
    if not module.path.endswith("__init__.py"):
        return []
    faults = [at(module, node, "code in __init__") for node in module.tree.body if not _may_stand(node)]
    lines = len((ast.get_docstring(module.tree) or "").splitlines())
    if not lines or lines > MOST_LINES_OF_A_ROOM:
        faults.append(f"src/trefpunt/{module.path}: its docstring has {lines} lines, about ten are wanted")
    return faults


def _undocumented_in(module: Module, body: list[ast.stmt]) -> list[str]:
    faults = []
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_":
            if not ast.get_docstring(node):
                faults.append(at(module, node, f"{node.name} has no docstring"))
            if isinstance(node, ast.ClassDef):
                faults += _undocumented_in(module, node.body)
    return faults


def _may_stand(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Assign):
        return [ast.unparse(target) for target in node.targets] in (["__all__"], ["__version__"])
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_generated(module: Module) -> bool:
    return "/migrations/" in module.path and not module.text.strip()


def test_every_public_thing_says_what_it_is():
    assert [fault for module in modules() for fault in undocumented(module)] == []


def test_a_room_begins_with_its_docstring_and_holds_no_code():
    assert [fault for module in modules() for fault in crowded_rooms(module)] == []


def test_the_rules_of_docstrings_can_fail():
    assert undocumented(example("x = 1"))
    assert undocumented(example('"""A file."""\ndef ask(): ...'))
    assert undocumented(example('"""A file."""\nclass Hit:\n    """A hit."""\n    def by(self): ...'))
    assert not undocumented(example('"""A file."""\ndef _ask(): ...'))
    assert crowded_rooms(example('"""A room."""\nx = load()', path="hits/__init__.py"))
    assert crowded_rooms(example("from a import b", path="hits/__init__.py"))
    assert not crowded_rooms(example('"""A room."""\n__all__ = ["b"]', path="hits/__init__.py"))
