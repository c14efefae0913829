"""Closing many units at once, as a table of units does: as many questions to the database as for a few."""

from datetime import date, timedelta

import pytest
from tests.support.asking import asked_anew
from tests.support.organisation import console, tree
from tests.support.reporting import indicators, yearly_form

from mandate.apps.reporting import services
from mandate.apps.reporting.expected import expected
from mandate.apps.reporting.models import FormPeriod, Report
from mandate.apps.reporting.services import OpenPeriod
from mandate.apps.units.services import UnitRow
from mandate.apps.units.tables.importing import ImportUnits, import_units
from mandate.core.problem import Problems

pytestmark = pytest.mark.django_db
MANY = 200


@pytest.fixture
def opened() -> FormPeriod:
    """A city with many streets, all of which report for the years 2022 and 2023; 2022 is returned."""
    tree([("C", "", "city", "City"), *((f"S{n}", "C", "street", f"Street {n}") for n in range(MANY + 20))])
    form = services.save_form(console(), yearly_form(indicators(), ("street",)))
    services.open_period(console(), OpenPeriod(form.pk, "2023"))
    return services.open_period(console(), OpenPeriod(form.pk, "2022"))


def told(numbers: range, starts: str = "", until: date | None = None) -> int:
    """Import a table that closes these streets, each a day after the one before, or with ``starts`` opens
    them again; the number of queries."""
    rows = [
        UnitRow(
            row,
            f"S{number}",
            "C",
            "street",
            f"Street {number}",
            starts=starts,
            ends=(until + timedelta(number - numbers.start)).isoformat() if until else "",
        )
        for row, number in enumerate(numbers, 2)
    ]
    with asked_anew() as queries:
        import_units(console(), ImportUnits(rows))
    return len(queries)


def asked(year: int) -> set[str]:
    reports = expected(Report.objects.filter(form_period__period=str(year)))
    return set(reports.values_list("unit__code", flat=True))


def test_a_table_that_closes_many_asks_no_more_than_one_that_closes_ten(opened):
    few, many = range(10), range(10, 10 + MANY)
    everybody = asked(2022)
    # The first day is that of the year: of it the 2022 report is asked no more; of a later one only 2023.
    assert told(few, until=date(2022, 1, 1)) == told(many, until=date(2022, 1, 1))
    assert everybody - asked(2022) == {"S0", "S10"}
    assert everybody - asked(2023) == {f"S{n}" for n in (*few, *many)}
    assert told(few, starts="2021-01-01") == told(many, starts="2021-01-01")
    assert asked(2022) == asked(2023) == everybody


def test_each_unit_gets_back_what_its_own_closing_excused(opened):
    told(range(3), until=date(2022, 1, 1))
    told(range(1, 3), starts="2021-01-01")
    assert {f"S{n}" for n in range(3)} - asked(2023) == {"S0"}
    assert {f"S{n}" for n in range(3)} - asked(2022) == {"S0"}


def test_a_tree_that_fails_on_a_later_day_is_found_whoever_closes_then(opened):
    with pytest.raises(Problems) as caught:
        import_units(
            console(),
            ImportUnits(
                [
                    UnitRow(2, "S0", "C", "street", "Street 0", ends="2024-05-01"),
                    UnitRow(3, "N", "S0", "street", "New", starts="2024-04-01"),
                ]
            ),
        )
    assert [(one.row, one.code) for one in caught.value.problems] == [(3, "unit_parent_closes")]
