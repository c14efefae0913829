"""What an import says of the accepted figures that it replaces and the accepted reports that it corrects."""

import pytest
from tests.apps.reporting.figurerows import load, stored
from tests.support.organisation import console
from tests.support.reporting import world

from mandate.apps.reporting import services
from mandate.apps.reporting.services import SaveRule
from mandate.apps.reporting.tables.kind import FIGURES_TABLE
from mandate.apps.reporting.tables.replaced import Replaced
from mandate.platform.tables.importing import import_table
from mandate.platform.tables.kinds import Order

pytestmark = pytest.mark.django_db

HEAD = "unit,indicator,period,value\n"


def told(*rows: str, dry_run: bool) -> str:
    data = (HEAD + "\n".join(rows)).encode()
    return import_table(console(), FIGURES_TABLE, data, Order(dry_run=dry_run))


def test_replaced_figures_are_counted_and_named_before_and_after(units):
    load("A1,families,2023,268", "A2,families,2023,300", "A1,clean,2023,yes", "B1,area,2023,1.25")
    rows = ("A1,families,2023,270", "A1,clean,2023,no", "A2,families,2023,300", "B1,area,2023,n/a")
    said = (
        "Accepted figures that it replaces: 3 (A1, families, 2023: 268 → 270; A1, clean, 2023: yes → no; "
        "B1, area, 2023: 1.25 → n/a). Accepted reports that it corrects: 2 (A1 and B1)."
    )
    assert said in told(*rows, dry_run=True)
    assert stored()["A1", "families"] == 268
    assert said in told(*rows, dry_run=False)
    assert stored()["A1", "families"] == 270


def test_nothing_is_said_where_nothing_is_replaced(units):
    load("A1,families,2023,268")
    for rows in (["A1,families,2023,268"], ["A1,families,2022,5", "A2,families,2022,7"]):
        assert "Accepted" not in told(*rows, dry_run=True)


def test_a_report_that_only_gets_a_figure_more_is_corrected_and_nothing_is_replaced(units):
    load("A1,families,2023,268", "A2,families,2023,300")
    text = told("A1,cultural,2023,200", dry_run=True)
    assert "Accepted reports that it corrects: 1 (A1)." in text
    assert "replaces" not in text


def test_of_many_a_few_are_named(units):
    rows = [f"{unit},{code},2023" for unit in ("A1", "A2", "B1") for code in ("families", "cultural")]
    load(*(f"{row},100" for row in rows))
    text = told(*(f"{row},101" for row in rows), dry_run=True)
    assert "replaces: 6 (A1, families, 2023: 100 → 101;" in text
    assert "; …)." in text
    assert text.count("→") == 5


def test_what_is_left_as_a_draft_replaces_nothing(db):
    world()
    services.save_rule(console(), SaveRule(None, "cultural <= families", "error", {"en": "Too many."}))
    load("A1,families,2023,268", "A1,cultural,2023,200")
    summary = load("A1,cultural,2023,300", partial=True)
    assert (summary.drafts, summary.replaced) == (1, Replaced())
    whole = load("A1,families,2023,400")  # and the draft has the other one
    assert (whole.drafts, whole.replaced.figures, whole.replaced.reports) == (0, 2, 1)
    assert stored()["A1", "cultural"] == 300
