"""Importing figures: what they become, twice the same changes nothing, and what it costs."""

from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection, transaction
from tests.apps.reporting.figurerows import known_indicators, load, rows, stored, total
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, acting, console
from tests.support.reporting import yearly_form

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Figure, Form, FormPeriod, Report, Revision, Widening
from mandate.apps.reporting.queries.source import source
from mandate.apps.reporting.services.locks import freeze_counting
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.units.models import Unit
from mandate.apps.units.structure import structure_on
from mandate.core.period import Period
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.i18n.languages import CODES
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db

STREETS = ("A1", "A2", "B1", "B2", "B3")


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
    form = services.save_form(console(), yearly_form(known_indicators()))
    load("A1,families,2023,268", "A,families,2023,5")
    assert Form.objects.count() == 1
    opened = FormPeriod.objects.get(form=form)
    assert len(opened.indicator_ids) == 4
    assert opened.reports.count() == 7
    assert opened.reports.get(unit__code="A1").state == State.ACCEPTED


def test_yes_and_no_in_every_plain_spelling(units):
    load(
        "A1,clean,2023,yes", "A2,clean,2023,0", "B1,clean,2023,TRUE", "B2,clean,2023,false", "B3,clean,2023,1"
    )
    found = total("C", "clean")
    assert (found.numerator, found.denominator) == (3, 5)


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
        with asked_anew() as captured:
            load(*texts)
        return len(captured)

    structure_on(date(2021, 12, 31)), structure_on(date(2022, 12, 31))
    load("A1,families,2020,5", "A1,cultural,2020,5", "A1,clean,2020,1")
    few = queries("A1,families,2021,5")
    many = queries(
        *(f"{unit},{code},2022,1" for unit in STREETS for code in ("families", "cultural", "clean"))
    )
    assert many == few
