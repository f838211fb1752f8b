"""Every code that a room gives has its sentence, and every sentence of the doors its translation."""

import ast
import re

import pytest
from tests.house.reading import ROOT, Module, calls, dotted, example, modules
from tools.sentences import Sources, catalogue, lacking, read_sources, sentences

from trefpunt.audit import Cosigned, LogStanding
from trefpunt.casework import WhyNot
from trefpunt.casework.report import ClockState
from trefpunt.clocks import CLOCKS
from trefpunt.model import (
    USES,
    Action,
    AgreementState,
    AnswerKind,
    AuthorityKind,
    CaseState,
    ConcernedDecision,
    ConcernedKind,
    ConsentState,
    ContentState,
    DataCategory,
    Event,
    Finding,
    Grade,
    Handling,
    JointKind,
    JointWord,
    Marking,
    MemberState,
    ProcessingAct,
    Purpose,
    Restriction,
    Role,
    Sought,
    TaskState,
    TeamClause,
)
from trefpunt.treaty import FACTS, SHIPPED, Altered, Condition, DetourCode, Effect, Law, RefusalCode
from trefpunt.treaty.instrument import MARKS
from trefpunt.treaty.rules import RuleKind
from trefpunt.treaty.terms import CHANNELS
from trefpunt.words import LANGUAGES, REFUSALS, acts, casework, codes, concerned, law
from trefpunt.words.catalogue import catalogue_of, read_catalogue
from trefpunt.words.refusals import UNKNOWN
from trefpunt.words.terms import instrument_names

SOURCES = read_sources()
OTHERS = [language for language in LANGUAGES if language != "en"]


def refusal_codes(module: Module) -> set[str]:
    """Codes that stand as plain text where a Refusal is made."""
    found = set()
    for call in calls(module):
        if dotted(call.func).split(".")[-1] != "Refusal":
            continue
        given = [keyword.value for keyword in call.keywords if keyword.arg == "code"] + call.args[:1]
        found |= {node.value for node in given if isinstance(node, ast.Constant) and node.value}
    return found


def unplain(sources: Sources) -> list[str]:
    """Places where a sentence should stand, and something stands that nobody can translate."""
    found = [place for place in sources.found() if place.texts is None]
    return [
        f"src/trefpunt/{place.path}:{place.line}: a template in plain text is wanted; name its facts"
        for place in [*found, *sources.worded_facts()]
    ]


def faults(*paths: str, calls_of: tuple[str, ...]) -> set[str]:
    """Codes of faults that stand as plain text where these files give one."""
    found = set()
    for module in modules():
        if module.path.startswith(paths):
            for call in calls(module):
                if ast.unparse(call.func).split(".")[-1] in calls_of:
                    given = [
                        node for arg in call.args for node in ast.walk(arg) if isinstance(node, ast.Constant)
                    ]
                    found |= {node.value for node in given if _is_code(node.value)}
    return found


def _is_code(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z]+(_[a-z]+)+", value) is not None


def source(text: str, path: str = "room/file.py") -> Sources:
    """A file that is not there, beside the errors that are."""
    errors = (ROOT / "src" / "trefpunt" / "errors.py").read_text(encoding="utf-8")
    return Sources({"errors.py": ast.parse(errors), path: ast.parse(text)})


def test_every_code_of_treaty_has_its_words():
    assert set(RefusalCode) - set(REFUSALS) == set()
    assert set(Condition) == set(law.CONDITIONS)
    assert set(DetourCode) == set(law.WAYS)
    assert set(CHANNELS) == set(law.CHANNELS)
    assert {*FACTS, "has_case"} == set(law.FACTS)


def test_every_closed_list_that_a_door_shows_has_its_words():
    assert set(codes.GRADES) == set(Grade)
    assert set(codes.PURPOSES) == set(Purpose)
    assert set(codes.ROLES) == set(Role)
    assert set(codes.CASE_STATES) == set(CaseState)
    assert set(codes.CLOCK_STATES) == set(ClockState)
    assert set(acts.ACTS) == set(Action)
    assert set(acts.DATA) == set(DataCategory)
    assert set(acts.KINDS) == set(AuthorityKind)
    assert set(acts.MARKS) == MARKS
    assert set(codes.AGREEMENT_STATES) == set(AgreementState)
    assert set(codes.EVENTS) == set(Event)
    assert set(codes.COSIGNED) == set(Cosigned)
    assert set(codes.STANDINGS) == set(LogStanding)
    assert set(codes.RULE_KINDS) == set(RuleKind)
    assert set(codes.EFFECTS) == set(Effect)
    assert set(codes.ALTERED) == set(Altered)
    assert set(casework.SOUGHT) == set(Sought)
    assert set(casework.CONTENT_STATES) == set(ContentState)
    assert set(casework.ANSWER_KINDS) == set(AnswerKind)
    assert set(casework.WHY_NOT) == set(WhyNot)
    assert set(casework.USES) == set(USES)
    assert set(casework.CONSENT_STATES) == set(ConsentState)
    assert set(casework.JOINT_KINDS) == set(JointKind)
    assert set(casework.JOINT_WORDS) == set(JointWord)
    assert set(casework.MEMBER_STATES) == set(MemberState)
    assert set(casework.TASK_STATES) == set(TaskState)
    assert set(casework.HANDLING) == set(Handling)
    assert set(casework.TEAM_CLAUSES) == set(TeamClause)
    assert set(casework.MARKINGS) == set(Marking)
    assert set(concerned.KINDS) == set(ConcernedKind)
    assert set(concerned.DECISIONS) == set(ConcernedDecision)
    assert set(concerned.RESTRICTIONS) == set(Restriction)
    assert set(concerned.FINDINGS) == set(Finding)
    assert set(concerned.ACTS) == set(ProcessingAct)


def test_every_fault_of_a_row_a_log_or_a_text_has_its_words():
    assert faults("intake", "naming", calls_of=("Fault", "RowFault", "reject")) == set(codes.ROW_FAULTS)
    assert faults("audit/verify", "audit/entries", "audit/checkpoints", calls_of=("fault",)) <= set(
        codes.LOG_FAULTS
    )
    assert faults("casework/checking", calls_of=("BundleFault",)) == set(codes.BUNDLE_FAULTS)
    assert {*faults("treaty/check", calls_of=("Fault",)), "policy"} == set(codes.TEXT_FAULTS)


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


def test_every_sentence_is_plain_text_with_named_facts():
    assert unplain(SOURCES) == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_has_words_in_every_language(language: str):
    assert lacking(language, sentences(SOURCES)) == [], "python -m tools.sentences"


@pytest.mark.parametrize("language", OTHERS)
def test_no_catalogue_has_a_sentence_that_nobody_says(language: str):
    assert set(read_catalogue(language)) - set(sentences(SOURCES)) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_looks_as_the_tool_writes_it(language: str):
    translated = read_catalogue(language)
    assert catalogue_of(language).read_text(encoding="utf-8") == catalogue(language, translated, translated)


def test_sentences_are_found_where_they_are_said():
    said = set(sentences(SOURCES))
    assert len(said) > 400
    raised, tabled, spoken = (
        "there is no such language",
        UNKNOWN,
        "SAMPLE node: invented data, texts that are not law",
    )
    assert {raised, tabled, spoken, "no node is named"} <= said


def test_the_rules_of_words_can_fail():
    assert refusal_codes(example("Refusal(code='gossip')")) == {"gossip"}
    assert refusal_codes(example("Refusal('gossip')")) == {"gossip"}
    for built in ("f'no {x}'", "'no ' + x", "'no %s' % x", "x", "'no {}'.format(x)", "texts[x]"):
        assert unplain(source(f"raise InputError({built})")), built
        assert unplain(source(f"raise InputError('no', hint={built})")), built
        assert unplain(source(f"Sentence({built})")), built
        assert unplain(source(f"node.speech.say({built})")), built
    assert unplain(source("class Odd(InputError):\n  def __init__(self, x): super().__init__(f'no {x}')"))
    assert unplain(source("class Odd(InputError): pass\nraise Odd(f'no {x}')"))
    assert unplain(source("raise InputError('no {what}', what='such thing')"))
    assert unplain(source("raise InputError('no {what}', what=f'such {x}')"))


def test_what_is_plain_text_is_found_and_passes():
    for text in (
        "raise InputError('one', hint='two')",
        "raise InputError('one' if x else 'two')",
        "raise InputError(A, hint=B[x], path=x)\nA = 'one'\nB = {1: 'two'}",
        "say = speech.say\nsay('one', x=Sentence('two'))",
    ):
        assert not unplain(source(text)), text
        said = set(sentences(source(text))) - set(sentences(source("")))
        assert said == {word for word in ("one", "two") if word in text}
    assert not unplain(source("node.exchange.say(agreement, Verdict.ACCEPT)"))
    assert lacking("nl", {"one": "a.py", "strong": "b.py"}) == ["a.py: one"]
    assert catalogue("nl", ["one"], {"one": "een", "gone": "weg"}).endswith('msgid "one"\nmsgstr "een"\n')
    assert catalogue("nl", ["new {x}"], {}).endswith('brace-format\nmsgid "new {x}"\nmsgstr ""\n')
