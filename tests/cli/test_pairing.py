"""`invite`, `accept`, `confirm`, `revoke`, `agreements`: two nodes meet, by what four people type."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from trefpunt.model import AgreementState

from .desk import Desk, Typed

NL, BE = "police.nl", "police.be"
HOUSE = ("--text", "house-limits")


@pytest.fixture
def strangers(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    made.node(NL)
    made.node(BE)
    yield made
    made.close()


def invited(desk: Desk) -> str:
    typed = desk.type(NL, "invite", "--officer", "police-nl-1", *HOUSE)
    assert typed.code == 0, typed.said
    return next(line for line in typed.out.splitlines() if line.startswith("https://"))


def accept(desk: Desk, line: str) -> Typed:
    return desk.type(BE, "accept", line, "--officer", "police-be-1")


def trust(desk: Desk) -> None:
    """Let the doors notice what another process wrote; a door of its own does so every two seconds."""
    for listener in desk.listeners:
        listener.trust_partners()


def paired(desk: Desk) -> None:
    accept(desk, invited(desk))
    trust(desk)
    for here, there in ((BE, NL), (NL, BE)):
        short = here.replace(".", "-")
        assert desk.type(here, "confirm", there, "--officer", f"{short}-2").code == 0


def states(desk: Desk, node_id: str) -> list[str]:
    return [agreement["state"] for agreement in desk.type(node_id, "agreements", "--json").json["agreements"]]


def test_four_people_make_an_agreement_and_each_is_told_how_it_stands(strangers: Desk):
    assert "trefpunt confirm police.nl --officer" in accept(strangers, invited(strangers)).out
    trust(strangers)
    first = strangers.type(BE, "confirm", NL, "--officer", "police-be-2")
    assert "police.nl has heard it" in first.out
    assert "now a second officer of police.nl signs there" in first.out
    second = strangers.type(NL, "confirm", BE, "--officer", "police-nl-2")
    assert "the agreement with police.be is in force" in second.out
    assert states(strangers, NL) == states(strangers, BE) == [AgreementState.IN_FORCE]


def test_a_partner_who_does_not_answer_has_not_heard_yet(strangers: Desk):
    accept(strangers, invited(strangers))
    strangers.listeners[0].stop()
    typed = strangers.type(BE, "confirm", NL, "--officer", "police-be-2", "--wait", "1")
    assert typed.code == 0
    assert "police.nl has not heard it yet" in typed.out
    assert "`trefpunt serve` brings it" in typed.out


def test_confirming_twice_says_that_it_was_done(strangers: Desk):
    paired(strangers)
    typed = strangers.type(BE, "confirm", NL, "--officer", "police-be-2")
    assert typed.code == 0
    assert "this node had signed it already" in typed.out


def test_who_proposed_does_not_confirm(strangers: Desk):
    accept(strangers, invited(strangers))
    typed = strangers.type(BE, "confirm", NL, "--officer", "police-be-1")
    assert typed.code == 1
    assert "four eyes" in typed.err
    assert states(strangers, BE) == [AgreementState.PROPOSED]


def test_a_line_that_is_no_invitation_is_said_so_before_a_passphrase_is_read(strangers: Desk):
    typed = accept(strangers, "police.nl says hello")
    assert typed.code == 2
    assert "copy the whole line" in typed.err


def test_an_invitation_is_not_for_the_node_that_made_it(strangers: Desk):
    line = invited(strangers)
    typed = strangers.type(NL, "accept", line, "--officer", "police-nl-1")
    assert (typed.code, "this invitation is police.nl's own" in typed.err) == (2, True)
    assert accept(strangers, line).code == 0


def test_nobody_at_the_address_of_an_invitation_is_said_so(strangers: Desk):
    line = invited(strangers)
    strangers.listeners[0].stop()
    typed = accept(strangers, line)
    assert typed.code == 3
    assert "nobody answers at https://127.0.0.1" in typed.err
    assert "nothing was agreed" in typed.err
    assert states(strangers, BE) == []


def test_a_wrong_code_is_refused_and_can_be_typed_again(strangers: Desk):
    line = invited(strangers)
    wrong = line[:-1] + ("X" if line[-1] != "X" else "Y")
    assert "the code is wrong" in accept(strangers, wrong).err
    assert accept(strangers, line).code == 0


def test_revoking_ends_every_agreement_with_a_partner(strangers: Desk):
    paired(strangers)
    strangers.agree(NL, BE, ("benelux-police-treaty",))
    assert states(strangers, NL) == [AgreementState.IN_FORCE, AgreementState.IN_FORCE]
    typed = strangers.type(NL, "revoke", BE, "--officer", "police-nl-1", "--yes")
    assert typed.code == 0
    assert states(strangers, NL) == states(strangers, BE) == [AgreementState.REVOKED] * 2


def test_nothing_is_revoked_where_nobody_said_yes(strangers: Desk):
    paired(strangers)
    typed = strangers.type(NL, "revoke", BE, "--officer", "police-nl-1")
    assert (typed.code, "add --yes" in typed.err) == (2, True)
    assert states(strangers, NL) == [AgreementState.IN_FORCE]


def test_what_has_ended_is_neither_revoked_nor_confirmed(strangers: Desk):
    paired(strangers)
    strangers.type(NL, "revoke", BE, "--officer", "police-nl-1", "--yes")
    typed = strangers.type(NL, "revoke", BE, "--officer", "police-nl-1", "--yes")
    assert (typed.code, "has ended already" in typed.err) == (2, True)
    typed = strangers.type(NL, "confirm", BE, "--officer", "police-nl-2")
    assert (typed.code, "the newest is revoked" in typed.err) == (2, True)


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--text", "benelux-police"), "did you mean benelux-police-treaty?"),
        (("--purpose", "burglary"), "there is no such purpose"),
        (("--days", "0"), "--days"),
        (("--days", "10000000"), "--days"),
        (("--slots", "-3"), "--slots"),
    ],
)
def test_wrong_terms_make_no_invitation(desk: Desk, words: tuple[str, str], message: str):
    typed = desk.type(NL, "invite", "--officer", "police-nl-1", *words)
    assert typed.code == 2
    assert message in typed.err
    assert "#tp1." not in typed.said


def test_agreements_are_listed_whole_for_people_and_for_scripts(desk: Desk):
    typed = desk.type(NL, "agreements")
    assert "sample-art14-agreement" in typed.out
    listed = desk.type(NL, "agreements", "--json").json["agreements"]
    assert {agreement["partner"] for agreement in listed} == {"oversight.be", BE}
    assert {"state", "valid_from", "valid_to", "texts", "purposes", "certificate"} <= set(listed[0])


def test_a_node_without_agreements_is_told_how_to_make_one(strangers: Desk):
    assert "trefpunt invite" in strangers.type(NL, "agreements").out
