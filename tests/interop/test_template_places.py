"""A level's spreadsheet while its units close, open and move: whoever was expected has a row."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from tests.interop.test_template import Sheet, level, read_back, refused, template
from tests.support.organisation import acting, client_of, console, person
from tests.support.reporting import World

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Figure
from mandate.apps.units.models import Unit
from mandate.apps.units.queries import unit_by_code
from mandate.apps.units.services import (
    CloseUnit,
    CreateUnit,
    MoveUnit,
    UndoPlace,
    close_unit,
    create_unit,
    move_unit,
    undo_place,
)
from mandate.core.reportstate import State
from mandate.interop.spreadsheets.level import Filled, fill, level_below
from mandate.interop.spreadsheets.template import Level, make
from mandate.platform.access.actor import Role
from mandate.platform.journal.models import Entry

STREETS = ["A1", "A2", "B1", "B2", "B3"]


def codes(city: World, unit: str) -> list[str]:
    return [line.code for line in level(city, unit).lines]


def close(city: World, code: str, day: date) -> None:
    close_unit(console(), CloseUnit(city.units[code].pk, day))


def move(city: World, code: str, under: str, day: date) -> None:
    move_unit(console(), MoveUnit(city.units[code].pk, city.units[under].pk, day))


def opened_late(city: World, under: str = "A") -> Unit:
    """D1, opened in October and added to what 2023 expects."""
    command = CreateUnit("D1", "street", {"vi": "Phố mới"}, city.units[under].pk, date(2023, 10, 1))
    unit = create_unit(console(), command)
    services.expect_units(console(), services.ExpectUnits(city.opened.pk, [unit.pk], "new"))
    return unit


def excuse(city: World, codes: Collection[str]) -> None:
    units = [city.units[code].pk for code in codes]
    services.excuse_units(console(), services.ExcuseUnits(city.opened.pk, units, "flood"))


def test_whoever_was_expected_is_a_row_whatever_changed_within_the_period(city: World) -> None:
    close(city, "B3", date(2023, 6, 1))
    move(city, "B2", "A", date(2023, 7, 1))
    opened_late(city)
    assert codes(city, "C") == ["A", "A1", "A2", "B", "B1", "B2", "B3", "D1"]
    assert codes(city, "A") == ["A", "A1", "A2", "B2", "D1"]
    assert codes(city, "B") == ["B", "B1", "B3"]


def test_whoever_moved_later_is_with_whom_it_stood_and_with_whom_it_stands(city: World) -> None:
    """In 2024 B1 went over to A. B's secretary sees what was B's and cannot write it; A's can."""
    move(city, "B1", "A", date(2024, 1, 2))
    lines = {}
    for ward in ("A", "B"):
        secretary = acting(Role.SECRETARY, city.units[ward])
        found = level_below(secretary, city.opened.pk, unit_by_code(secretary, ward))
        assert found
        lines[ward] = {line.code: line.writable for line in found.lines}
    assert lines["A"]["B1"] and lines["B"] == {"B": True, "B1": False, "B2": True, "B3": True}


def test_all_of_them_are_filled_and_submitted_by_one_file(city: World) -> None:
    close(city, "B3", date(2023, 6, 1))
    move(city, "B2", "A", date(2023, 7, 1))
    opened_late(city)
    sheet = template(city)
    for number, code in enumerate([*STREETS, "D1"], start=1):
        sheet.put(code, "families", number)
    done = read_back(city, sheet, submit=True)
    assert (done.cells, done.submitted, done.refused, done.gone, done.fresh) == (6, 6, (), (), ())
    stored = Figure.objects.order_by("value").values_list("unit__code", "value")
    assert list(stored) == [(code, Decimal(n)) for n, code in enumerate([*STREETS, "D1"], start=1)]
    assert city.report("B3").state == State.SUBMITTED


@pytest.mark.parametrize("order", ["before", "after"])
def test_an_untouched_template_changes_nothing(city: World, order: str) -> None:
    for code in ("A1", "B2", "B3"):
        city.save(city.report(code), city.reviewer, families=5, area="1.5")
    sheet = template(city)
    close(city, "B3", date(2023, 6, 1))
    move(city, "B2", "A", date(2023, 7, 1))
    close(city, "A2", date(2023, 1, 1))  # begins with the year: excuses its report
    if order == "before":
        sheet = template(city)
    stored, entries = list(Figure.objects.order_by("pk").values_list()), Entry.objects.count()
    done = read_back(city, sheet, submit=True)
    assert done == Filled(0, 0, 0, (), gone=() if order == "before" else ("A2",))
    assert list(Figure.objects.order_by("pk").values_list()) == stored and Entry.objects.count() == entries


def test_whoever_is_not_to_report_any_more_is_named_and_nothing_is_written_for_it(city: World) -> None:
    city.save(city.report("A2"), city.reviewer, families=4)
    sheet = template(city)
    excuse(city, ["A2", "B3"])
    sheet.put("A1", "families", 7)
    assert read_back(city, sheet).gone == ("A2", "B3")
    for code in ("A2", "B3"):
        touched = template(city)
        touched.book = Sheet(sheet.bytes()).book
        touched.sheet = touched.book.worksheets[0]
        touched.put(code, "area", "many" if code == "A2" else 3)
        row = [cell.value for cell in touched.sheet["A"]].index(code) + 1
        assert refused(city, touched.bytes()) == [(f"F{row}", "template_gone")]


def test_a_closing_that_was_taken_back_lets_the_template_through(city: World) -> None:
    sheet = template(city)
    close(city, "B3", date(2023, 1, 1))
    sheet.put("B3", "families", 3)
    assert [code for _cell, code in refused(city, sheet.bytes())] == ["template_gone"]
    undo_place(console(), UndoPlace(city.units["B3"].pk))
    assert read_back(city, sheet, submit=True).submitted == 1


def test_whoever_moved_away_meanwhile_is_named_in_the_old_template_and_in_the_new_one(city: World) -> None:
    secretaries = {ward: acting(Role.SECRETARY, city.units[ward]) for ward in ("A", "B")}

    def own(ward: str) -> Level:
        found = level_below(secretaries[ward], city.opened.pk, unit_by_code(secretaries[ward], ward))
        assert found
        return found

    old = {ward: Sheet(make(own(ward), "en")) for ward in ("A", "B")}
    move(city, "B2", "A", date(2023, 7, 1))
    opened_late(city)
    done = {ward: fill(secretaries[ward], own(ward), old[ward].bytes(), submit=True) for ward in old}
    assert (done["B"].gone, done["B"].fresh) == (("B2",), ())
    assert (done["A"].gone, done["A"].fresh) == ((), ("B2", "D1"))
    new = Sheet(make(own("A"), "en"))
    new.put("B2", "families", 8)
    assert fill(secretaries["A"], own("A"), new.bytes(), submit=True).submitted == 1


def test_a_unit_that_never_had_a_row_is_not_in_the_template(city: World) -> None:
    sheet = template(city)
    late = opened_late(city)
    services.excuse_units(console(), services.ExcuseUnits(city.opened.pk, [late.pk], "after all"))
    sheet.sheet["A3"].value = "D1"
    assert refused(city, sheet.bytes()) == [("A3", "template_unit")]


def test_the_page_names_them(city: World, secretary: Client) -> None:
    address = f"/exchange/template/{city.opened.pk}/C/"
    sheet = Sheet(secretary.get(f"{address}file/").content)
    excuse(city, ["B3"])
    opened_late(city)
    sheet.put("A1", "families", 12)
    done = secretary.post(address, {"file": SimpleUploadedFile("t.xlsx", sheet.bytes())}, follow=True)
    page = done.content.decode()
    assert "1 figure changed by the file." in page
    assert "Not to report here any more: B3." in page
    assert "Expected here and not in this template, which was made before: D1." in page


def test_the_template_of_a_closed_unit_itself(city: World) -> None:
    close(city, "B3", date(2023, 6, 1))
    client = client_of(person(Role.SECRETARY, city.units["B"]))
    address = f"/exchange/template/{city.opened.pk}/B3/"
    sheet = Sheet(client.get(f"{address}file/").content)
    sheet.put("B3", "families", 2)
    sent = {"file": SimpleUploadedFile("t.xlsx", sheet.bytes()), "submit": "on"}
    assert client.post(address, sent).status_code == 302
    assert city.report("B3").state == State.SUBMITTED


def test_streets_of_one_name_say_their_ward(city: World) -> None:
    Unit.objects.filter(code__in=["A1", "B1"]).update(names={"en": "Street 1"})
    Unit.objects.filter(code="A").update(names={"en": "Ash"})
    Unit.objects.filter(code="B").update(names={"en": "Birch"})
    sheet = load_workbook(BytesIO(make(level(city, "C"), "en"))).worksheets[0]
    names = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=3)}
    assert (names["A1"], names["B1"]) == ("Street 1, Ash", "Street 1, Birch")
    assert "," not in names["B3"] and names["A"] == "Ash"
