"""`doctor`: each line says what was seen and what to do."""

import pytest

from .desk import Desk, type_line


@pytest.mark.usefixtures("in_english")
def test_a_node_whose_partners_answer_is_well(desk: Desk):
    typed = desk.type("police.nl", "doctor")
    assert "✓ police.be answers at https://127.0.0.1" in typed.out
    assert "✓ oversight.be answers at" in typed.out
    assert (typed.code, "all is well" in typed.err) == (0, True), typed.said


def test_json_says_the_same_in_names_that_stay(desk: Desk):
    said = desk.type("police.nl", "doctor", "--json").json
    assert said["is_well"] is True
    assert {"about", "is_well", "seen", "remedy"} == set(said["findings"][0])
    assert {"machine", "files", "door", "texts", "log", "partners", "indexes"} <= {
        finding["about"] for finding in said["findings"]
    }


def test_a_node_alone_is_told_what_it_lacks(empty_desk: Desk):
    empty_desk.node("police.lu")
    typed = empty_desk.type("police.lu", "doctor")
    assert typed.code == 1
    assert "no oversight body cosigns this log" in typed.out
    assert "no partners yet" in typed.out


def test_without_a_passphrase_it_looks_at_what_it_can(empty_desk: Desk):
    home = empty_desk.node("police.lu").home
    (home / "keys" / "node.keys").chmod(0o644)
    typed = type_line("doctor", "--home", str(home))
    assert typed.code == 1
    assert f"chmod go= {home / 'keys' / 'node.keys'}" in typed.out
    assert "no passphrase was given: nothing inside was looked at" in typed.out


def test_a_partner_who_is_away_and_a_door_that_is_shut_are_found(empty_desk: Desk):
    empty_desk.node("police.nl")
    empty_desk.node("police.be")
    empty_desk.agree("police.nl", "police.be", ("house-limits",))
    for listener in empty_desk.listeners:
        listener.stop()
    typed = empty_desk.type("police.nl", "doctor")
    assert typed.code == 1
    assert "police.be does not answer at" in typed.out
    assert "nothing listens on 127.0.0.1" in typed.out


def test_a_file_that_is_gone_is_named(empty_desk: Desk):
    home = empty_desk.node("police.lu").home
    (home / "keys" / "node.keys").rename(home / "elsewhere")
    typed = type_line("doctor", "--home", str(home))
    assert f"{home / 'keys' / 'node.keys'} is not there" in typed.out


def test_no_home_and_no_node_are_different_things(desk: Desk):
    assert "no node is named" in type_line("doctor").err
    typed = type_line("doctor", "--home", str(desk.folder / "nowhere"))
    assert (typed.code, "there is no node in" in typed.err) == (2, True)
