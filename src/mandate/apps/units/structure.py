"""The dated tree as arrays, kept in memory until the tree changes."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
from django.db import connection
from django.db.models import Q

from mandate.apps.units.models import Placement, Unit
from mandate.core.period import Period
from mandate.core.placements import Placements
from mandate.core.tree import Structure
from mandate.platform.database import spans
from mandate.platform.database.reading import once


def placements(known_at: datetime | None = None) -> Placements:
    """The dated tree as it is known now, or was at a moment: one small query while the tree is unchanged, two
    otherwise."""
    return _placements(tree_version(), known_at)


def structure_on(day: date) -> Structure:
    """The structure as of a day, as it is known now; as :func:`placements`."""
    return placements().structure_on(day)


def standing_day(unit_id: int, period: Period, today: date) -> date:
    """The day whose structure a unit's period is told by: the period's last, or today while it runs; for a
    unit without a place then, its own day in the period (its last open one, if there is one)."""
    day, tree = period.told_on(today), placements()
    at = tree.indices([unit_id])
    if at[0] < 0 or tree.stand_on(day).position[at[0]] >= 0:
        return day
    start, end = (np.array([edge.toordinal()]) for edge in (period.start, period.end))
    return date.fromordinal(int(tree.days(at, start, end)[0]))


def standing_in(start: date, end: date) -> frozenset[int]:
    """The units that are open on some day of a span (the end exclusive), whatever closed, opened or moved
    within it."""
    return frozenset(placements().ever_open(start, end).tolist())


def above_on_their_day(rows: Sequence[tuple[int, date, date]]) -> list[int]:
    """The unit above each unit on its day of a span (the end exclusive), 0 where there is none."""
    spans = np.array([[start.toordinal(), end.toordinal()] for _unit, start, end in rows], np.int64)
    start, end = spans.reshape(-1, 2).T
    found: list[int] = placements().above([unit for unit, _start, _end in rows], start, end).tolist()
    return found


def children_within(unit_id: int, period: Period, day: date) -> dict[int, date | None]:
    """The units right below a unit at their last place in a period up to a day, with the day from which those
    that closed within it are closed."""
    ids, last = placements().last_children(unit_id, period.start, day + timedelta(days=1))
    return {
        unit: date.fromordinal(at + 1) if at < day.toordinal() else None
        for unit, at in zip(ids.tolist(), last.tolist(), strict=True)
    }


def tree_version() -> int:
    """A number that changes with every change of the tree and is never used twice."""
    return once("tree version", _read_version)


def _read_version() -> int:
    # Asked so often that building the query anew each time would cost more than all the rest of it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM units_treeversion WHERE id = 1")
        row: tuple[int] | None = cursor.fetchone()
    return row[0] if row else 0


def in_force(day: date) -> Q:
    """The condition on a placement that its span holds the day."""
    return spans.holds(day)


@lru_cache(maxsize=4)
def _placements(version: int, known_at: datetime | None) -> Placements:
    rows = Placement.objects.all()
    if known_at is not None:
        rows = Placement.ever.filter(spans.holds(known_at, "known_from", "known_until"))
    table = list(rows.order_by("unit__code").values_list("unit_id", "parent_id", "starts", "ends"))
    rank: dict[int, int] = {}
    return Placements.build(
        [unit for unit, *_ in table],
        [parent or 0 for _, parent, *_ in table],
        [starts for *_, starts, _ in table],
        [ends for *_, ends in table],
        order=[rank.setdefault(unit, len(rank)) for unit, *_ in table],
    )


def with_all_below(units: Collection[int], day: date) -> np.ndarray:
    """The units and all that lies below them on a day, rising; a unit without a place on that day lies under
    the one it was under last, or will be under first. One small query while the tree is unchanged; the array
    is shared and cannot be written to."""
    return _with_all_below(tree_version(), frozenset(units), day)


@lru_cache(maxsize=64)  # each right and each counter of a page asks for the same few
def _with_all_below(version: int, units: frozenset[int], day: date) -> np.ndarray:
    structure = _placements(version, None).structure_on(day)
    parts = [structure.subtree(unit) for unit in units if unit in structure]
    found = np.unique(np.concatenate([*parts, np.array(sorted(units), dtype=np.int64)]))
    away, above = _away(version, day)
    while (fresh := ~np.isin(away, found) & np.isin(above, found)).any():
        found = np.union1d(found, away[fresh])
    found.flags.writeable = False
    return found


@lru_cache(maxsize=16)
def _away(version: int, day: date) -> tuple[np.ndarray, np.ndarray]:
    """The units without a place on a day, rising, each with the unit that it was under last or will be under
    first (0: at the top)."""
    here = Placement.objects.filter(in_force(day)).values("unit_id")
    places = Placement.objects.exclude(unit_id__in=here)
    past = places.filter(ends__lte=day).order_by("ends").values_list("unit_id", "parent_id")
    future = places.filter(starts__gt=day).order_by("-starts").values_list("unit_id", "parent_id")
    above = dict(sorted(dict([*future, *past]).items()))
    return (
        np.array(list(above), dtype=np.int64),
        np.array([parent or 0 for parent in above.values()], dtype=np.int64),
    )


def kinds_of(units: np.ndarray) -> np.ndarray:
    """The id of each unit's kind, for units of a structure: no query while the tree is unchanged."""
    ids, kinds = _kinds(tree_version())
    found: np.ndarray = kinds[np.searchsorted(ids, units)]
    return found


@lru_cache(maxsize=2)
def _kinds(version: int) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(list(Unit.objects.order_by("id").values_list("id", "kind_id")), dtype=np.int64)
    table = table.reshape(-1, 2)
    return table[:, 0].copy(), table[:, 1].copy()


def lineage(unit_id: int, day: date) -> tuple[int, ...]:
    """The unit's ancestors from the root down to itself on a day; a unit without a place on that day lies
    under the one it was under last, or will be under first, as :func:`with_all_below` has it. A unit without
    any placement is its own lineage."""
    return lineages([unit_id], day)[unit_id]


def lineages(unit_ids: Collection[int], day: date) -> dict[int, tuple[int, ...]]:
    """The same of many units: one small query while the tree is unchanged."""
    version = tree_version()
    structure = _placements(version, None).structure_on(day)
    return {unit: _lineage(unit, structure, version, day) for unit in unit_ids}


def _lineage(unit_id: int, structure: Structure, version: int, day: date) -> tuple[int, ...]:
    path = [unit_id]
    while path[0] not in structure:
        away, above = _away(version, day)
        at = int(np.searchsorted(away, path[0]))
        if at == len(away) or away[at] != path[0] or above[at] == 0:
            return tuple(path)
        path.insert(0, int(above[at]))
    return (*structure.ancestors(path[0]).tolist(), *path)


def parents_on(day: date) -> tuple[np.ndarray, np.ndarray]:
    """All units that ever have a place, rising, and of each the one above it on a day (0: none), for those
    without a place on that day as :func:`lineage` has it."""
    version = tree_version()
    structure = _placements(version, None).structure_on(day)
    away, above = _away(version, day)
    ids = np.concatenate([structure.ids, away])
    inside = np.where(structure.parent < 0, 0, structure.ids[structure.parent])
    order = np.argsort(ids)
    return ids[order], np.concatenate([inside, above])[order]


def days_of_change(starts: date, ends: date | None) -> list[date]:
    """The first day of a span, and those within it on which something in the tree changes: two queries."""
    days = {starts}
    for field in ("starts", "ends"):
        days.update(Placement.objects.filter(**{f"{field}__gt": starts}).values_list(field, flat=True))
    return sorted(day for day in days if ends is None or day < ends)
