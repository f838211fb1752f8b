"""The first page: what waits for this officer, by its clock, and nothing of others or of any content."""

from dataclasses import replace
from datetime import timedelta

from trefpunt.model import ContentRequest, ContentState, Schema, Subject
from trefpunt.store.ledger import casework as kept

from .conftest import Screens


def request(screens: Screens, number: int) -> ContentRequest:
    """A partner's request that nobody works on yet."""
    now = screens.nl.clock()
    return ContentRequest(
        id=f"r-{number}",
        is_ours=False,
        partner="police.be",
        officer="be-9",
        role="information_officer",
        case="blinded",
        purpose="criminal_offences",
        category="police_information",
        subject=Subject("x", Schema.PERSON, properties={"lastName": ("Zonderdossier",)}),
        sought=(),
        stated=(),
        article="benelux-police-treaty 4(1)",
        decision="d-1",
        channel="trefpunt",
        clock="",
        received_at=now,
        due_at=now + timedelta(days=2),
    )


def test_the_inbox_shows_what_waits_for_this_officer_and_no_content(screens: Screens):
    assert "Nothing waits for you." in screens.signed_in().get("/").words
    free = request(screens, 1)
    given = replace(request(screens, 2), assigned_to="o-2")
    late = replace(request(screens, 3), due_at=screens.nl.clock() - timedelta(days=1))
    done = replace(request(screens, 4), state=ContentState.ANSWERED)
    ours = replace(request(screens, 5), is_ours=True, officer="o-1")
    with screens.nl.ledger.write() as tx:
        for one in (free, given, late, done, ours):
            kept.save_request(tx, one)
    first, second = (screens.signed_in(officer).get("/") for officer in ("o-1", "o-2"))
    for seen, own in ((first, [1, 3, 5]), (second, [1, 2, 3])):
        assert [number for number in range(1, 6) if f"r-{number}<" in seen.text] == own
    assert first.text.index("r-3<") < first.text.index("r-1<")
    assert "late police.be requests" in first.words
    assert "you requested of police.be" in first.words
    assert "Zonderdossier" not in first.text + second.text
