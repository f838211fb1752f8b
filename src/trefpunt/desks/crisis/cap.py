"""An alert as a CAP 1.2 document: written, and strictly read.

Always restricted, always four info blocks: the kind of event is a fixed phrase in every language, and what
the sender writes stands beside it in the languages in which it is given. `cap.rng` is the closed form.
Source: OASIS Common Alerting Protocol 1.2, 1 July 2010.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from trefpunt.desks.crisis.events import EXERCISE, LANGUAGES, event_kinds
from trefpunt.errors import InputError
from trefpunt.model import Certainty, Severity, Urgency
from trefpunt.sentence import Sentence

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MAX_BYTES = 64 * 1024
MAX_HEADLINE = 160
MAX_TEXT = 2000
_RESTRICTION = "Benelux memorandum on crisis management 2006, art. 5: confidential unless the sender lifts it"
_FORM = Path(__file__).with_name("cap.rng")


@dataclass(frozen=True, slots=True)
class AlertText:
    """What the sender writes in one language; an empty headline becomes the phrase of the event."""

    headline: str = ""
    description: str = ""
    instruction: str = ""


@dataclass(frozen=True, slots=True)
class AlertContent:
    """What an alert says.

    Attributes:
        id: of the alert; that of an exercise begins with `exercise-`.
        sender: id of the authority whose alert it is.
        circle: `latitude,longitude radius`, the radius in km (WGS 84), or empty.
        texts: by language; a language that is left out has the fixed phrase only.
    """

    id: str
    sender: str
    sent_at: datetime
    expires_at: datetime
    is_exercise: bool
    event: str
    urgency: Urgency
    severity: Severity
    certainty: Certainty
    area: str
    circle: str = ""
    texts: Mapping[str, AlertText] = field(default_factory=dict, repr=False)


def write_cap(content: AlertContent) -> str:
    """Return an alert as a CAP document.

    Raises:
        InputError: something in it does not fit; what is wrong is said, and never repeated.
    """
    for tongue, text in content.texts.items():
        _check_text(tongue, text)
    if content.expires_at <= content.sent_at:
        raise _odd(Sentence("an end that comes after the beginning"))
    root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})
    _put(root, "identifier", content.id)
    _put(root, "sender", content.sender)
    _put(root, "sent", _moment(content.sent_at))
    _put(root, "status", "Exercise" if content.is_exercise else "Actual")
    _put(root, "msgType", "Alert")
    _put(root, "scope", "Restricted")
    _put(root, "restriction", _RESTRICTION)
    if content.is_exercise:
        _put(root, "note", " / ".join(EXERCISE[tongue] for tongue in LANGUAGES))
    for tongue in LANGUAGES:
        _put_info(root, content, tongue)
    written = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True).decode("utf-8")
    # What is sent is what every receiver will take: a fault shows here, before anybody is waiting.
    read_cap(written)
    return str(written)


def read_cap(document: str) -> AlertContent:
    """Read a CAP document of the closed form.

    Raises:
        InputError: it is no such document; nothing of it is repeated.
    """
    root = _parsed(document)
    blocks = {_text(info, "language"): info for info in root.findall(f"{{{NAMESPACE}}}info")}
    if tuple(blocks) != LANGUAGES or len(root.findall(f"{{{NAMESPACE}}}info")) != len(LANGUAGES):
        raise _odd(Sentence("one block for each of {known}, in this order", known=LANGUAGES))
    is_exercise = _text(root, "status") == "Exercise"
    facts = {_facts_of(info) for info in blocks.values()}
    if len(facts) != 1:
        raise _odd(Sentence("the same facts in every language"))
    event, urgency, severity, certainty, expires, area, circle = facts.pop()
    if event not in event_kinds():
        raise _odd(Sentence("an event of the closed list"))
    texts = {tongue: _read_text(info, tongue, event, is_exercise) for tongue, info in blocks.items()}
    identifier = _text(root, "identifier")
    if identifier.startswith("exercise-") is not is_exercise:
        raise _odd(Sentence("an exercise that is named one, and nothing else that is"))
    return AlertContent(
        id=identifier,
        sender=_text(root, "sender"),
        sent_at=_read_moment(_text(root, "sent")),
        expires_at=_read_moment(expires),
        is_exercise=is_exercise,
        event=event,
        urgency=Urgency(urgency.lower()),
        severity=Severity(severity.lower()),
        certainty=Certainty(certainty.lower()),
        area=area,
        circle=circle,
        texts=texts,
    )


def _put_info(root: Any, content: AlertContent, tongue: str) -> None:
    kind = event_kinds().get(content.event)
    if kind is None:
        raise _odd(Sentence("an event of the closed list"))
    text = content.texts.get(tongue, AlertText())
    info = _put(root, "info", "")
    _put(info, "language", tongue)
    _put(info, "category", kind.category)
    _put(info, "event", kind.phrases[tongue])
    for name in ("urgency", "severity", "certainty"):
        _put(info, name, getattr(content, name).value.capitalize())
    code = _put(info, "eventCode", "")
    _put(code, "valueName", "trefpunt:event")
    _put(code, "value", kind.code)
    _put(info, "expires", _moment(content.expires_at))
    headline = text.headline or kind.phrases[tongue]
    _put(info, "headline", _marked(headline, tongue) if content.is_exercise else headline)
    for name in ("description", "instruction"):
        if value := getattr(text, name):
            _put(info, name, value)
    area = _put(info, "area", "")
    _put(area, "areaDesc", _printable(content.area))
    if content.circle:
        _put(area, "circle", content.circle)


def _read_text(info: Any, tongue: str, event: str, is_exercise: bool) -> AlertText:
    headline, kind = _text(info, "headline"), event_kinds()[event]
    if _text(info, "event") != kind.phrases[tongue] or _text(info, "category") != kind.category:
        raise _odd(Sentence("the fixed phrase and the category of its event"))
    mark = EXERCISE[tongue]
    bare = headline.removeprefix(f"{mark} ").removesuffix(f" {mark}")
    if (headline == _marked(bare, tongue)) is not is_exercise or mark in bare.upper():
        raise _odd(Sentence("an exercise that is named one, and nothing else that is"))
    text = AlertText(
        "" if bare == kind.phrases[tongue] else bare, _text(info, "description"), _text(info, "instruction")
    )
    _check_text(tongue, text)
    return text


def _facts_of(info: Any) -> tuple[str, ...]:
    area = info.find(f"{{{NAMESPACE}}}area")
    code = info.find(f"{{{NAMESPACE}}}eventCode")
    named = tuple(_text(info, name) for name in ("urgency", "severity", "certainty", "expires"))
    return (_text(code, "value"), *named, _printable(_text(area, "areaDesc")), _text(area, "circle"))


def _parsed(document: str) -> Any:
    raw = document.encode("utf-8")
    if len(raw) > MAX_BYTES:
        raise _odd(Sentence("at most {most} bytes", most=MAX_BYTES))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _odd(Sentence("XML")) from error
    # An entity has no place here, even one that is never resolved.
    if root.getroottree().docinfo.doctype or not _form().validate(root):
        raise _odd(Sentence("the closed form of {file}", file=_FORM.name))
    return root


@cache
def _form() -> Any:
    return etree.RelaxNG(etree.parse(str(_FORM)))


def _check_text(tongue: str, text: AlertText) -> None:
    if tongue not in LANGUAGES:
        raise _odd(Sentence("a text in one of {known}", known=LANGUAGES))
    if len(text.headline) > MAX_HEADLINE or max(len(text.description), len(text.instruction)) > MAX_TEXT:
        raise _odd(
            Sentence(
                "a headline of at most {most} and texts of at most {more} characters",
                most=MAX_HEADLINE,
                more=MAX_TEXT,
            )
        )
    if EXERCISE[tongue] in text.headline.upper():
        raise _odd(Sentence("a headline without the word for an exercise: that is set by the node"))
    for value in (text.headline, text.description, text.instruction):
        _printable(value)


def _printable(value: str) -> str:
    if not value.replace("\n", " ").isprintable() or value != value.strip():
        raise _odd(Sentence("texts without control characters, and without space around them"))
    return value


def _marked(headline: str, tongue: str) -> str:
    return f"{EXERCISE[tongue]} {headline} {EXERCISE[tongue]}"


def _put(parent: Any, name: str, text: str) -> Any:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if text:
        made.text = text
    return made


def _text(parent: Any, name: str) -> str:
    return str(parent.findtext(f"{{{NAMESPACE}}}{name}") or "")


def _moment(at: datetime) -> str:
    # CAP forbids Z: "the timezone for UTC must be represented as -00:00".
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}-00:00"


def _read_moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        raise _odd(Sentence("moments in UTC")) from error


def _odd(expected: Sentence) -> InputError:
    return InputError(
        "an alert does not fit CAP 1.2 as it is used here", hint="expected {expected}", expected=expected
    )
