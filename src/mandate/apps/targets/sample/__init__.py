"""The targets of the sample for 2022, 2023 and the year under way, made up by a fixed rule."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from mandate.apps.reporting.sample.figures import YEAR, figures_of_2023
from mandate.apps.reporting.sample.made_up import YES_NO, FigureKey, within
from mandate.apps.targets.models import Target
from mandate.apps.targets.tables.importing import ImportTargets, TargetRow, import_targets
from mandate.apps.units.sample import CITY, unit_rows
from mandate.platform.access.actor import Actor
from mandate.platform.sample import SET_UP, SampleStep

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
#: Goals of the city for every month's work of the year under way.
MONTHLY_GOALS: Mapping[str, str] = {
    "petitions_answered": "5200",
    "residents_meetings": "2100",
    "cleanup_days": "900",
}
#: Of the goals of 2023, in percent.
SHARE_OF_2022, SHARE_OF_THIS_YEAR = 80, 104
#: Of a share no more than a little is added or taken.
SHARES = {"cultural_family_share": {SHARE_OF_2022: "84.0", SHARE_OF_THIS_YEAR: "86.5"}}
DOCUMENT = "Kế hoạch giả định để trình diễn"  # in the language of the city, as people would have typed it


def _fill(actor: Actor) -> None:
    parents = {row["code"]: row["parent"] for row in unit_rows()}
    totals: dict[FigureKey, int] = defaultdict(int)
    for (unit, code), value in figures_of_2023().items():
        totals[parents[unit], code] += value
    wards = sorted(code for code, parent in parents.items() if parent == CITY)
    goals = [(CITY, code, goal) for code, goal in CITY_GOALS.items()]
    goals += [
        (ward, code, str(goal)) for ward, code, goal in ward_goals(totals, wards, Counter(parents.values()))
    ]
    _set(actor, YEAR, goals)
    _set(actor, YEAR - 1, _changed(goals, SHARE_OF_2022))


def _fill_this_year(actor: Actor) -> None:
    goals = list(
        Target.objects.filter(period=str(YEAR))
        .order_by("pk")
        .values_list("unit__code", "indicator__code", "goal")
    )
    changed = _changed([(unit, code, str(goal)) for unit, code, goal in goals], SHARE_OF_THIS_YEAR)
    _set(actor, actor.today.year, [*changed, *((CITY, code, goal) for code, goal in MONTHLY_GOALS.items())])


Goals = Sequence[tuple[str, str, str]]  # unit's code, indicator's code, goal


def _changed(goals: Goals, percent: int) -> Goals:
    """The goals of another year; what is counted once for each unit stays."""
    return [
        (unit, code, SHARES[code][percent] if code in SHARES else _part(code, goal, percent))
        for unit, code, goal in goals
    ]


def _part(code: str, goal: str, percent: int) -> str:
    return goal if code in YES_NO else str((int(Decimal(goal)) * percent + 50) // 100)


def _set(actor: Actor, year: int, goals: Goals) -> None:
    rows = [
        TargetRow(number, unit, code, str(year), goal, "at_least", DOCUMENT)
        for number, (unit, code, goal) in enumerate(goals, start=2)
    ]
    import_targets(actor, ImportTargets(rows=rows))


def ward_goals(
    totals: Mapping[FigureKey, int], wards: Sequence[str], below: Mapping[str, int]
) -> Iterator[tuple[str, str, Decimal]]:
    """A goal near each ward's total: some are met exactly, some exceeded, some missed. Of what
    each unit ``below`` is or is not, no more are wanted than there are."""
    for ward in wards:
        for indicator in WARD_INDICATORS:
            total = totals.get((ward, indicator), 0)
            percent = (85, 92, 96, 100, 100, 104, 118)[within(ward, indicator, 0, 0, 6)]
            goal = (total * percent + 50) // 100
            yield ward, indicator, Decimal(min(goal, below[ward]) if indicator in YES_NO else goal)


STEPS = (
    SampleStep(50, _fill, ago=SET_UP),
    SampleStep(69, _fill_this_year),
)
