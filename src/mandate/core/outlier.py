"""Is a value far from the unit's own history? A reason to ask, never a reason to refuse.

With one to three earlier values, the last one is the yardstick: five times as much or a fifth of it is far.
With four or more, their median is: a value is far if 0.6745 · |value - median| / MAD, its modified z-score,
is above 3.5 (B. Iglewicz and D. Hoaglin, How to Detect and Handle Outliers, 1993). MAD is the median of the
distances from the median. All is exact.

Small counts jump by nature, and a steady series has a MAD of almost nothing. So a value is never far within
`FLOOR` of the yardstick, nor, by the median rule, within a fifth of the median or of the last value; nor is
the last value itself, which may be zero.

>>> far = far_from_history(Fraction(5340), [Fraction(534)])
>>> far.side.value, far.factor
('higher', Fraction(10, 1))
>>> far_from_history(Fraction(3), [Fraction(0)]) is None
True
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

FLOOR = Fraction(10)
JUMP = 5
ENOUGH = 4
_CUTOFF = Fraction(35, 10) / Fraction(6745, 10000)
_NEAR = Fraction(1, 5)


class Side(StrEnum):
    """On which side of its history a value lies."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Outlier:
    """What a page needs to ask "10 times last year. Right?".

    `factor` is value / last; None if the last value was 0 or has the other sign.
    """

    side: Side
    factor: Fraction | None
    last: Fraction
    median: Fraction


def far_from_history(value: Fraction, history: Sequence[Fraction], floor: Fraction = FLOOR) -> Outlier | None:
    """How `value` is far from the earlier values of the same unit and indicator, oldest first; None if not.

    `floor`, in the indicator's unit of measure, is the distance below which nothing is far. Without history
    nothing is.
    """
    if not history:
        return None
    last, median = history[-1], median_of(history)
    if value == last:
        return None
    yardstick = last if len(history) < ENOUGH else median
    if abs(value - yardstick) < floor:
        return None
    far = _jumps(value, last) if len(history) < ENOUGH else _strays(value, history)
    if not far:
        return None
    side = Side.HIGHER if value > yardstick else Side.LOWER
    return Outlier(side, value / last if value * last >= 0 and last else None, last, median)


def is_near(value: Decimal, last: Decimal) -> bool:
    """Within a fifth of the last value nothing is far, whatever came before it: told without a fraction.

    >>> [is_near(Decimal(value), Decimal(last)) for value, last in ((119, 100), (120, 100), (0, 0))]
    [True, False, True]
    """
    return value == last or _NEAR.denominator * abs(value - last) < _NEAR.numerator * abs(last)


@dataclass(frozen=True, slots=True)
class Comparison:
    """``difference`` is now less then; ``percent`` the same in hundredths of then (None: then was zero).
    ``striking``: a reason to ask, with then as the whole history."""

    difference: Decimal
    percent: Fraction | None
    striking: bool


def compared(now: Decimal, then: Decimal) -> Comparison:
    """A figure beside an earlier one of the same unit and indicator.

    >>> one = compared(Decimal(44), Decimal(25))
    >>> one.difference, one.percent, one.striking
    (Decimal('19'), Fraction(76, 1), False)
    >>> compared(Decimal(150), Decimal(25)).striking, compared(Decimal(4), Decimal(0)).percent
    (True, None)
    """
    difference = now - then
    percent = Fraction(difference) * 100 / abs(Fraction(then)) if then else None
    return Comparison(difference, percent, far_from_history(Fraction(now), [Fraction(then)]) is not None)


def _jumps(value: Fraction, last: Fraction) -> bool:
    """Five times or a fifth; from, to and across zero there is no ratio, and the floor alone decides."""
    if value * last <= 0:
        return True
    return abs(value) >= JUMP * abs(last) or abs(last) >= JUMP * abs(value)


def _strays(value: Fraction, history: Sequence[Fraction]) -> bool:
    median, last = median_of(history), history[-1]
    distance = abs(value - median)
    if distance < _NEAR * abs(median) or abs(value - last) < _NEAR * abs(last):
        return False
    return distance > _CUTOFF * median_of([abs(earlier - median) for earlier in history])


def median_of(values: Sequence[Fraction]) -> Fraction:
    """The middle value, or the mean of the two in the middle.

    >>> median_of([Fraction(4), Fraction(1), Fraction(2), Fraction(9)])
    Fraction(3, 1)
    """
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
