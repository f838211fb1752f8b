"""Clock, randomness and state are handed in; no module holds any of them."""

import ast

from tests.house.reading import Module, at, calls, dotted, example, modules

# The doors and the wiring start the clock; everybody below is given it.
MAY_READ_THE_CLOCK = {"node", "cli", "demo", "web"}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "datetime.datetime.now",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
}
DICE = {"random", "uniform", "randint", "choice", "choices", "sample", "shuffle", "randrange", "getrandbits"}
MUTABLE_MAKERS = {"list", "dict", "set", "bytearray", "defaultdict", "OrderedDict", "Counter", "deque"}
CHANGES = {"append", "extend", "insert", "add", "update", "setdefault", "pop", "clear", "remove", "discard"}
READ_ONLY = {"Mapping", "Sequence", "Collection", "Iterable", "Set", "AbstractSet", "Final"}


def hidden_clocks(module: Module) -> list[str]:
    if module.room in MAY_READ_THE_CLOCK:
        return []
    return [at(module, call, "reads the clock") for call in calls(module) if dotted(call.func) in CLOCKS]


def hidden_dice(module: Module) -> list[str]:
    """`random.choice` draws from one hidden source; `random.Random(seed)` is handed in and may be used."""
    return [
        at(module, call, "draws from a hidden source")
        for call in calls(module)
        if dotted(call.func) in {f"random.{name}" for name in DICE}
    ]


def module_state(module: Module) -> list[str]:
    """A table is a constant: never empty, never written to, and read-only by its type where others see it."""
    faults = []
    for node in module.tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        name = _target(node)
        if not _is_mutable(node.value) or name == "__all__" or _is_read_only(node):
            continue
        if name[0] != "_":
            faults.append(at(module, node, f"{name} can be changed; annotate it Mapping or Sequence"))
        elif _is_empty(node.value) or name in _written_to(module):
            faults.append(at(module, node, f"{name} is a memory of the module"))
    globals_ = [node for node in ast.walk(module.tree) if isinstance(node, ast.Global)]
    return faults + [at(module, node, "writes to a module's name") for node in globals_]


def loose_prints(module: Module) -> list[str]:
    return [at(module, call, "prints") for call in calls(module) if dotted(call.func) == "print"]


def talking_logs(module: Module) -> list[str]:
    """A log line is a constant and its facts are named, so that no value slips into the sentence."""
    return [
        at(module, call, "builds its log line from values; log a constant and name the facts")
        for call in calls(module)
        if _is_log_call(call) and call.args and not isinstance(call.args[0], ast.Constant)
    ]


def _is_log_call(call: ast.Call) -> bool:
    parts = dotted(call.func).split(".")
    levels = {"debug", "info", "warning", "error", "exception", "critical"}
    return len(parts) > 1 and parts[-1] in levels and parts[-2].strip("_") in {"log", "logger", "logging"}


def _is_mutable(value: ast.expr) -> bool:
    if isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp):
        return True
    return isinstance(value, ast.Call) and dotted(value.func).split(".")[-1] in MUTABLE_MAKERS


def _is_empty(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return not value.args
    return not (getattr(value, "elts", ()) or getattr(value, "keys", ()) or getattr(value, "generators", ()))


def _written_to(module: Module) -> set[str]:
    """Names of which an item is set or deleted, or a changing method is called."""
    names = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            names.add(dotted(node.value))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
            names.add(dotted(node.func.value))
    return names


def _is_read_only(node: ast.Assign | ast.AnnAssign) -> bool:
    if isinstance(node, ast.Assign):
        return False
    return ast.unparse(node.annotation).split("[")[0].split(".")[-1] in READ_ONLY


def _target(node: ast.Assign | ast.AnnAssign) -> str:
    return ast.unparse(node.target if isinstance(node, ast.AnnAssign) else node.targets[0])


def test_nobody_below_the_doors_reads_the_clock():
    assert [fault for module in modules() for fault in hidden_clocks(module)] == []


def test_nobody_draws_from_a_hidden_source():
    assert [fault for module in modules() for fault in hidden_dice(module)] == []


def test_no_module_holds_state():
    assert [fault for module in modules() for fault in module_state(module)] == []


def test_nothing_is_printed_past_the_console():
    assert [fault for module in modules() for fault in loose_prints(module)] == []


def test_a_log_line_is_a_constant():
    assert [fault for module in modules() for fault in talking_logs(module)] == []


def test_the_rules_of_what_is_handed_in_can_fail():
    assert hidden_clocks(example("from datetime import datetime\nnow = datetime.now()"))
    assert not hidden_clocks(example("now = datetime.now()", path="cli/ask.py"))
    assert hidden_dice(example("import random\nrandom.choice([1])"))
    assert not hidden_dice(example("import random\nrandom.Random(7).choice([1])"))
    assert module_state(example("SEEN = [1]"))
    assert module_state(example("_seen: dict[str, int] = {}"))
    assert module_state(example("_seen = {1: 2}\ndef f(x):\n    _seen[x] = 1"))
    assert module_state(example("_seen = [1]\ndef f(x):\n    _seen.append(x)"))
    assert module_state(example("def f():\n    global seen"))
    assert not module_state(example("TABLE: Mapping[str, int] = {'a': 1}"))
    assert not module_state(example("_TABLE = {'a': 1}\ndef f(x): return _TABLE[x]"))
    assert not module_state(example("__all__ = ['ask']"))
    assert loose_prints(example("print('hello')"))
    assert talking_logs(example("log.info(f'searched {name}')"))
    assert not talking_logs(example("log.info('answered', extra={'question': ref})"))
