"""Importing figures: what cannot be, every problem by its row, and then nothing is written."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from tests.apps.reporting.figurerows import known_indicators, load, refused, stored
from tests.support.organisation import console
from tests.support.reporting import world, yearly_form
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Form, FormPeriod, Report
from mandate.apps.reporting.services import (
    AcceptReports,
    OpenPeriod,
    StartCorrection,
    SubmitReport,
)
from mandate.apps.units.models import Placement, TreeVersion
from mandate.core.problem import Problems
from mandate.core.reportstate import State

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("X9,families,2023,1", ("unit", "figure_unknown_unit")),
        ("A1,nothing,2023,1", ("indicator", "figure_unknown_indicator")),
        ("A1,share,2023,1", ("indicator", "figure_of_ratio")),
        ("A1,families,2023-13,1", ("period", "period_no_such_period")),
        ("A1,families,last year,1", ("period", "period_malformed")),
        ("A1,families,2023-W53,1", ("period", "period_no_such_period")),
        ("A1,families,2023,many", ("value", "number_not_a_number")),
        ("A1,families,2023,1 234", ("value", "number_wrong_separator")),
        ("A1,area,2023,1.234", ("value", "number_too_many_decimals")),
        ("A1,families,2023,-1", ("value", "number_negative")),
        ("A1,families,2023,1000000000000000000", ("value", "number_too_large")),
        ("A1,clean,2023,2", ("value", "not_yes_no")),
        ("A1,families,2023,", ("value", "figure_empty_value")),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(units, text, problem):
    assert refused("A2,families,2023,5", text) == [(3, *problem)]
    assert not Report.objects.exists()
    assert not Form.objects.exists()


def test_all_problems_of_all_rows_are_named_at_once(units):
    bad = [f"X{number},families,2023,x" for number in range(10_000)]
    found = refused(*bad)
    assert len(found) == 20_000
    assert found[0] == (2, "unit", "figure_unknown_unit")


def test_a_row_given_twice_is_named(units):
    assert refused("A1,families,2023,5", "A1,families,2023,5") == [(3, "", "figure_twice")]


def test_an_empty_file_is_named(units):
    assert refused() == [(0, "", "no_rows")]


def test_two_frequencies_that_overlap_are_refused_in_a_file_and_against_what_counts(units):
    assert refused("A1,families,2023,5", "A1,families,2023-05,1") == [(3, "period", "figure_overlap")]
    load("A1,families,2023,5", "A2,families,2022-05,5")
    assert refused("A1,families,2023Q1,5", "A2,families,2023Q1,5") == [(2, "period", "figure_overlap")]
    # The file has the month of A2, and the database has A1's year: both frequencies in one file.
    assert refused("A1,families,2023-02,1", "B1,families,2023,4") == [(2, "period", "figure_overlap")]
    assert load("A2,families,2023Q1,5").added == 1


def test_an_overlap_names_the_period_that_counts(units):
    load("A1,families,2023H1,5")
    with pytest.raises(Problems) as error:
        load("A1,families,2023,9")
    assert error.value.problems[0].params["other"] == "2023H1"


def test_a_unit_that_did_not_exist_in_the_period_is_an_error_unless_told_as_of(units):
    Placement.objects.filter(unit=units["B3"]).update(starts=date(2024, 1, 1))
    _tree_changed()
    assert refused("B3,families,2023,5") == [(2, "unit", "figure_unit_absent")]
    assert load("B3,families,2023,5", structure_date=date(2024, 1, 2)).added == 1
    assert FormPeriod.objects.get().reports.count() == 5


def _tree_changed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('units_tree_version')")
        TreeVersion.objects.update(number=cursor.fetchone()[0])


def test_a_unit_that_an_opened_period_does_not_expect_is_an_error(units):
    load("A1,families,2023,5")
    Report.objects.get(unit__code="B3").delete()
    assert refused("B3,families,2023,5") == [(2, "unit", "figure_not_expected")]


def test_a_closed_period_and_work_in_progress_are_left_alone():
    city = world()
    city.save(city.report("A1"), families=3)
    assert refused("A1,families,2023,5", "A2,families,2023,5") == [(2, "unit", "figure_in_progress")]
    services.close_period(console(), services.ClosePeriod(city.opened.pk))
    assert refused("A2,families,2023,5") == [(2, "period", "figure_period_closed")]


def test_an_import_into_an_accepted_report_and_none_into_its_open_correction():
    city = world()
    report = city.report("A1")
    city.save(report, families=3, cultural=2)
    services.submit_report(city.reporter, SubmitReport(report.pk))
    services.accept_reports(city.reviewer, AcceptReports(as_seen([report.pk])))
    assert load("A1,families,2023,5").changed == 1
    assert stored()["A1", "families"] == 5
    assert stored()["A1", "cultural"] == 2
    services.start_correction(city.reporter, StartCorrection(report.pk, "again"))
    assert refused("A1,families,2023,6") == [(2, "unit", "figure_in_progress")]


def test_an_indicator_that_an_opened_form_lacks_is_named():
    city = world()
    FormPeriod.objects.update(indicator_ids=[city.families.pk])
    assert refused("A1,cultural,2023,1") == [(2, "indicator", "figure_not_in_form")]


def test_figures_find_the_retired_form_that_expects_them():
    city = world()
    services.retire_form(console(), services.RetireForm(city.form.pk))
    assert load("A1,families,2023,5").forms_made == 0
    assert load("A1,families,2022,5").forms_made == 1


def test_a_hand_made_form_is_not_opened_where_another_expects_the_same():
    city = world()
    services.retire_form(console(), services.RetireForm(city.form.pk))
    known = city.indicators
    second = services.save_form(console(), _renamed(yearly_form(known), "second"))
    Report.objects.filter(unit__code="B3").delete()
    assert refused("B3,families,2023,5") == [(2, "unit", "figure_not_expected")]
    assert not second.periods.exists()
    assert load("B3,families,2023,5", expect_late=True).late == 1
    assert city.report("B3").state == State.ACCEPTED
    assert not second.periods.exists()


def _renamed(command, code):
    return replace(command, code=code)


def test_opening_by_hand_after_an_import_names_the_other_form(units):
    load("A1,families,2023,5")
    automatic = Form.objects.get()
    services.retire_form(console(), services.RetireForm(automatic.pk))
    form = services.save_form(console(), yearly_form(known_indicators()))
    with pytest.raises(ValidationError) as error:
        services.open_period(console(), OpenPeriod(form.pk, "2023"))
    assert list(error.value.message_dict) == ["period"]
