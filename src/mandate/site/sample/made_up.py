"""What the demonstration needs and nobody published: earlier years and targets, made up by a fixed rule.

The same unit, indicator and year always give the same number, so that a demonstration can be repeated.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from zlib import crc32

FigureKey = tuple[str, str]  # unit's code, indicator's code
EARLIER_YEARS = (2021, 2022)
GROWTH_PERCENT = {"families": (97, 99), "cultural_families": (93, 98)}
USUAL_GROWTH = (62, 97)
#: The sample's rule between figures: the first is at most the second.
AT_MOST = {"cultural_families": "families"}
KEPT_PERCENT = 93  # of the units that say yes in a year, so many said it the year before
YES_NO = frozenset({"cultural_residential_area", "civilised_wedding_model"})

#: Goals of the city for 2023, as a made-up plan at the start of that year could have set them.
CITY_GOALS: Mapping[str, str] = {
    "cultural_families": "78000",
    "cultural_family_share": "85.0",
    "cultural_residential_area": "262",
    "civilised_wedding_model": "20",
    "model_roads": "130",
    "flower_pots": "10000",
    "flower_road_m": "18000",
    "clean_house_models": "68",
    "waste_bins": "7500",
    "members_admitted": "120",
}
WARD_INDICATORS = (
    "cultural_families",
    "cultural_residential_area",
    "flower_pots",
    "flower_road_m",
    "waste_bins",
    "members_admitted",
)
DOCUMENT = "Made-up plan for the demonstration"


def earlier_figures(figures: Mapping[FigureKey, int], year: int) -> Iterator[tuple[str, str, int]]:
    """Figures of an earlier year from those of the year after it: (unit, indicator, value)."""
    for (unit, indicator), value in figures.items():
        if indicator in YES_NO:
            yield unit, indicator, int(value and _within(unit, indicator, year, 0, 99) < KEPT_PERCENT)
        else:
            made = _earlier(unit, indicator, year, value)
            bound = AT_MOST.get(indicator)
            if bound is not None and (unit, bound) in figures:
                made = min(made, _earlier(unit, bound, year, figures[unit, bound]))
            yield unit, indicator, made


def _earlier(unit: str, indicator: str, year: int, value: int) -> int:
    low, high = GROWTH_PERCENT.get(indicator, USUAL_GROWTH)
    return _part(unit, indicator, year, value, low, high)


def ward_goals(
    totals: Mapping[FigureKey, int], wards: Sequence[str], indicators: Iterable[str] = WARD_INDICATORS
) -> Iterator[tuple[str, str, Decimal]]:
    """A goal near each ward's total: some are met exactly, some exceeded, some missed."""
    for ward in wards:
        for indicator in indicators:
            total = totals.get((ward, indicator), 0)
            percent = (85, 92, 96, 100, 100, 104, 118)[_within(ward, indicator, 0, 0, 6)]
            yield ward, indicator, Decimal((total * percent + 50) // 100)


def _within(unit: str, indicator: str, year: int, low: int, high: int) -> int:
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
    whole, rest = divmod(value * _within(unit, indicator, year, low, high), 100)
    return whole + int(_within(unit, indicator, year + 1, 0, 99) < rest)
