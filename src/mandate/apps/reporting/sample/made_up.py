"""What the demonstration needs and nobody published: earlier years, made up by a fixed rule.

The same unit, indicator and year always give the same number, so that a demonstration can be repeated.
"""

from collections.abc import Iterator, Mapping
from zlib import crc32

FigureKey = tuple[str, str]  # unit's code, indicator's code
EARLIER_YEARS = (2021, 2022)
GROWTH_PERCENT = {"families": (97, 99), "cultural_families": (93, 98)}
USUAL_GROWTH = (62, 97)
#: The sample's rule between figures: the first is at most the second.
AT_MOST = {"cultural_families": "families"}
KEPT_PERCENT = 93  # of the units that say yes in a year, so many said it the year before
YES_NO = frozenset({"cultural_residential_area", "civilised_wedding_model"})


def earlier_figures(figures: Mapping[FigureKey, int], year: int) -> Iterator[tuple[str, str, int]]:
    """Figures of an earlier year from those of the year after it: (unit, indicator, value)."""
    for (unit, indicator), value in figures.items():
        if indicator in YES_NO:
            yield unit, indicator, int(value and within(unit, indicator, year, 0, 99) < KEPT_PERCENT)
        else:
            made = _earlier(unit, indicator, year, value)
            bound = AT_MOST.get(indicator)
            if bound is not None and (unit, bound) in figures:
                made = min(made, _earlier(unit, bound, year, figures[unit, bound]))
            yield unit, indicator, made


def _earlier(unit: str, indicator: str, year: int, value: int) -> int:
    low, high = GROWTH_PERCENT.get(indicator, USUAL_GROWTH)
    return _part(unit, indicator, year, value, low, high)


def within(unit: str, indicator: str, year: int, low: int, high: int) -> int:
    """A number from low to high, always the same for the same words."""
    return low + crc32(f"{unit}/{indicator}/{year}".encode()) % (high - low + 1)


def current_figure(unit: str, indicator: str, last: int) -> int:
    """A figure for the current year near the last one."""
    if indicator in YES_NO:
        return last
    low, high = GROWTH_PERCENT.get(indicator, (96, 115))
    return _part(unit, indicator, 1, last, low, high)


def _part(unit: str, indicator: str, year: int, value: int, low: int, high: int) -> int:
    """A percentage of a value between low and high; what is left of a division falls to either side, so that
    many small figures do not all become zero."""
    whole, rest = divmod(value * within(unit, indicator, year, low, high), 100)
    return whole + int(within(unit, indicator, year + 1, 0, 99) < rest)
