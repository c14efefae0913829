"""Charts as SVG, made on the server: pure functions from numbers and ready-made words to markup.

On a page the shapes take their colours from classes (static/ui/tables.css), so that dark mode and print
work, and their width from the box they stand in: positions are percentages, so text keeps its size on every
screen. With `standalone=True` a chart carries its own size and colours, for documents (typst, HTML files).

Numbers are int, Decimal or Fraction; None is "no data" and is drawn as a gap, never as zero. Labels arrive
already formatted in the reader's language. `title` says in words what the picture shows, to who does not see
it and under the pointer; the table beside a chart says the rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from mandate.core.text import clean
from mandate.platform.ui.palette import COLOURS, LOOKS

Number = int | Decimal | Fraction

#: What a shape looks like where no stylesheet reaches.
INK: Final[Mapping[str, Mapping[str, str]]] = {
    "track": {"fill": COLOURS["line"]},
    "value": {"fill": COLOURS["ink-2"]},
    "before": {"fill": COLOURS["field"]},
    "accent": {"fill": COLOURS["accent"]},
    "over": {"fill": COLOURS["over"]},
    "met": {"fill": COLOURS["met"]},
    "missed": {"fill": COLOURS["missed"]},
    "short": {"fill": COLOURS["missed-2"], "stroke": COLOURS["missed"], "stroke-width": "1.5"},
    "none": {"fill": "none", "stroke": COLOURS["field"]},
    "gap": {"fill": "none", "stroke": COLOURS["field"]},
    "hatch": {"fill": "none", "stroke": COLOURS["ink-3"], "stroke-width": "1.2"},
    "goal": {"fill": COLOURS["ink"]},
    "zero": {"fill": COLOURS["field"]},
    "curve": {
        "fill": "none",
        "stroke": COLOURS["ink-3"],
        "stroke-width": "1.5",
        "stroke-linejoin": "round",
        "stroke-linecap": "round",
    },
    "dot": {"fill": COLOURS["ink-3"]},
    "last": {"fill": COLOURS["accent"]},
    "text": {"fill": COLOURS["ink-2"], "font-family": "Inter", "font-size": "11"},
    "strong": {"fill": COLOURS["ink"], "font-family": "Inter", "font-size": "11", "font-weight": "600"},
}
_ROW: Final = 34  # px: a line of words and a bar under it
_PAGE: Final = 640  # px: how wide a standalone chart is


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of `bars`: what it is called, its value, the value in words, its state and what was before.

    `state` is one of "over", "met", "missed" or "" (no target); its shape stands before the value, and the
    bar of a missed target is hollow, so that nobody needs to tell red from green. `before` is last year's
    value, which makes the bars grouped; `goal` is the row's own. `told` is all of it in words, under the
    pointer.
    """

    label: str
    value: Number | None
    shown: str
    state: str = ""
    before: Number | None = None
    before_shown: str = ""
    goal: Number | None = None
    told: str = ""


class _Pen:
    """Draws shapes for one chart: with classes for a page, with colours for a document."""

    def __init__(self, width: float, height: float, standalone: bool) -> None:
        self.width, self.height, self.standalone = width, height, standalone
        self.shapes: list[str] = []

    def x(self, fraction: float) -> str:
        """A place from 0 (left) to 1 (right)."""
        return _short(fraction * self.width) if self.standalone else f"{_short(fraction * 100)}%"

    def draw(self, shape: str, role: str, words: str = "", /, **attributes: str | float) -> None:
        """One element; underscores in names of attributes stand for hyphens."""
        look = INK[role] if self.standalone else {"class": role}
        given = {name.replace("_", "-"): value for name, value in attributes.items()}
        told = "".join(f' {name}="{_attribute(value)}"' for name, value in {**look, **given}.items())
        self.shapes.append(f"<{shape}{told}>{escape(words)}</{shape}>" if words else f"<{shape}{told}/>")

    def box(self, role: str, start: float, end: float, y: float, height: float, **more: str | float) -> None:
        """A rectangle between two fractions of the width."""
        self.draw(
            "rect", role, x=self.x(start), width=self.x(max(end - start, 0)), y=y, height=height, **more
        )

    def words(self, label: str, quiet: str, strong: str, y: float) -> None:
        """A line: the label, cut where it would run into the words at the end."""
        width = self.x(0.64)
        self.shapes.append(f'<svg x="0" y="{_short(y - 12)}" width="{width}" height="17">')
        self.draw("text", "text", label, x=0, y=12)
        self.shapes.append("</svg>")
        self.shapes.append(f'<text x="{self.x(1)}" y="{_short(y)}" text-anchor="end">')
        if quiet:
            self.draw("tspan", "text", f"{quiet}\N{EM SPACE}")
        self.draw("tspan", "strong", strong)
        self.shapes.append("</text>")

    def group(self, told: str) -> None:
        """Begin shapes that belong together, with what they say under the pointer."""
        self.shapes.append(f"<g><title>{escape(told)}</title>" if told else "<g>")

    def end(self) -> None:
        """End the group."""
        self.shapes.append("</g>")

    def svg(self, kind: str, title: str, view: bool = False) -> SafeString:
        """The finished chart; `view` gives it an own system of coordinates that scales as a whole."""
        size = ""
        if self.standalone:
            box = f"{_short(self.width)} {_short(self.height)}"
            size = (
                f' xmlns="http://www.w3.org/2000/svg" width="{_short(self.width)}"'
                f' height="{_short(self.height)}" viewBox="0 0 {box}"'
            )
        elif view:
            size = f' viewBox="0 0 {_short(self.width)} {_short(self.height)}"'
        else:
            size = f' height="{_short(self.height)}"'
        name = format_html('role="img" aria-label="{}"', title) if title else mark_safe('aria-hidden="true"')
        told = f"<title>{escape(title)}</title>" if title and not self.standalone else ""
        body = told + "".join(self.shapes)
        drawn = clean(f'<svg class="chart {kind}"{size} {name}>{body}</svg>')  # old names may be no XML
        return mark_safe(drawn)  # noqa: S308 # built above, escaped


def _short(value: float) -> str:
    """At most two decimals, and no more of them than needed."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _attribute(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else _short(value)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Maps values to 0…1. Zero always lies on it, so that lengths can be compared."""

    low: float
    high: float

    @classmethod
    def over(cls, values: Iterable[Number | None]) -> "_Scale":
        known = [float(value) for value in values if value is not None]
        return cls(min([0.0, *known]), max([0.0, *known]))

    def at(self, value: Number) -> float:
        width = self.high - self.low
        return 0.0 if width == 0 else min(max((float(value) - self.low) / width, 0.0), 1.0)


def sparkline(
    values: Sequence[Number | None], *, title: str, under_way: int = 0, standalone: bool = False
) -> SafeString:
    """The course of a figure over the periods, oldest first; a gap in the line where nothing was reported.

    The last so many periods are `under_way`: they have no height yet, and the course runs on dashed.
    """
    values = [*values[: len(values) - under_way], *(None for _ in values[len(values) - under_way :])]
    pen = _Pen(88, 24, standalone)
    known = [float(value) for value in values if value is not None]
    if not known:
        pen.draw("path", "gap", d="M4 12H84", stroke_dasharray="3 4")
        return pen.svg("spark", title, view=True)
    low, span = min(known), max(known) - min(known)
    step = 80 / max(len(values) - 1, 1)
    places = [
        None if value is None else (4 + i * step, 20 - 16 * (float(value) - low) / span if span else 12.0)
        for i, value in enumerate(values)
    ]
    for run in _runs(places):
        if len(run) == 1:
            pen.draw("circle", "dot", cx=run[0][0], cy=run[0][1], r=1.3)
        else:
            pen.draw("path", "curve", d="M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in run))
    ended = places[: len(places) - under_way]
    if under_way and ended and ended[-1] is not None:
        x, y = ended[-1]
        pen.draw("path", "gap", d=f"M{_short(x)} {_short(y)}H84", stroke_dasharray="3 4")
    if places[-1] is not None:
        pen.draw("circle", "last", cx=places[-1][0], cy=places[-1][1], r=2.4)
    return pen.svg("spark", title, view=True)


def _runs(places: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The stretches without a gap."""
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if run]


def bullet(
    value: Number | None,
    goal: Number | None,
    top: Number | None = None,
    *,
    title: str,
    standalone: bool = False,
) -> SafeString:
    """A value against its goal: a bar on a track, the goal as an upright stroke.

    The track ends at `top`, or a little beyond the larger of the two. No value leaves the track empty and
    dashed; no goal leaves the stroke out.
    """
    pen = _Pen(160, 15, standalone)
    scale = _Scale.over([value, goal, top])
    if top is None:
        scale = _Scale(scale.low * 1.12, scale.high * 1.12)
    if value is None:
        pen.box("gap", 0.003, 0.997, 3, 9, stroke_dasharray="3 3")
    else:
        zero, end = scale.at(0), scale.at(value)
        pen.box("track", 0, 1, 1, 13, rx=2)
        pen.box("value", min(zero, end), max(zero, end), 4.5, 6, rx=1)
    if goal is not None:
        pen.draw("rect", "goal", x=pen.x(min(scale.at(goal), 0.985)), width=2, y=0, height=15)
    return pen.svg("bullet", title)


def bars(
    rows: Sequence[Bar],
    *,
    title: str,
    goal: Number | None = None,
    within: Iterable[Number | None] = (),
    standalone: bool = False,
) -> SafeString:
    """A ranking: for each row its name and value, and the bar under them; `goal` is one stroke in each that
    has none of its own; the scale also has room for what is `within`, so that charts beside each other
    share one.

    Where a row has `before`, a thinner bar under the first shows it (this year and last year). Rows keep
    their order; a row without a value has no bar but says so in words.
    """
    goals = [goal if row.goal is None else row.goal for row in rows]
    scale = _Scale.over([*goals, *within, *(row.value for row in rows), *(row.before for row in rows)])
    grouped = any(row.before is not None or row.before_shown for row in rows)
    height = _ROW + (8 if grouped else 0)
    pen = _Pen(_PAGE, max(len(rows), 1) * height, standalone)
    zero = scale.at(0)
    for i, row in enumerate(rows):
        y = i * height
        pen.group("" if standalone else row.told)
        pen.words(row.label, row.before_shown, f"{_mark(row.state)}{row.shown}", y + 13)
        pen.box("track", 0, 1, y + 19, 9, rx=2)
        if row.value is not None:
            end = scale.at(row.value)
            look = "short" if row.state == "missed" else row.state or "value"
            pen.box(look, min(zero, end), max(zero, end), y + 19, 9, rx=1)
        if row.before is not None:
            end = scale.at(row.before)
            pen.box("before", min(zero, end), max(zero, end), y + 30, 5, rx=1)
        if (aim := goals[i]) is not None:
            pen.draw("rect", "goal", x=pen.x(min(scale.at(aim), 0.997)), width=2, y=y + 17, height=13)
        pen.end()
    if scale.low < 0:
        for i in range(len(rows)):
            pen.draw("rect", "zero", x=pen.x(zero), width=1, y=i * height + 19, height=9)
    return pen.svg("bars", title)


def _mark(state: str) -> str:
    """The shape of a state before a value."""
    return f"{LOOKS[state].mark} " if state else ""


def score_cells(states: Sequence[str], *, title: str, standalone: bool = False) -> SafeString:
    """One cell for each target: "over" and "met" full, "missed" half as high, "underway" pale, else an empty
    frame."""
    pen = _Pen(_PAGE, 18, standalone)
    count = max(len(states), 1)
    gap = min(0.006, 0.2 / count)
    for i, state in enumerate(states):
        start, end = i / count, (i + 1) / count - (gap if i + 1 < count else 0)
        if state in ("over", "met"):
            pen.box(state, start, end, 0, 18, rx=2)
        elif state == "missed":
            pen.box(state, start, end, 9, 9, rx=2)
        elif state == "underway":
            pen.box("track", start, end, 0, 18, rx=2)
        else:
            pen.box("none", start + 0.001, end - 0.001, 0.5, 17, rx=2, stroke_dasharray="3 2")
    return pen.svg("cells", title)


def coverage(reported: int, expected: int, *, title: str, standalone: bool = False) -> SafeString:
    """How many of the expected reports a total rests on. Nothing expected is an empty track."""
    height = 16 if standalone else 6
    pen = _Pen(_PAGE, height, standalone)
    pen.box("track", 0, 1, 0, height, rx=height / 2)
    if expected > 0:
        pen.box("accent", 0, min(max(reported / expected, 0), 1), 0, height, rx=height / 2)
    return pen.svg("coverage", title)


def state_mark(state: str, *, standalone: bool = False) -> SafeString:
    """The shape of a state alone, for legends: ▲ over, ● met, ▼ missed, hatching for no data, ◐ under way,
    ○ none.

    The word stands beside it.
    """
    pen = _Pen(10, 10, standalone)
    if state == "over":
        pen.draw("path", "over", d="M5 1L9.5 9H0.5Z")
    elif state == "missed":
        pen.draw("path", "missed", d="M5 9L9.5 1H0.5Z")
    elif state == "met":
        pen.draw("circle", "met", cx=5, cy=5, r=4)
    elif state == "nodata":
        pen.draw("path", "hatch", d="M1 4L4 1M1 9L9 1M6 9L9 6")
    else:
        if state == "underway":
            pen.draw("path", "before", d="M5 1A4 4 0 0 0 5 9Z")
        pen.draw("circle", "none", cx=5, cy=5, r=4)
    return pen.svg("mark", "", view=True)


def legend(words: Mapping[str, str], *, standalone: bool = False) -> SafeString:
    """A line that explains the shapes: {"over": "exceeded", "met": "met", …} in the order given."""
    items = "".join(
        format_html("<span>{}{}</span>", state_mark(state, standalone=standalone), word)
        for state, word in words.items()
    )
    return format_html('<p class="legend">{}</p>', mark_safe(items))  # noqa: S308 # made by format_html
