"""Which text came in the place of which: no circle, and no day on which both hold."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from trefpunt.errors import PolicyError
from trefpunt.treaty.instrument import Instrument


def check_succession(instruments: Iterable[Instrument]) -> None:
    """Check what texts say that they replace; a text that is not loaded is none of our concern.

    Raises:
        PolicyError: a text replaces itself, by itself or by way of others, or holds on a day on which the
            one that it replaces holds too.
    """
    texts = tuple(instruments)
    replaced = {text.name: _replaced_by(text, texts) for text in texts}
    for text in texts:
        _check_no_circle(text, replaced)
    for text in texts:
        for former in replaced[text.name]:
            _check_no_overlap(former, text)


def _replaced_by(text: Instrument, texts: tuple[Instrument, ...]) -> tuple[Instrument, ...]:
    named = set(text.replaces)
    return tuple(each for each in texts if each.name in named or named & set(each.identifiers.values()))


def _check_no_circle(text: Instrument, replaced: Mapping[str, tuple[Instrument, ...]]) -> None:
    seen: set[str] = set()
    left = list(replaced[text.name])
    while left:
        former = left.pop()
        if former.name == text.name:
            raise PolicyError(
                "{text} replaces itself, by way of {others}",
                hint="look at `replaces` in each: one of them is the other way round",
                text=text.name,
                others=tuple(sorted(seen | {text.name})),
            )
        if former.name not in seen:
            seen.add(former.name)
            left += replaced[former.name]


def _check_no_overlap(former: Instrument, text: Instrument) -> None:
    if former.valid_to is None or former.valid_to >= text.valid_from:
        raise PolicyError(
            "{former} and {text}, which replaces it, both hold on {day}",
            hint="let the first end before that: valid_to = {last}",
            former=former.name,
            text=text.name,
            day=text.valid_from.isoformat(),
            last=(text.valid_from - timedelta(days=1)).isoformat(),
        )
