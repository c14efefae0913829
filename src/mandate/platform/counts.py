"""What a part counts, offered as automatic indicators: an indicator that names a count is never typed, and
its figure is counted for each unit when the unit's report is submitted.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Count:
    """One thing that a part counts. A part names its counts as ``counts`` of what it brings.

    ``name`` is what an indicator keeps and tables say ("units.below"), and stays for good; ``label`` is what
    it is chosen by. ``sentence`` says what is counted, and of which days, so that a reader can count again.

    ``values(units, first, until)`` counts for each of the units, in the days from ``first`` up to ``until``,
    which is exclusive: numbers that are not below zero, in as many queries for one unit as for a thousand. It
    is about the unit itself, never about those below it, whose own reports have theirs: so the figures of a
    level add up. A unit for which it means nothing (it was closed then) is left out, and its figure is "not
    applicable"; zero says that there was nothing to count. Whoever reads the unit's report reads the number,
    so nothing is counted of which the number itself is confidential.
    """

    name: str
    label: Text
    sentence: Text
    values: Callable[[Collection[int], date, date], Mapping[int, int | Decimal]]
