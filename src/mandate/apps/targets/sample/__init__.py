"""The targets of the sample for 2023, made up by a fixed rule."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from mandate.apps.reporting.sample.figures import YEAR, figures_of_2023
from mandate.apps.reporting.sample.made_up import FigureKey, within
from mandate.apps.targets.tables.importing import ImportTargets, TargetRow, import_targets
from mandate.apps.units.sample import CITY, unit_rows
from mandate.platform.access.actor import Actor
from mandate.platform.sample import SampleStep

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


def _fill(actor: Actor) -> None:
    parents = {row["code"]: row["parent"] for row in unit_rows()}
    totals: dict[FigureKey, int] = defaultdict(int)
    for (unit, code), value in figures_of_2023().items():
        totals[parents[unit], code] += value
    wards = sorted(code for code, parent in parents.items() if parent == CITY)
    goals = [(CITY, code, goal) for code, goal in CITY_GOALS.items()]
    goals += [(ward, code, str(goal)) for ward, code, goal in ward_goals(totals, wards)]
    rows = [
        TargetRow(number, unit, code, str(YEAR), goal, "at_least", DOCUMENT)
        for number, (unit, code, goal) in enumerate(goals, start=2)
    ]
    import_targets(actor, ImportTargets(rows=rows))


def ward_goals(
    totals: Mapping[FigureKey, int], wards: Sequence[str], indicators: Iterable[str] = WARD_INDICATORS
) -> Iterator[tuple[str, str, Decimal]]:
    """A goal near each ward's total: some are met exactly, some exceeded, some missed."""
    for ward in wards:
        for indicator in indicators:
            total = totals.get((ward, indicator), 0)
            percent = (85, 92, 96, 100, 100, 104, 118)[within(ward, indicator, 0, 0, 6)]
            yield ward, indicator, Decimal((total * percent + 50) // 100)


STEPS = (SampleStep(50, _fill),)
