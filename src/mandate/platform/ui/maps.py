"""Maps as SVG, made on the server like the other charts (charts.py): areas that are links, with their words.

An area has a look: a state of the house (palette.py), or q1 … q5, five steps of the accent. A look is never
told by colour alone: states have their shape and some a pattern, steps their number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from mandate.core.projection import Dot, inside
from mandate.core.text import clean
from mandate.platform.ui.palette import LOOKS

STEPS: Final = 5
WIDTH: Final = 1000  # dots
HEIGHT: Final = 900  # dots at most
_SIGN = 30  # dots: as much room as a sign needs
#: Looks with a pattern, and the pattern's strokes in a square of 12 dots.
_PATTERNS: Final = {
    "missed": "M0 12L12 0M-3 3L3 -3M9 15L15 9",
    "nodata": "M0 0L12 12M-3 9L3 15M9 -3L15 3",
}


@dataclass(frozen=True, slots=True)
class Area:
    """A unit on a map: its rings in dots, where it leads ("": nowhere), its words, its look and its sign."""

    rings: tuple[tuple[Dot, ...], ...]
    href: str
    words: str
    look: str
    sign: str


def step_look(place: int, count: int) -> str:
    """The look of a class, counted from 0, of so many: they are spread over the five steps.

    >>> [step_look(place, 3) for place in range(3)]
    ['q1', 'q3', 'q5']
    """
    return f"q{1 + (round(place * (STEPS - 1) / (count - 1)) if count > 1 else STEPS // 2)}"


def sign_of(look: str) -> str:
    """The sign of a look: the shape of a state."""
    return LOOKS[look].mark if look in LOOKS and look != "nodata" else ""


def choropleth(areas: Sequence[Area], width: int, height: int, *, title: str) -> SafeString:
    """The areas as one picture. Each is a link that tells its words on the pointer, the keyboard and to who
    does not see it."""
    drawn = "".join(_area(area) for area in areas)
    return _svg("map", width, height, f'role="group" aria-label="{escape(title)}"', drawn)


def _area(area: Area) -> str:
    lines = "".join(f"M{'L'.join(f'{x} {y}' for x, y in ring)}Z" for ring in area.rings)
    x, y, room = inside(area.rings)
    sign = ""
    if area.sign and room >= _SIGN:
        place = f'class="m-{area.look}" x="{x:.0f}" y="{y:.0f}"'
        sign = f'<text {place} aria-hidden="true">{escape(area.sign)}</text>'
    words = escape(area.words)
    leads = f'<a href="{escape(area.href)}" aria-label="{words}">' if area.href else "<a>"
    return (
        f"{leads}<title>{words}</title>"
        f'<path class="m-{area.look}"{_fill(area.look)} fill-rule="evenodd" d="{lines}"/>{sign}</a>'
    )


def swatch(look: str, sign: str) -> SafeString:
    """A look as it stands in the legend."""
    inner = f'<rect class="m-{look}"{_fill(look)} x="1" y="1" width="46" height="34"/>'
    if sign:
        inner += f'<text class="m-{look}" x="24" y="18">{escape(sign)}</text>'
    return _svg("map swatch", 48, 36, 'aria-hidden="true"', inner)


def patterns() -> SafeString:
    """What fills areas with a pattern; once on a page, before the map and its legend."""
    found = "".join(
        f'<pattern id="map-{look}" width="12" height="12" patternUnits="userSpaceOnUse">'
        f'<rect class="m-{look}" width="12" height="12"/><path class="stroke" d="{strokes}"/></pattern>'
        for look, strokes in _PATTERNS.items()
    )
    drawn = (
        f'<svg class="chart map patterns" width="0" height="0" aria-hidden="true"><defs>{found}</defs></svg>'
    )
    return mark_safe(drawn)  # noqa: S308 # nothing of it comes from outside


def key(items: Sequence[tuple[str, str, str]]) -> SafeString:
    """The legend: the look, the sign and the words of each class."""
    told = "".join(format_html("<li>{}{}</li>", swatch(look, sign), words) for look, sign, words in items)
    return format_html('<ul class="legend key">{}</ul>', mark_safe(told))  # noqa: S308 # made by format_html


def _fill(look: str) -> str:
    """Where a stylesheet cannot say it: patterns are found in the page, not beside the stylesheet."""
    return f' fill="url(#map-{look})"' if look in _PATTERNS else ""


def _svg(kind: str, width: int, height: int, name: str, body: str) -> SafeString:
    drawn = clean(f'<svg class="chart {kind}" viewBox="0 0 {width} {height}" {name}>{body}</svg>')
    return mark_safe(drawn)  # noqa: S308 # built above, escaped
