from xml.etree import ElementTree

from trefpunt.treaty import Bar, draw

SVG = "{http://www.w3.org/2000/svg}"


def test_a_picture_is_well_formed_and_says_everything_in_words_too() -> None:
    drawn = draw(
        "Before & after", ("opens", "closes"), [Bar("police.NL → police.BE <1>", (7, 0))], note="a note"
    )
    tree = ElementTree.fromstring(drawn)
    assert tree.findtext(f"{SVG}title") == "Before & after"
    assert tree.findtext(f"{SVG}desc") == "police.NL → police.BE <1>: opens 7"
    assert "a note" in [text.text for text in tree.iter(f"{SVG}text")]


def test_bars_are_as_wide_as_their_counts() -> None:
    tree = ElementTree.fromstring(draw("t", ("one",), [Bar("a", (10,)), Bar("b", (5,))]))
    bars = [rect for rect in tree.iter(f"{SVG}rect") if rect.get("height") == "24"]
    one, other = (float(bar.get("width", "0")) for bar in bars)
    assert one == 2 * other


def test_a_picture_of_nothing_is_a_picture() -> None:
    assert ElementTree.fromstring(draw("t", ("one",), [])) is not None
