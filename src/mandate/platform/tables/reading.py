"""Tables and sheets that somebody sent, as rows and cells, with every problem of the file itself by its row.

The bytes are looked at in a process of their own (`reader`), after the caller has checked the right to write.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from mandate.core.problem import Problem, Problems
from mandate.platform.i18n.problems import register
from mandate.platform.tables.reader.cells import Cell, Mark
from mandate.platform.tables.reader.limits import LEVEL, Limits, RefusedError
from mandate.platform.tables.reader.process import messages

register(
    {
        "spreadsheet_too_large": gettext_lazy(
            "The spreadsheet holds far too many cells; send CSV, or split it."
        ),
        "spreadsheet_locked": gettext_lazy(
            "The file is an old Excel file (.xls) or has a password; save it as XLSX without a password."
        ),
        "spreadsheet_foreign": gettext_lazy("The file is another kind of spreadsheet; save it as XLSX."),
        "reading_stopped": gettext_lazy("Reading the file takes too long or too much memory; split it."),
        "cell_error": gettext_lazy("The cell holds the error %(error)s."),
        "cell_formula": gettext_lazy(
            "The formula has no stored result; open the file in a spreadsheet program and save it again."
        ),
        "cell_long": gettext_lazy(
            "The number %(text)s is longer than a cell can keep; write it as text, with all its digits."
        ),
        "cell_no_text": gettext_lazy(
            "The cell holds %(text)s, but not as text; format it as text and write what is meant."
        ),
        "sheets_hidden": gettext_lazy("All sheets of the file are hidden; show the one that is to be read."),
        "broken_json": gettext_lazy("This is no complete JSON file; save it again as GeoJSON."),
        "no_features": gettext_lazy("This JSON is no GeoJSON FeatureCollection."),
        "cell_merged": gettext_lazy("The cells %(range)s are merged; unmerge them and fill in each."),
    }
)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row: its number in the file and its cells by column name, stripped; only columns that are there."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file; the columns of it that were ``unused``; the ``sheet`` they are from, where the file
    has others; whether numbers may have a decimal comma, as in files that are not separated by commas; and
    how many of the rows, and which of the columns, are hidden in it. ``problems`` are those of single cells
    and rows; whoever understands the cells adds to them."""

    rows: Sequence[ReadRow]
    unused: Sequence[str] = ()
    sheet: str = ""
    decimal_comma: bool = False
    hidden_rows: int = 0
    hidden_columns: Sequence[str] = ()
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class ReadSheet:
    """The cells of a sheet by row and column, both counted from 1, and its merged ranges: each as it is
    written, with its first and last row and its first and last column."""

    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[tuple[str, int, int, int, int]] = field(default_factory=list)

    def get(self, row: int, column: int) -> Cell:
        """What stands there; nothing is an empty text."""
        return self.cells.get(row, {}).get(column, "")


def letters(column: int) -> str:
    """What a column is called in spreadsheets, where it is counted from 1: A, B … Z, AA."""
    before, last = divmod(column - 1, 26)
    return (letters(before) if before else "") + chr(ord("A") + last)


def read_table(
    data: bytes,
    required: Sequence[str],
    optional: Sequence[str] = (),
    limits: Limits | None = None,
    *,
    texts: Sequence[str] = (),
) -> Table:
    """Read a table from the bytes of a CSV (comma, semicolon or tab) or XLSX file.

    The heading is the first row that names every required column, in any order; ``optional`` ones may be
    absent, others are left alone. Empty rows are skipped. In the columns ``texts`` a cell that a spreadsheet
    took for a date, a fraction or a yes or no is a problem. Raises Problems.
    """
    table = look_at(data, required, optional, limits, texts=texts)
    if table.problems:
        raise Problems(table.problems)
    return table


def look_at(
    data: bytes,
    required: Sequence[str],
    optional: Sequence[str] = (),
    limits: Limits | None = None,
    *,
    texts: Sequence[str] = (),
) -> Table:
    """As `read_table`, but with the problems of single cells and rows beside the rows. Raises Problems where
    the file or its heading cannot be read, so that there are no rows."""
    if not data.strip():
        raise Problems([Problem(0, "", "empty_file")])
    told: dict[str, object] = {}
    names: list[str] = []
    rows: list[ReadRow] = []
    problems: list[Problem] = []
    known: dict[str, str] = {}  # the same text is kept once
    order = {"required": list(required), "optional": list(optional), "texts": list(texts)}
    hidden: dict[str, object] = {}
    try:
        for kind, message in messages(data, order, limits or Limits()):
            if kind == "columns":
                told, names = message, message["names"]
            elif kind == "rows":
                rows += [
                    ReadRow(
                        number,
                        {name: known.setdefault(text, text) for name, text in zip(names, cells, strict=True)},
                    )
                    for number, cells in message
                ]
            elif kind == "problems":
                problems += [Problem(*one) for one in message]
            elif kind == "hidden":
                hidden = message
    except RefusedError as error:
        raise Problems([Problem(error.row, "", error.code, error.params)], unfinished=True) from None
    problems.sort(key=lambda problem: problem.row)
    if not told:
        raise Problems(problems, unfinished=True)
    return Table(
        rows,
        unused=_names(told["unused"]),
        sheet=str(told.get("sheet", "")),
        decimal_comma=told["delimiter"] in (";", "\t"),
        hidden_rows=int(str(hidden.get("rows", 0))),
        hidden_columns=_names(hidden.get("columns")),
        problems=problems,
    )


def _names(told: object) -> list[str]:
    return [str(name) for name in told] if isinstance(told, list) else []


def read_sheets(data: bytes, name: str, limits: Limits = LEVEL) -> tuple[ReadSheet, ReadSheet] | None:
    """The first visible sheet of an XLSX file, and the one of a name; None where there is no such. Raises
    Problems."""
    found = (ReadSheet(), ReadSheet())
    heard = False
    try:
        for kind, message in messages(data, {"sheet": name}, limits):
            heard = True
            place, *told = message
            if kind == "cells":
                for number, cells in told[0]:
                    found[place].cells[number] = {column + 1: _cell(cell) for column, cell in cells}
            elif kind == "merge":
                text, first_row, last_row, first, last = told
                found[place].merges.append((text, first_row, last_row, first + 1, last + 1))
    except RefusedError as error:
        raise Problems([Problem(error.row, "", error.code, error.params)]) from None
    return found if heard else None


def _cell(told: str | list[str]) -> Cell:
    return told if isinstance(told, str) else Mark(*told)
