"""The lock names every package by hash and no host; the core stays small."""

import re
import tomllib

import pytest
from tests.house.reading import ROOT

LOCKS = ("core.txt", "dev.txt")
MOST_DIRECT = 30
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+) (?:; [^\\]+)?\\$", re.MULTILINE)


def lock(name: str) -> str:
    return (ROOT / "requirements" / name).read_text(encoding="utf-8")


def pins(text: str) -> dict[str, str]:
    return dict(PIN.findall(text))


def hosts_and_paths(text: str) -> list[str]:
    """Lines with an address, an index, or a path of one machine."""
    wrong = re.compile(
        r"://|^\s*-(?!-hash)|(^|[\s=@])[./~]+/?\w+/|\bfile:|--(find-links|extra-index|index|trusted)"
    )
    return [line for line in text.splitlines() if not line.lstrip().startswith("#") and wrong.search(line)]


def unhashed(text: str) -> list[str]:
    blocks = re.split(r"\n(?=[a-z0-9])", text)
    return [block.split()[0] for block in blocks if PIN.match(block) and "--hash=sha256:" not in block]


def direct(extra: str = "") -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {re.split(r"[<>=~!\[; ]", name)[0].lower() for name in wanted}


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_names_no_host_and_no_path(name: str):
    assert hosts_and_paths(lock(name)) == []
    assert "://" not in lock(name)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_the_lock_has_its_hash(name: str):
    assert len(pins(lock(name))) > len(direct())
    assert unhashed(lock(name)) == []


def test_both_locks_hold_the_same_versions():
    core, dev = (pins(lock(name)) for name in LOCKS)
    assert {name: version for name, version in core.items() if dev.get(name) != version} == {}


def test_every_dependency_is_in_the_lock():
    assert direct() - set(pins(lock("core.txt"))) == set()
    assert direct("dev") - set(pins(lock("dev.txt"))) == set()


def test_the_core_keeps_to_thirty_direct_dependencies():
    assert len(direct()) <= MOST_DIRECT


def test_the_rules_of_the_lock_can_fail():
    assert hosts_and_paths("--extra-index-url https://example.org/simple")
    assert hosts_and_paths("trefpunt @ file:/opt/wheels/x.whl")
    assert hosts_and_paths("./wheels/x.whl")
    assert not hosts_and_paths("babel==2.18.0 \\\n    --hash=sha256:00\n    # via trefpunt (pyproject.toml)")
    assert unhashed("babel==2.18.0 \\\n    # via trefpunt") == ["babel==2.18.0"]
