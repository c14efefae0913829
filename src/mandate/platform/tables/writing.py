"""Rows into CSV and XLSX, so that no cell runs as a formula where it is opened."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from mandate.core.text import clean
from mandate.platform.tables.workbook import BOLD, DANGEROUS, TOP, Book, Value

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
    book = Book()
    sheet = book.sheet(sheet_name)
    sheet.put_row(0, heading, BOLD)
    for number, row in enumerate(rows, start=1):
        sheet.put_row(number, row, TOP)
    sheet.inner.freeze_panes(1, 0)
    sheet.fit()
    return book.data()
