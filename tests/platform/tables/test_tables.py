"""Tables read and written: delimiters, encodings, spreadsheets, guards against formulas."""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandate.core.number import PLAIN, read_number
from mandate.core.problem import Problems
from mandate.platform.tables.reader import table as tables
from mandate.platform.tables.reader.limits import PAGE
from mandate.platform.tables.reading import letters, look_at, read_table
from mandate.platform.tables.workbook import Book
from mandate.platform.tables.writing import to_csv, to_xlsx

COLUMNS = ("code", "name")


def cells(data: bytes | str) -> list[tuple[str, ...]]:
    sent = data if isinstance(data, bytes) else data.encode()
    return [tuple(row.cells.values()) for row in read_table(sent, COLUMNS).rows]


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
    rows = read_table(b'code,name\n\n"a","x, ""y""\nz"\nb,c\n', COLUMNS).rows
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


@given(st.integers(-(10**18) + 1, 10**18 - 1), st.integers(0, 6))
@settings(max_examples=40, deadline=None)
def test_a_number_of_any_length_comes_back_with_all_its_digits(units, decimals):
    number = Decimal(units).scaleb(-decimals)
    for data in (to_xlsx("Figures", COLUMNS, [("a", number)]), to_csv(COLUMNS, [("a", number)])):
        read = tables.read(io.BytesIO(data), tables.Wanted(COLUMNS), PAGE)
        rows = [row for kind, told in read if kind == "rows" for row in told]
        assert read_number(rows[0][1][1], PLAIN, decimals) == number


def test_a_day_is_written_as_one():
    rows = [("a", date(2024, 5, 1)), ("b", date(1899, 12, 31))]
    spreadsheet = to_xlsx("Days", COLUMNS, rows)
    assert cells(spreadsheet) == [("a", "2024-05-01"), ("b", "1899-12-31")]


#: The first could be taken for marked up text, the second for one character, others for numbers and links.
ODD = ["<r>a</b></r>", "_x0041_", " a ", "1e5", "https://example.org", "a\nb", "\U0001f600" * 20_000]


@pytest.mark.parametrize("text", ODD)
def test_a_text_comes_back_as_it_was_whatever_it_looks_like(text):
    spreadsheet = to_xlsx("Units", COLUMNS, [("a", text)])
    assert openpyxl.load_workbook(io.BytesIO(spreadsheet)).active["B2"].data_type == "s"
    whole = text.encode("utf-16-le")[: 2 * 32_767].decode("utf-16-le", errors="ignore")
    assert cells(spreadsheet) == [("a", whole.strip())]


def test_sheets_are_named_as_they_may_be():
    book = Book()
    for name in ("a/b", "A b", "", "history", "'x'", "\U0001f600" * 30, "\U0001f600" * 31):
        book.sheet(name).put(0, 0, name)
    names = openpyxl.load_workbook(io.BytesIO(book.data())).sheetnames
    smiles = "\U0001f600"
    assert names == ["a b", "A b (2)", "–", "history (2)", "x", smiles * 15, f"{smiles * 13} (2)"]


def test_a_column_has_letters():
    expected = ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert [letters(column) for column in (1, 26, 27, 52, 53, 702, 703)] == expected


def test_rows_are_not_kept_in_memory_while_a_table_is_written():
    """A row is on the disk once the next begins: whatever the table is long, the writer holds one."""
    book = Book()
    sheet = book.sheet("long")
    for row in range(1000):
        sheet.put_row(row, ["a" * 100, row])
        assert len(sheet.inner.table) <= 2
    assert openpyxl.load_workbook(io.BytesIO(book.data())).active.max_row == 1000


def test_the_rows_of_a_file_are_there_beside_the_problems_of_some():
    table = look_at(b"code,name\na,x\nb,y,z\nc,w\n", COLUMNS)
    assert [row.number for row in table.rows] == [2, 4]
    assert [(one.row, one.code) for one in table.problems] == [(3, "too_many_cells")]
    with pytest.raises(Problems) as caught:
        look_at(b"code\na\n", COLUMNS)
    assert caught.value.unfinished
