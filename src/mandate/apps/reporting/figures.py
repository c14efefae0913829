"""Figures and expectations as arrays, straight from the database: what every total rests on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import connection

from mandate.platform.database.copy import copy_out_int64

#: A stored value as a whole number, scaled by its indicator's decimals: 18 digits fit in 64 bits.
SCALED = "coalesce(floor(f.value * 10::numeric ^ i.decimals), 0)"


@dataclass(frozen=True, slots=True)
class FigureRows:
    """The counted figures of some indicators in a span, one element a figure.

    ``indicator`` and ``unit`` are ids; ``start`` and ``end`` proleptic ordinals (end exclusive); ``value`` is
    scaled by 10**decimals of its indicator; ``answered`` is False for "not applicable".
    """

    indicator: np.ndarray
    unit: np.ndarray
    start: np.ndarray
    end: np.ndarray
    value: np.ndarray
    answered: np.ndarray

    def take(self, chosen: np.ndarray) -> "FigureRows":
        """The rows at some positions."""
        return FigureRows(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def joined(self, other: "FigureRows") -> "FigureRows":
        """These rows and others after them."""
        return FigureRows(
            *(
                np.concatenate([getattr(self, field.name), getattr(other, field.name)])
                for field in fields(self)
            )
        )

    def during(self, starts: date, ends: date) -> "FigureRows":
        """The same figures, told of another span."""
        start, end = (np.full(len(self.unit), day.toordinal(), np.int32) for day in (starts, ends))
        return replace(self, start=start, end=end)


@dataclass(frozen=True, slots=True)
class Expectation:
    """The frozen expectation of one opened form: which units owe which indicators in which span."""

    start: int
    end: int
    indicators: frozenset[int]
    units: np.ndarray


_FIGURES = """
SELECT f.indicator_id AS indicator, f.unit_id AS unit, f.starts - DATE '0001-01-01' + 1 AS start,
       f.ends - DATE '0001-01-01' + 1 AS end, {value} AS value, f.answer AS answer
FROM reporting_figure f JOIN indicators_indicator i ON i.id = f.indicator_id {join}
WHERE {counted} AND f.answer <> 0 AND f.indicator_id = ANY(%s) AND f.starts >= %s AND f.ends <= %s {units}
"""
_NOW = "f.counted"
_THEN = "v.counted_from <= %s AND (v.counted_until IS NULL OR v.counted_until > %s)"
_JOIN = "JOIN reporting_revision v ON v.id = f.revision_id"


def figure_rows(
    indicator_ids: Sequence[int],
    starts: date,
    ends: date,
    unit_ids: Collection[int] | None = None,
    known_at: datetime | None = None,
) -> FigureRows:
    """One query. ``unit_ids`` None reads every unit; ``known_at`` None reads what counts now, otherwise what
    counted at that moment."""
    params: list[Any] = [] if known_at is None else [known_at, known_at]
    params += [list(indicator_ids), starts, ends]
    if unit_ids is not None:
        params.append(list(unit_ids))
    query = _FIGURES.format(
        value=SCALED,
        join="" if known_at is None else _JOIN,
        counted=_NOW if known_at is None else _THEN,
        units="" if unit_ids is None else "AND f.unit_id = ANY(%s)",
    )
    names = ["indicator", "unit", "start", "end", "value", "answer"]
    with connection.cursor() as cursor:
        rows = copy_out_int64(cursor, query, params, names)
    return FigureRows(
        indicator=rows["indicator"].astype(np.int64),
        unit=rows["unit"].astype(np.int64),
        start=rows["start"].astype(np.int32),
        end=rows["end"].astype(np.int32),
        value=rows["value"].astype(np.int64),
        answered=rows["answer"] == 1,
    )


_EXPECTED = """
SELECT p.id AS period, r.unit_id AS unit
FROM reporting_formperiod p JOIN reporting_report r ON r.form_period_id = p.id
WHERE p.starts >= %s AND p.ends <= %s AND p.indicator_ids && %s::int8[] {units} AND {known}
ORDER BY 1
"""
_EXPECTED_NOW = """NOT EXISTS (
  SELECT FROM reporting_excuse e WHERE e.report_id = r.id AND e.known_until IS NULL
)"""
_EXPECTED_THEN = """p.opened_at <= %s AND (r.expected_from IS NULL OR r.expected_from <= %s) AND NOT EXISTS (
  SELECT FROM reporting_excuse e WHERE e.report_id = r.id AND e.known_from <= %s
    AND (e.known_until IS NULL OR e.known_until > %s)
)"""
_OPENED = """
SELECT p.id, p.starts, p.ends, p.indicator_ids, {later} FROM reporting_formperiod p
WHERE p.starts >= %s AND p.ends <= %s AND p.indicator_ids && %s::int8[]
"""
_LATER_NOW = "ARRAY[]::int8[]"
_LATER_THEN = """ARRAY(
  SELECT w.indicator_id FROM reporting_widening w WHERE w.form_period_id = p.id AND w.known_from > %s
)"""


def expectations(
    indicator_ids: Sequence[int],
    starts: date,
    ends: date,
    unit_ids: Collection[int] | None = None,
    known_at: datetime | None = None,
) -> list[Expectation]:
    """What is expected in a span, or was at a moment: two queries, however many units there are."""
    params: list[Any] = [starts, ends, list(indicator_ids)]
    with connection.cursor() as cursor:
        later, moment = (_LATER_NOW, []) if known_at is None else (_LATER_THEN, [known_at])
        cursor.execute(_OPENED.format(later=later), [*moment, *params])
        opened = cursor.fetchall()
        if unit_ids is not None:
            params.append(list(unit_ids))
        if known_at is not None:
            params += [known_at] * 4
        query = _EXPECTED.format(
            units="" if unit_ids is None else "AND r.unit_id = ANY(%s)",
            known=_EXPECTED_NOW if known_at is None else _EXPECTED_THEN,
        )
        rows = copy_out_int64(cursor, query, params, ["period", "unit"])
    periods, units = rows["period"].astype(np.int64), rows["unit"].astype(np.int64)
    result = []
    for period_id, start, end, indicators, widened in opened:
        low, high = np.searchsorted(periods, [period_id, period_id + 1])
        held = frozenset(indicators) - frozenset(widened)
        result.append(Expectation(start.toordinal(), end.toordinal(), held, units[low:high]))
    return result
