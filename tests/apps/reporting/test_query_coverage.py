"""How much of what is expected is there, in time or late, and what is missing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.apps.reporting.steps import YEAR, accept, codes, later, load, submit
from tests.support.organisation import NOW, console
from tests.support.seeing import returning

from mandate.apps.reporting import services
from mandate.apps.reporting.queries.coverage import coverage_of, missing_list
from mandate.apps.reporting.queries.lists import reports_list
from mandate.apps.reporting.services import (
    StartCorrection,
)
from mandate.platform.listing.showing import show

pytestmark = pytest.mark.django_db


def test_coverage_counts_what_is_there_and_when_it_came(city):
    accept(city, "A1")
    submit(city, "A2")
    submit(city, "B1", actor=later(console()))
    found = coverage_of(city.reviewer, city.units["C"].pk, period=YEAR)
    assert (found.expected, found.accepted, found.submitted, found.not_due) == (7, 1, 2, 4)
    assert (found.on_time, found.late, found.overdue) == (2, 1, 0)
    assert found.due_from == found.due_until == city.opened.due
    past = coverage_of(later(city.reviewer), city.units["C"].pk, period=YEAR)
    assert (past.overdue, past.not_due, past.due_from) == (4, 0, None)
    ward = coverage_of(city.reviewer, city.units["A"].pk, form_period_id=city.opened.pk)
    assert (ward.expected, ward.accepted, ward.submitted) == (3, 1, 1)


def test_the_last_day_is_on_time_in_the_organisations_own_time(city):
    due = replace(console(), now=NOW.replace(day=10, hour=23, minute=59))
    submit(city, "A1", actor=due)
    submit(city, "A2", actor=replace(due, now=due.now + timedelta(minutes=1)))
    found = coverage_of(city.reviewer, city.units["C"].pk, period=YEAR)
    assert (found.on_time, found.late) == (1, 1)


def test_what_was_imported_is_neither_on_time_nor_late(city):
    load("A1,families,2023,5")
    found = coverage_of(later(city.reviewer), city.units["A1"].pk, period=YEAR)
    assert (found.accepted, found.on_time, found.late, found.overdue) == (1, 0, 0, 0)


def test_a_correction_on_its_way_leaves_its_report_in_the_coverage(city):
    accept(city, "A1")
    services.start_correction(city.reporter, StartCorrection(city.report_ids["A1"], "again"))
    found = coverage_of(city.reviewer, city.units["A1"].pk, period=YEAR)
    assert (found.accepted, found.submitted, found.overdue, found.not_due) == (1, 0, 0, 0)
    assert codes(missing_list(city.reviewer, city.units["A1"].pk, period=YEAR)) == []


def test_the_missing_are_named(city):
    accept(city, "A1", "B1")
    submit(city, "B2")
    reviewer, unit = later(city.reviewer), city.units["C"].pk
    missing = missing_list(reviewer, unit, form_period_id=city.opened.pk)
    assert sorted(codes(missing)) == ["A", "A2", "B", "B3"], "what waits is not missing"
    assert codes(missing_list(reviewer, unit, period=YEAR), q="pho 2") == ["A2"]


@pytest.mark.parametrize(("days", "missing"), [(-1, False), (0, False), (1, True)])
def test_missing_begins_on_the_day_after_the_due_day(city, days, missing):
    then = replace(city.reviewer, now=NOW + timedelta(days=(city.opened.due - NOW.date()).days + days))
    unit = city.units["A"].pk
    found = coverage_of(then, unit, period=YEAR)
    assert (found.overdue, found.not_due) == ((3, 0) if missing else (0, 3))
    listed = {
        not_due: set(codes(missing_list(then, unit, period=YEAR, not_due=not_due)))
        for not_due in (False, True)
    }
    assert listed == {not missing: set(), missing: set()} | {not missing: {"A", "A1", "A2"}}
    assert {row.overdue for row in show(reports_list(then, unit, period=YEAR), {})} == {missing}


def test_what_a_closed_period_never_got_is_missing_before_its_day(city):
    services.close_period(console(), services.ClosePeriod(city.opened.pk))
    found = coverage_of(city.reviewer, city.units["A"].pk, period=YEAR)
    assert (found.overdue, found.not_due) == (3, 0)
    missing = show(missing_list(city.reviewer, city.units["A"].pk, period=YEAR), {})
    assert [row.overdue for row in missing] == [True] * 3


def test_what_came_back_before_its_day_is_not_due_yet_and_not_on_time(city):
    submit(city, "A1")
    services.return_report(city.reviewer, returning(city.report_ids["A1"], "Look again"))
    found = coverage_of(city.reviewer, city.units["A1"].pk, period=YEAR)
    assert (found.on_time, found.not_due, found.submitted) == (0, 1, 0)
    past = coverage_of(later(city.reviewer), city.units["A1"].pk, period=YEAR)
    assert (past.on_time, past.overdue) == (1, 1)
