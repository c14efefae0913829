"""CSV and XLSX into rows of text, with every problem of the file itself named by row."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import python_calamine

from mandate.core.problem import Problem, Problems

MAX_ROWS = 1_000_000
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file (the heading is 1) and its cells by column name, stripped."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def read_file(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """Read a table from a file. Raises Problems; OSError where the file cannot be read."""
    return read_table(path.read_bytes(), required, optional)


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
    return text[1:] if text[1:2] in ("=", "+", "-", "@") else text


def _spreadsheet(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = book.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, IndexError, ValueError):
        raise Problems([Problem(0, "", "broken_spreadsheet")]) from None
    for number, cells in enumerate(rows, start=1):
        yield number, [cell_text(cell) for cell in cells]


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
