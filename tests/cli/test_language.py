"""In which language a command speaks: chosen, of the node, of the machine; and that scripts never notice."""

from pathlib import Path

import pytest
import typer

from trefpunt.cli.door import plain_errors
from trefpunt.cli.language import language_of
from trefpunt.words import LANGUAGES

from .desk import Desk, type_line


def home(folder: Path, text: str) -> Path:
    (folder / "trefpunt.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("chosen", "settings", "locale", "language"),
    [
        ("", "", {}, "en"),
        ("nl", '[node]\nlanguage = "en"\n', {"LANG": "en_GB.UTF-8"}, "nl"),
        ("nl_BE.UTF-8", "", {}, "nl"),
        ("fr", '[node]\nlanguage = "nl"\n', {}, "fr"),
        ("", '[node]\nlanguage = "de"\n', {"LANG": "fr_LU.UTF-8"}, "de"),
        ("", "", {"LANG": "fr_BE.UTF-8"}, "fr"),
        ("", "", {"LC_ALL": "de_LU.UTF-8"}, "de"),
        ("", '[node]\nlanguage = "nl"\n', {"LANG": "en_GB.UTF-8"}, "nl"),
        ("", '[node]\nid = "police.nl"\n', {"LANG": "nl_NL.UTF-8"}, "en"),
        ("", "[node\n", {"LANG": "nl_NL.UTF-8"}, "nl"),
        ("", "[node]\nlanguage = 3\n", {"LC_MESSAGES": "nl_BE"}, "nl"),
        ("", '[node]\nlanguage = "xx"\n', {"LC_ALL": "nl"}, "nl"),
        ("", "node = 1\n", {"LC_ALL": "C", "LANG": "nl_NL"}, "en"),
        ("", "", {"LC_ALL": "", "LC_MESSAGES": "nl_NL", "LANG": "en_GB"}, "nl"),
        ("", "", {"LANG": "xx_XX"}, "en"),
    ],
)
def test_the_first_that_names_one_decides_on_the_language(
    chosen: str,
    settings: str,
    locale: dict[str, str],
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    for name, value in {"TREFPUNT_LANGUAGE": chosen, **locale}.items():
        monkeypatch.setenv(name, value)
    assert language_of(home(tmp_path, settings) if settings else None) == language


def test_a_home_that_is_named_by_its_variable_counts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TREFPUNT_HOME", str(home(tmp_path, '[node]\nlanguage = "nl"\n')))
    assert language_of(None) == "nl"


def test_a_language_that_is_not_there_stops_the_command(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TREFPUNT_LANGUAGE", "tlh")
    monkeypatch.setenv("LANG", "nl_BE.UTF-8")
    typed = type_line("intake", "recipes")
    assert (typed.code, typed.err.splitlines()[0]) == (2, "✗ TREFPUNT_LANGUAGE noemt geen taal van Trefpunt")


@pytest.mark.parametrize(
    ("machine", "said"),
    [
        (
            "fr_LU.UTF-8",
            "✗ TREFPUNT_LANGUAGE ne nomme aucune langue de Trefpunt\n  attendu : l’un de ",
        ),
        (
            "de_BE.UTF-8",
            "✗ TREFPUNT_LANGUAGE nennt keine Sprache von Trefpunt\n  erwartet: eines von ",
        ),
    ],
)
def test_which_languages_there_are_is_said_in_the_language_of_the_machine(
    machine: str, said: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TREFPUNT_LANGUAGE", "lb")
    monkeypatch.setenv("LANG", machine)
    assert type_line("intake", "recipes").err == f"{said}{', '.join(LANGUAGES)}\n"


@pytest.mark.parametrize(
    ("machine", "said"),
    [
        ("nl_NL.UTF-8", "✗ er is geen knooppunt genoemd\n  voeg --home MAP toe, of zet TREFPUNT_HOME\n"),
        (
            "fr_BE.UTF-8",
            "✗ aucun nœud n’est nommé\n  ajoutez --home RÉPERTOIRE, ou définissez TREFPUNT_HOME\n",
        ),
        (
            "de_LU.UTF-8",
            "✗ es ist kein Knoten genannt\n  fügen Sie --home ORDNER hinzu, oder setzen Sie TREFPUNT_HOME\n",
        ),
    ],
)
def test_an_error_before_a_node_is_there_is_in_the_language_of_the_machine(
    machine: str, said: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("LANG", machine)
    assert type_line("doctor").err == said


def test_whatever_breaks_is_said_in_the_language_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("TREFPUNT_LANGUAGE", "nl")
    for error in (KeyError("Zonderdossier"), OSError(28, "No space left on device", "/x/ledger.db")):
        with pytest.raises(typer.Exit), plain_errors():
            raise error
    said = capsys.readouterr().err
    assert "er ging iets stuk dat niet stuk mag gaan: KeyError in " in said
    assert "ledger.db kan niet worden gebruikt: de schijf is vol" in said
    assert "Zonderdossier" not in said


def test_a_dutch_node_says_in_dutch_what_is_typed_wrong(desk: Desk):
    typed = desk.type("police.nl", "log", "show", "--officer", "police-nl-9")
    assert typed.code == 2
    assert "is geen dienstnummer van een ambtenaar van police.nl" in typed.err
    assert (
        "verwacht: één van police-nl-1, police-nl-2; zet anderen met hun functie onder [officers]"
        in typed.err
    )


def test_before_a_node_is_opened_its_settings_say_the_language(desk: Desk, tmp_path: Path):
    where = ("--home", str(desk.home("police.nl")), "--passphrase-file", str(tmp_path / "nowhere"))
    typed = type_line("case", "list", *where)
    assert "nowhere kan niet worden gelezen: het bestand of de map is er niet" in typed.err


def test_the_language_that_is_chosen_goes_before_the_node_s(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TREFPUNT_LANGUAGE", "nl")
    assert "zaaknummer" in desk.type("police.be", "case", "open", "", "--officer", "police-be-1").err


@pytest.mark.parametrize(
    ("language", "refused", "fine"),
    [
        ("nl", "Bekeken: art. 55 van Verordening (EU) nr. 904/2010.", "alles is in orde"),
        ("fr", "Examiné : le règlement (UE) n° 904/2010, art. 55.", "tout est en ordre"),
        ("de", "Geprüft: die Verordnung (EU) Nr. 904/2010, Art. 55.", "alles ist in Ordnung"),
    ],
)
def test_a_refusal_and_the_doctor_speak_each_language(
    language: str, refused: str, fine: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TREFPUNT_LANGUAGE", language)
    asked = desk.type("police.nl", "may", "tax.be", "--purpose", "vat_fraud", "--officer", "police-nl-1")
    assert refused in asked.out + asked.err
    assert fine in desk.type("police.nl", "doctor").err


def test_doctor_and_log_speak_dutch_at_a_dutch_node(desk: Desk):
    looked = desk.type("police.nl", "doctor")
    assert "✓ police.be antwoordt op https://127.0.0.1" in looked.out
    assert "✓ police.be: afspraak van kracht, tot en met " in looked.out
    assert "alles is in orde" in looked.err
    shown = desk.type("police.nl", "log", "show", "--officer", "police-nl-1", "--event", "case_opened")
    assert "zaak geopend (case_opened)  police-nl-1 (informatieambtenaar)" in shown.out
    assert "strafbare feiten · zaak P-1" in shown.out


def test_tables_have_their_headings_in_the_language(desk: Desk):
    said = desk.type("police.nl", "agreements").out
    assert all(word in said for word in ("stand", "tot en met", "teksten", "van kracht"))
    assert "strafbare feiten" in desk.type("police.nl", "case", "list").out


def test_json_is_the_same_in_every_language(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    said = {}
    for language in LANGUAGES:
        monkeypatch.setenv("TREFPUNT_LANGUAGE", language)
        findings = desk.type("police.nl", "doctor", "--json").json["findings"]
        # Room on the disk changes by itself.
        looked = [finding for finding in findings if finding["about"] != "machine"]
        said[language] = (looked, desk.type("police.nl", "agreements", "--json").json)
    assert all(said[language] == said["en"] for language in LANGUAGES)
    assert "agreement in force" in str(said["nl"])
