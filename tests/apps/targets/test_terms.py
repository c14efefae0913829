"""Targets for a whole term: yearly steps that add up or tell a state, the middle of the term and its end."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.support.organisation import client_of, console, person, tree
from tests.support.reporting import indicators

from mandate.apps.indicators.models import Indicator
from mandate.apps.periods.services import AddPeriod, add_period
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.targets.models import Target
from mandate.apps.targets.queries.overview import overview
from mandate.apps.targets.queries.targets import targets_page
from mandate.apps.targets.scoreboard import scoreboard_of
from mandate.apps.targets.services import SetTarget, set_target
from mandate.apps.targets.tables.importing import ImportTargets, TargetRow, import_targets
from mandate.apps.units.models import Unit
from mandate.core.problem import Problems
from mandate.platform.access.actor import Role
from mandate.platform.parts import table_named
from mandate.platform.periods import period_of

pytestmark = pytest.mark.django_db
END = date(2024, 1, 1)
#: Families come together to 60 a year for C; the area is what there is at the time.
FIGURES = [
    (unit, code, str(year), str(number))
    for unit in ("A1", "B1")
    for year, count in ((2021, 10), (2022, 20), (2023, 30))
    for code, number in (("families", count), ("area", year - 2000))
]
GOALS = [
    ("families", "2021-2023", "110", "", ""),
    ("families", "2021", "25", "cumulative", "2021-2023"),
    ("families", "2022", "60", "cumulative", ""),
    ("cultural", "2021-2023", "5", "state", ""),
    ("area", "2021-2023", "46", "state", ""),
]


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    add_period(console(), AddPeriod("2021-2023", date(2021, 1, 1), date(2023, 12, 31)))
    add_period(console(), AddPeriod("2021-2023-mid", date(2021, 1, 1), date(2022, 6, 30)))
    made = tree()
    indicators()
    Indicator.objects.filter(code="area").update(over_time="last")
    rows = [FigureRow(number, *row) for number, row in enumerate(FIGURES, start=2)]
    rows += [FigureRow(90, "A1", "cultural", "2022", "9"), FigureRow(91, "A1", "cultural", "2023", "4")]
    import_figures(console(), ImportFigures(rows))
    targets = [
        TargetRow(number, "C", code, period, goal, "at_least", "Congress", measure, term)
        for number, (code, period, goal, measure, term) in enumerate(GOALS, start=2)
    ]
    import_targets(console(), ImportTargets(targets))
    return made


def board(unit: Unit, code: str, today: date = END) -> dict[str, tuple[Decimal | None, str]]:
    period = period_of(code)
    found = scoreboard_of(unit.pk, period, today)
    return {row.indicator_code: (row.value, row.state.value) for row in found.rows}


def test_a_cumulative_step_is_judged_on_all_since_the_term_began(units: dict[str, Unit]) -> None:
    assert board(units["C"], "2021") == {"families": (Decimal(20), "missed")}
    assert board(units["C"], "2022") == {"families": (Decimal(60), "met")}


def test_at_the_end_the_whole_is_judged_and_the_state_is_that_of_the_last_year(
    units: dict[str, Unit],
) -> None:
    assert board(units["C"], "2021-2023") == {
        "families": (Decimal(120), "exceeded"),
        "cultural": (Decimal(4), "missed"),
        "area": (Decimal("46.00"), "met"),
    }


def test_in_the_middle_the_whole_is_under_way(units: dict[str, Unit]) -> None:
    running = board(units["C"], "2021-2023", date(2022, 8, 1))
    assert {state for _value, state in running.values()} == {"under_way"}
    assert running["cultural"] == (Decimal(9), "under_way")
    middle = board(units["C"], "2021-2023-mid")
    assert middle["families"] == (Decimal(20), "under_way")
    import_targets(
        console(), ImportTargets([TargetRow(2, "C", "families", "2021-2023-mid", "15", "at_least")])
    )
    assert board(units["C"], "2021-2023-mid")["families"] == (Decimal(20), "exceeded")


def test_the_pages_say_what_a_target_is_judged_on(units: dict[str, Unit]) -> None:
    year = overview(console(), "C", period_of("2022"))
    (families,) = [line for line in year.lines if line.code == "families"]
    assert (families.goal_shown, families.now.shown, families.aimed) == (
        "60 since 1 January 2021",
        "40",
        Decimal(60),
    )
    term = targets_page(console(), "C", period_of("2021-2023"))
    assert [(line.code, line.basis, line.now.shown) for line in term.lines] == [
        ("families", "", "120"),
        ("cultural", "in 2023", "4"),
        ("area", "", "46.00"),
    ]
    steps = {step.period.code: step.cells[0] for step in term.steps}
    assert steps["2022"] is not None and steps["2022"].state == "met" and steps["2023"] is None
    assert [period.code for period in overview(console(), "C", period_of("2021-2023")).periods] == [
        "2021",
        "2022",
        "2023",
    ]
    client = client_of(person(Role.ADMINISTRATOR, units["C"]))
    for code in ("2021-2023", "2021-2023-mid", "2022"):
        for name in ("targets:overview", "targets:targets", "targets:edit", "targets:below"):
            assert client.get(reverse(name, args=["C"]) + f"?period={code}").status_code == 200, (name, code)


def test_what_a_goal_is_judged_on_is_chosen_on_the_page(units: dict[str, Unit]) -> None:
    client = client_of(person(Role.SECRETARY, units["C"]))
    address = reverse("targets:edit", args=["C"]) + "?period=2023"
    area = Indicator.objects.get(code="families")
    key = f"{units['C'].pk}-{area.pk}"
    assert "since the beginning: term 2021–2023" in client.get(address).content.decode()
    said = {"row": "families", f"{key}-goal": "100", f"{key}-direction": "at_least", f"{key}-was": ""}
    assert client.post(address, {**said, f"{key}-measure": "cumulative:2021-2023"}).status_code == 302
    target = Target.objects.get(period="2023", indicator=area)
    assert (target.measure, target.term) == ("cumulative", "2021-2023")
    assert board(units["C"], "2023")["families"] == (Decimal(120), "exceeded")
    assert client.post(address, {**said, f"{key}-measure": "cumulative:2030"}).status_code == 422


def test_an_export_read_in_again_changes_nothing(units: dict[str, Unit]) -> None:
    for code in ("2021", "2022", "2021-2023"):
        table = table_named("targets").rows(console(), period_of(code))
        rows = [dict(zip(table.heading, map(str, row), strict=True)) for row in table.rows]
        again = [TargetRow(number, **row) for number, row in enumerate(rows, start=2)]
        done = import_targets(console(), ImportTargets(again))
        assert (done.added, done.changed, done.unchanged) == (0, 0, len(rows))


@pytest.mark.parametrize(
    ("period", "measure", "term", "code", "told"),
    [
        ("2022", "state", "", "target_state", None),
        ("2024", "cumulative", "", "target_term", "–"),
        ("2024", "cumulative", "2021-2023", "target_term", "2021-2023"),
        ("2022", "sometimes", "", "target_measure", None),
    ],
)
def test_what_cannot_be_measured_so_is_refused(
    units: dict[str, Unit], period: str, measure: str, term: str, code: str, told: str | None
) -> None:
    row = TargetRow(2, "C", "families", period, "1", "at_least", "", measure, term)
    with pytest.raises(Problems) as caught:
        import_targets(console(), ImportTargets([row]))
    assert [(one.code, one.params.get("term")) for one in caught.value.problems] == [(code, told)]
    families = Indicator.objects.get(code="families")
    command = SetTarget(units["C"].pk, families.pk, period, "1", "at_least", measure=measure, term=term)
    with pytest.raises(ValidationError) as refused:
        set_target(console(datetime(2024, 1, 5, tzinfo=UTC)), command)
    assert list(refused.value.error_dict) == ["measure"]
