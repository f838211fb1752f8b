"""What each authority may hold is a table; the files hold that and nothing else."""

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter

import pytest
from tests.worlds.benelux import sample
from tests.worlds.reading import entities_of, every_file, holdings_of, rows_of, text_of

from trefpunt.model import AuthorityKind
from trefpunt.worlds import HOLDINGS, MAY_KNOW, Holding, Knowledge
from trefpunt.worlds.authorities import AUTHORITIES
from trefpunt.worlds.files.style import STYLES

CSV = [one for one in HOLDINGS if one.name.endswith(".csv")]
STATEMENTS = [one for one in CSV if one.knowledge is Knowledge.BORDER_TRADE]
SYNTHETIC = {"synthetisch", "synthétique", "synthetisch/synthétique"}


def test_every_file_is_in_the_table_and_the_other_way_round() -> None:
    assert [file for file, _ in every_file(sample())] == [
        one.file for view in sample().views for one in HOLDINGS if one.authority == view.authority.id
    ]


def test_no_authority_has_a_kind_of_knowledge_that_is_not_its_own() -> None:
    kinds = {authority.id: authority.kind for authority in AUTHORITIES}
    assert [one.file for one in HOLDINGS if one.knowledge not in MAY_KNOW[kinds[one.authority]]] == []
    assert set(MAY_KNOW) >= {authority.kind for authority in AUTHORITIES}


def test_each_kind_of_knowledge_is_of_one_kind_of_authority() -> None:
    owners = Counter(knowledge for known in MAY_KNOW.values() for knowledge in known)
    assert owners == dict.fromkeys(Knowledge, 1)
    assert MAY_KNOW[AuthorityKind.OVERSIGHT] == frozenset()


def test_domestic_trade_is_known_in_belgium_alone() -> None:
    assert {one.authority for one in HOLDINGS if one.knowledge is Knowledge.DOMESTIC_TRADE} == {"tax.be"}


@pytest.mark.parametrize("held", CSV, ids=lambda held: held.file)
def test_a_csv_has_the_columns_of_the_table(held: Holding) -> None:
    header = text_of(sample(), held.file).splitlines()[0].split(";")
    assert tuple(header) == held.columns
    assert header[-1] in SYNTHETIC


@pytest.mark.parametrize("held", CSV, ids=lambda held: held.file)
def test_every_record_of_a_csv_is_marked_synthetic(held: Holding) -> None:
    assert {row[held.columns[-1]] for row in rows_of(sample(), held.file)} == {STYLES[held.authority].yes}


@pytest.mark.parametrize("file", holdings_of("police.nl")[:2])
def test_entities_have_the_properties_of_the_table(file: str) -> None:
    (held,) = (one for one in HOLDINGS if one.file == file)
    seen = {name for entity in entities_of(sample(), file) for name in entity["properties"]}
    assert seen <= set(held.columns)


@pytest.mark.parametrize("file", ["tax.be/klantenlisting.xml", "tax.be/ic-opgaven.xml"])
def test_a_listing_is_xml_with_the_elements_of_the_table(file: str) -> None:
    (held,) = (one for one in HOLDINGS if one.file == file)
    root = ElementTree.fromstring(text_of(sample(), file))
    named = {element.tag.partition("}")[2] for element in root.iter()}
    named |= {name for element in root.iter() for name in element.attrib}
    assert named == set(held.columns)
    assert "SYNTHETIC" in text_of(sample(), file)


def test_a_reference_of_one_authority_stands_in_no_file_of_another() -> None:
    world = sample()
    files = dict(every_file(world))
    own: dict[str, set[bytes]] = {}
    for held in world.truth.records.values():
        for authority, ref in held:
            own.setdefault(authority, set()).add(ref.encode())
    strays = [
        (authority, file)
        for authority, refs in own.items()
        for file, data in files.items()
        if not file.startswith(f"{authority}/") and refs & set(re.findall(rb"[A-Z]{2,3}-[A-Z]?\d{7}", data))
    ]
    assert strays == []


@pytest.mark.parametrize("held", STATEMENTS, ids=lambda held: held.file)
def test_a_statement_is_of_trade_over_a_border_of_the_own_country(held: Holding) -> None:
    ends = [
        {seller[:2], buyer[:2]}
        for seller, buyer, *_ in (row.values() for row in rows_of(sample(), held.file))
    ]
    assert ends
    assert all(len(pair) == 2 and held.authority[-2:].upper() in pair for pair in ends)


def test_a_person_stands_in_a_file_only_where_the_truth_says_so() -> None:
    world = sample()
    told: dict[str, set[str]] = {}
    for held in world.truth.records.values():
        for authority, ref in held:
            told.setdefault(authority, set()).add(ref)
    for one in HOLDINGS:
        if one.recipe and one.name.endswith(".csv") and one.knowledge is not Knowledge.VEHICLES:
            refs = {row[one.columns[0]] for row in rows_of(world, one.file)}
            assert refs <= told[one.authority], one.file


def test_no_view_has_a_word_of_the_truth() -> None:
    kinds = {one.kind for one in (*sample().schemes, *sample().decoys)}
    words = [word.encode() for word in (*kinds, "missing trader", "missing_trader", "decoy", "person-1")]
    found = [(file, word) for file, data in every_file(sample()) for word in words if word in data.lower()]
    assert found == []


def test_crisis_centres_have_functions_and_no_names() -> None:
    world = sample()
    names = {person.family for person in world.truth.people.values()}
    for file in (
        "crisis.be/contactpunten.csv",
        "crisis.nl/contactpunten.csv",
        "crisis.lu/points-de-contact.csv",
    ):
        assert not [name for name in names if name in text_of(world, file)]
