"""What a table says of units' places, beside what is known of them.

A row without days says where a unit lies; rows with days tell its places from the first of these days on.
What was before that day stays, and what they tell as it is changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from mandate.apps.units.models import Placement
from mandate.core.period import FIRST_YEAR, LAST_YEAR
from mandate.core.problem import Problem
from mandate.core.span import Span
from mandate.core.unitcheck import UnitRow


@dataclass(frozen=True, slots=True)
class PlaceSpan(Span[date]):
    """The time under a parent (a code; "": at the top)."""

    parent: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """The rows of one unit: the last of them, and its places where the rows have days."""

    row: UnitRow
    spans: tuple[PlaceSpan, ...] = ()


def told_units(rows: Sequence[UnitRow], problems: list[Problem]) -> list[Told]:
    """The units of the rows, in the order of the table. Rows of one unit that cannot be places one after the
    other are problems."""
    by_code: dict[str, list[UnitRow]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    return [told for same in by_code.values() for told in _told(same, problems)]


def _told(rows: list[UnitRow], problems: list[Problem]) -> list[Told]:
    if not all(row.starts or row.ends for row in rows):
        if len(rows) == 1:
            return [Told(rows[0])]
        return [Told(row) for row in rows]  # the check of the table finds the code twice
    found = [(_span(row, problems), row) for row in rows]
    placed = sorted(
        ((span, row) for span, row in found if span is not None),
        key=lambda pair: pair[0].order,
    )
    for (before, _), (after, row) in pairwise(placed):
        if before.meets(after):
            problems.append(Problem(row.row, "from", "unit_places_overlap", {"code": row.code}))
    for _, row in placed[:-1]:
        last = placed[-1][1]
        if (row.kind, row.name, row.names) != (last.kind, last.name, last.names):
            problems.append(Problem(row.row, "", "unit_rows_differ", {"code": row.code, "other": last.row}))
    if not placed:
        return []
    return [Told(placed[-1][1], tuple(span for span, _ in placed))]


def _span(row: UnitRow, problems: list[Problem]) -> PlaceSpan | None:
    days: list[date | None] = []
    for column, text in (("from", row.starts), ("until", row.ends)):
        try:
            day = date.fromisoformat(text) if text else None
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise ValueError(text)
            days.append(day)
        except ValueError:
            problems.append(Problem(row.row, column, "unit_day", {"text": text[:40]}))
            return None
    starts, ends = days
    span = PlaceSpan(starts, ends, row.parent)
    if span.is_empty:
        problems.append(Problem(row.row, "until", "unit_places_overlap", {"code": row.code}))
        return None
    return span


def spans_of(placements: Sequence[Placement]) -> list[PlaceSpan]:
    """Known placements in their order, as spans."""
    return [PlaceSpan(one.starts, one.ends, one.parent.code if one.parent else "") for one in placements]


def overlaid(known: Sequence[PlaceSpan], told: Sequence[PlaceSpan]) -> list[PlaceSpan]:
    """The places that a unit has when what is told holds from its first day on."""
    first = told[0].starts
    before = []
    for span in known:
        if first is None or (span.starts and span.starts >= first):
            break
        cut = span.ends if span.over(first) else first
        before.append(PlaceSpan(span.starts, cut, span.parent))
    if before and before[-1].ends == first and before[-1].parent == told[0].parent:
        joined = PlaceSpan(before[-1].starts, told[0].ends, told[0].parent)
        return [*before[:-1], joined, *told[1:]]
    return [*before, *told]


def first_difference(known: Sequence[PlaceSpan], wanted: Sequence[PlaceSpan]) -> date | None:
    """The first day on which the places differ (date.min: since always); None if they never do."""
    days = {date.min} | {day for span in (*known, *wanted) for day in (span.starts, span.ends) if day}
    return next((day for day in sorted(days) if parent_on(known, day) != parent_on(wanted, day)), None)


def parent_on(spans: Sequence[PlaceSpan], day: date) -> str | None:
    """The parent on a day; None where the unit is not open."""
    return next((span.parent for span in spans if span.holds(day)), None)


def place_now(spans: Sequence[PlaceSpan], day: date) -> PlaceSpan | None:
    """The place on a day; else the last before it, else the first after it."""
    before = [span for span in spans if span.begun(day)]
    return before[-1] if before else next(iter(spans), None)


def undated(row: UnitRow, before: str) -> Problem:
    """A move for which no day is given: it would be since always, and change what is over."""
    told: Mapping[str, object] = {"code": row.code, "before": before or "–", "after": row.parent or "–"}
    return Problem(row.row, "parent", "unit_move_undated", told)


def top_unsaid(row: UnitRow, before: str) -> Problem:
    """A cell left empty, which says nothing of the top of the organisation."""
    return Problem(row.row, "parent", "unit_top_unsaid", {"code": row.code, "before": before})
