"""Signing in: once, in time, from this node's own pages, and on the record."""

import socket
from datetime import timedelta

import pytest

from trefpunt.errors import StoreFull
from trefpunt.model import Event
from trefpunt.store.ledger import audit, web_sessions
from trefpunt.web.wording import LANGUAGES

from .conftest import Screens


def steps(screens: Screens) -> list[str]:
    """Every step of signing in that stands in the log, in order."""
    node = screens.nl
    with node.ledger.read() as tx:
        read = [node.trail.read(stored) for stored in audit.entries(tx, 0, audit.log_size(tx))]
    return [entry.facts["step"] for entry in read if entry is not None and entry.event is Event.LOGIN]


def test_a_link_signs_in_once_and_every_step_is_logged(screens: Screens):
    before, link = steps(screens), screens.link()
    browser = screens.browser()
    browser.sign_in(link)
    assert browser.get("/").status == 200
    other = screens.browser()
    again = other.post(link)
    assert (again.status, again.cookies) == (403, [])
    assert "This link opens nothing" in again.words
    assert other.get("/").status == 303
    assert steps(screens)[len(before) :] == ["link_made", "signed_in", "link_refused"]


def test_looking_at_a_link_does_not_use_it_up(screens: Screens):
    browser, link = screens.browser(), screens.link()
    for _ in range(2):
        assert browser.get(link).status == 200
    browser.sign_in(link)


@pytest.mark.parametrize(("late", "status"), [(timedelta(seconds=590), 303), (timedelta(seconds=600), 403)])
def test_a_link_ends_after_ten_minutes(screens: Screens, late: timedelta, status: int):
    link = screens.link()
    screens.story.clock.now += late
    assert screens.browser().post(link).status == status


def test_a_link_that_nobody_made_opens_nothing(screens: Screens):
    assert screens.browser().post("/sign-in/" + "x" * 43).status == 403


def test_the_cookie_is_for_this_node_only_and_no_script_sees_it(screens: Screens):
    (cookie,) = screens.browser().sign_in(screens.link()).cookies
    name, *flags = [part.strip().lower() for part in cookie.split(";")]
    assert name.startswith(f"trefpunt-{screens.listener.port}=")
    assert {"httponly", "samesite=strict", "path=/"} <= set(flags)
    assert not any(flag.startswith(("expires", "max-age", "domain")) for flag in flags)


def test_the_ledger_keeps_no_secret(screens: Screens):
    link = screens.link()
    browser = screens.browser()
    browser.sign_in(link)
    (secret,) = browser.cookies.values()
    with screens.nl.ledger.read() as tx:
        assert web_sessions.find_session(tx, secret) is None
        assert web_sessions.find_link(tx, link.rpartition("/")[2]) is None


@pytest.mark.parametrize(("idle", "status"), [(timedelta(minutes=14), 200), (timedelta(minutes=15), 303)])
def test_a_session_ends_when_nothing_is_done_in_it(screens: Screens, idle: timedelta, status: int):
    browser = screens.signed_in()
    screens.story.clock.now += idle
    assert browser.get("/").status == status


def test_a_session_ends_after_eight_hours_however_busy(screens: Screens):
    browser = screens.signed_in()
    statuses = []
    for _ in range(49):
        screens.story.clock.now += timedelta(minutes=10)
        statuses.append(browser.get("/").status)
    assert statuses[:47] == [200] * 47
    assert statuses[-1] == 303


def test_who_signs_out_is_out_with_the_old_cookie_too(screens: Screens):
    browser = screens.signed_in()
    old = dict(browser.cookies)
    token = browser.get("/").token
    assert browser.post("/sign-out", {"form_token": token}).status == 303
    assert browser.cookies == {}
    browser.cookies = old
    assert browser.get("/").status == 303


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_form_without_the_token_of_its_session_does_nothing(screens: Screens, token: str):
    browser = screens.signed_in()
    seen = browser.post("/sign-out", {"form_token": token})
    assert (seen.status, "Nothing was done." in seen.words) == (403, True)
    assert browser.get("/").status == 200


def test_the_token_of_another_session_does_nothing(screens: Screens):
    browser, other = screens.signed_in(), screens.signed_in()
    assert browser.post("/sign-out", {"form_token": other.get("/").token}).status == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-origin"}, 303),
    ],
)
def test_a_form_of_another_site_is_turned_away(screens: Screens, headers: dict[str, str], status: int):
    browser = screens.signed_in()
    token = browser.get("/").token
    assert browser.post("/sign-out", {"form_token": token}, **headers).status == status


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", ""])
def test_a_name_that_another_site_gave_this_address_is_refused(screens: Screens, host: str):
    seen = screens.signed_in().get("/", Host=host.format(port=screens.listener.port))
    assert seen.status == 421
    assert screens.nl.me.id not in seen.text


def test_a_request_with_two_hosts_is_refused(screens: Screens):
    own = f"127.0.0.1:{screens.listener.port}"
    with socket.create_connection(("127.0.0.1", screens.listener.port), timeout=20) as line:
        line.sendall(f"GET / HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\n\r\n".encode())
        status = line.recv(64).split()[1]
    assert status in (b"400", b"421")


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nothing", "/style.css"])
def test_every_answer_forbids_scripts_frames_and_copies(screens: Screens, path: str):
    seen = screens.signed_in().get(path)
    assert seen.headers["cache-control"] == ("max-age=600" if path == "/style.css" else "no-store")
    policy = seen.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert "server" not in seen.headers


def test_no_page_has_a_script_or_a_style_of_its_own(screens: Screens):
    browser = screens.signed_in()
    for path in ("/", "/sign-in", "/nothing"):
        page = browser.get(path).text.lower()
        assert not any(word in page for word in ("<script", "<style", " style=", " onclick", "javascript:"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_pages_speak_every_language_and_say_that_this_is_a_sample(screens: Screens, language: str):
    browser = screens.signed_in()
    assert browser.get(f"/language/{language}?to=/").status == 303
    for path, status in (("/", 200), ("/sign-in", 200), (screens.link(), 200), ("/nothing", 404)):
        seen = browser.get(path)
        assert seen.status == status
        assert f'<html lang="{language}">' in seen.text
        assert 'class="sample"' in seen.text


@pytest.mark.parametrize("to", ["//evil.example/", "https://evil.example/", "/\\evil.example", "x"])
def test_changing_the_language_never_leads_elsewhere(screens: Screens, to: str):
    assert screens.browser().get(f"/language/nl?to={to}").headers["location"] == "/"


def test_an_officer_whom_the_settings_know_no_more_is_out(screens: Screens):
    browser = screens.signed_in("o-3")
    officers = dict(screens.nl.officers)
    gone = officers.pop("o-3")
    object.__setattr__(screens.nl, "officers", officers)
    try:
        assert browser.get("/").status == 303
    finally:
        object.__setattr__(screens.nl, "officers", {**officers, "o-3": gone})
    assert browser.get("/").status == 200


def test_a_body_that_is_no_form_is_refused(screens: Screens):
    browser = screens.signed_in()
    assert browser.post("/sign-out", Content_Type="text/plain").status == 415
    assert browser.post("/sign-out", {"x": "y" * 70_000}).status == 413
    assert browser.post("/sign-out", {f"x{number}": "1" for number in range(301)}).status == 400


def test_a_screen_that_breaks_says_so_and_repeats_nothing(
    screens: Screens, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def breaks(_: object) -> None:
        raise ValueError("Zonderdossier")

    browser = screens.signed_in()
    monkeypatch.setattr("trefpunt.web.screens.home.standing", breaks)
    with caplog.at_level("INFO"):
        seen = browser.get("/")
    assert (seen.status, "Something broke that should not" in seen.words) == (500, True)
    assert "a screen broke: ValueError" in caplog.text
    assert "Zonderdossier" not in seen.text + caplog.text


def test_a_room_that_fails_says_what_to_do(screens: Screens, monkeypatch: pytest.MonkeyPatch):
    def fails(_: object) -> None:
        raise StoreFull("the disk is full and nothing was written", hint="make room on the disk")

    browser = screens.signed_in()
    monkeypatch.setattr("trefpunt.web.screens.home.standing", fails)
    seen = browser.get("/")
    assert seen.status == 500
    assert "the disk is full and nothing was written make room on the disk" in seen.words
