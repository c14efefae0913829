"""Denominators that are reported less often than what stands above them: each unit's last known figure stands
as one of the period that is asked for, so that it is placed and counted like any other."""

from collections.abc import Collection, Sequence

import numpy as np

from mandate.apps.indicators.choices import Denominator, Kind
from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.figures import Expectation, FigureRows
from mandate.core.formula import parse
from mandate.core.period import Period
from mandate.core.placements import Placements


def below_the_line(indicators: Collection[Indicator]) -> list[int]:
    """The ids of what stands below the line of those ratios whose denominator is the last known."""
    names = {
        name
        for one in indicators
        if one.formula and one.denominator != Denominator.SAME
        for name in parse(one.formula).below
    }
    return [one.pk for one in indicators if one.code in names and one.kind != Kind.RATIO]


def brought_forward(rows: FigureRows, ids: Collection[int], tree: Placements, period: Period) -> FigureRows:
    """The rows, but of these indicators only each unit's latest figure that ended by the end of the period
    (of several, the longest), told as one of the period; a unit without a place in the period has none."""
    chosen = np.flatnonzero(np.isin(rows.indicator, list(ids)) & (rows.end <= period.end.toordinal()))
    chosen = chosen[_standing(tree, rows.unit[chosen], period)]
    order = np.lexsort((-rows.start[chosen], rows.end[chosen], rows.unit[chosen], rows.indicator[chosen]))
    chosen = chosen[order]
    keys = np.stack([rows.indicator[chosen], rows.unit[chosen]])
    last = np.append((keys[:, 1:] != keys[:, :-1]).any(axis=0), True)[: len(chosen)]
    known = rows.take(chosen[last]).during(period.start, period.end)
    return rows.take(np.flatnonzero(~np.isin(rows.indicator, list(ids)))).joined(known)


def asked_forward(
    expected: Sequence[Expectation], ids: Collection[int], tree: Placements, period: Period
) -> list[Expectation]:
    """The same of what was asked for."""
    start, end = period.start.toordinal(), period.end.toordinal()
    found = [
        Expectation(item.start, item.end, item.indicators - frozenset(ids), item.units) for item in expected
    ]
    for one in ids:
        asked = [item.units for item in expected if one in item.indicators and item.end <= end]
        units = np.unique(np.concatenate([np.empty(0, np.int64), *asked]))
        found.append(Expectation(start, end, frozenset([one]), units[_standing(tree, units, period)]))
    return found


def _standing(tree: Placements, units: np.ndarray, period: Period) -> np.ndarray:
    """Which units have a place on some day of a period."""
    at = tree.indices(units)
    standing = at >= 0
    start, end = (np.full(int(standing.sum()), day.toordinal()) for day in (period.start, period.end))
    day = tree.days(at[standing], start, end)  # outside the period where there is none in it
    standing[standing] = (start <= day) & (day < end)
    return standing
