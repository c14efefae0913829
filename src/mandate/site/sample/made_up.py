"""What the demonstration needs and nobody published: earlier years and targets, made up by a fixed rule.

The same unit, indicator and year always give the same number, so that a demonstration can be repeated.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from zlib import crc32

FigureKey = tuple[str, str]  # unit's code, indicator's code
EARLIER_YEARS = (2021, 2022)
GROWTH_PERCENT = {"families": (97, 99), "cultural_families": (90, 97)}
USUAL_GROWTH = (62, 97)
#: The size of a street's figures in the current year.
CURRENT = {"families": (240, 420), "cultural_families": (180, 235), "members_admitted": (0, 2)}
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
            yield unit, indicator, int(value and _within(unit, indicator, year, 0, 99) < 96)
        else:
            low, high = GROWTH_PERCENT.get(indicator, USUAL_GROWTH)
            yield unit, indicator, value * _within(unit, indicator, year, low, high) // 100


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


def growth(unit: str, indicator: str, *, yes_no: bool) -> int:
    """A figure for the current year, of a size that a street has."""
    if yes_no:
        return int(_within(unit, indicator, 1, 0, 9) < 8)
    low, high = CURRENT.get(indicator, (0, 40))
    return _within(unit, indicator, 1, low, high)
