"""Rows into CSV and XLSX, so that no cell runs as a formula where it is opened."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from mandate.core.text import clean
from mandate.platform.documents.safe_cells import DANGEROUS, put_text

Value = str | int | Decimal | None
WIDEST = 60
#: What a table can be written as, with its type for browsers.
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def written(title: str, heading: Sequence[str], rows: Iterable[Sequence[Value]], suffix: str) -> bytes:
    """The file of a table in one of `FORMATS`."""
    return to_csv(heading, rows) if suffix == "csv" else to_xlsx(title, heading, rows)


def to_csv(heading: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read it as such. A text that could run as a formula gets an
    apostrophe before it, which reading.py takes off again."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heading)
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _harmless(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        value = clean(value)
        # Texts that begin with such an apostrophe themselves get one more, so that they come back whole.
        return f"'{value}" if value.lstrip("'").startswith(DANGEROUS) else value
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def to_xlsx(sheet_name: str, heading: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet with a frozen heading. Texts are stored as texts, numbers as numbers."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = sheet_name[:31]
    for column, name in enumerate(heading, start=1):
        put(sheet, 1, column, name).font = Font(bold=True)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            put(sheet, number, column, value)
    sheet.freeze_panes = "A2"
    fit_columns(sheet)
    return saved(book)


def put(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    """Write one cell; a text is a text whatever it begins with."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if not isinstance(value, str):
        cell.value = value
    else:
        put_text(cell, value)
        cell.alignment = Alignment(vertical="top", wrap_text="\n" in value)
    return cell


def fit_columns(sheet: Worksheet) -> None:
    """Make each column as wide as its longest text, within reason."""
    for column in range(1, sheet.max_column + 1):
        longest = max(len(str(sheet.cell(row, column).value or "")) for row in range(1, sheet.max_row + 1))
        sheet.column_dimensions[get_column_letter(column)].width = min(longest + 2, WIDEST)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
