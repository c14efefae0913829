"""Units that close, move and open within a period: their figures stay in every total, and what they owed is
expected where they stood."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from tests.support.organisation import NOW, acting, client_of, console, person, tree
from tests.support.reporting import World, indicators, world

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.expected import expected
from mandate.apps.reporting.models import Excuse, FormPeriod, Report
from mandate.apps.reporting.outstanding import outstanding_of
from mandate.apps.reporting.queries.coverage import coverage_of
from mandate.apps.reporting.queries.lists import reports_list
from mandate.apps.reporting.queries.source import source
from mandate.apps.reporting.services import (
    ExcuseUnits,
    ExpectUnits,
    OpenPeriod,
    SaveForm,
    SaveFormItem,
    UndoExpected,
    excuse_units,
    expect_units,
    open_period,
    save_form,
    undo_expected,
)
from mandate.apps.reporting.services.locks import freeze_counting
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.reporting.totals import Ledger, open_ledger
from mandate.apps.units.models import Unit
from mandate.apps.units.services import (
    CloseUnit,
    MoveUnit,
    ReopenUnit,
    UndoPlace,
    UnitRow,
    close_unit,
    move_unit,
    reopen_unit,
    undo_place,
)
from mandate.apps.units.structure import structure_on
from mandate.apps.units.tables.importing import ImportUnits, import_units
from mandate.core.period import Period
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import visible
from mandate.platform.journal.events import event_from
from mandate.platform.journal.models import Entry
from mandate.platform.listing.showing import show

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2023")
JULY = date(2023, 7, 1)


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    """Streets with yearly families, and months of cultural families for A1."""
    made = tree()
    indicators()
    rows = [
        ("A1", "families", "2023", "10"),
        ("A2", "families", "2023", "20"),
        ("B1", "families", "2023", "40"),
    ]
    rows += [("A1", "cultural", f"2023-{month:02}", "1") for month in range(1, 13)]
    numbered = [FigureRow(number, *row) for number, row in enumerate(rows, start=2)]
    import_figures(console(), ImportFigures(numbered))
    return made


def ledger(unit: Unit, code: str, **said: object) -> Ledger:
    asked = [Indicator.objects.get(code=code)]
    return open_ledger(asked, YEAR.start, YEAR.end, today=NOW.date(), unit_id=unit.pk, **said)  # type: ignore[arg-type]


def told(unit: Unit, code: str, **said: object) -> tuple[Decimal | None, int, int]:
    total = ledger(unit, code, **said).total(unit.pk, code, YEAR)
    return total.value, total.reported, total.expected


def test_closing_on_the_last_day_loses_nobody(units: dict[str, Unit]) -> None:
    close_unit(console(), CloseUnit(units["B1"].pk, date(2023, 12, 31)))
    assert told(units["C"], "families") == (Decimal(70), 3, 5)
    assert told(units["B"], "families") == (Decimal(40), 1, 3)
    assert told(units["B1"], "families") == (Decimal(40), 1, 1)


def test_a_move_in_july_splits_the_months_and_not_the_year(units: dict[str, Unit]) -> None:
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, JULY))
    assert [told(units[code], "cultural")[0] for code in "ABC"] == [6, 6, 12]
    assert [told(units[code], "families")[0] for code in "ABC"] == [20, 50, 70]
    assert told(units["C"], "cultural")[1] == 1


def test_the_page_of_a_number_names_who_stood_here_earlier(units: dict[str, Unit]) -> None:
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, JULY))
    found = source(console(), units["A"].pk, "cultural", YEAR)
    rows = {child.unit.code: (child.total.value, child.earlier) for child in found.children}
    assert rows == {"A1": (Decimal(6), True), "A2": (None, False)}
    months = {leaf.period.code for leaf in found.leaves if leaf.unit.code == "A1"}
    assert months == {f"2023-{month:02}" for month in range(1, 7)}
    here = source(console(), units["B"].pk, "cultural", YEAR)
    assert {child.unit.code for child in here.children if child.elsewhere} == {"A1"}


def test_each_report_below_names_the_unit_under_which_it_counts(units: dict[str, Unit]) -> None:
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, JULY))
    found = source(console(), units["C"].pk, "cultural", YEAR)
    above = {leaf.period.code: leaf.above for leaf in found.leaves if leaf.unit.code == "A1"}
    assert above["2023-06"] == "Phường A" and above["2023-07"] == "Phường B"
    client = client_of(person(Role.OBSERVER, units["C"]))
    page = client.get("/unit/C/number/cultural/2023/").content.decode()
    assert "<small>Phường A, A1," in page


def test_a_total_on_the_structure_of_a_day_says_what_it_leaves_out(units: dict[str, Unit]) -> None:
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, JULY))
    december = structure_on(date(2023, 12, 31))
    assert told(units["A"], "cultural", view=december)[0] is None
    assert told(units["B"], "cultural", view=december)[0] == 12
    assert ledger(units["A"], "cultural", view=december).left_out(units["A"].pk, YEAR) == (
        [units["A1"].pk],
        6,
    )
    assert ledger(units["B"], "cultural", view=december).left_out(units["B"].pk, YEAR) == ([], 0)


def test_a_move_entered_later_does_not_change_what_was_known(units: dict[str, Unit]) -> None:
    moment = freeze_counting(console())
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, JULY))
    assert told(units["A"], "cultural")[0] == 6
    assert told(units["A"], "cultural", known_at=moment)[0] == 12


def test_closing_excuses_what_begins_later_until_it_is_undone(units: dict[str, Unit]) -> None:
    owed = Report.objects.filter(unit=units["B2"])  # the year and its twelve months
    assert owed.count() == 13
    assert close_unit(console(), CloseUnit(units["B2"].pk, date(2023, 1, 1))).excused == 13
    assert expected(owed).count() == 0
    assert told(units["B"], "families") == (Decimal(40), 1, 2)
    assert undo_place(console(NOW + timedelta(days=1)), UndoPlace(units["B2"].pk)).again == 13
    assert expected(owed).count() == 13
    assert told(units["B"], "families") == (Decimal(40), 1, 3)
    assert Excuse.ever.count() == 13


def test_closing_in_the_middle_keeps_what_was_expected(units: dict[str, Unit]) -> None:
    assert close_unit(console(), CloseUnit(units["B2"].pk, JULY)).excused == 6  # the months from July on
    assert told(units["B"], "families") == (Decimal(40), 1, 3)
    assert coverage_of(console(), units["B"].pk, period=YEAR).expected == 3 + 6 * 3 + 6 * 2
    listed = show(reports_list(console(), units["B"].pk, period=YEAR), {})
    assert {row.unit.code for row in listed} == {"B1", "B2", "B3"}


def test_taking_back_a_closing_leaves_what_an_earlier_one_excused(units: dict[str, Unit]) -> None:
    street, owed = units["B2"].pk, Report.objects.filter(unit=units["B2"])
    close_unit(console(), CloseUnit(street, JULY))
    reopened = reopen_unit(console(), ReopenUnit(street, units["B"].pk, date(2023, 10, 1)))
    assert (reopened.again, expected(owed).count()) == (3, 10)
    excused = Excuse.objects.filter(report__in=owed)
    close_unit(console(NOW + timedelta(days=1)), CloseUnit(street, date(2023, 11, 1)))
    undo_place(console(NOW + timedelta(days=2)), UndoPlace(street))
    assert (expected(owed).count(), excused.count()) == (10, 3)
    assert undo_place(console(NOW + timedelta(days=3)), UndoPlace(street)).excused == 3
    assert expected(owed).count() == 7
    undo_place(console(NOW + timedelta(days=4)), UndoPlace(street))
    assert expected(owed).count() == 13


def test_only_a_reopening_tells_what_stays_excused(units: dict[str, Unit]) -> None:
    street, middle = units["B2"].pk, date(2023, 9, 15)
    assert not close_unit(console(), CloseUnit(street, JULY)).still
    assert len(reopen_unit(console(), ReopenUnit(street, units["B"].pk, middle)).still) == 1
    assert not close_unit(console(NOW + timedelta(days=1)), CloseUnit(street, date(2023, 11, 1))).still


def test_reopening_asks_for_what_the_closing_excused_and_never_for_what_somebody_did(units) -> None:
    street, owed = units["B2"], Report.objects.filter(unit=units["B2"])
    months = {one.form_period.period: one for one in owed.select_related("form_period")}
    september, october, november = (months[f"2023-{month}"].form_period_id for month in ("09", "10", "11"))
    excuse_units(console(), ExcuseUnits(november, [street.pk], "Flooded"))
    assert close_unit(console(), CloseUnit(street.pk, JULY)).excused == 5
    with pytest.raises(ValidationError, match="Not open on any day"):
        undo_expected(console(), UndoExpected(october, street.pk))
    done = reopen_unit(console(), ReopenUnit(street.pk, units["B"].pk, date(2023, 9, 15)))
    assert (done.excused, done.again) == (0, 2)
    assert [(one.unit, one.period, one.opened_id) for one in done.still] == [("B2", "2023-09", september)]
    assert periods(owed) - periods(expected(owed)) == {"2023-07", "2023-08", "2023-09", "2023-11"}
    expect_units(console(), ExpectUnits(september, [street.pk], "From the middle on"))
    assert undo_place(console(NOW + timedelta(days=1)), UndoPlace(street.pk)).excused == 3, "September too"
    assert undo_place(console(NOW + timedelta(days=2)), UndoPlace(street.pk)).again == 5
    assert periods(owed) - periods(expected(owed)) == {"2023-11"}
    for form_period in (september, october):
        with pytest.raises(ValidationError, match="no change"):
            undo_expected(console(NOW + timedelta(days=3)), UndoExpected(form_period, street.pk))
    undo_expected(console(NOW + timedelta(days=3)), UndoExpected(november, street.pk))
    assert expected(owed).count() == 13


def periods(reports) -> set[str]:
    return set(reports.values_list("form_period__period", flat=True))


def test_the_pages_say_what_reopening_and_taking_back_do(units) -> None:
    client = client_of(person(Role.ADMINISTRATOR, None))
    close_unit(console(), CloseUnit(units["B2"].pk, JULY))
    asked = {"parent": "B", "starts": "2023-09-15", "document": ""}
    page = client.post("/unit/B2/about/reopen/", asked, follow=True).content.decode()
    assert "3 reports that the closing excused are expected again." in page
    assert "1 report stays excused, for its period began while the unit was closed." in page
    opened = FormPeriod.objects.get(period="2023-09")
    assert f'<a href="/forms/periods/{opened.pk}/?q=B2">{opened.form.code}, 2023-09</a>' in page
    page = client.post("/unit/B2/about/undo/", follow=True).content.decode()
    assert "3 reports of periods that begin while the unit is closed are not expected any more." in page
    told_of = {row.code: row.data for row in Entry.objects.filter(unit=units["B2"])}
    assert told_of["units.reopened"]["again"] == told_of["units.undone"]["excused"] == 3
    of_the_ward = client_of(person(Role.ADMINISTRATOR, units["B"]))
    page = of_the_ward.post("/unit/B2/about/reopen/", asked, follow=True).content.decode()
    assert "1 report stays excused" in page
    assert "/forms/periods/" not in page.partition('id="messages"')[2].partition("</div>")[0]


@pytest.mark.parametrize(("until", "owing"), [("2023-10-01", 10), ("2023-04-01", 4), ("", 13)])
def test_a_table_that_tells_another_day_of_closing_excuses_by_that_day(
    units: dict[str, Unit], until: str, owing: int
) -> None:
    owed = Report.objects.filter(unit=units["B2"])
    close_unit(console(), CloseUnit(units["B2"].pk, JULY))
    assert expected(owed).count() == 7
    row = UnitRow(2, "B2", "B", "street", "Phố 2", starts="2023-01-01", ends=until)
    later = console(NOW + timedelta(days=1))
    done = import_units(later, ImportUnits([row if until else replace(row, starts="2023-07-01")]))
    assert expected(owed).count() == owing
    assert done.consequences.again - done.consequences.excused == owing - 7
    assert not (done.consequences.again and done.consequences.excused)
    if until:
        undo_place(console(NOW + timedelta(days=2)), UndoPlace(units["B2"].pk))
        assert expected(owed).count() == 13


def test_what_is_opened_later_was_not_expected_before(units: dict[str, Unit]) -> None:
    moment = freeze_counting(console())
    item = SaveFormItem(Indicator.objects.get(code="area").pk, required=False)
    wanted = SaveForm(None, "areas", {"en": "Areas"}, "monthly", 10, [units["A1"].kind_id], [item])
    form = save_form(console(), wanted)
    open_period(console(), OpenPeriod(form.pk, "2023-01"))
    assert told(units["C"], "area") == (None, 0, 5)
    assert told(units["C"], "area", known_at=moment) == (None, 0, 0)


def test_the_page_of_a_number_as_it_was_known_lists_what_was_known(units: dict[str, Unit]) -> None:
    moment = freeze_counting(console())
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, JULY))
    close_unit(console(), CloseUnit(units["A2"].pk, JULY))

    def found(code: str, known: datetime | None = None) -> tuple[Decimal | None, int, int]:
        page = source(console(), units[code].pk, "cultural", YEAR, known_at=known)
        mine = [leaf for leaf in page.leaves if leaf.unit.code == "A1"]
        return page.total.value, len(mine), page.leaves.paginator.count

    assert found("A", moment) == (12, 12, 24)
    assert found("B", moment) == (None, 0, 36)
    assert found("A") == (6, 6, 12)
    assert found("B") == (6, 6, 42)


def test_who_stood_above_on_the_day_may_read_and_no_more_decide(units: dict[str, Unit]) -> None:
    former: Actor = acting(Role.SECRETARY, units["A"])
    months = Report.objects.filter(unit=units["A1"], form_period__period__startswith="2023-")
    assert visible(former, months).count() == 12
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, JULY))
    seen = visible(former, months).values_list("form_period__period", flat=True)
    assert sorted(seen) == [f"2023-{month:02}" for month in range(1, 7)]
    assert visible(acting(Role.SECRETARY, units["B"]), months).count() == 12


def test_a_ratio_rests_on_the_units_that_have_all_its_parts(units: dict[str, Unit]) -> None:
    total = ledger(units["C"], "share").total(units["C"].pk, "share", YEAR)
    # Families of A1, A2 and B1; cultural families of A1 alone.
    assert (total.reported, total.expected, total.mixed) == (1, 5, True)
    of_a1 = ledger(units["A1"], "share").total(units["A1"].pk, "share", YEAR)
    assert (of_a1.value, of_a1.reported, of_a1.expected, of_a1.mixed) == (Decimal("120.0"), 1, 1, False)
    given = ledger(units["C"], "share").given(units["C"].pk, "share", YEAR)
    # B has no cultural families and so no ratio whose parts could differ.
    assert [given.parts[units[code].pk].mixed for code in "AB"] == [True, False]
    assert given.parts[units["B"].pk].reported == 0


def test_a_part_that_nobody_was_asked_for_is_no_data(db: None) -> None:
    made = tree()
    indicators()
    import_figures(console(), ImportFigures([FigureRow(2, "A1", "families", "2023", "4")]))
    total = ledger(made["C"], "share").total(made["C"].pk, "share", YEAR)
    assert (total.value, total.reported, total.expected) == (None, 0, 5)


def test_an_excused_report_takes_no_figures(db: None) -> None:
    city: World = world()
    close_unit(console(), CloseUnit(city.units["A1"].pk, date(2023, 1, 1)))
    with pytest.raises(Exception, match="not expected any more"):
        city.save(city.report("A1"), families=1)


def test_what_a_closed_unit_owes_is_still_to_be_written_from_above(db: None) -> None:
    """On the desk and in the counter of whoever reports for the ward, who may write it."""
    city: World = world()
    close_unit(console(), CloseUnit(city.units["A1"].pk, date(2023, 10, 1)))
    move_unit(console(), MoveUnit(city.units["A2"].pk, city.units["B"].pk, date(2023, 10, 1)))
    writer = acting(Role.REPORTER, city.units["A"])
    assert {row.unit.code for row in outstanding_of(writer).select_related("unit")} == {"A", "A1"}
    city.save(city.report("A1"), writer, families=3)
    secretary = acting(Role.SECRETARY, city.units["A"])
    assert [report.unit.code for report in outstanding_of(secretary)] == ["A"]


def test_the_journal_says_what_a_change_of_places_did_to_the_reports() -> None:
    unit = world().units["A1"]

    def sentence() -> str:
        row = Entry.objects.filter(code__startswith="units.").latest("pk")
        return event_from(row.code, row.data).sentence()

    close_unit(console(), CloseUnit(unit.pk, date(2023, 1, 1)))
    undo_place(console(), UndoPlace(unit.pk))
    assert sentence() == (
        "Took back the closing of A1 on 1 January 2023. 1 report that the closing excused is expected again"
    )
    import_units(console(), ImportUnits([UnitRow(2, "A1", "A", "street", "Phố 1", ends="2023-01-01")]))
    assert sentence() == (
        "Imported units: 1 new or changed unit. "
        "1 report of a period that begins while the unit is closed is not expected any more"
    )
    before = event_from("units.undone", {"unit": "A1", "change": "closed", "day": "2023-01-01"})
    assert before.sentence() == "Took back the closing of A1 on 1 January 2023"
