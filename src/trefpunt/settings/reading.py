"""Reading the settings of a home, and checking a text before it becomes one."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trefpunt.errors import SettingsError
from trefpunt.sentence import Lines
from trefpunt.settings.check import faults_in
from trefpunt.settings.sections import LANGUAGE, SECTIONS, Settings

FILE_NAME = "trefpunt.toml"


def read_settings(home: Path, *, closed: Mapping[str, frozenset[str]]) -> Settings:
    """Read `trefpunt.toml` of a node's home.

    Args:
        closed: for a setting such as `node.kind`, the words it may have; for `officers`, the roles.

    Raises:
        SettingsError: with a sentence for every wrong setting, all at once.
    """
    path = home / FILE_NAME
    if not path.is_file():
        raise SettingsError(
            "there is no node in {home}", hint="make one with `trefpunt init`, or name --home", home=home
        )
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SettingsError("{path} is not UTF-8", hint="save it as UTF-8", path=path) from error
    raw = check_settings(text, path=path, closed=closed)
    parts = {name: made(**raw.get(name, {})) for name, made in SECTIONS.items()}
    return Settings(**parts, officers=dict(raw.get("officers", {})))


def language_in(home: Path) -> str:
    """Return the language of a home's settings, or nothing where they cannot be read that far."""
    try:
        node = tomllib.loads((home / FILE_NAME).read_text(encoding="utf-8")).get("node")
    except (OSError, ValueError):
        return ""
    language = node.get("language", LANGUAGE) if isinstance(node, dict) else ""
    return language if isinstance(language, str) else ""


def check_settings(text: str, *, path: Path, closed: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    """Return what a text of settings says, once nothing in it is wrong.

    Args:
        path: where the text stands or is to stand, for the message.
        closed: as for `read_settings`.

    Raises:
        SettingsError: with a sentence for every wrong setting, all at once.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("{path} is not TOML", hint="{fault}", path=path, fault=str(error)) from error
    faults = faults_in(raw, closed)
    if faults:
        raise SettingsError(
            "one setting is wrong in {path}:{listed}"
            if len(faults) == 1
            else "{count} settings are wrong in {path}:{listed}",
            faults=tuple(faults),
            count=len(faults),
            path=path,
            listed=Lines(faults),
        )
    return raw
