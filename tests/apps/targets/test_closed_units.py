"""A target belongs to whoever stood in its period: the form, the page and the table agree on who did."""

from datetime import date

import pytest
from tests.apps.targets.city import City
from tests.apps.targets.test_setting import address, fields, goals_of, key
from tests.support.organisation import client_of, console, person

from mandate.apps.targets.tables.importing import ImportTargets, TargetRow, import_targets
from mandate.apps.units.services import CloseUnit, CreateUnit, MoveUnit, close_unit, create_unit, move_unit
from mandate.core.problem import Problems
from mandate.platform.access.actor import Role
from mandate.platform.parts import table_named
from mandate.platform.tables.importing import import_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(town: City) -> City:
    """B3 closed in May 2023, B2 went over to A in July, and D1 opened in October."""
    close_unit(console(), CloseUnit(town.units["B3"].pk, date(2023, 5, 1)))
    move_unit(console(), MoveUnit(town.units["B2"].pk, town.units["A"].pk, date(2023, 7, 1)))
    create_unit(
        console(), CreateUnit("D1", "street", {"vi": "Phố mới"}, town.units["A"].pk, date(2023, 10, 1))
    )
    return town


def imported(*units: str, period: str = "2023", as_of: date | None = None) -> list[tuple[str, object]]:
    rows = [TargetRow(row, unit, "cultural", period, "7", "at_least") for row, unit in enumerate(units, 2)]
    try:
        import_targets(console(), ImportTargets(rows, structure_date=as_of))
    except Problems as error:
        return [(problem.code, problem.params["code"]) for problem in error.problems]
    return []


def test_the_table_takes_whoever_stood_in_the_period(changed: City) -> None:
    assert imported("B3", "B2", "D1") == []
    assert {goals_of(unit)["cultural"] for unit in ("B3", "B2", "D1")} == {"at_least 7"}
    assert imported("B3", "D1", period="2022") == [("target_unit_never", "D1")]
    assert imported("B3", "D1", period="2024") == [("target_unit_never", "B3")]
    assert imported("B3", "D1", period="2023Q2") == [("target_unit_never", "D1")]
    assert imported("B3", "D1", as_of=date(2023, 12, 31)) == [("target_unit_then", "B3")]


def test_a_file_that_was_written_here_is_read_in_again(changed: City) -> None:
    imported("B3", "D1")
    table = (
        b"unit,indicator,period,goal,direction\nB3,cultural,2023,7,at_least\nD1,cultural,2023,8,at_least\n"
    )
    assert import_table(console(), table_named("targets"), table) == "Targets: 0 new, 1 changed, 1 unchanged."


def test_the_form_takes_them_too_and_names_the_day(changed: City) -> None:
    secretary = client_of(person(Role.SECRETARY, changed.units["C"]))
    sent = fields(secretary, address("edit", "B3"))
    sent[key(changed, "B3", "cultural", "goal")] = "9"
    assert secretary.post(address("edit", "B3"), sent).status_code == 302
    assert goals_of("B3") == {"cultural": "at_least 9"}
    below = address("below", "B") + "&indicator=cultural"
    page = secretary.get(below).content.decode()
    assert "Closed from 1 May 2023" in page
    sent = fields(secretary, below)
    assert {name for name in sent if name.endswith("-goal")} == {
        key(changed, unit, "cultural", "goal") for unit in ("B1", "B3")
    }
    sent[key(changed, "B3", "cultural", "goal")] = "11"
    assert secretary.post(below, sent).status_code == 302
    assert goals_of("B3") == {"cultural": "at_least 11"}


def test_the_form_says_when_a_unit_was_never_there(changed: City) -> None:
    secretary = client_of(person(Role.SECRETARY, changed.units["C"]))
    where = address("edit", "B3", period="2024")
    sent = fields(secretary, address("edit", "B3")) | {key(changed, "B3", "cultural", "goal"): "9"}
    refusal = secretary.post(where, sent)
    assert refusal.status_code == 422
    assert "This unit does not exist on any day of this period." in refusal.content.decode()
    assert goals_of("B3", "2024") == {}


def test_no_goals_are_asked_for_where_the_unit_never_stood(changed: City) -> None:
    secretary = client_of(person(Role.SECRETARY, changed.units["C"]))
    for unit, period, stands in [("B3", "2023", True), ("B3", "2024", False), ("D1", "2022", False)]:
        for view in ("edit", "targets"):
            page = secretary.get(address(view, unit, period=period)).content.decode()
            assert ("does not exist on any day" in page) is not stands, (unit, view)
            assert ('-goal"' in page or f'href="/unit/{unit}/targets/edit/' in page) is stands, (unit, view)
