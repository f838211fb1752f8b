"""The way out: two sentences and a number, whatever went wrong."""

import pytest
import typer

from trefpunt.cli.door import BROKEN, REFUSED, WRONG_USE, plain_errors
from trefpunt.errors import (
    AgreementLapsed,
    InputError,
    LogUnwritable,
    PeerUnreachable,
    SettingsError,
    TrefpuntError,
    WrongPassphrase,
)


def code_of(error: BaseException) -> int:
    with pytest.raises(typer.Exit) as left, plain_errors():
        raise error
    return left.value.exit_code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("x"), WRONG_USE),
        (SettingsError("x"), WRONG_USE),
        (WrongPassphrase("x"), WRONG_USE),
        (AgreementLapsed("x"), REFUSED),
        (PeerUnreachable("x"), BROKEN),
        (LogUnwritable("x"), BROKEN),
        (TrefpuntError("x"), BROKEN),
        (OSError(28, "No space left on device"), BROKEN),
        (KeyError("Zonderdossier"), BROKEN),
        (KeyboardInterrupt(), 130),
    ],
)
def test_every_error_has_its_number(error: BaseException, code: int):
    assert code_of(error) == code


def test_what_broke_is_named_by_place_and_never_by_value(capsys: pytest.CaptureFixture[str]):
    code_of(KeyError("Zonderdossier"))
    said = capsys.readouterr().err
    assert "something broke that should not: KeyError in " in said
    assert "Zonderdossier" not in said
    assert "Traceback" not in said


def test_message_and_hint_are_both_said_and_markup_in_them_is_text(capsys: pytest.CaptureFixture[str]):
    code_of(InputError("no [bold]", hint="try [red]"))
    assert capsys.readouterr().err == "✗ no [bold]\n  try [red]\n"


def test_nothing_is_said_where_nothing_broke(capsys: pytest.CaptureFixture[str]):
    with plain_errors():
        pass
    assert capsys.readouterr().err == ""
