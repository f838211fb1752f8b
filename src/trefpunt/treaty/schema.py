"""Which facts each act turns on, read from the one Cedar schema."""

import re
from collections.abc import Mapping
from pathlib import Path

from trefpunt.errors import PolicyError
from trefpunt.model import Action
from trefpunt.treaty.facts import FACTS

SCHEMA_FILE = Path(__file__).parent / "schema.cedarschema"

_COMMENT = re.compile(r"//[^\n]*")
_TYPE = re.compile(r"\btype\s+(\w+)\s*=\s*\{(.*?)\}\s*;", re.DOTALL)
_FIELD = re.compile(r"(\w+)(\??)\s*:\s*([\w<>]+)")
_ACTION = re.compile(r"\baction\s+([\w\s,]+?)\s+appliesTo\s*\{[^}]*context:\s*(\w+)\s*\}", re.DOTALL)
_OF_EVERY_REQUEST = {"purpose": ("", "Purpose"), "has_case": ("", "Bool")}
# Only a yes or no may be left unstated, and then it counts as no; the others may be absent.
_CEDAR_TYPE = {bool: ("", "Bool"), int: ("?", "Long"), str: ("?", "Set<String>")}


def facts_by_action(schema_text: str) -> Mapping[Action, tuple[str, ...]]:
    """Return the names of the facts of each act, in the order of the schema.

    Raises:
        PolicyError: the schema and the list of facts do not agree.
    """
    text = _COMMENT.sub("", schema_text)
    types = {name: _FIELD.findall(body) for name, body in _TYPE.findall(text)}
    for fields in types.values():
        for name, optional, kind in fields:
            if (optional, kind) != _expected(name):
                raise _disagrees(f"{name}{optional}: {kind}")
    acts = {
        Action(act.strip()): tuple(name for name, _, _ in types[context] if name in FACTS)
        for names, context in _ACTION.findall(text)
        for act in names.split(",")
    }
    turned_on = {name for names in acts.values() for name in names}
    if missing := sorted({*(set(Action) - set(acts)), *(set(FACTS) - turned_on)}):
        raise _disagrees(missing[0])
    return acts


def _expected(name: str) -> tuple[str, str] | None:
    if name in _OF_EVERY_REQUEST:
        return _OF_EVERY_REQUEST[name]
    return _CEDAR_TYPE[FACTS[name].kind] if name in FACTS else None


def _disagrees(what: str) -> PolicyError:
    return PolicyError(
        "the schema and facts.py do not agree on {what}", hint="change both together", what=what
    )
