"""A file is one idea, a function is read in one look."""

import ast

from tests.house.reading import Module, at, example, functions, modules

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60
DRAWERS = {"utils", "util", "common", "misc", "helpers", "helper", "tools", "stuff"}


def long_files(module: Module) -> list[str]:
    count = len(module.text.splitlines())
    return [f"src/trefpunt/{module.path}: {count} lines"] if count > MOST_LINES else []


def long_functions(module: Module) -> list[str]:
    return [
        at(module, node, f"{node.name} has {_lines(node)} lines")
        for node in functions(module)
        if _lines(node) > MOST_LINES_OF_A_FUNCTION
    ]


def drawers(module: Module) -> list[str]:
    parts = module.path.removesuffix(".py").split("/")
    return [f"src/trefpunt/{module.path}: {part} says nothing" for part in parts if part in DRAWERS]


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of code: a docstring that reaches a screen may be as long as it has to be."""
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def test_no_file_is_longer_than_400_lines():
    assert [fault for module in modules() for fault in long_files(module)] == []


def test_no_function_is_longer_than_60_lines():
    assert [fault for module in modules() for fault in long_functions(module)] == []


def test_no_file_is_a_drawer():
    assert [fault for module in modules() for fault in drawers(module)] == []


def test_the_rules_of_size_can_fail():
    body = "\n".join(["def long():"] + ["    x = 1"] * 61)
    assert long_functions(example(body))
    assert not long_functions(example(body.replace("\n    x = 1", "", 1)))
    assert long_files(example("\n" * 401))
    assert drawers(example("", path="hits/utils.py"))
