"""Reviews of a term: at its middle, which is named like any period, and at its end; and of the first period
there is, before which nothing lies."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from tests.support.organisation import client_of, console, person, tree
from tests.support.reporting import indicators

from mandate.apps.periods.services import AddPeriod, add_period
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.reviews.documents import write_document
from mandate.apps.reviews.documents.wording import worded
from mandate.apps.reviews.queries import review_content, reviews_page
from mandate.apps.reviews.services import CloseReview, close_review
from mandate.apps.targets.tables.importing import ImportTargets, TargetRow, import_targets
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Role
from mandate.platform.periods import period_of

pytestmark = pytest.mark.usefixtures("paper")


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    add_period(console(), AddPeriod("2021-2023", date(2021, 1, 1), date(2023, 12, 31)))
    add_period(console(), AddPeriod("2021-2023-mid", date(2021, 1, 1), date(2022, 6, 30)))
    made = tree()
    indicators()
    years = ((2021, 10), (2022, 20), (2023, 30))
    rows = [FigureRow(0, unit, "families", str(year), str(n)) for unit in ("A1", "B1") for year, n in years]
    import_figures(console(), ImportFigures(rows))
    goals = [("C", "2021-2023", "110", ""), ("A", "2021-2023", "70", ""), ("C", "2022", "70", "cumulative")]
    targets = [
        TargetRow(0, unit, "families", code, goal, "at_least", "", way) for unit, code, goal, way in goals
    ]
    import_targets(console(), ImportTargets(targets))
    return made


def test_the_end_of_a_term_tells_its_years_and_judges_the_whole(units: dict[str, Unit]) -> None:
    content = review_content(console(), "C", period_of("2021-2023"))
    line = content.line("families")
    assert content.years == ("2021", "2022", "2023", "2021-2023")
    assert [year.value for year in line.years] == [20, 40, 60, 120]
    assert line.goal is not None and (line.goal.state, line.goal.share) == ("exceeded", Decimal("109.1"))
    assert (content.met_or_exceeded, content.judged) == (1, 1)
    told = worded(content, "en")
    assert told.lines[0].course == (20, 40, 60) and told.period == "Term 2021–2023"
    assert (told.score, told.year_before) == ("1 of 1", "2023")


def test_the_middle_of_a_term_can_be_closed_and_its_targets_are_under_way(units: dict[str, Unit]) -> None:
    middle = period_of("2021-2023-mid")
    content = review_content(console(), "C", middle)
    goal = content.line("families").goal
    assert goal is not None and (goal.state, goal.share) == ("under_way", Decimal("18.2"))
    told = worded(content, "en")
    assert (told.score, told.score_words) == ("1", "target is under way")
    close_review(console(), CloseReview(units["C"].pk, middle, 0))
    closed = review_content(console(), "C", middle)
    assert closed.closed_at is not None and closed.corrections == ()
    assert [
        (row.period.code, row.targets) for row in reviews_page(console(), "C", {}).rows if row.closed_at
    ] == [("2021-2023-mid", 0)]


def test_a_yearly_review_tells_the_step_of_the_term(units: dict[str, Unit]) -> None:
    content = review_content(console(), "C", period_of("2022"))
    goal = content.line("families").goal
    assert goal is not None and (goal.state, goal.since) == ("missed", date(2021, 1, 1))
    (line,) = worded(content, "en").targets
    assert line.aim is not None and line.aim.text == "≥\u00a070 since 1 January 2021"


@pytest.mark.parametrize("code", ["2021-2023", "2021-2023-mid", "1900"])
def test_every_document_comes_out(units: dict[str, Unit], code: str) -> None:
    content = review_content(console(), "C", period_of(code))
    for format in ("pdf", "docx", "html", "xlsx"):
        assert write_document(content, "vi", format)
    assert load_workbook(BytesIO(write_document(content, "de", "xlsx"))).sheetnames
    client = client_of(person(Role.SECRETARY, units["C"]))
    assert client.get(reverse("reviews:review", args=["C", code])).status_code == 200
    assert client.get(reverse("targets:overview", args=["C"]) + f"?period={code}").status_code == 200
