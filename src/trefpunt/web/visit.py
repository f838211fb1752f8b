"""One request of an officer, and the page that answers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from trefpunt.model import Officer
from trefpunt.node import Node
from trefpunt.web.form import Form
from trefpunt.web.menu import places
from trefpunt.web.signing_in import SignedIn
from trefpunt.web.wording import LANGUAGES, PageWords
from trefpunt.words.codes import ROLES

TEMPLATES = Path(__file__).parent / "templates"
FORM_TOKEN = "form_token"
_SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: who asks for what, in which language, with which form.

    Attributes:
        session: None on the few pages that are there for everybody.
        named: what stands in the address, by name.
        query: what stands behind the question mark; nothing personal ever does.
        chosen: the language that was chosen with the form half filled in, or empty.
    """

    node: Node
    words: PageWords
    session: SignedIn | None
    path: str
    form: Form = field(default_factory=Form)
    named: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    chosen: str = ""

    @property
    def officer(self) -> Officer:
        """Who is signed in; asked for only by screens that nobody reaches otherwise."""
        assert self.session is not None
        return self.session.officer


def environment() -> Environment:
    """Return what fills in the templates: everything is escaped, and a name that is not there is an error."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True, slots=True)
class Pages:
    """Makes pages out of templates."""

    templates: Environment

    def page(self, visit: Visit, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a page; `values` are what its template names.

        `switch` among them is the id of a form that the buttons for the languages send along, so that
        nothing typed is lost; without one they are links.
        """
        session = visit.session
        frame = {
            "t": visit.words.t,
            "words": visit.words,
            "language": visit.words.language,
            "languages": LANGUAGES,
            # The language of what rooms below say, where it is another.
            "speech_language": visit.words.speech.language,
            "node": visit.node.me,
            "is_sample": visit.node.is_sample,
            "officer": None if session is None else session.officer.id,
            "role": "" if session is None else visit.words.code(ROLES, session.officer.role),
            "form_token": "" if session is None else session.form_token,
            "path": visit.path,
            "switch": "",
            "menu": () if session is None else places(visit.node.me.kind, session.officer.role),
        }
        return HTMLResponse(self.templates.get_template(template).render(frame | values), status)


def see(path: str) -> Response:
    """Send the browser on to another page of this node."""
    return RedirectResponse(path, _SEE_OTHER)
