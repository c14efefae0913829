"""A whole level's figures by one spreadsheet: made here, filled with another program, read back."""

import io
import re
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from tests.support.organisation import acting, client_of, console, person, tree
from tests.support.reporting import World, indicators, yearly_form

from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, FormPeriod, Report
from mandate.apps.units.queries import unit_by_code
from mandate.apps.units.sample import unit_rows
from mandate.core.problem import Problems
from mandate.core.reportstate import State
from mandate.interop.spreadsheets.level import Filled, fill, level_below
from mandate.interop.spreadsheets.template import make
from mandate.platform.access.actor import Role


class Sheet:
    """The template in the hands of somebody with a spreadsheet program."""

    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data))
        self.sheet = self.book.worksheets[0]

    def put(self, unit: str, indicator: str, value: object) -> None:
        codes = [cell.value for cell in self.sheet[2]]
        units = [cell.value for cell in self.sheet["A"]]
        self.sheet.cell(units.index(unit) + 1, codes.index(indicator) + 1).value = value

    def get(self, unit: str, indicator: str) -> object:
        codes = [cell.value for cell in self.sheet[2]]
        units = [cell.value for cell in self.sheet["A"]]
        return self.sheet.cell(units.index(unit) + 1, codes.index(indicator) + 1).value

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


def level(city: World, unit: str = "C"):
    found = level_below(city.reviewer, city.opened.pk, unit_by_code(city.reviewer, unit))
    assert found
    return found


def template(city: World, language: str = "en") -> Sheet:
    with translation.override(language):
        return Sheet(make(level(city), language))


def read_back(city: World, sheet: Sheet, *, submit: bool = False) -> Filled:
    return fill(city.reviewer, level(city), sheet.bytes(), submit=submit)


def refused(city: World, data: bytes) -> list[tuple[str, str]]:
    before = list(Figure.objects.order_by("pk").values_list())
    with pytest.raises(Problems) as caught:
        fill(city.reviewer, level(city), data, submit=True)
    assert list(Figure.objects.order_by("pk").values_list()) == before
    assert not Report.objects.filter(state=State.SUBMITTED).exists()
    return [(problem.column, problem.code) for problem in caught.value.problems]


def test_a_number_too_long_for_a_cell_is_a_text_and_changes_nothing(city):
    city.save(city.report("A1"), families=123456789012345678)
    for language in ("en", "de"):
        sheet = template(city, language)
        with translation.override(language):
            done = read_back(city, sheet)
        assert (done.cells, done.reports) == (0, 0)


def test_a_filled_template_becomes_drafts_and_only_what_changed_is_written(city):
    city.save(city.report("A1"), families=5)
    sheet = template(city)
    assert sheet.get("A1", "families") == 5
    sheet.put("A2", "families", 12)
    sheet.put("A2", "area", 1.25)
    sheet.put("B1", "clean", "yes")
    sheet.put("B2", "families", "n/a")
    sheet.put("B3", "families", 0)
    assert read_back(city, sheet) == Filled(cells=5, reports=4, submitted=0, refused=())
    stored = Figure.objects.values_list("unit__code", "indicator__code", "answer", "value")
    assert set(stored) == {
        ("A1", "families", Answer.VALUE, Decimal(5)),
        ("A2", "families", Answer.VALUE, Decimal(12)),
        ("A2", "area", Answer.VALUE, Decimal("1.25")),
        ("B1", "clean", Answer.VALUE, Decimal(1)),
        ("B2", "families", Answer.NOT_APPLICABLE, None),
        ("B3", "families", Answer.VALUE, Decimal(0)),
    }
    assert read_back(city, template(city)) == Filled(0, 0, 0, ())


def test_every_bad_cell_is_named_and_nothing_is_written(city):
    sheet = template(city)
    sheet.put("A1", "families", 7)
    sheet.put("A2", "families", "many")
    sheet.put("B1", "families", 1.5)
    sheet.put("B2", "families", -1)
    sheet.put("B3", "families", True)
    sheet.put("B3", "clean", "perhaps")
    sheet.put("B3", "area", "1,234.567")
    rows = {cell.value: cell.row for cell in sheet.sheet["A"]}
    assert set(refused(city, sheet.bytes())) == {
        (f"C{rows['A2']}", "number_not_a_number"),
        (f"C{rows['B1']}", "number_too_many_decimals"),
        (f"C{rows['B2']}", "number_negative"),
        (f"C{rows['B3']}", "number_not_a_number"),
        (f"E{rows['B3']}", "not_yes_no"),
        (f"F{rows['B3']}", "number_too_many_decimals"),
    }


def test_units_and_indicators_that_are_not_in_it_are_named(city):
    sheet = template(city)
    sheet.sheet["A3"].value = "NOWHERE"
    sheet.sheet["A5"].value = sheet.sheet["A4"].value
    sheet.sheet["D2"].value = "nothing"
    sheet.sheet["F2"].value = "families"
    assert refused(city, sheet.bytes()) == [
        ("D2", "template_indicator"),
        ("F2", "template_twice"),
        ("A3", "template_unit"),
        ("A5", "template_twice"),
    ]


def test_a_foreign_or_tampered_template_is_refused(city):
    other = openpyxl.Workbook()
    out = io.BytesIO()
    other.save(out)
    foreign = [("", "template_foreign")]
    assert refused(city, out.getvalue()) == foreign
    assert refused(city, b"no spreadsheet") == [("", "broken_spreadsheet")]
    assert refused(city, Sheet(make(level(city, "A"), "en")).bytes()) == foreign
    city.save(city.report("A1"), families=5)
    for row in (
        ["A1", "families", "one", "5"],
        ["A1", "families", 9, "5"],
        ["A1", "families", 1, "many"],
        ["A1", "families", 1, "sNaN"],
        ["A1", "families", 1, "-Infinity"],
        ["A1", "families", 1, "9" * 5000],
        ["A1", "families", 1, "1e40"],
        ["A1"],
    ):
        sheet = template(city)
        sheet.book["mandate"].append(row)
        assert refused(city, sheet.bytes()) == foreign, row


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(city):
    sheet = template(city)
    city.save(city.report("A1"), families=9)
    sheet.put("A1", "families", 5)
    sheet.put("A2", "families", 6)
    assert [code for _, code in refused(city, sheet.bytes())] == ["template_conflict"]
    assert city.figures(city.report("A1").revisions.get()) == {"families": 9}


def test_a_report_that_is_submitted_stays_as_it_is(city):
    sheet = template(city)
    sheet.put("A1", "families", 5)
    assert read_back(city, sheet, submit=True).submitted == 1
    again = template(city)
    again.put("A1", "families", 6)
    with pytest.raises(Problems) as caught:
        read_back(city, again)
    assert [problem.code for problem in caught.value.problems] == ["template_closed"]
    FormPeriod.objects.update(closed_at=city.opened.opened_at)
    again.put("A1", "families", 5)
    again.put("B1", "families", 1)
    with pytest.raises(Problems):
        read_back(city, again)


def test_submitting_leaves_those_with_errors_as_drafts(city):
    sheet = template(city)
    sheet.put("A1", "families", 5)
    sheet.put("A2", "cultural", 5)  # the families, which are required, are missing
    done = read_back(city, sheet, submit=True)
    assert (done.cells, done.reports, done.submitted) == (2, 2, 1)
    assert [one.code for one in done.refused] == ["A2"]
    states = dict(Report.objects.exclude(state=State.EXPECTED).values_list("unit__code", "state"))
    assert states == {"A1": State.SUBMITTED, "A2": State.DRAFT}


@pytest.mark.parametrize(
    ("language", "yes", "not_applicable", "number"),
    [
        ("en", "yes", "n/a", "1,234.5"),
        ("vi", "có", "không áp dụng", "1.234,5"),
        ("fr", "oui", "s.o.", "1 234,5"),
        ("de", "ja", "entfällt", "1.234,5"),
        ("sv", "ja", "ej tillämpligt", "1 234,5"),
        ("pl", "tak", "nie dotyczy", "1 234,5"),
        ("ru", "да", "неприменимо", "1 234,5"),
    ],
)
def test_words_and_numbers_as_text_are_those_of_the_templates_language(
    city, language, yes, not_applicable, number
):
    sheet = template(city, language)
    sheet.put("A1", "clean", yes)
    sheet.put("A1", "area", number)
    sheet.put("A2", "clean", not_applicable)
    read_back(city, sheet)
    stored = Figure.objects.values_list("unit__code", "indicator__code", "answer", "value")
    assert set(stored) == {
        ("A1", "clean", Answer.VALUE, Decimal(1)),
        ("A1", "area", Answer.VALUE, Decimal("1234.5")),
        ("A2", "clean", Answer.NOT_APPLICABLE, None),
    }
    shown = template(city, language)
    assert (shown.get("A1", "clean"), shown.get("A2", "clean")) == (yes, not_applicable)


def test_a_whole_level_of_311_is_filled_by_one_file(db):
    from mandate.apps.reporting import services

    units = [(row["code"], row["parent"], row["kind"], row["name"]) for row in unit_rows()]
    known = tree(units)
    codes = indicators()
    form = services.save_form(console(), yearly_form(codes, ("street", "village")))
    opened = services.open_period(console(), services.OpenPeriod(form.pk, "2023"))
    secretary = acting(Role.SECRETARY, known["D380"])
    found = level_below(secretary, opened.pk, unit_by_code(secretary, "D380"))
    assert found
    assert len(found.lines) == 311
    sheet = Sheet(make(found, "vi"))
    for number, line in enumerate(found.lines):
        sheet.put(line.code, "families", number)
    done = fill(secretary, found, sheet.bytes(), submit=True)
    assert (done.cells, done.submitted, done.refused) == (311, 311, ())
    assert opened.reports.filter(state=State.SUBMITTED).count() == 311
    values = Figure.objects.order_by("value").values_list("value", flat=True)
    assert [int(value) for value in values] == list(range(311))


def test_the_page_gives_the_template_and_takes_it_back(city, secretary):
    address = f"/exchange/template/{city.opened.pk}/C/"
    assert secretary.get(address).status_code == 200
    out = secretary.get(f"{address}file/")
    assert "yearly-2023-C.xlsx" in out.headers["Content-Disposition"]
    sheet = Sheet(out.content)
    sheet.put("A1", "families", "many")
    shown = secretary.post(address, {"file": SimpleUploadedFile("t.xlsx", sheet.bytes())})
    assert shown.status_code == 422
    assert "“many” is not a number" in shown.content.decode()
    for line in ("A", "A2", "B1", "B2", "B3"):
        sheet.put(line, "families", "many")
    shown = secretary.post(address, {"file": SimpleUploadedFile("t.xlsx", sheet.bytes())}).content.decode()
    assert "6 problems; nothing was written" in shown and "3 more like this" in shown
    assert len(set(re.findall(r"<code>([A-Z]+[0-9]+)</code>", shown))) == 6, "each cell is named"
    for line in ("A", "A2", "B1", "B2", "B3"):
        sheet.put(line, "families", None)
    sheet.put("A1", "families", 12)
    done = secretary.post(address, {"file": SimpleUploadedFile("t.xlsx", sheet.bytes()), "submit": "on"})
    assert done.status_code == 302
    assert city.report("A1").state == State.SUBMITTED


def test_who_may_not_write_reports_cannot_fill_them(city, observer):
    address = f"/exchange/template/{city.opened.pk}/C/"
    data = Sheet(make(level(city), "en"))
    data.put("A1", "families", 1)
    shown = observer.post(address, {"file": SimpleUploadedFile("t.xlsx", data.bytes())})
    assert shown.status_code in (403, 422)
    assert not Figure.objects.exists()
    elsewhere = client_of(person(Role.SECRETARY, city.units["B"]))
    assert elsewhere.get(address).status_code == 404
    assert elsewhere.get(f"{address}file/").status_code == 404
