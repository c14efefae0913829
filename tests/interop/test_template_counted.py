"""The spreadsheet of a level has what Mandate counts, and takes nothing back for it."""

import pytest
from tests.apps.reporting.counting import counting_world, street
from tests.interop.test_template import level, read_back, refused, template
from tests.support.asking import asked_anew
from tests.support.organisation import console
from tests.support.reporting import World

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Figure, Report
from mandate.apps.reporting.services import SubmitReport
from mandate.core.reportstate import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> World:
    """Wards A and B type families, and Mandate counts their streets: two and three."""
    return counting_world()


def test_it_is_filled_in_locked_and_said_to_be_counted(city: World) -> None:
    sheet = template(city)
    assert (sheet.get("A", "below"), sheet.get("B", "below")) == (2, 3)
    cells = {cell.value: cell for row in sheet.sheet.iter_rows() for cell in row if cell.value is not None}
    assert "Below, counted by Mandate" in cells and "Families" in cells
    rows = [cell.value for cell in sheet.sheet["A"]]
    assert [sheet.sheet.cell(rows.index("A") + 1, column).protection.locked for column in (3, 4)] == [
        False,
        True,
    ]


@pytest.mark.parametrize("typed", [7, 0, "n/a", None])
def test_another_value_is_a_problem_of_its_cell(city: World, typed: object) -> None:
    sheet = template(city)
    sheet.put("A", "families", 5)
    sheet.put("A", "below", typed)
    assert refused(city, sheet.bytes()) == [("D3", "template_counted")]


def test_left_as_it_is_it_is_counted_when_the_file_submits(city: World) -> None:
    sheet = template(city)
    sheet.put("A", "families", 5)
    street(city.units, "A3", "A")
    done = read_back(city, sheet, submit=True)
    assert (done.cells, done.reports, done.submitted) == (1, 1, 1)
    assert dict(Figure.objects.values_list("indicator__code", "value")) == {"families": 5, "below": 3}


def test_a_submitted_report_shows_what_was_counted_then(city: World) -> None:
    city.save(city.report("A"), console(), families=5)
    services.submit_report(console(), SubmitReport(city.report_ids["A"]))
    street(city.units, "A3", "A")
    assert template(city).get("A", "below") == 2
    assert Report.objects.get(unit__code="A").state == State.SUBMITTED


def test_many_units_take_as_many_queries_as_few() -> None:
    city = counting_world(kinds=("ward", "street"))

    def queries(unit: str) -> int:
        level(city, unit)
        with asked_anew() as asked:
            level(city, unit)
        return len(asked)

    assert queries("A1") == queries("C")
