"""Files of the police beside persons: vehicles, what controls found, and Dutch FollowTheMoney entities."""

import json
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from trefpunt.worlds.files.persons import spoilt_csv
from trefpunt.worlds.files.style import STYLES, Row, csv_lines
from trefpunt.worlds.holdings import holding
from trefpunt.worlds.police_records import PoliceRecords
from trefpunt.worlds.registers import Entry, Vehicle
from trefpunt.worlds.views import ViewFile

_ONE_IN, _LEAST = 150, 3
_LINE_FAULTS = ("half a line", "no id", "unknown schema")
_WORDS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "none": "geen",
        "documents": "papieren",
        "load": "lading",
        "driving_times": "rijtijden",
        "black": "zwart",
        "white": "wit",
        "grey": "grijs",
        "blue": "blauw",
        "red": "rood",
    },
    "oui": {
        "none": "rien",
        "documents": "documents",
        "load": "charge",
        "driving_times": "temps de conduite",
        "black": "noir",
        "white": "blanc",
        "grey": "gris",
        "blue": "bleu",
        "red": "rouge",
    },
}


def vehicle_file(file: str, records: PoliceRecords, *, rng: Random) -> ViewFile:
    """Return the file of vehicles of people on record."""
    held, style = holding(file), STYLES[file.partition("/")[0]]
    words = _WORDS[style.yes]

    def rows() -> Iterator[Row]:
        for one in records.vehicles:
            seen = [one.plate, one.country, one.vin, one.make, words[one.colour]]
            yield [one.ref, *seen, one.holder, style.yes]

    refs = [one.ref for one in records.vehicles]
    return spoilt_csv(held, rows, refs, numbered=frozenset(), spared=frozenset(), rng=rng)


def check_file(file: str, records: PoliceRecords) -> ViewFile:
    """Return the file of what controls found."""
    held, style = holding(file), STYLES[file.partition("/")[0]]
    words = _WORDS[style.yes]

    def rows() -> Iterator[Row]:
        for one in records.checks:
            at = one.address
            seen = [one.plate, one.country, words[one.finding]]
            yield [one.ref, one.at, at.street, at.town.name, *seen, style.yes]

    return ViewFile(
        held.name, lambda: csv_lines(held.columns, rows(), style.encoding), rows=len(records.checks)
    )


def ftm_file(file: str, entries: Sequence[Entry], vehicles: Sequence[Vehicle], *, rng: Random) -> ViewFile:
    """Return persons and vehicles as FollowTheMoney entities, one JSON object a line; some went wrong."""
    held = holding(file)
    every: list[Entry | Vehicle] = [*entries, *vehicles]
    rng.shuffle(every)
    chosen = rng.sample(range(len(every)), max(_LEAST, len(every) // _ONE_IN))
    broken = {place: _LINE_FAULTS[nth % len(_LINE_FAULTS)] for nth, place in enumerate(chosen)}

    def lines() -> Iterator[bytes]:
        for place, one in enumerate(every):
            entity = _person(one) if isinstance(one, Entry) else _vehicle(one)
            yield _line(entity)
            if place in broken:
                yield _broken(entity, broken[place])

    return ViewFile(held.name, lines, held.recipe, rows=len(every) + len(broken), rejected=len(broken))


def ownership_file(file: str, vehicles: Sequence[Vehicle]) -> ViewFile:
    """Return who has which vehicle, as FollowTheMoney entities that join two others."""

    def lines() -> Iterator[bytes]:
        for one in vehicles:
            joined = {"owner": [one.holder], "asset": [one.ref]}
            yield _line({"id": f"{one.ref}-{one.holder}", "schema": "Ownership", "properties": joined})

    return ViewFile(holding(file).name, lines, rows=len(vehicles))


def _person(entry: Entry) -> dict[str, object]:
    one = entry.person
    properties: dict[str, list[str]] = {
        "firstName": list(one.given),
        "lastName": [one.surname],
        "birthDate": [one.born.isoformat()],
        "birthPlace": [one.birth_place],
        "birthCountry": [one.birth_country.value.lower()],
        "gender": [one.gender],
        "nationality": [one.country.value.lower()],
        "country": [one.country.value.lower()],
        "address": [one.street],
        "houseNumber": [one.house_number],
        "postalCode": [one.town.postcode],
        "city": [one.town.name],
        "topics": [f"sample.{entry.category.value}"],
        "keywords": ["synthetic"],
    }
    if one.numbers:
        properties["idNumber"] = list(one.numbers.values())
    if one.phone:
        properties["phone"] = [one.phone]
    return {"id": entry.ref, "schema": "Person", "properties": properties}


def _vehicle(one: Vehicle) -> dict[str, object]:
    properties = {
        "registrationNumber": [one.plate],
        "country": [one.country.lower()],
        "vin": [one.vin],
        "type": [one.make],
        "color": [one.colour],
        "keywords": ["synthetic"],
    }
    return {"id": one.ref, "schema": "Vehicle", "properties": properties}


def _broken(entity: dict[str, object], fault: str) -> bytes:
    if fault == "half a line":
        line = _line(entity)
        return line[: len(line) // 2].decode(errors="ignore").encode() + b"\n"
    return _line({**entity, "id": ""} if fault == "no id" else {**entity, "schema": "Gossip"})


def _line(entity: dict[str, object]) -> bytes:
    return json.dumps(entity, ensure_ascii=False).encode() + b"\n"
