"""Importing figures: every problem by its row, all or nothing, twice the same changes nothing."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib import import_module

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.support.organisation import NOW, acting, console, tree
from tests.support.reporting import indicators, world, yearly_form

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting import services
from mandate.apps.reporting.models import Figure, Form, FormPeriod, Report, Revision, State, Widening
from mandate.apps.reporting.queries.source import source
from mandate.apps.reporting.services import (
    AcceptReports,
    OpenPeriod,
    StartCorrection,
    SubmitReport,
)
from mandate.apps.reporting.services.locks import freeze_counting
from mandate.apps.reporting.tables.importing import ImportFigures, ImportSummary, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.reporting.totals import open_book
from mandate.apps.units.models import Placement, TreeVersion, Unit
from mandate.apps.units.structure import structure_on
from mandate.core.period import Period
from mandate.core.problem import Problems
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.i18n.languages import CODES
from mandate.platform.i18n.problems import problem_sentence
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db
STREETS = ("A1", "A2", "B1", "B2", "B3")


@pytest.fixture
def units():
    made = tree()
    indicators()
    return made


def rows(*texts: str) -> list[FigureRow]:
    return [FigureRow(number, *text.split(",")) for number, text in enumerate(texts, start=2)]


def load(*texts: str, **options: object) -> ImportSummary:
    return import_figures(console(), ImportFigures(rows(*texts), **options))


def refused(*texts: str, **options: object) -> list[tuple[int, str, str]]:
    with pytest.raises(Problems) as error:
        load(*texts, **options)
    for problem in error.value.problems:
        assert problem_sentence(problem)
    return [(problem.row, problem.column, problem.code) for problem in error.value.problems]


def stored() -> dict[tuple[str, str], Decimal | None]:
    counted = Figure.objects.filter(counted=True)
    return {
        (unit, code): value
        for unit, code, value in counted.values_list("unit__code", "indicator__code", "value")
    }


def total(unit: str, code: str, period: str = "2023"):
    span = Period.parse(period)
    pk = Unit.objects.get(code=unit).pk
    book = open_book([Indicator.objects.get(code=code)], span.start, span.end, today=NOW.date(), unit_id=pk)
    return book.total(pk, code, span)


def test_figures_count_at_once_and_expected_are_all_units_of_their_kind(units):
    summary = load("A1,families,2023,268", "A2,families,2023,300", "B1,families,2023,0")
    assert (summary.rows, summary.added, summary.reports, summary.forms_made) == (3, 3, 3, 1)
    found = total("C", "families")
    assert (found.value, found.reported, found.expected) == (568, 3, 5)
    form = Form.objects.get()
    assert (form.code, form.automatic) == ("imported-yearly-street", True)
    assert set(form.names) == set(CODES)
    assert Report.objects.filter(state=State.ACCEPTED).count() == 3
    revision = Revision.objects.get(report__unit__code="A1")
    assert (revision.imported, revision.counted_from, revision.number) == (True, NOW, 1)
    entry = Entry.objects.get(code="reporting.figures_imported")
    assert (entry.unit_id, entry.data["figures"], entry.data["indicators"]) == (None, 3, ["families"])


def test_one_form_for_the_kinds_that_report_an_indicator(units):
    load("A,families,2023,1", "A1,families,2023,2", "A1,cultural,2023,1")
    assert set(Form.objects.values_list("code", flat=True)) == {
        "imported-yearly-street-ward",
        "imported-yearly-street",
    }
    assert total("C", "families").expected == 7
    assert total("C", "cultural").expected == 5


def test_the_same_file_twice_changes_nothing_and_says_so(units):
    texts = ["A1,families,2023,268", "A2,families,2023,n/a", "A1,clean,2023,yes", "A1,area,2023,1.25"]
    load(*texts)
    before = (Revision.objects.count(), Figure.objects.count(), Entry.objects.count())
    summary = load(*texts)
    assert (summary.added, summary.changed, summary.unchanged, summary.reports) == (0, 0, 4, 0)
    assert (Revision.objects.count(), Figure.objects.count(), Entry.objects.count()) == before


def test_only_reports_that_differ_get_a_revision_and_it_carries_the_rest_over(units):
    load("A1,families,2023,268", "A1,cultural,2023,200", "A2,families,2023,300", "A2,cultural,2023,100")
    Figure.objects.filter(unit__code="A1", indicator__code="cultural").update(note="by hand")
    summary = load("A1,families,2023,270", "A1,cultural,2023,200", "A2,families,2023,300")
    assert (summary.added, summary.changed, summary.unchanged, summary.reports) == (0, 1, 2, 1)
    old, new = Revision.objects.filter(report__unit__code="A1").order_by("number")
    assert (old.counted_until, new.number, new.reason, new.imported) == (NOW, 2, "import", True)
    kept = dict(Figure.objects.filter(revision=new).values_list("indicator__code", "note"))
    assert kept == {"families": "", "cultural": "by hand"}
    assert not Figure.objects.filter(revision=old, counted=True).exists()
    assert stored()["A1", "families"] == 270
    assert stored()["A1", "cultural"] == 200
    assert Revision.objects.filter(report__unit__code="A2").count() == 1


def test_a_later_file_adds_an_indicator_to_an_automatic_period(units):
    load("A1,families,2023,268", "A2,families,2023,1")
    summary = load("A1,cultural,2023,200")
    assert (summary.forms_made, summary.periods_opened, summary.reports) == (0, 0, 1)
    opened = FormPeriod.objects.get()
    assert len(opened.indicator_ids) == 2
    found = total("C", "cultural")
    assert (found.value, found.reported, found.expected) == (200, 1, 5)
    assert stored()["A1", "families"] == 268


def test_as_known_before_a_period_did_not_expect_what_a_later_file_brought(units):
    load("A1,families,2023,268")
    with transaction.atomic():
        moment = freeze_counting(console())
    later = console(NOW + timedelta(days=2))
    import_figures(later, ImportFigures(rows("A1,cultural,2023,200")))

    def known(code: str, at: datetime | None) -> tuple[int, int]:
        city = Unit.objects.get(code="C").pk
        found = source(console(), city, code, Period.parse("2023"), known_at=at)
        return found.total.expected, found.leaves.paginator.count

    assert known("families", None) == known("families", moment) == (5, 5)
    assert known("cultural", None) == (5, 5)
    assert known("cultural", moment) == (0, 0)
    assert known("cultural", NOW + timedelta(days=2)) == (5, 5)
    assert freeze_counting(console()) >= NOW + timedelta(days=2), "nothing is known from before it"
    import_figures(later, ImportFigures(rows("A2,cultural,2023,1")))
    kept = list(Widening.objects.values_list("form_period", "indicator", "known_from"))
    assert len(kept) == 1
    Widening.objects.all().delete()
    migration = import_module("mandate.apps.reporting.migrations.0009_expectation_chain")
    with connection.cursor() as cursor:  # what was there before such rows were kept
        cursor.execute(migration.WIDENED)
    assert list(Widening.objects.values_list("form_period", "indicator", "known_from")) == kept


def test_an_automatic_period_expects_only_what_files_brought_for_it(units):
    load("A1,families,2023,268", "A1,cultural,2023,1", "A1,families,2022,5")
    assert total("C", "cultural", "2022").expected == 0
    assert total("C", "families", "2022").expected == 5


def test_figures_go_into_the_hand_made_form_that_holds_them(units):
    form = services.save_form(console(), yearly_form(_indicators()))
    load("A1,families,2023,268", "A,families,2023,5")
    assert Form.objects.count() == 1
    opened = FormPeriod.objects.get(form=form)
    assert len(opened.indicator_ids) == 4
    assert opened.reports.count() == 7
    assert opened.reports.get(unit__code="A1").state == State.ACCEPTED


def _indicators():
    return {item.code: item for item in Indicator.objects.all()}


def test_yes_and_no_in_every_plain_spelling(units):
    load(
        "A1,clean,2023,yes", "A2,clean,2023,0", "B1,clean,2023,TRUE", "B2,clean,2023,false", "B3,clean,2023,1"
    )
    found = total("C", "clean")
    assert (found.numerator, found.denominator) == (3, 5)


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
    services.close_period(console(), city.opened.pk)
    assert refused("A2,families,2023,5") == [(2, "period", "figure_period_closed")]


def test_an_import_into_an_accepted_report_and_none_into_its_open_correction():
    city = world()
    report = city.report("A1")
    city.save(report, families=3, cultural=2)
    services.submit_report(city.reporter, SubmitReport(report.pk))
    services.accept_reports(city.reviewer, AcceptReports([report.pk]))
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
    services.retire_form(console(), city.form.pk)
    assert load("A1,families,2023,5").forms_made == 0
    assert load("A1,families,2022,5").forms_made == 1


def test_a_hand_made_form_is_not_opened_where_another_expects_the_same():
    city = world()
    services.retire_form(console(), city.form.pk)
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


def test_a_dry_run_tells_all_and_leaves_nothing(units):
    summary = load("A1,families,2023,5", dry_run=True)
    assert (summary.added, summary.forms_made, summary.dry_run) == (1, 1, True)
    assert not Figure.objects.exists()
    assert not Form.objects.exists()
    assert not Entry.objects.filter(code="reporting.figures_imported").exists()


def test_who_decides_for_the_organisation_imports_and_who_decides_for_a_part_does_not(units):
    command = ImportFigures(rows("A1,families,2023,5"))
    for role, unit in ((Role.SECRETARY, "A"), (Role.REVIEWER, "A"), (Role.REPORTER, "C")):
        with pytest.raises(Forbidden):
            import_figures(acting(role, units[unit]), command)
    assert import_figures(acting(Role.SECRETARY, units["C"]), command).added == 1


def test_progress_grows_to_the_number_of_rows(units):
    told: list[tuple[int, int]] = []
    command = ImportFigures(rows("A1,families,2023,5", "A2,families,2023,5"))
    import_figures(console(), command, lambda done, whole: told.append((done, whole)))
    assert told[0] == (0, 2)
    assert told[-1] == (2, 2)


def test_a_file_of_any_length_takes_the_same_number_of_queries(units):
    def queries(*texts: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            load(*texts)
        return len(captured)

    structure_on(date(2021, 12, 31)), structure_on(date(2022, 12, 31))
    load("A1,families,2020,5", "A1,cultural,2020,5", "A1,clean,2020,1")
    few = queries("A1,families,2021,5")
    many = queries(
        *(f"{unit},{code},2022,1" for unit in STREETS for code in ("families", "cultural", "clean"))
    )
    assert many == few


IMPORT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "mandate.site.settings"
import django
django.setup()
from datetime import UTC, datetime
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.platform.access.actor import console

def progress(done, total):
    if done:
        print("half", flush=True)
        sys.stdin.read()

rows = [FigureRow(n, f"U{n}", "families", "2023", str(n)) for n in range(12_000)]
import_figures(console(datetime(2024, 1, 5, tzinfo=UTC)), ImportFigures(rows), progress)
print("done", flush=True)
"""

SETUP = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "mandate.site.settings"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from mandate.apps.indicators.models import Indicator
from mandate.apps.units.services import UnitRow
from mandate.apps.units.tables.importing import ImportUnits, import_units
from mandate.platform.access.actor import console
from datetime import UTC, datetime
Indicator.objects.create(code="families", names={"en": "Families"})
rows = [UnitRow(1, "C", "", "city", "City")]
rows += [UnitRow(n + 2, f"U{n}", "C", "street", f"Street {n}") for n in range(12_000)]
import_units(console(datetime(2024, 1, 5, tzinfo=UTC)), ImportUnits(rows=tuple(rows), as_of=None))
"""


def test_a_killed_import_leaves_the_database_as_before(empty_database):
    url = empty_database()
    environment = {**os.environ, "DATABASE_URL": url}
    subprocess.run([sys.executable, "-c", SETUP], env=environment, check=True)
    with subprocess.Popen(
        [sys.executable, "-c", IMPORT],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as importing:
        assert importing.stdout is not None
        assert importing.stdout.readline() == "half\n"
        os.kill(importing.pid, signal.SIGKILL)
        importing.wait(10)
    with psycopg.connect(url, autocommit=True) as database:
        for table in ("figure", "revision", "report", "formperiod", "form"):
            assert database.execute(f"SELECT count(*) FROM reporting_{table}").fetchone() == (0,)
        assert _nobody_else(database)
    # Nothing stands in the way of doing it again.
    done = subprocess.run(
        [sys.executable, "-c", IMPORT],
        env=environment,
        input="",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "done"
    with psycopg.connect(url) as database:
        query = "SELECT count(*), sum(value)::int FROM reporting_figure WHERE counted"
        assert database.execute(query).fetchone() == (12_000, sum(range(12_000)))


def _nobody_else(database: psycopg.Connection) -> bool:
    """The killed program's connection is gone, and with it its transaction."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for _ in range(100):
        if database.execute(query).fetchone() == (0,):
            return True
        time.sleep(0.1)
    return False


def test_opening_by_hand_after_an_import_names_the_other_form(units):
    load("A1,families,2023,5")
    automatic = Form.objects.get()
    services.retire_form(console(), automatic.pk)
    form = services.save_form(console(), yearly_form(_indicators()))
    with pytest.raises(ValidationError) as error:
        services.open_period(console(), OpenPeriod(form.pk, "2023"))
    assert list(error.value.message_dict) == ["period"]
