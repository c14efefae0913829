"""A report among many that one looks through says the same of its figures as its own page."""

from itertools import product

import pytest
from tests.support.organisation import console
from tests.support.reporting import World, findings_of, value, world

from mandate.apps.reporting.queries.findings import HISTORY
from mandate.apps.reporting.queries.previews import previews
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow

pytestmark = pytest.mark.django_db

NOW_ASKED = 2023


@pytest.fixture
def city() -> World:
    return world(str(NOW_ASKED))


def test_what_is_far_is_told_by_as_many_periods_as_on_its_own_page(city: World) -> None:
    """Of the last two years it would be ten times as much; of all that are looked at it is the usual."""
    years = range(NOW_ASKED - HISTORY, NOW_ASKED)
    rows = [
        FigureRow(row, unit, "families", str(year), "100" if year >= NOW_ASKED - 2 else "1000")
        for row, (unit, year) in enumerate(product(("A1", "A2"), years), 2)
    ]
    import_figures(console(), ImportFigures(rows))
    for unit, families, far in (("A1", 1000, False), ("A2", 9000, True)):
        report = city.report(unit)
        city.save(report, console(), families=families)
        own = findings_of(report, {city.families.pk: value(families)})
        assert ("outlier" in {one.code for one in own}) is far
        assert bool(previews([report.pk])[report.pk].warnings) is far
