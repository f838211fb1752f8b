"""A browser that is nothing but a socket: it keeps cookies, follows where it is sent, and sees every byte."""

import http.client
import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer as it came."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    content: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """What a browser would read; a file to download is none."""
        return self.content.decode(errors="replace")

    @property
    def token(self) -> str:
        """The token that the forms of this page carry."""
        found = re.search(r'name="form_token" value="(\w+)"', self.text)
        assert found is not None, self.text
        return found[1]

    @property
    def words(self) -> str:
        """What a reader sees, without tags."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.text)).split())


@dataclass
class Browser:
    """Knows one node's screens by their port."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Seen:
        """Look at an address."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, object] | None = None, **headers: str) -> Seen:
        """Send a form."""
        return self._ask("POST", path, urlencode(fields or {}, doseq=True), headers)

    def upload(self, path: str, token: str, field: str, content: bytes, name: str = "x.tnp") -> Seen:
        """Send a form with a file in it."""
        mark = "-----------------------------mark"
        parts = (
            f'--{mark}\r\ncontent-disposition: form-data; name="form_token"\r\n\r\n{token}\r\n',
            f'--{mark}\r\ncontent-disposition: form-data; name="{field}"; filename="{name}"\r\n'
            "content-type: application/octet-stream\r\n\r\n",
        )
        body = "".join(parts).encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})

    def sign_in(self, link: str) -> Seen:
        """Follow a link and press its button."""
        path = link[link.index("/sign-in/") :]
        seen = self.post(path)
        assert seen.status == 303, seen.words
        return seen

    def _ask(self, method: str, path: str, body: str | bytes | None, headers: dict[str, str]) -> Seen:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent.setdefault("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if body is not None:
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
        line.request(method, path, body, sent)
        came = line.getresponse()
        content, cookies = came.read(), came.headers.get_all("set-cookie") or []
        line.close()
        for cookie in cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            if value in ("", '""'):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        found = {name.lower(): value for name, value in came.headers.items()}
        return Seen(came.status, found, cookies, content)
