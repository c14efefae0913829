"""Figures that are counted beside figures of units below, as they count now. What is double in one total, now
or as it was known, its ledger tells (`totals.Ledger.doubles`)."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db import connection

from mandate.apps.units.structure import placements
from mandate.core.doubles import beside_below
from mandate.platform.database.copy import copy_out_int64

_COUNTED = """
SELECT unit_id AS unit, indicator_id AS indicator,
       starts - DATE '0001-01-01' + 1 AS starts, ends - DATE '0001-01-01' + 1 AS ends
FROM reporting_figure
WHERE counted AND answer = 1 AND indicator_id = ANY(%s) AND starts < %s AND ends > %s
"""


class Double(NamedTuple):
    """A figure of the unit ``above`` (an id) for a span, and a unit below it that has one of the same
    indicator within it or around it."""

    above: int
    below: int
    indicator_id: int
    starts: date
    ends: date


def doubles(
    indicator_ids: Collection[int], starts: date = date.min, ends: date = date.max
) -> Iterator[Double]:
    """Every counted figure that shares a day with a span, beside which units below it on the day of their
    figure have one: by indicator, time and unit, from one query beside the tree's."""
    tree = placements()
    with connection.cursor() as cursor:
        rows = copy_out_int64(
            cursor, _COUNTED, [list(indicator_ids), ends, starts], ["unit", "indicator", "starts", "ends"]
        )
    at = tree.indices(rows["unit"].astype(np.int64))
    placed = at >= 0
    at = at[placed]
    indicator, start, end = (rows[name][placed].astype(np.int64) for name in ("indicator", "starts", "ends"))
    below = beside_below(tree, np.unique(indicator, return_inverse=True)[1], at, start, end)
    found = np.flatnonzero(below >= 0)
    for one in found[np.lexsort((at[found], end[found], start[found], indicator[found]))].tolist():
        yield Double(
            int(tree.ids[at[one]]),
            int(tree.ids[at[below[one]]]),
            int(indicator[one]),
            date.fromordinal(int(start[one])),
            date.fromordinal(int(end[one])),
        )
