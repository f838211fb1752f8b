"""Every code that a room gives has its sentence, and every sentence of the doors its translation."""

import ast

import pytest
from tests.house.reading import Module, at, calls, dotted, example, modules

from trefpunt.clocks import CLOCKS
from trefpunt.treaty import FACTS, SHIPPED, Condition, DetourCode, Law, RefusalCode
from trefpunt.treaty.terms import CHANNELS
from trefpunt.words import LANGUAGES, REFUSALS, law
from trefpunt.words.catalogue import read_catalogue
from trefpunt.words.terms import instrument_names


def refusal_codes(module: Module) -> set[str]:
    """Codes that stand as plain text where a Refusal is made."""
    found = set()
    for call in calls(module):
        if dotted(call.func).split(".")[-1] != "Refusal":
            continue
        given = [keyword.value for keyword in call.keywords if keyword.arg == "code"] + call.args[:1]
        found |= {node.value for node in given if isinstance(node, ast.Constant) and node.value}
    return found


def said(module: Module) -> list[ast.expr]:
    """First arguments of `speech.say(...)`."""
    spoken = [call for call in calls(module) if dotted(call.func).endswith(("speech.say", "self.say"))]
    return [call.args[0] for call in spoken if call.args]


def built_sentences(module: Module) -> list[str]:
    """Sentences put together at the call: nobody could translate them."""
    joined = [node for node in said(module) if isinstance(node, ast.JoinedStr | ast.BinOp)]
    return [at(module, node, "say a constant and name its facts") for node in joined]


def test_every_code_of_treaty_has_its_words():
    assert set(RefusalCode) - set(REFUSALS) == set()
    assert set(Condition) == set(law.CONDITIONS)
    assert set(DetourCode) == set(law.WAYS)
    assert set(CHANNELS) == set(law.CHANNELS)
    assert {*FACTS, "has_case"} == set(law.FACTS)


def test_every_code_in_the_source_has_its_sentence():
    codes = {code: module.path for module in modules() for code in refusal_codes(module)}
    assert {code: path for code, path in codes.items() if code not in REFUSALS} == {}


def test_every_treaty_text_has_a_short_name():
    texts = {path.parent.name for path in SHIPPED.glob("*/instrument.toml")}
    assert texts == set(instrument_names("en"))


def test_every_term_of_answer_that_a_text_names_has_words():
    named = {
        choice.clock
        for text in Law.load(nature="sample").instruments
        for terms in text.terms.values()
        for choice in terms.clocks
    }
    assert named <= set(CLOCKS)
    assert named == set(law.DEADLINES)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_sentence_of_the_doors_is_translated(language: str):
    translated = read_catalogue(language)
    sentences = {
        node.value: module.path
        for module in modules()
        for node in said(module)
        if isinstance(node, ast.Constant)
    }
    assert {text: path for text, path in sentences.items() if text not in translated} == {}


def test_no_sentence_is_put_together_at_the_call():
    assert [fault for module in modules() for fault in built_sentences(module)] == []


def test_the_rules_of_words_can_fail():
    assert refusal_codes(example("Refusal(code='gossip')")) == {"gossip"}
    assert refusal_codes(example("Refusal('gossip')")) == {"gossip"}
    assert [
        node.value for node in said(example("node.speech.say('hello')")) if isinstance(node, ast.Constant)
    ]
    assert built_sentences(example("speech.say(f'hello {name}')"))
