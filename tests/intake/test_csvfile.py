"""Files that are not what their recipe expects: said plainly, and nothing changed."""

import gzip

import pytest

from trefpunt.errors import InputError
from trefpunt.intake import find, subjects

from .samples import GOOD, HEADER, Desk, recipe


def refused(desk: Desk, data: bytes, **changes: str) -> str:
    """Load these bytes, expect a refusal and an untouched record, and return what was said."""
    path = desk.folder / "register.csv"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        desk.load(path, recipe(**changes))
    assert list(subjects(desk.means.columns)) == []
    assert not desk.means.rejects.exists() or list(desk.means.rejects.iterdir()) == []
    return str(caught.value)


def lines(*rows: str) -> bytes:
    return "".join(f"{row}\n" for row in rows).encode()


def test_another_delimiter_is_guessed_from_the_header(desk: Desk) -> None:
    said = refused(desk, lines(HEADER.replace(",", ";"), "1;A;B;;"))
    assert 'was it saved with ";"?' in said


def test_another_delimiter_below_the_header_is_guessed_from_the_rows(desk: Desk) -> None:
    said = refused(desk, lines(HEADER, *(f"{n};A;B;;" for n in range(20))))
    assert "row 2 has 1 columns, the header has 5" in said
    assert 'was it saved with ";"?' in said


def test_latin_1_under_a_recipe_for_utf_8_is_explained(desk: Desk) -> None:
    said = refused(desk, lines(HEADER, "1,Ok,Ok,,") + "2,Müllér,Zoë,,\n".encode("latin-1"))
    assert "line 3 is not UTF-8" in said
    assert "cp1252" in said


def test_utf_8_under_a_recipe_for_latin_1_is_explained(desk: Desk) -> None:
    said = refused(desk, lines(HEADER, "1,Müller,Zoë,,"), encoding='"latin-1"')
    assert 'encoding = "utf-8"' in said


def test_a_last_row_that_was_cut_is_refused(desk: Desk) -> None:
    said = refused(desk, lines(HEADER, *GOOD) + b"3,Testers,Ca")
    assert "its last row (4) has 3 of 5 columns" in said


def test_a_quote_that_never_closes_is_refused(desk: Desk) -> None:
    assert "row 3 opens a quote" in refused(desk, lines(HEADER, GOOD[0], '2,"Proefsma,Bo,,'))


def test_a_quote_that_swallows_a_long_file_is_refused(desk: Desk) -> None:
    rest = (f"{n},A,B,," for n in range(20_000))
    assert "row 3 opens a quote" in refused(desk, lines(HEADER, GOOD[0], '2,"Proefsma,Bo,,', *rest))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "it is empty"),
        (b"PK\x03\x04rest of a workbook", "Excel"),
        (gzip.compress(b"a,b", mtime=0), "compressed"),
        (HEADER.encode("utf-16"), "UTF-16"),
        (b"ref,family\n1,\x00\x01\x02", "no text file"),
        (lines(*GOOD), "none of the headers"),
        (lines("", ""), "none of the headers"),
        (lines("ref,family,given", "1,A,B"), "lacks born, bsn"),
        (lines(HEADER + ",born", "1,A,B,,,"), "has born twice"),
    ],
)
def test_what_is_no_such_csv_is_named(desk: Desk, data: bytes, expected: str) -> None:
    assert expected in refused(desk, data)


def test_a_file_that_is_not_there_is_an_input_error(desk: Desk) -> None:
    with pytest.raises(InputError, match=r"cannot read nowhere\.csv"):
        desk.load(desk.folder / "nowhere.csv")


def test_a_message_never_quotes_a_cell(desk: Desk) -> None:
    assert "Geheimsma" not in refused(desk, lines(HEADER, *(f"{n};Geheimsma;B;;" for n in range(20))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_makes_no_difference(desk: Desk, encoding: str) -> None:
    desk.load(desk.put("1,Müller,Zoë,,", encoding=encoding))
    found = find(desk.means.columns, "p/1")
    assert found is not None
    assert found.first("lastName") == "Müller"


@pytest.mark.parametrize("encoding", ['"latin-1"', '"cp1252"'])
def test_what_calls_itself_latin_1_is_read_as_windows_1252(desk: Desk, encoding: str) -> None:
    desk.load(desk.put("1,Œuvrard,Zoë,,", encoding="cp1252"), recipe(encoding=encoding))
    found = find(desk.means.columns, "p/1")
    assert found is not None
    assert found.first("lastName") == "Œuvrard"


def test_bytes_that_the_encoding_does_not_have_are_named(desk: Desk) -> None:
    said = refused(desk, lines(HEADER, "1,A,B,,") + b"2,\x81\xe9,B,,\n", encoding='"cp1252"')
    assert "bytes that cp1252 does not have" in said


def test_a_file_with_a_header_only_loads_nothing_and_says_so(desk: Desk) -> None:
    assert desk.load_rows().rows_read == 0


def test_quotes_may_hold_delimiters_and_line_ends(desk: Desk) -> None:
    desk.load_rows('1,"Tester, van\nder",Abel,,', '2,"Zeg ""Ja""",Bo,,')
    names = {subject.ref: subject.first("lastName") for subject in subjects(desk.means.columns)}
    assert names == {"p/1": "Tester, van der", "p/2": 'Zeg "Ja"'}


def test_a_row_with_senseless_quotes_stops_nothing(desk: Desk) -> None:
    summary = desk.load_rows(GOOD[0], '2,"Proef"sma,Bo,,', "3,Testers,Cas,,")
    assert (summary.kept, summary.rejected) == (2, 1)


def test_blank_lines_are_no_rows(desk: Desk) -> None:
    assert desk.load_rows(GOOD[0], "", ",,,,", GOOD[1], "").rows_read == 2


def test_headers_may_differ_in_case_and_spaces(desk: Desk) -> None:
    path = desk.put(*GOOD, header=" REF , Family,given,  Born,BSN")
    assert desk.load(path).kept == 2
