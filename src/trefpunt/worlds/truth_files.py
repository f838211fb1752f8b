"""The truth of a world, written down apart from every view: for tests and for measuring, for no node.

Clients of the care organisation are not in it: what only the centre knows is written nowhere else.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from trefpunt.model import Subject
from trefpunt.worlds.firms import InventedFirm
from trefpunt.worlds.persons import as_subject
from trefpunt.worlds.truth import Truth
from trefpunt.worlds.world import Scheme, World

_NOTICE = """The truth about an invented Benelux: every person, firm and number in it is synthetic.

It is for tests and for measuring. Never give it to a node: what is in the other folder is what they know.

entities.ftm.json  who and what there is, as FollowTheMoney entities
records.csv        under which reference which authority has whom
schemes.json       schemes, and the honest firms that look like them
cast.json          the people of the story, by invented id
trades.csv         every trade of the year, which no authority sees whole
"""
_CARE = "care.be"
_REGISTERS = (".kbo", ".kvk", ".rcs")


def write_truth(world: World, folder: Path, *, progress: Callable[[str], None] = lambda _: None) -> None:
    """Write who is who and what is what into a folder of its own.

    Args:
        progress: called with the name of each file once it is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.txt").write_text(_NOTICE, encoding="utf-8")
    _write_lines(folder / "entities.ftm.json", _entities(world))
    progress("truth/entities.ftm.json")
    _write_csv(folder / "records.csv", ("id", "authority", "reference"), _records(world.truth))
    progress("truth/records.csv")
    (folder / "schemes.json").write_text(_schemes(world), encoding="utf-8")
    (folder / "cast.json").write_text(_cast(world), encoding="utf-8")
    _write_csv(folder / "trades.csv", ("seller", "buyer", "month", "net_eur"), world.trades())
    progress("truth/trades.csv")


def _entities(world: World) -> Iterator[str]:
    for person in world.truth.people.values():
        yield _entity(as_subject(person))
    for firm in world.firms.values():
        yield json.dumps(_company(firm), ensure_ascii=False)


def _entity(subject: Subject) -> str:
    properties: dict[str, list[str]] = {name: list(values) for name, values in subject.properties.items()}
    properties["idNumber"] = [number.value for number in subject.identifiers]
    properties["keywords"] = ["synthetic"]
    kept = {name: values for name, values in properties.items() if any(values)}
    return json.dumps(
        {"id": subject.ref, "schema": subject.schema.value, "properties": kept}, ensure_ascii=False
    )


def _company(firm: InventedFirm) -> Mapping[str, object]:
    numbers = firm.numbers.items()
    properties = {
        "name": [firm.name],
        "legalForm": [firm.form],
        "jurisdiction": [firm.country.value.lower()],
        "incorporationDate": [firm.founded_on.isoformat()],
        "address": [f"{firm.street} {firm.house_number}, {firm.town.postcode} {firm.town.name}"],
        "vatCode": [value for scheme, value in numbers if scheme.endswith(".vat")],
        "registrationNumber": [value for scheme, value in numbers if scheme.endswith(_REGISTERS)],
        "sector": [firm.sector],
        "keywords": ["synthetic"],
    }
    return {"id": firm.id, "schema": "Company", "properties": properties}


def _records(truth: Truth) -> Iterator[tuple[str, str, str]]:
    for id_, held in truth.records.items():
        yield from ((id_, authority, ref) for authority, ref in held if authority != _CARE)


def _schemes(world: World) -> str:
    told = {"schemes": [_told(one) for one in world.schemes], "decoys": [_told(one) for one in world.decoys]}
    return json.dumps(told, ensure_ascii=False, indent=1)


def _told(scheme: Scheme) -> Mapping[str, object]:
    return asdict(scheme)


def _cast(world: World) -> str:
    cast = {
        "wanted": world.wanted.ref,
        "stranger": world.stranger.ref,
        "applicants": [one.ref for one in world.applicants],
        "registered": world.registered.ref,
        "refused_abroad": [one.ref for one in world.refused_abroad],
    }
    return json.dumps(cast, indent=1)


def _write_lines(path: Path, lines: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in lines)


def _write_csv(path: Path, header: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows(rows)
