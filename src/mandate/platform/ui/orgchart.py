"""An organisation chart as SVG, made on the server like the other charts (charts.py): boxes that are links,
with their words, at the places that `core/orgchart.py` gives them.

How a box looks says what it is, by its shape and not by colour alone: the unit is filled, a body framed and
strong, a post framed lightly, a vacant one in dashes, and what stands beside the unit in two frames.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from mandate.core.orgchart import BOX, INDENT, Box, Chart, Group, Line, folded, lay_out
from mandate.core.text import clean

Look = Literal["unit", "body", "post", "vacant", "beside"]
Role = Literal["strong", "text", "vacant", "acting", "quiet"]

SIZES: Final = {"strong": 13, "text": 13, "vacant": 13, "acting": 13, "quiet": 11}
LEADING: Final = {"strong": 17, "text": 17, "vacant": 17, "acting": 17, "quiet": 15}
PAD: Final = 10


@dataclass(frozen=True, slots=True)
class Card:
    """What stands in a box: words by role, all of it as a sentence, and where it leads ("": nowhere)."""

    look: Look
    words: tuple[tuple[Role, str], ...]
    told: str
    href: str = ""

    def lines(self, width: int) -> list[tuple[Role, str]]:
        """Its words as they are set: names of things in two lines at most, people in one."""
        room = width - 2 * PAD
        return [
            (role, line)
            for role, text in self.words
            for line in folded(text, room, SIZES[role], 2 if role == "strong" else 1)
        ]

    def height(self, width: int) -> int:
        """How high its box is."""
        return 2 * PAD + sum(LEADING[role] for role, _line in self.lines(width))


@dataclass(frozen=True, slots=True)
class Branch:
    """A body with its posts."""

    head: Card
    members: tuple[Card, ...] = field(default=())


def drawn(unit: Card, beside: Sequence[Card], branches: Sequence[Branch], *, title: str) -> SafeString:
    """The chart as one picture."""
    chart = lay_out(
        unit.height(BOX),
        [card.height(BOX) for card in beside],
        [
            Group(one.head.height(BOX), tuple(card.height(BOX - INDENT) for card in one.members))
            for one in branches
        ],
    )
    parts = [_line(line, dashed=line.child in chart.beside) for line in chart.lines]
    parts.append(_card(unit, chart.top))
    parts += [_card(card, box) for card, box in zip(beside, chart.beside, strict=True)]
    for one, (head, members) in zip(branches, chart.groups, strict=True):
        parts.append(_card(one.head, head))
        parts += [_card(card, box) for card, box in zip(one.members, members, strict=True)]
    return _svg(chart, title, "".join(parts))


def _card(card: Card, box: Box) -> str:
    outer = f'x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="4"'
    shape = f'<rect class="o-{card.look}" {outer}/>'
    if card.look == "beside":
        inner = f'x="{box.x + 3}" y="{box.y + 3}" width="{box.width - 6}" height="{box.height - 6}" rx="2"'
        shape += f'<rect class="o-inner" {inner}/>'
    words, y = "", box.y + PAD
    for role, line in card.lines(box.width):
        y += LEADING[role]
        words += f'<text class="o-{role} on-{card.look}" x="{box.x + PAD}" y="{y - 4}">{escape(line)}</text>'
    told = escape(card.told)
    inside = f"<title>{told}</title>{shape}{words}"
    if card.href:
        return f'<a href="{escape(card.href)}" aria-label="{told}">{inside}</a>'
    return f'<g role="img" aria-label="{told}">{inside}</g>'


def _line(line: Line, *, dashed: bool) -> str:
    points = " ".join(f"{x},{y}" for x, y in line.points)
    return f'<polyline class="o-line{" o-dashed" if dashed else ""}" points="{points}"/>'


def _svg(chart: Chart, title: str, body: str) -> SafeString:
    size = f'width="{chart.width}" height="{chart.height}" viewBox="0 0 {chart.width} {chart.height}"'
    made = f'<svg class="chart org" {size} role="group" aria-label="{escape(title)}">{body}</svg>'
    return mark_safe(clean(made))  # noqa: S308 # built above, escaped
