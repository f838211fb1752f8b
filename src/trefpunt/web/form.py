"""What a browser sent with a form, read as it is and kept out of every message."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qsl

from trefpunt.web.wording import Phrase

MOST_BYTES = 64 * 1024
_MOST_FIELDS = 300


class FormUnreadable(Exception):
    """A body that is no form, or one with more fields than any page has."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a field; it never repeats what was typed."""

    field: str
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class File:
    """A file that was sent with a form; its name is whatever the browser says."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form by name, each with one or more values, and the files sent with it."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, File] = field(default_factory=dict)

    @classmethod
    def read(cls, body: bytes) -> "Form":
        """Read a body of type application/x-www-form-urlencoded.

        Raises:
            FormUnreadable: it is none.
        """
        try:
            text = body.decode("ascii")
            pairs = parse_qsl(
                text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, encoding="utf-8", errors="strict"
            )
        except ValueError as error:
            raise FormUnreadable from error
        names = dict.fromkeys(name for name, _ in pairs)
        return cls({name: tuple(value for key, value in pairs if key == name) for name in names})

    def one(self, name: str) -> str:
        """Return the value of a field, without space around it; empty where it was not sent."""
        return next(iter(self.values.get(name, ())), "").strip()

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        return self.values.get(name, ())

    def part(self, prefix: str) -> "Form":
        """Return the fields whose name begins so, without that beginning."""
        return Form(
            {
                name.removeprefix(prefix): values
                for name, values in self.values.items()
                if name.startswith(prefix)
            }
        )

    def in_step(self, step: str) -> "Form":
        """Return the same form as if another button had sent it."""
        return Form({**self.values, "step": (step,)}, self.files)

    def hidden(self, *names: str) -> list[tuple[str, str]]:
        """Return every one of these fields that was filled in, to travel on to the next page."""
        return [(name, value) for name in names for value in self.all(name) if value]

    def __repr__(self) -> str:
        # What is typed may be about a person.
        return f"Form({len(self.values)} fields)"


def day_of(typed: str) -> date | None:
    """Return the day that was typed; None where it is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
