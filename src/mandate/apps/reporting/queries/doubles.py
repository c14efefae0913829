"""Figures that are counted beside figures of units below: often a total that stands in the file with its own
parts. Totals count both."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db import connection

from mandate.apps.units.structure import structure_on
from mandate.core.subtrees import first_below
from mandate.core.tree import Ints, Structure
from mandate.platform.database.copy import copy_out_int64

_COUNTED = """
SELECT unit_id AS unit, indicator_id AS indicator,
       starts - DATE '0001-01-01' + 1 AS starts, ends - DATE '0001-01-01' + 1 AS ends
FROM reporting_figure
WHERE counted AND answer = 1 AND indicator_id = ANY(%s) AND starts < %s AND ends > %s {units}
"""


class Double(NamedTuple):
    """A figure of the unit ``above`` (an id) for a span, and the first unit below it that has one of the same
    indicator within it or around it."""

    above: int
    below: int
    indicator_id: int
    starts: date
    ends: date


def doubles(
    indicator_ids: Collection[int],
    starts: date = date.min,
    ends: date = date.max,
    unit_ids: Collection[int] | None = None,
) -> Iterator[Double]:
    """Every counted figure in a span, or of some units, beside which units below have one: one query. The
    tree is that of the last day of the figure's period."""
    params: list[object] = [list(indicator_ids), ends, starts]
    if unit_ids is not None:
        params.append(list(unit_ids))
    query = _COUNTED.format(units="" if unit_ids is None else "AND unit_id = ANY(%s)")
    with connection.cursor() as cursor:
        rows = copy_out_int64(cursor, query, params, ["unit", "indicator", "starts", "ends"])
    spans = np.stack([rows[name].astype(np.int64) for name in ("indicator", "starts", "ends")], axis=1)
    groups, place = np.unique(spans, axis=0, return_inverse=True)
    order = np.argsort(place.ravel(), kind="stable")
    bounds = np.searchsorted(place.ravel()[order], np.arange(1, len(groups)))
    parts = np.split(rows["unit"].astype(np.int64)[order], bounds)
    units = dict(zip(map(tuple, groups.tolist()), parts, strict=False))
    days = {end - 1 for _, _, end in units}
    structures = {day: structure_on(date.fromordinal(day)) for day in days}
    beside: dict[int, list[tuple[int, int, Ints]]] = {}
    for (indicator, first, end), found in units.items():
        beside.setdefault(indicator, []).append((first, end, found))
    for (indicator, first, end), above in units.items():
        inside = [found for other, until, found in beside[indicator] if other < end and first < until]
        chosen = np.unique(np.concatenate(inside))
        for unit, below in _pairs(structures[end - 1], above, chosen):
            yield Double(unit, below, indicator, date.fromordinal(first), date.fromordinal(end))


def _pairs(structure: Structure, above: Ints, chosen: Ints) -> Iterator[tuple[int, int]]:
    """The units that have a chosen one below them, each with the first of these."""
    places, inside = structure.indices(above), structure.indices(chosen)
    places = np.sort(places[places >= 0])
    below = first_below(structure, places, inside[inside >= 0])
    found = below >= 0
    yield from zip(structure.ids[places[found]].tolist(), structure.ids[below[found]].tolist(), strict=True)
