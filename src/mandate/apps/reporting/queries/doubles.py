"""Figures that are counted beside figures of units below: often a total that stands in the file with its own
parts. Totals count both."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db import connection

from mandate.apps.units.structure import structure_on
from mandate.core.subtrees import first_below
from mandate.core.tree import Ints
from mandate.platform.database.copy import copy_out_int64

_COUNTED = """
SELECT unit_id AS unit, starts - DATE '0001-01-01' + 1 AS starts, ends - DATE '0001-01-01' + 1 AS ends
FROM reporting_figure
WHERE counted AND answer = 1 AND indicator_id = %s AND starts < %s AND ends > %s {units}
"""
_FAR = 10_000_000  # beyond the ordinal of every day


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
    """Every counted figure in a span, or of some units, beside which units below have one: a query for each
    indicator. The tree is that of the last day of the figure's period."""
    for indicator_id in indicator_ids:
        params: list[object] = [indicator_id, ends, starts]
        if unit_ids is not None:
            params.append(list(unit_ids))
        query = _COUNTED.format(units="" if unit_ids is None else "AND unit_id = ANY(%s)")
        with connection.cursor() as cursor:
            rows = copy_out_int64(cursor, query, params, ["unit", "starts", "ends"])
        keys = rows["starts"].astype(np.int64) * _FAR + rows["ends"]
        spans = {
            divmod(key, _FAR): rows["unit"][keys == key].astype(np.int64) for key in np.unique(keys).tolist()
        }
        for (first, end), units in spans.items():
            inside = [other for (s, e), other in spans.items() if s < end and first < e]
            yield from _of_span(indicator_id, first, end, units, np.unique(np.concatenate(inside)))


def _of_span(indicator_id: int, first: int, end: int, units: Ints, inside: Ints) -> Iterator[Double]:
    starts, ends = date.fromordinal(first), date.fromordinal(end)
    structure = structure_on(date.fromordinal(end - 1))
    places, chosen = structure.indices(units), structure.indices(inside)
    places = np.sort(places[places >= 0])
    below = first_below(structure, places, chosen[chosen >= 0])
    for above, under in zip(places[below >= 0].tolist(), below[below >= 0].tolist(), strict=True):
        yield Double(int(structure.ids[above]), int(structure.ids[under]), indicator_id, starts, ends)
