"""CSV and XLSX into rows of text, with every problem of the file itself named by row."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import python_calamine
from django.utils.translation import gettext_lazy

from mandate.core.problem import Problem, Problems
from mandate.platform.i18n.problems import register

MAX_ROWS = 1_000_000
MAX_UNPACKED = 400_000_000  # bytes; what is packed into a small file may be much more
MAX_AREA = 20_000_000  # cells from the first to the last, the empty ones too: the reader makes room for all
_PIECE = 1_000_000
_DELIMITERS = ",;\t"
_GUARDED = re.compile(r"'+[=+\-@]")
_ATTRIBUTES = rb"""((?:[^>"']|"[^"]*"|'[^']*')*)"""
_PLACED = re.compile(rb"<(?:[^\s<>/:]*:)?(row|c)\b" + _ATTRIBUTES)
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)([0-9]*)["']""")
_DAMAGED = (
    python_calamine.CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,  # a way of packing that Python lacks
    RuntimeError,  # an encrypted file
    OSError,
    IndexError,
    ValueError,
)
register(
    {
        "spreadsheet_too_large": gettext_lazy(
            "The spreadsheet holds far too many cells; send CSV, or split it."
        )
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file (the heading is 1) and its cells by column name, stripped."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def read_table(data: bytes, required: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """Read a table from the bytes of a CSV (UTF-8; comma, semicolon or tab) or XLSX file.

    The heading names the columns in any order; ``optional`` ones may be absent and are then empty. Empty rows
    are skipped. Raises Problems.
    """
    if not data.strip():
        raise Problems([Problem(0, "", "empty_file")])
    lines = _spreadsheet(data) if data.startswith(b"PK") else _comma_separated(data)
    heading_number, heading = next(lines, (0, []))
    names = _columns(heading, required, optional)
    rows, problems = [], []
    for number, cells in lines:
        if number - heading_number > MAX_ROWS:
            raise Problems([Problem(number, "", "too_many_rows", {"limit": MAX_ROWS})])
        if not any(cells):
            continue
        if len(cells) > len(names) and any(cells[len(names) :]):
            problems.append(
                Problem(number, "", "too_many_cells", {"cells": len(cells), "columns": len(names)})
            )
            continue
        found = dict(zip(names, cells, strict=False))
        rows.append(Row(number, {name: found.get(name, "") for name in (*required, *optional)}))
    if problems:
        raise Problems(problems)
    if not rows:
        raise Problems([Problem(0, "", "no_rows")])
    return rows


def _columns(heading: Sequence[str], required: Sequence[str], optional: Sequence[str]) -> list[str]:
    names = [name.strip().lower().replace(" ", "_") for name in heading]
    while names and not names[-1]:
        names.pop()
    known = {*required, *optional}
    expected = ", ".join((*required, *optional))
    problems = [
        Problem(1, name, "missing_column", {"column": name, "expected": expected})
        for name in required
        if name not in names
    ]
    problems += [
        Problem(1, name, "unknown_column", {"column": name, "expected": expected})
        for name in names
        if name not in known
    ]
    problems += [
        Problem(1, name, "column_twice", {"column": name}) for name in sorted(known) if names.count(name) > 1
    ]
    if problems:
        raise Problems(problems)
    return names


def _comma_separated(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Problems([Problem(line, "", "wrong_encoding")]) from None
    if "\0" in text:
        raise Problems([Problem(text.count("\n", 0, text.index("\0")) + 1, "", "not_a_table")])
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Problems([Problem(number, "", "broken_quotes")]) from None
        yield number, [_without_guard(text) if text[:1] == "'" else text for text in map(str.strip, cells)]


def _without_guard(text: str) -> str:
    """Take off the apostrophe that writing.py puts before what could run as a formula."""
    return text[1:] if _GUARDED.match(text) else text


def _spreadsheet(data: bytes) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(sheet_rows(open_workbook(data), 0), start=1):
        yield number, [cell_text(cell) for cell in cells]


def open_workbook(data: bytes) -> python_calamine.CalamineWorkbook:
    """An XLSX workbook that is safe to read. Raises Problems where it is none, is damaged, or would need far
    more memory than its size tells."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise Problems([Problem(0, "", "broken_spreadsheet")])
            if _unpacked(archive) > MAX_UNPACKED:
                raise Problems([Problem(0, "", "spreadsheet_too_large")])
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and _area(archive.read(name)) > MAX_AREA:
                    raise Problems([Problem(0, "", "spreadsheet_too_large")])
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except Problems:
        raise
    except _DAMAGED:
        raise Problems([Problem(0, "", "broken_spreadsheet")]) from None


def sheet_rows(book: python_calamine.CalamineWorkbook, place: int | str) -> list[list[object]]:
    """The cells of a sheet, by its place or name, from A1 on. Raises Problems where it is damaged."""
    try:
        names = book.sheet_names
        sheet = book.get_sheet_by_name(place if isinstance(place, str) else names[place])
        return [list(row) for row in sheet.to_python(skip_empty_area=False)]
    except _DAMAGED:
        raise Problems([Problem(0, "", "broken_spreadsheet")]) from None


def _unpacked(archive: zipfile.ZipFile) -> int:
    """The bytes of all parts, counted rather than believed: at most a little more than the limit."""
    total = 0
    for part in archive.infolist():
        told = part.file_size
        part.file_size = MAX_UNPACKED + 2 * _PIECE  # reading ends with what is packed, not what is told
        with archive.open(part) as unpacking:
            while total <= MAX_UNPACKED and (piece := unpacking.read(_PIECE)):
                total += len(piece)
        part.file_size = told
        if total > MAX_UNPACKED:
            break
    return total


def _area(sheet: bytes) -> int:
    """The cells of the rectangle from A1 to the last row and the last column that are used. Rows and cells
    need not say where they are; those that do not follow the one before."""
    columns, rows, row, column = 1, 1, 0, 0
    for tag in _PLACED.finditer(sheet):
        said = _PLACE.search(tag[2])
        letters, digits = (said[1], said[2]) if said else (b"", b"")
        if tag[1] == b"row":
            row, column = int(digits) if digits else row + 1, 0
        else:
            column = _column_number(letters) if letters else column + 1
        rows = max(rows, row, int(digits) if digits else 0)
        columns = max(columns, column)
    return columns * rows


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def cell_text(cell: object) -> str:
    """A spreadsheet's cell as the text a person would have typed: 268.0 is "268", a date is ISO 8601."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return _plain_float(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == cell.time().min else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip() if cell is not None else ""


def _plain_float(number: float) -> str:
    """The shortest decimal that is this float, without an exponent and without ".0"."""
    if number.is_integer():
        return str(int(number))
    return format(Decimal(repr(number)), "f")
