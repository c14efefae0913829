"""Classes of equal size, for a map without targets: as many units in each, as far as equal values allow."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Number = int | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Group:
    """A class: its least and greatest value, and how many have one in it."""

    low: Number
    high: Number
    count: int


def groups(values: Sequence[Number], count: int = 5) -> tuple[Group, ...]:
    """At most so many classes, from the least. Equal values are never in two of them, so that there can be
    fewer, and some larger than others.

    >>> [(one.low, one.high, one.count) for one in groups([1, 1, 1, 5, 9], 2)]
    [(1, 1, 3), (5, 9, 2)]
    """
    ordered = sorted(values)
    size = len(ordered)
    if not size:
        return ()
    # The greatest value of each class: of n values and k classes, the one at n/k, 2n/k … from the least.
    tops = list(dict.fromkeys(ordered[-(-place * size // count) - 1] for place in range(1, count + 1)))
    found: list[list[Number]] = [[] for _top in tops]
    for value in ordered:
        found[bisect_left(tops, value)].append(value)
    return tuple(Group(some[0], some[-1], len(some)) for some in found)


def place_of(value: Number, found: Sequence[Group]) -> int:
    """In which of the classes a value is, counted from 0."""
    return bisect_left([group.high for group in found], value)
