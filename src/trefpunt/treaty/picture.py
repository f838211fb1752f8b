"""Counts as a picture that any browser, printer and screen reader takes: bars in SVG, made here.

Every bar has its number beside it and every part a pattern of its own, so that nothing is said by colour
alone. Words are handed in: whoever shows the picture knows the language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_WIDE, _LEFT, _BAR, _STEP, _TOP = 960, 440, 330, 34, 76
_LETTERS = 74
# Dark enough for white paper and told apart by those who do not see red or green.
_INKS = ("#0b6e99", "#b45309", "#6b7280", "#111827")
_HATCHES = ("", "M0 8L8 0", "M0 0L8 8", "M4 0L4 8")


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a picture: what it is about, and a number for each part."""

    label: str
    parts: tuple[int, ...]


def draw(title: str, parts: Sequence[str], bars: Iterable[Bar], *, note: str = "") -> str:
    """Return an SVG document with a row of bars for each thing that was counted.

    Args:
        title: of the picture, for readers and screen readers.
        parts: what the parts of a bar are, up to four; their order is that of `Bar.parts`.
        note: a sentence below the bars.
    """
    rows = list(bars)
    most = max((sum(bar.parts) for bar in rows), default=0) or 1
    high = _TOP + _STEP * len(rows) + (40 if note else 16)
    said = "; ".join(f"{bar.label}: {_told(parts, bar)}" for bar in rows)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {high}" role="img"'
        f' font-family="sans-serif" font-size="14" aria-label={quoteattr(title)}>',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(said)}</desc>",
        "<defs>",
        *(_pattern(number) for number in range(len(parts))),
        "</defs>",
        f'<rect width="{_WIDE}" height="{high}" fill="#ffffff"/>',
        f'<text x="16" y="28" font-size="18" font-weight="bold">{escape(title)}</text>',
        *_legend(parts),
    ]
    for number, bar in enumerate(rows):
        lines += _row(bar, _TOP + _STEP * number, most)
    if note:
        lines.append(f'<text x="16" y="{high - 14}" font-size="12">{escape(note)}</text>')
    return "\n".join([*lines, "</svg>", ""])


def _told(parts: Sequence[str], bar: Bar) -> str:
    return ", ".join(f"{part} {count}" for part, count in zip(parts, bar.parts, strict=True) if count)


def _pattern(number: int) -> str:
    ink, hatch = _INKS[number], _HATCHES[number]
    path = f'<path d="{hatch}" stroke="#ffffff" stroke-width="1.5"/>' if hatch else ""
    return (
        f'<pattern id="part{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{ink}"/>{path}</pattern>'
    )


def _legend(parts: Sequence[str]) -> list[str]:
    lines, x = [], 16
    for number, part in enumerate(parts):
        lines.append(f'<rect x="{x}" y="42" width="16" height="16" fill="url(#part{number})"/>')
        lines.append(f'<text x="{x + 22}" y="55">{escape(part)}</text>')
        x += 46 + 8 * len(part)
    return lines


def _row(bar: Bar, y: int, most: int) -> list[str]:
    label = bar.label if len(bar.label) <= _LETTERS else f"{bar.label[: _LETTERS - 1]}…"
    lines = [
        f'<text x="16" y="{y + 17}" font-size="12"><title>{escape(bar.label)}</title>{escape(label)}</text>'
    ]
    x = float(_LEFT)
    for number, count in enumerate(bar.parts):
        wide = _BAR * count / most
        if count:
            lines.append(
                f'<rect x="{x:.1f}" y="{y}" width="{max(wide, 1):.1f}" height="24"'
                f' fill="url(#part{number})"/>'
            )
        x += wide
    lines.append(
        f'<text x="{x + 8:.1f}" y="{y + 17}">{" + ".join(str(n) for n in bar.parts if n) or 0}</text>'
    )
    return lines
