from pathlib import Path

from trefpunt.treaty import check_texts


def test_every_text_loads_and_every_case_comes_out_as_it_says() -> None:
    report = check_texts()
    assert report.faults == ()
    assert report.rules >= 45
    assert report.cases >= 250
