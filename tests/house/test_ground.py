"""No ground, no letter: only `treaty` makes a Ground."""

import ast

from tests.house.reading import Module, at, calls, dotted, example, modules


def forged_grounds(module: Module) -> list[str]:
    if module.room == "treaty":
        return []
    names = _names_of_ground(module)
    made = [call for call in calls(module) if dotted(call.func) in names]
    # `dataclasses.replace` makes one too: of a ground that was, with other words in it.
    changed = [
        call
        for call in calls(module)
        if dotted(call.func).split(".")[-1] == "replace"
        and call.args
        and "ground" in dotted(call.args[0]).lower()
    ]
    return [at(module, call, "makes a Ground") for call in [*made, *changed]]


def _names_of_ground(module: Module) -> set[str]:
    names = {"Ground", "model.Ground", "ground.Ground", "trefpunt.model.Ground"}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname for alias in node.names if alias.name == "Ground" and alias.asname}
    return names


def test_only_treaty_makes_a_ground():
    assert [fault for module in modules() for fault in forged_grounds(module)] == []


def test_treaty_does_make_one():
    made = [module.path for module in modules() for call in calls(module) if dotted(call.func) == "Ground"]
    assert made, "nobody makes a Ground: has it another name now?"


def test_a_forged_ground_is_seen():
    assert forged_grounds(example("from trefpunt.model import Ground\nGround()"))
    assert forged_grounds(example("from trefpunt.model import Ground as G\nG()"))
    assert forged_grounds(example("from trefpunt import model\nmodel.Ground()"))
    assert forged_grounds(example("import dataclasses\ndataclasses.replace(ground, action='x')"))
    assert not forged_grounds(example("GroundRecord()\ndef f(ground: Ground) -> Ground: return ground"))
    assert not forged_grounds(example("Ground()", path="treaty/decide.py"))
