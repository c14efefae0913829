"""Figures: what units reported, one indicator at a time, and which of a unit's figures count.

>>> figures = Figures.of([(2, Period.parse("2023"), 1250), (2, Period.parse("2023-05"), 90)])
>>> at, longest = counting(np.array([0, 0]), figures)
>>> longest.value.tolist()  # the year holds the month
[1250]
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

import numpy as np
from numpy.typing import NDArray

from mandate.core.errors import CoreError
from mandate.core.period import DAYS_OF_WEEKS, TO_THURSDAY, Period
from mandate.core.subtrees import Whole
from mandate.core.tree import Ints

#: Twenty years and their leap days: a plan of two terms has room.
MAX_DAYS = 20 * 366

_DAY_BITS = 20  # an ordinal of a period's day takes so many bits
_LENGTH_BITS = 13


class FiguresError(CoreError):
    """Figures that cannot be rolled up.

    Params: the ``unit`` and the ``start`` of the figure (a proleptic ordinal).
    """

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "duplicate": "Unit {unit} has two figures for the same span, from day {start}.",
        "bad_span": "Unit {unit} has a figure, from day {start}, whose span is not 1 day to 20 years long.",
    }


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """The figures of one indicator, one entry a figure, in any order.

    ``unit`` int64 ids; ``start`` and ``end`` int32 proleptic ordinals of a period (`Period`), the end
    exclusive; ``value`` int64 (or Python integers) scaled by 10**decimals, for yes/no 0 or not 0;
    ``answered`` bool: False is "not applicable", which counts as reported and gives no value.
    """

    unit: Ints
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    value: Whole
    answered: NDArray[np.bool_]

    @staticmethod
    def of(rows: Iterable[tuple[int, Period, int | None]]) -> "Figures":
        """From rows of (unit, period, scaled value; None for not applicable)."""
        table = list(rows)
        values = [0 if value is None else value for _, _, value in table]
        small = all(abs(value) < 2**63 for value in values)
        return Figures(
            np.array([unit for unit, _, _ in table], np.int64),
            np.array([period.start.toordinal() for _, period, _ in table], np.int32),
            np.array([period.end.toordinal() for _, period, _ in table], np.int32),
            np.array(values, np.int64 if small else object),
            np.array([value is not None for _, _, value in table], np.bool_),
        )

    @staticmethod
    def asked(unit: Ints, start: NDArray[np.int32], end: NDArray[np.int32]) -> "Figures":
        """What was asked for, without an answer; a unit that was asked twice for one span, once."""
        spans = np.unique(np.stack([unit, start.astype(np.int64), end.astype(np.int64)]), axis=1)
        count = spans.shape[1]
        return Figures(
            spans[0],
            spans[1].astype(np.int32),
            spans[2].astype(np.int32),
            np.zeros(count, np.int64),
            np.zeros(count, np.bool_),
        )

    def __len__(self) -> int:
        return len(self.unit)

    def take(self, chosen: NDArray[Any]) -> "Figures":
        """The chosen figures: a mask, or positions."""
        return Figures(
            self.unit[chosen], self.start[chosen], self.end[chosen], self.value[chosen], self.answered[chosen]
        )

    def within(self, period: Period) -> "Figures":
        """The figures whose periods belong to this one (a week or two where the first Thursday lies)."""
        return self.take(belongs(self.start, self.end, period))


def belongs(start: NDArray[Any], end: NDArray[Any], period: Period) -> NDArray[np.bool_]:
    """Which spans belong to a period."""
    first, last = period.start.toordinal(), period.end.toordinal()
    anchor = _anchor(start, end)
    weeks = _of_weeks(end - start) & (last - first > DAYS_OF_WEEKS[-1])
    inside: NDArray[np.bool_] = (
        (first <= anchor) & (anchor < last) & (weeks | ((first <= start) & (end <= last)))
    )
    return inside


def ends_with(start: NDArray[Any], end: NDArray[Any], period: Period) -> NDArray[np.bool_]:
    """Which spans end with a period; of weeks, the last that belongs to it."""
    last = period.end.toordinal()
    anchor = _anchor(start, end)
    weeks = _of_weeks(end - start)
    result: NDArray[np.bool_] = np.where(
        weeks, (anchor < last) & (anchor + (end - start) >= last) | (end == last), end == last
    )
    return result


def in_time(at: Ints, figures: Figures) -> tuple[Ints, Figures]:
    """The figures by unit (``at``, its number), then time, a longer span before those that begin with it.

    Raises `FiguresError`: a span that is no period's, two figures for the same span.
    """
    length = (figures.end - figures.start).astype(np.int64)
    if len(length) and (length.min() < 1 or length.max() > MAX_DAYS):
        _refuse("bad_span", figures, int(np.flatnonzero((length < 1) | (length > MAX_DAYS))[0]))
    anchor = _anchor(figures.start, figures.end).astype(np.int64)
    # One sort key for (unit, time, length); 30 bits are left for the units.
    key = ((at << _DAY_BITS) + anchor << _LENGTH_BITS) + (MAX_DAYS - length)
    if (key[1:] > key[:-1]).all():
        return at, figures
    order = np.argsort(key)
    twice = np.flatnonzero(key[order[1:]] == key[order[:-1]])
    if len(twice):
        _refuse("duplicate", figures, int(order[twice[0]]))
    return at[order], figures.take(order)


def counting(at: Ints, figures: Figures) -> tuple[Ints, Figures]:
    """The figures that count, `in_time`: those inside no longer one of the same unit, where "not applicable"
    yields to any answer inside it (decision 0009). Raises `FiguresError`."""
    at, figures = in_time(at, figures)
    length = figures.end - figures.start
    if not len(length) or 2 * length.max() < 3 * length.min():
        return at, figures  # periods of one frequency: none can hold another
    if not figures.answered.all():
        yields = _yields(at, figures)
        at, figures = at[~yields], figures.take(~yields)
    longest = _longest(at, figures)
    return at[longest], figures.take(longest)


def firsts(*keys: Ints) -> Ints:
    """Where each run of equal entries begins."""
    if not len(keys[0]):
        return np.empty(0, np.int64)
    differs = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    return np.flatnonzero(np.append(True, differs))


def _yields(at: Ints, figures: Figures) -> NDArray[np.bool_]:
    """Which are "not applicable" for a span in which the unit gave an answer for a part."""
    empty = np.flatnonzero(~figures.answered)
    time = (at << _DAY_BITS) + _anchor(figures.start, figures.end)
    # What lies inside a span stands right after it, until its end.
    until = np.searchsorted(time, (at[empty] << _DAY_BITS) + figures.end[empty])
    answers = np.append(0, np.cumsum(figures.answered))
    yields = np.zeros(len(at), np.bool_)
    yields[empty] = answers[np.maximum(until, empty + 1)] > answers[empty + 1]
    return yields


def _longest(at: Ints, figures: Figures) -> NDArray[np.bool_]:
    """Which figures lie inside no longer span of the same unit; all are in `in_time` order."""
    # Periods never cross but for weeks, which belong where a Thursday lies. So a span lies inside an earlier
    # one of its unit when the greatest end so far is past the day that decides for weeks, else its middle.
    reach = np.maximum.accumulate((at << _DAY_BITS) + figures.end)
    length = figures.end - figures.start
    decides = np.where(
        _of_weeks(length), figures.start + TO_THURSDAY, (figures.start + figures.end - 1) // 2
    ).astype(np.int64)
    longest: NDArray[np.bool_] = np.append(True, ((at << _DAY_BITS) + decides)[1:] >= reach[:-1])
    return longest


def _of_weeks(length: NDArray[Any]) -> NDArray[np.bool_]:
    """Which lengths in days are those of weeks."""
    result: NDArray[np.bool_] = np.logical_or.reduce([length == days for days in DAYS_OF_WEEKS])
    return result


def _anchor(start: NDArray[Any], end: NDArray[Any]) -> NDArray[Any]:
    """The day that decides where a span belongs: of weeks the first Thursday, else the first day."""
    return np.where(_of_weeks(end - start), start + TO_THURSDAY, start)


def _refuse(code: str, figures: Figures, at: int) -> NoReturn:
    raise FiguresError(code, {"unit": int(figures.unit[at]), "start": int(figures.start[at])})
