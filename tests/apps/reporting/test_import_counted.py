"""Importing figures beside those that Mandate counts."""

import pytest
from tests.apps.reporting.counting import automatic, counting_world, street
from tests.apps.reporting.figurerows import load, refused, stored
from tests.support.asking import asked_anew
from tests.support.organisation import console
from tests.support.reporting import World

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Figure, Form, Report, Revision
from mandate.apps.reporting.services import SubmitReport
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.kind import FIGURES_TABLE
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.core.problem import Problems
from mandate.core.reportstate import State
from mandate.platform.i18n.problems import problem_sentence

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> World:
    """Wards A and B type families, and Mandate counts their streets: two and three."""
    return counting_world(required=("families", "below"))


def revisions(unit: str = "A") -> int:
    return Revision.objects.filter(report__unit__code=unit).count()


def test_a_report_that_is_read_in_has_what_is_counted(city: World) -> None:
    done = load("A,families,2023,5", "B,families,2023,6")
    assert stored() == {("A", "families"): 5, ("A", "below"): 2, ("B", "families"): 6, ("B", "below"): 3}
    assert (done.rows, done.added, done.unchanged, done.drafts) == (2, 2, 0, 0)


def test_a_row_may_repeat_what_is_counted(city: World) -> None:
    done = load("A,families,2023,5", "A,below,2023,2", "B,below,2023,3", "B,families,2023,1")
    assert stored()["A", "below"] == 2 and (done.added, done.unchanged) == (4, 0)


def test_a_row_that_says_otherwise_is_a_problem_and_nothing_is_written(city: World) -> None:
    rows = ("A,families,2023,5", "A,below,2023,7", "B,below,2023,n/a", "B,families,2023,1")
    assert refused(*rows) == [(3, "value", "figure_counted"), (4, "value", "figure_counted")]
    assert not stored()
    with pytest.raises(Problems) as error:
        import_figures(console(), ImportFigures([FigureRow(2, "A", "below", "2023", "7")]))
    assert problem_sentence(error.value.problems[0]) == (
        "Mandate counts below itself, and for A in 2023 it counts 2. Leave this row out."
    )


def test_it_is_told_with_the_other_problems_of_the_file(city: World) -> None:
    found = refused("A,families,2023,5", "A,below,2023,7", "X,families,2023,1")
    assert found == [(3, "value", "figure_counted"), (4, "unit", "figure_unknown_unit")]


def test_no_choice_of_the_importer_lets_it_in(city: World) -> None:
    options = {"partial": True, "accept_warnings": True, "expect_late": True}
    assert refused("A,families,2023,5", "A,below,2023,7", **options) == [(3, "value", "figure_counted")]


def test_what_went_out_comes_in_again_and_changes_nothing(city: World) -> None:
    load("A,families,2023,5")
    street(city.units, "A3", "A")
    assert FIGURES_TABLE.rows is not None
    out = FIGURES_TABLE.rows(console(), None)
    rows = [FigureRow(number, *map(str, row)) for number, row in enumerate(out.rows, start=2)]
    done = import_figures(console(), ImportFigures(rows))
    assert (done.rows, done.unchanged, done.reports) == (2, 2, 0) and revisions() == 1
    assert stored()["A", "below"] == 2


def test_a_file_that_corrects_the_report_counts_anew(city: World) -> None:
    load("A,families,2023,5")
    street(city.units, "A3", "A")
    load("A,families,2023,6", "A,below,2023,2")
    assert stored() == {("A", "families"): 6, ("A", "below"): 3} and revisions() == 2
    street(city.units, "A4", "A")
    load("A,families,2023,7")
    assert stored()["A", "below"] == 4


def test_an_unfinished_draft_is_counted_when_it_is_completed(city: World) -> None:
    load("A,below,2023,2", partial=True)
    report = Report.objects.get(unit__code="A")
    assert report.state == State.DRAFT and not stored()
    street(city.units, "A3", "A")
    load("A,families,2023,5")
    assert stored() == {("A", "families"): 5, ("A", "below"): 3}
    assert revisions() == 1


def test_a_draft_that_an_import_left_is_counted_when_it_is_submitted(city: World) -> None:
    load("A,below,2023,2", partial=True)
    street(city.units, "A3", "A")
    city.save(city.report("A"), families=5)
    services.submit_report(city.reporter, SubmitReport(city.report_ids["A"]))
    assert city.figures(Revision.objects.get()) == {"families": 5, "below": 3}


def test_a_period_that_the_file_opens_is_counted_by_its_own_last_day(city: World) -> None:
    street(city.units, "A3", "A", city.opened.starts)
    load("A,families,2022,5")
    figure = Figure.objects.get(indicator__code="below")
    assert (figure.starts.year, figure.value) == (2022, 2)


def test_rules_see_what_is_counted(city: World) -> None:
    rule = services.SaveRule(None, "families >= below", "error", {"en": "Too few."})
    services.save_rule(console(), rule)
    assert refused("A,families,2023,1") == [(2, "value", "figure_rule")]
    load("A,families,2023,2")


def test_what_no_form_holds_is_counted_in_the_form_that_the_file_makes(city: World) -> None:
    automatic("opened", "units.opened")
    assert refused("A1,opened,2023,4") == [(2, "value", "figure_counted")]
    assert not Form.objects.filter(automatic=True).exists()
    load("A1,opened,2023,0")
    assert stored() == {("A1", "opened"): 0}


def test_many_reports_take_as_many_queries_as_one(city: World) -> None:
    def queries(*texts: str) -> int:
        with asked_anew() as asked:
            load(*texts)
        return len(asked)

    load("A,families,2021,5")  # the first opens the period
    load("A,families,2022,5")
    assert queries("B,families,2021,5") == queries("A,families,2023,5", "B,families,2023,1")
