"""What a file holds is what a person sees in it, or a problem at its cell. No file takes too much."""

import io
import zipfile
from dataclasses import replace

import pytest
from tests.support.workbooks import rows, workbook

from mandate.core.problem import Problems
from mandate.platform.tables.reader import table
from mandate.platform.tables.reader.limits import PAGE, Limits, RefusedError
from mandate.platform.tables.reading import read_sheets, read_table

COLUMNS = ("code", "name")
HEADING = ["code", "name"]


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [tuple(row.cells.values()) for row in read_table(data, COLUMNS).rows]


def problems(data: bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(Problems) as caught:
        read_table(data, COLUMNS)
    return [(problem.row, problem.column, problem.code) for problem in caught.value.problems]


def refused(data: bytes, limits: Limits = PAGE) -> str:
    """Read here, so that a limit is met by counting and not by the end of a process."""
    with pytest.raises(RefusedError) as caught:
        for _ in table.read(io.BytesIO(data), table.Wanted(COLUMNS), limits):
            pass
    return caught.value.code


ERROR = '<c t="e"><v>#N/A</v></c>'
COMPUTED_ERROR = '<c t="e"><f>VLOOKUP(1,B:B,1)</f><v>#REF!</v></c>'


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (ERROR, "cell_error"),
        (COMPUTED_ERROR, "cell_error"),
        ("#DIV/0!", "cell_error"),
        ("<c><f>1+1</f></c>", "cell_formula"),
        ("<c><f>1+1</f><v></v></c>", "cell_formula"),
        ("<c><f>1+1</f><v/></c>", "cell_formula"),
        ('<c t="str"><f>A2</f></c>', "cell_formula"),
    ],
)
def test_an_error_and_a_formula_without_result_are_never_empty(cell, code):
    assert problems(workbook(rows(HEADING, ["a", cell], ["b", "c"]))) == [(2, "name", code)]


def test_an_error_in_csv_is_one_too():
    assert problems(b"code,name\na,#N/A\nb,#VALUE!\n") == [
        (2, "name", "cell_error"),
        (3, "name", "cell_error"),
    ]


def test_an_error_in_a_column_that_is_not_read_matters_to_nobody():
    read = read_table(workbook(rows([*HEADING, "note"], ["a", "b", ERROR])), COLUMNS)
    assert [row.cells for row in read.rows] == [{"code": "a", "name": "b"}]
    assert list(read.unused) == ["note"]


def test_a_formula_whose_result_is_an_empty_text_is_empty():
    assert cells(workbook(rows(HEADING, ["a", '<c t="str"><f>""</f><v></v></c>']))) == [("a", "")]


@pytest.mark.parametrize(
    ("merged", "row"), [("B2:B3", 2), ("A3:B3", 3), ("B3:C9", 3), ("B1:B2", 2), ("$B$3", 3)]
)
def test_a_merged_range_over_the_table_is_told(merged, row):
    sheet = rows(HEADING, ["a", "b"], ["c", ""]) + f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>'
    assert [(at, code) for at, _, code in problems(workbook(sheet))] == [(row, "cell_merged")]


def test_a_merged_title_above_the_table_and_ranges_beside_it_are_none_of_its_business():
    sheet = rows(["Units of 2023"], [""], HEADING, ["a", "b"])
    sheet += (
        '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="D1:E9"/><mergeCell ref="A5:B9"/></mergeCells>'
    )
    assert cells(workbook(sheet)) == [("a", "b")]


FORMATS = (
    '<numFmts><numFmt numFmtId="164" formatCode="000"/><numFmt numFmtId="165" formatCode="yyyy\\-mm"/>'
    '<numFmt numFmtId="166" formatCode="yyyy"/><numFmt numFmtId="167" formatCode="0.0%"/>'
    '<numFmt numFmtId="168" formatCode="[Red]#,##0.00 &quot;days&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>'
    + "".join(f'<xf numFmtId="{number}"/>' for number in (0, 164, 165, 166, 167, 9, 14, 17, 168, 22))
    + "</cellXfs>"
)


@pytest.mark.parametrize(
    ("style", "stored", "seen"),
    [
        (0, "857.0", "857"),
        (0, "12345678901234567890", "12345678901234567890"),
        (0, "1.5E+2", "150"),
        (0, "1E-2", "0.01"),
        (0, "123456789012.123456", "123456789012.123456"),
        (1, "7", "007"),
        (1, "1234", "1234"),
        (2, "45231", "2023-11"),
        (3, "45231", "2023"),
        (4, "0.856", "85.6%"),
        (5, "0.8", "80%"),
        (5, "0.56999999999999995", "57%"),
        (6, "45351", "2024-02-29"),
        (7, "45231", "2023-11"),
        (8, "3.5", "3.5"),
        (9, "45351.354166666664", "2024-02-29 08:30:00"),
        (6, "1", "1900-01-01"),
        (0, "1E400", "1E400"),
        (0, "1E999999999", "1E999999999"),
        (0, "NaN", "NaN"),
    ],
)
def test_a_number_is_what_its_cell_shows_with_all_its_digits(style, stored, seen):
    sheet = rows(HEADING, ["a", f'<c s="{style}"><v>{stored}</v></c>'])
    assert cells(workbook(sheet, styles=FORMATS)) == [("a", seen)]


def test_a_hidden_sheet_is_not_read_and_the_one_that_is_read_is_named():
    old, readme, new = rows(HEADING, ["old", "x"]), rows(["Read me first"]), rows(HEADING, ["new", "y"])
    data = workbook(old, readme, new, names=("Old", "Notes", "Data"), states=("hidden", "visible", "visible"))
    read = read_table(data, COLUMNS)
    assert ([row["code"] for row in read.rows], read.sheet) == (["new"], "Data")
    very = workbook(old, new, states=("veryHidden", "visible"))
    assert cells(very) == [("new", "y")]
    assert read_table(workbook(new), COLUMNS).sheet == ""


def test_rows_above_the_heading_are_passed_over():
    assert cells(b"Units of 2023;;\n\n;;\ncode;name;\na;b;\n") == [("a", "b")]
    assert problems(b"Units of 2023\ncode,nam\na,b\n")[0] == (1, "code", "missing_column")


@pytest.mark.parametrize(
    "data",
    [
        "code;name\ra;Một\r".encode(),
        "code;name\na;Một\n".encode("utf-16"),
        "\ufeffcode\tname\na\tMột\n".encode("utf-16-be"),
        "sep=;\ncode;name\na;Một\n".encode(),
        "code,name\na,Mo\u0323\u0302t\n".encode(),
        "code,name\n\ufeffa\u200b,Một\n".encode(),
    ],
)
def test_a_text_is_read_however_a_program_saved_it(data):
    ((code, name),) = cells(data)
    assert (code.strip("\ufeff\u200b"), name) == ("a", "Một")


def test_a_vertical_tab_becomes_a_space():
    assert cells(b"code,name\na,Ham\x0bRong\n") == [("a", "Ham Rong")]
    texts = "<si><t>Ham_x000B_Rong_x005F_x0041_</t><rPh><t>no</t></rPh></si>"
    texts += "<si><r><t>a</t></r><r><t>b</t></r></si>"
    sheet = rows(HEADING, ['<c t="s"><v>1</v></c>', '<c t="s"><v>0</v></c>'])
    assert cells(workbook(sheet, texts=texts)) == [("ab", "Ham Rong_x0041_")]


def test_a_misspelt_column_is_told_and_a_strange_one_left_alone():
    with pytest.raises(Problems) as caught:
        read_table(b"code,name,decimal\na,b,1\n", COLUMNS, ("decimals",))
    assert [problem.code for problem in caught.value.problems] == ["unknown_column"]
    read = read_table(b"code,name,latitude\na,b,1\n", COLUMNS, ("decimals",))
    assert (list(read.unused), read.rows[0].cells) == (["latitude"], {"code": "a", "name": "b"})


def test_parts_are_found_under_whatever_name_they_have():
    sheet = rows(HEADING, ["a", "b"])
    assert cells(workbook(sheet, separator="\\")) == [("a", "b")]
    assert cells(workbook(sheet, folder="other/place")) == [("a", "b")]
    assert cells(workbook(sheet, folder="../elsewhere")) == [("a", "b")]
    assert cells(workbook(sheet, folder="/xl/tables")) == [("a", "b")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet_locked"),
        (workbook(more={"xl/workbook.xml": b"<x"}), "broken_spreadsheet"),
        (workbook("<sheetData><row r='2'/><row r='2'/></sheetData>"), "broken_spreadsheet"),
        (workbook("<sheetData><row r='1'><c r='A2'/></row></sheetData>"), "broken_spreadsheet"),
        (workbook("<sheetData><row r='1'><c t='s'><v>7</v></c></row></sheetData>"), "broken_spreadsheet"),
        (
            workbook(more={"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}),
            "broken_spreadsheet",
        ),
    ],
)
def test_what_cannot_be_read_is_said(data, code):
    assert problems(data) == [(0, "", code)]


def test_other_kinds_of_spreadsheet_are_named():
    for part in ("content.xml", "xl/workbook.bin"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as book:
            book.writestr(part, "x")
        assert problems(out.getvalue()) == [(0, "", "spreadsheet_foreign")]


@pytest.mark.parametrize("folder", ["worksheets", "elsewhere"])
@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c r='xfd1048576'><v>1</v></c></row>",
        '<row r="1048576"><c r = "XFD0001048576"><v>1</v></c></row>',
        '<row r="900000"><c r="XFD900000"><v>1</v></c></row>',
    ],
)
def test_a_far_cell_takes_no_more_room_than_a_near_one(folder, far):
    data = workbook(
        f"<sheetData><row><c><v>1</v></c><c r='XFD1'><v>1</v></c></row>{far}</sheetData>", folder=folder
    )
    assert len(data) < 2500
    assert problems(data)[0][2] == "missing_column"
    heading = rows(HEADING, ["a", "b"]).removesuffix("</sheetData>")
    assert refused(workbook(f"{heading}{far}</sheetData>", folder=folder)) == "too_many_rows"


@pytest.mark.parametrize(
    "place", ["A" * 200_000 + "1", "A" + "1" * 200_000, "XFE1", "A0", "1A", "ÄA1", "A1048577"]
)
def test_a_place_that_is_none_is_refused_at_once(place):
    assert refused(workbook(f'<sheetData><row><c r="{place}"><v>1</v></c></row></sheetData>')) == (
        "broken_spreadsheet"
    )


def test_too_much_is_refused_wherever_it_lies():
    least = replace(PAGE, cells=1000, characters=10_000, unpacked=100_000)
    many = rows(HEADING).removesuffix("</sheetData>") + "<row><c><v>1</v></c></row>" * 2000 + "</sheetData>"
    assert refused(workbook(many), least) == "spreadsheet_too_large"
    empty = rows(HEADING).removesuffix("</sheetData>") + "<row><c/></row>" * 20_000 + "</sheetData>"
    assert refused(workbook(empty), least) == "spreadsheet_too_large"
    sheet = rows(HEADING, ["a", "b"])
    assert refused(workbook(sheet, texts="<si><t>x</t></si>" * 2000), least) == "spreadsheet_too_large"
    assert refused(workbook(sheet, texts=f"<si><t>{'x' * 20_000}</t></si>"), least) == "spreadsheet_too_large"
    one = '<c t="s"><v>0</v></c>'
    again = rows(HEADING, *[[one, one]] * 200)
    assert refused(workbook(again, texts=f"<si><t>{'x' * 100}</t></si>"), least) == "spreadsheet_too_large"
    assert refused(workbook(sheet, styles="<x>" + " " * 200_000 + "</x>"), least) == "spreadsheet_too_large"
    assert refused(b"code,name\n" + b"a,b\n" * 2000, least) == "spreadsheet_too_large"
    assert refused(b"code,name\n" + b"a,b\n" * 20, replace(PAGE, rows=10)) == "too_many_rows"
    assert refused(workbook(sheet, more={f"xl/{n}": b"" for n in range(10_001)})) == "spreadsheet_too_large"


def test_cells_that_hold_nothing_count_for_nothing():
    styled = '<row r="9"><c r="A9" s="1"/></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    sheet = rows(HEADING, ["a", "b"]).removesuffix("</sheetData>") + styled + "</sheetData>"
    assert cells(workbook(sheet)) == [("a", "b")]


def test_two_sheets_are_handed_over_as_they_are():
    memory = rows(["1", "7"])
    shown = rows(["a", ERROR, "<c><v>1.5</v></c>"]) + '<mergeCells><mergeCell ref="B1:C1"/></mergeCells>'
    found = read_sheets(
        workbook(shown, memory, names=("Figures", "mandate"), states=("visible", "hidden")), "mandate"
    )
    assert found is not None
    sheet, other = found
    assert (sheet.get(1, 1), sheet.get(1, 2), sheet.get(1, 3)) == ("a", ("e", "#N/A"), ("n", "1.5"))
    assert sheet.merges == [("B1:C1", 1, 1, 2, 3)]
    assert (other.get(1, 2), other.get(5, 5)) == ("7", "")
    assert read_sheets(workbook(shown), "mandate") is None


def told(stored: str, style: int = 0, kind: str = "n") -> list[tuple[int, str, str]]:
    """The problems of a cell where a text is meant."""
    cell = f'<c t="{kind}" s="{style}"><v>{stored}</v></c>'
    with pytest.raises(Problems) as caught:
        read_table(workbook(rows(HEADING, [cell, "b"]), styles=FORMATS), COLUMNS, texts=("code",))
    return [(problem.row, problem.column, problem.code) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("stored", "style", "kind"),
    [("1.1", 0, "n"), ("45352", 7, "n"), ("45352", 2, "n"), ("1", 0, "b"), ("0.8", 5, "n")],
    ids=["1.10", "1-Mar", "a month", "TRUE", "80%"],
)
def test_what_a_spreadsheet_made_of_a_code_is_no_code(stored, style, kind):
    assert told(stored, style, kind) == [(2, "code", "cell_no_text")]


def test_whole_numbers_are_codes_with_the_zeros_that_are_shown():
    cell = '<c s="1"><v>7</v></c>'
    sheet = rows(HEADING, [cell, "b"], ["<c><v>380</v></c>", "c"], ["<c><v>14.0</v></c>", "d"])
    read = read_table(workbook(sheet, styles=FORMATS), COLUMNS, texts=COLUMNS)
    assert [row["code"] for row in read.rows] == ["007", "380", "14"]


@pytest.mark.parametrize("stored", ["1.234567890123457E+17", "1.23456789012346E18", "-9.87654321098765e+15"])
def test_a_number_that_lost_its_last_digits_is_never_taken_for_what_is_left(stored):
    sheet = rows(HEADING, ["a", f"<c><v>{stored}</v></c>"])
    assert problems(workbook(sheet)) == [(2, "name", "cell_long")]


@pytest.mark.parametrize(
    ("stored", "seen"),
    [("1E+17", "100000000000000000"), ("1.5E+3", "1500"), ("123456789012345678", "123456789012345678")],
)
def test_a_long_number_that_lost_nothing_is_kept(stored, seen):
    assert cells(workbook(rows(HEADING, ["a", f"<c><v>{stored}</v></c>"]))) == [("a", seen)]


def test_rows_and_columns_that_nobody_sees_are_told():
    sheet = rows(HEADING, ["a", "b"], ["c", "d"], ["", ""]).replace('<row r="3"', '<row r="3" hidden="1"')
    sheet = sheet.replace('<row r="4"', '<row r="4" hidden="true"')
    read = read_table(workbook('<cols><col min="2" max="5" hidden="1"/></cols>' + sheet), COLUMNS)
    assert (len(read.rows), read.hidden_rows, read.hidden_columns) == (2, 1, ["name"])
    plain = read_table(workbook(rows(HEADING, ["a", "b"])), COLUMNS)
    assert (plain.hidden_rows, plain.hidden_columns) == (0, [])


def test_a_file_whose_sheets_are_all_hidden_says_so():
    assert refused(workbook(rows(HEADING, ["a", "b"]), states=("hidden",))) == "sheets_hidden"


def test_a_time_is_told_as_one():
    assert cells(workbook(rows(HEADING, ["a", '<c s="9"><v>0.5</v></c>']), styles=FORMATS)) == [
        ("a", "12:00:00")
    ]
