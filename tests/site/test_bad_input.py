"""Bad tables and bad words at the command line: one clear line, a non-zero exit, nothing written."""

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from tests.site.tables import sample_file

HEADING = "unit,indicator,period,value"


@pytest.fixture
def refused(sample, tmp_path):
    """A function that sends a table and returns what was said; nothing may have been written."""

    def sending(data: bytes | str, kind: str = "figures", name: str = "table.csv") -> str:
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        before = sample.rows("SELECT count(*) FROM journal_entry")
        said = sample.refused("import", kind, path)
        last = said.splitlines()[-1]
        assert last.startswith("mandate: ")
        assert last.endswith(f"in {name}; nothing was read in.")
        assert sample.rows("SELECT count(*) FROM journal_entry") == before
        return said

    return sending


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "file: The file is empty."),
        (b" \n\n", "file: The file is empty."),
        ("unit,thing\na,b\n", "row 1, thing: The column “thing” is not known."),
        ("unit,thing\na,b\n", "row 1, period: The column “period” is missing."),
        (f"{HEADING},unit\na,b,2023,1,a\n", "row 1, unit:"),
        (HEADING.encode() + b"\nPh\xf4 1,a,2023,1\n", "row 2: The file is not UTF-8 text."),
        (HEADING.encode("utf-16-le"), "row 1: The file is not a table"),
        (f"{HEADING}\na\0,b,c,d\n", "row 2: The file is not a table"),
        (f'{HEADING}\n"a,b,c,d\n', "row 2: A quotation mark is not closed"),
        (f"{HEADING}\na,b,c,d,e,f\n", "row 2: The row has 6 cells, the heading 4."),
        (b"PK\x03\x04garbage", "file: The file is not an XLSX spreadsheet, or it is damaged."),
    ],
)
def test_a_file_that_is_no_table(refused, data, sentence):
    assert sentence in refused(data)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("NOWHERE,families,2024,1", "row 2, unit: There is no unit NOWHERE."),
        ("W14755-01,nothing,2024,1", "row 2, indicator: There is no indicator nothing."),
        ("W14755-01,families,20244,1", "row 2, period: “20244” is not a period"),
        ("W14755-01,families,2024-13,1", "row 2, period:"),
        ("W14755-01,families,0001,1", "row 2, period: The year of 0001 is not between"),
        ("W14755-01,families,2024-W54,1", "row 2, period: There is no period 2024-W54."),
        ("W14755-01,families,2024,many", "row 2, value: “many” is not a number."),
        ("W14755-01,families,2024,1.5", "row 2, value: “1.5” has too many decimals; at most 0 here."),
        ("W14755-01,families,2024,-1", "row 2, value: “-1” is below zero, which cannot be here."),
        ('W14755-01,families,2024,"1.234,5"', "row 2, value: “1.234,5”"),
        ('W14755-01,families,2024,"1,234"', "row 2, value: “1,234”"),
        ("W14755-01,families,2024,1 234", "row 2, value: “1 234”"),
        ("W14755-01,families,2024,1e5", "row 2, value: “1e5” is not a number."),
        ("W14755-01,families,2024,NaN", "row 2, value: “NaN” is not a number."),
        ("W14755-01,families,2024,Infinity", "row 2, value: “Infinity” is not a number."),
        ("W14755-01,families,2024,9999999999999999999", "row 2, value: “9999999999999999999” is too large"),
        ("W14755-01,families,2024,", "row 2, value: The value is empty"),
        (
            "W14755-01,cultural_residential_area,2024,perhaps",
            "row 2, value: “perhaps” is neither yes nor no.",
        ),
        ("W14755-01,cultural_residential_area,2024,2", "row 2, value: “2” is neither yes nor no."),
        ("W14755-01,cultural_family_share,2024,80", "row 2, indicator: cultural_family_share is computed"),
        (
            "W14755-01,families,2024,1\nW14755-01,families,2024,1",
            "row 3: The same unit, indicator and period",
        ),
        (
            "W14755-01,families,2024,1\nW14755-01,families,2024Q4,1",
            "row 3, period: families of W14755-01 for 2024Q4 overlaps its figure for 2024",
        ),
        ("W14755-01,families,2023-12,1", "row 2, period: families of W14755-01 for 2023-12 overlaps"),
    ],
)
def test_a_figure_that_cannot_be(refused, row, sentence):
    assert sentence in refused(f"{HEADING}\n{row}\n")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("A,B,ward,a\nB,A,ward,b", "row 2, parent: The units lie in a circle: A → B → A."),
        ("A,A,ward,a", "row 2, parent: The unit A is given as its own parent."),
        ("A,NOWHERE,ward,a", "row 2, parent: There is no unit NOWHERE"),
        ("A,D380,ward,", "row 2, name: The name is empty."),
        ("A,D380,,a", "row 2, kind: The kind is empty."),
        ("A,D380,ward,a\nA,D380,ward,b", "row 3, code: The code A stands in row 2 already."),
        ("A/B,D380,ward,a", "row 2, code: “A/B” cannot be a code."),
        (f"A,D380,ward,{'n' * 5000}", "row 2, name: The name is longer than 300 characters."),
    ],
)
def test_units_that_cannot_be(refused, rows, sentence):
    assert sentence in refused(f"code,parent,kind,name\n{rows}\n", "units")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("a,A,thing,0,,", "row 2, kind: “thing” is not known here; write one of: number, yes_no, ratio."),
        ("a,A,number,7,,", "row 2, decimals: “7” is not a number of decimals; write 0 to 6."),
        ("a,A,ratio,1,100 * (families,", "row 2, formula: At character 7: This “(” is never closed."),
        ("a,A,ratio,1,families / nothing,", "row 2, formula: At character 12: There is no indicator"),
        ("a,A,ratio,1,b / 1,\nb,B,ratio,1,a / 1,", "The formula depends on itself: a → b → a."),
        ("a b,A,number,0,,", "row 2, code: “a b” cannot be a code."),
        ("a,A,number,0,,best", "row 2, better: “best” is not known here"),
    ],
)
def test_indicators_that_cannot_be(refused, row, sentence):
    assert sentence in refused(f"code,name,kind,decimals,formula,better\n{row}\n", "indicators")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("NOWHERE,families,2023,1,at_least", "row 2, unit: There is no unit with the code NOWHERE."),
        ("D380,nothing,2023,1,at_least", "row 2, indicator: There is no indicator with the code nothing."),
        ("D380,families,2023,many,at_least", "row 2, goal: “many” is not a number."),
        ("D380,families,2023,,at_least", "row 2, goal:"),
        ("D380,families,2023,1.5,at_least", "row 2, goal: “1.5” has too many decimals; at most 0 here."),
        ("D380,families,2023,1,upwards", "row 2, direction: “upwards” is not a direction"),
        ("D380,families,20233,1,at_least", "row 2, period: “20233” is not a period"),
        (
            "D380,families,2023,1,at_least\nD380,families,2023,2,at_least",
            "row 3: This target stands in row 2 already.",
        ),
    ],
)
def test_targets_that_cannot_be(refused, row, sentence):
    assert sentence in refused(f"unit,indicator,period,goal,direction\n{row}\n", "targets")


def test_one_bad_row_of_many_keeps_all_out(city, write):
    rows = [f"W14755-0{number},families,2024,{number}" for number in range(1, 8)]
    before = city.dump()
    said = city.refused("import", "figures", write(HEADING, *rows, "W14755-08,families,2024,eight"))
    lines = said.splitlines()
    assert "table1.csv: row 9, value: “eight” is not a number." in lines
    assert "table1.csv: row 2, value: Much lower than before; the last value was 268. Is that right?" in lines
    assert "mandate: 8 problems in table1.csv; nothing was read in." in lines
    assert city.dump() == before


def test_a_figure_for_a_unit_that_did_not_exist_is_an_error(city, write):
    new = write("code,parent,kind,name", "W1,D380,ward,New ward", "W1-01,W1,street,New street")
    city.good("import", "units", new, "--as-of", "2024-07-01")
    before = city.dump()
    said = city.refused(
        "import", "figures",
        write(HEADING, "W14755-01,flower_pots,2021,1", "W1-01,flower_pots,2021,1", "W1-01,families,2023,1"),
    )  # fmt: skip
    assert "row 3, unit: The unit W1-01 did not exist in 2021 (on 2021-12-31)." in said
    assert "row 4, unit: " in said
    assert city.dump() == before
    city.good("import", "figures", write(HEADING, "W1-01,flower_pots,2024,1"))


def test_ten_thousand_bad_rows_of_one_kind_are_counted_and_the_first_shown(refused):
    rows = "".join(f"X{number},families,2024,{number}\n" for number in range(10_000))
    lines = refused(f"{HEADING}\n{rows}").splitlines()
    assert lines == [
        *(f"table.csv: row {row}, unit: There is no unit X{row - 2}." for row in (2, 3, 4)),
        "table.csv: rows 5–10001, unit: … and 9997 more like this (--all-problems lists them)",
        "table.csv: There may be more to mend: some things are only looked at once these are right.",
        "mandate: 10000 problems in table.csv; nothing was read in.",
    ]


def test_a_spreadsheet_is_read_like_a_csv_file(city, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADING.split(","))
    book.active.append(["W14755-01", "families", 2024, 268.0])
    book.active.append([])
    book.active.append(["W14755-01", "cultural_residential_area", "2024", True])
    book.active.append(["W14755-02", "families", "2024", "n/a"])
    book.save(tmp_path / "good.xlsx")
    assert "Figures: 3 new or changed" in city.good("import", "figures", tmp_path / "good.xlsx").out
    cells = city.good("rollup", "W14755", "2024", "--json").json()["indicators"]
    assert cells["families"]["value"] == "268"
    assert cells["families"]["reported"] == 2
    assert cells["cultural_residential_area"]["value"] == "1"


def test_a_spreadsheet_with_bad_cells_names_their_rows(refused, tmp_path):
    book = openpyxl.Workbook()
    for row in (HEADING.split(","), ["W14755-01", "families", 2024, 268.5], ["W1", "families", 2024, True]):
        book.active.append(row)
    book.save(tmp_path / "bad.xlsx")
    said = refused((tmp_path / "bad.xlsx").read_bytes(), name="bad.xlsx")
    assert "row 2, value: “268.5” has too many decimals" in said
    assert "row 3, unit: There is no unit W1." in said
    assert "row 3, value: “yes” is not a number." in said


def test_files_that_cannot_be_read(sample, tmp_path):
    assert "No such file or directory" in sample.refused("import", "figures", tmp_path / "none.csv")
    assert "Is a directory" in sample.refused("import", "figures", tmp_path)
    assert "not a backup made by Mandate" in sample.refused("restore", sample_file("units.csv"))
    assert "No such file or directory" in sample.refused("backup", tmp_path / "nowhere" / "backup")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nothing",),
        ("import", "pebbles", "x.csv"),
        ("import", "figures"),
        ("rollup", "D380"),
        ("scoreboard", "D380", "2023", "--as-of"),
        ("admin",),
    ],
)
def test_wrong_words_are_answered_with_the_right_ones(sample, words):
    done = sample(*words)
    assert done.code == 2
    assert done.err.startswith("usage: mandate")


def run(environment: dict[str, str], *words: object) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from mandate.site.cli import main; sys.exit(main())"]
        + [str(word) for word in words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://root@localhost/x", "begins with mysql://; Mandate needs PostgreSQL"),
        ("nonsense", "has no postgres://"),
        ("postgres://localhost", "names no database"),
        ("postgres://me:secret@127.0.0.1:1/none", "127.0.0.1"),
        ("postgres://me:secret@127.0.0.1:x/none", "port"),
    ],
)
def test_a_wrong_database_address(url, sentence, data_folder):
    code, said = run({"DATABASE_URL": url}, "check", "--data", data_folder)
    assert code == 1
    assert said.startswith("mandate: ")
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert "secret" not in said


def test_a_database_that_may_not_be_written(sample, data_folder):
    """Somebody else's role: the tables are there, the right is not."""
    sample.rows("DROP ROLE IF EXISTS nobody_much")
    sample.rows("CREATE ROLE nobody_much LOGIN PASSWORD 'x'")
    try:
        head, _, tail = sample.url.partition("://")
        url = f"{head}://nobody_much:x@{tail.partition('@')[2]}"
        code, said = run({"DATABASE_URL": url, "MANDATE_DATA": str(data_folder)}, "check")
        assert code == 1
        assert "permission denied" in said
        assert len(said.splitlines()) == 1
    finally:
        sample.rows("DROP ROLE nobody_much")


def test_a_data_folder_that_is_a_file(tmp_path: Path):
    (tmp_path / "file").write_text("")
    environment = {"DATABASE_URL": ""}
    code, said = run(environment, "check", "--data", tmp_path / "file")
    assert code == 1
    assert len(said.splitlines()) == 1
    assert "Traceback" not in said
