"""The made-up targets of the sample can be believed."""

from collections import Counter, defaultdict

from mandate.apps.reporting.sample.figures import figures_of_2023
from mandate.apps.reporting.sample.made_up import YES_NO
from mandate.apps.targets.sample import ward_goals
from mandate.apps.units.sample import unit_rows, wards


def test_no_ward_is_to_have_more_areas_than_there_are() -> None:
    parents = {row["code"]: row["parent"] for row in unit_rows()}
    below = Counter(parents.values())
    totals: dict[tuple[str, str], int] = defaultdict(int)
    for (unit, code), value in figures_of_2023().items():
        totals[parents[unit], code] += value
    goals = [one for one in ward_goals(totals, wards(), below) if one[1] in YES_NO]
    assert len(goals) == 34
    assert [one for one in goals if one[2] > below[one[0]]] == []
    assert any(goal > totals[ward, code] for ward, code, goal in goals), "some are missed"
