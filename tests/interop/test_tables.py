"""Tables read and written: delimiters, encodings, spreadsheets, guards against formulas."""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from mandate.core.problem import Problems
from mandate.interop.spreadsheets.reading import read_table
from mandate.interop.spreadsheets.writing import to_csv, to_xlsx

COLUMNS = ("code", "name")


def cells(data: bytes | str) -> list[tuple[str, ...]]:
    sent = data if isinstance(data, bytes) else data.encode()
    return [tuple(row.cells.values()) for row in read_table(sent, COLUMNS)]


def refused(data: bytes) -> list[tuple[int, str]]:
    with pytest.raises(Problems) as caught:
        read_table(data, COLUMNS)
    return [(problem.row, problem.code) for problem in caught.value.problems]


def book(*rows: list[object]) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        "code,name\na,Một\n",
        "code;name\na;Một\n",
        "code\tname\na\tMột\n",
        "\ufeffcode,name\r\na,Một\r\n",
        "code,name\n\na,Một\n,\n",
        " Code , NAME \n a , Một ",
        'name,code\n"Một","a"\n',
        "code,name,\na,Một,\n",
    ],
)
def test_a_table_is_read_however_it_was_saved(data):
    assert cells(data) == [("a", "Một")]


def test_a_row_keeps_its_number_and_quoted_text_its_commas_and_lines():
    rows = read_table(b'code,name\n\n"a","x, ""y""\nz"\nb,c\n', COLUMNS)
    assert [(row.number, row["name"]) for row in rows] == [(3, 'x, "y"\nz'), (5, "c")]


def test_a_spreadsheets_cells_are_what_a_person_would_have_typed():
    rows = [["code", "name"], [268.0, 2023], [0.1, True], [date(2024, 2, 29), datetime(2024, 2, 29, 8, 30)]]
    assert cells(book(*rows, [None, None], ["x", Decimal("12.50")])) == [
        ("268", "2023"),
        ("0.1", "yes"),
        ("2024-02-29", "2024-02-29 08:30:00"),
        ("x", "12.5"),
    ]


def test_what_is_no_spreadsheet_is_said_so():
    good = book(["code", "name"], ["a", "b"])
    assert refused(b"PK\x03\x04" + b"x" * 100) == [(0, "broken_spreadsheet")]
    assert refused(good[: len(good) // 2]) == [(0, "broken_spreadsheet")]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as other:
        other.writestr("letter.txt", "no table")
    assert refused(out.getvalue()) == [(0, "broken_spreadsheet")]


@pytest.mark.parametrize(
    "sheet",
    [
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
        '<row r="1"><c r="a1"><v>1</v></c></row><row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row><c r="XFD0001048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row><c r = "XFD1048576"><v>1</v></c></row>',
        '<row r="1">' + "<c><v>1</v></c>" * 16000 + '</row><row r="1048576"><c><v>1</v></c></row>',
    ],
    ids=["single quotes", "place of the row", "small letters", "leading zeros", "spaces", "no places"],
)
def test_a_place_however_written_is_looked_at_before_reading(sheet: str):
    """The reader would ask for a cell for each place up to the farthest, and end the process."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        link = f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{related}'
        book.writestr("_rels/.rels", f'{link}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{related}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{link}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        book.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
        )
    assert refused(out.getvalue()) == [(0, "spreadsheet_too_large")]


def test_a_small_file_cannot_ask_for_all_the_memory():
    made = openpyxl.Workbook()
    made.active.append(["code", "name"])
    made.active["XFD1048576"] = "far away"
    out = io.BytesIO()
    made.save(out)
    assert refused(out.getvalue()) == [(0, "spreadsheet_too_large")]
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
        packed.writestr("xl/media/zeros", b"\0" * 410_000_000)
    assert len(bomb.getvalue()) < 1_000_000
    assert refused(bomb.getvalue()) == [(0, "spreadsheet_too_large")]


FORMULAS = ["=cmd()", "=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "'=cmd()", "''-x"]


@pytest.mark.parametrize("name", FORMULAS)
def test_no_name_runs_as_a_formula_and_each_comes_back_unchanged(name):
    written = to_csv(COLUMNS, [("a", name)])
    assert written.startswith(b"\xef\xbb\xbf")
    cell = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))[1][1]
    assert cell == f"'{name}"
    assert cells(written) == [("a", name)]
    spreadsheet = to_xlsx("Units", COLUMNS, [("a", name)])
    stored = openpyxl.load_workbook(io.BytesIO(spreadsheet)).active["B2"]
    assert (stored.data_type, stored.value) == ("s", name)
    assert cells(spreadsheet) == [("a", name)]


def test_an_apostrophe_of_a_name_stays():
    assert cells(to_csv(COLUMNS, [("a", "'t Zand"), ("b", "L'Isle")])) == [("a", "'t Zand"), ("b", "L'Isle")]


def test_numbers_are_written_as_numbers():
    rows = [("a", Decimal("-12.50")), ("b", 3), ("c", None)]
    assert to_csv(COLUMNS, rows).decode("utf-8-sig").split() == ["code,name", "a,-12.50", "b,3", "c,"]
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx("x" * 50, COLUMNS, rows))).active
    assert [sheet["B2"].value, sheet["B3"].value, sheet["B4"].value] == [-12.5, 3, None]
    assert sheet.title == "x" * 31
