"""A table out of a file: where its heading is, which of its columns are asked for, and its rows.

What is found goes out as messages: ``columns`` once, then ``rows`` and ``problems``, of a spreadsheet
what is ``hidden``, then ``end``.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, islice
from typing import IO, Any

from mandate.core.text import alike
from mandate.platform.tables.reader import delimited, features
from mandate.platform.tables.reader.cells import Cell, fault_of, shown
from mandate.platform.tables.reader.limits import Limits, Meter, RefusedError
from mandate.platform.tables.reader.xlsx import Merge, Sheet, Workbook

_BATCH = 500
_MOST_COLUMNS = 1000
_MOST_SHEETS = 50
_MOST_PROBLEMS = 10_000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # an OLE file: .xls, or any that has a password
Message = tuple[str, Any]
Line = tuple[int, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns that a table must and may have; in those of ``texts`` a text is meant, whatever it looks
    like."""

    required: Sequence[str]
    optional: Sequence[str] = ()
    texts: Sequence[str] = ()


def read(file: IO[bytes], wanted: Wanted, limits: Limits) -> Iterator[Message]:
    """The messages of a table in CSV or XLSX, or of the features of GeoJSON. Raises RefusedError where the
    file is none."""
    begin = file.read(4)
    file.seek(0)
    if begin == _OLD_EXCEL:
        raise RefusedError("spreadsheet_locked")
    if begin[:2] == b"PK":
        yield from _spreadsheet(file, wanted, limits)
    else:
        yield from _text(file.read(), wanted, limits)


def _text(data: bytes, wanted: Wanted, limits: Limits) -> Iterator[Message]:
    text, told, before = delimited.separated(delimited.decoded(data))
    if not text.strip():
        raise RefusedError("empty_file")
    if features.is_json(text):
        yield from _Table(wanted, limits).read(features.rows(text), {"delimiter": ""})
        yield "end", None
        return
    delimiter = told or _delimiter(text, wanted)
    lines: Iterator[Line] = delimited.rows(text, delimiter, before)
    yield from _Table(wanted, limits).read(lines, {"delimiter": delimiter})
    yield "end", None


def _delimiter(text: str, wanted: Wanted) -> str:
    """The delimiter with which a heading is found, else the likeliest."""
    likeliest = delimited.likeliest(text)
    delimiter: str
    for delimiter in (likeliest, *delimited.DELIMITERS):
        try:
            if _heading(islice(delimited.rows(text, delimiter), delimited.LOOKED_AT), wanted):
                return delimiter
        except RefusedError:  # quotation marks that are none with this one
            continue
    return likeliest


def _spreadsheet(file: IO[bytes], wanted: Wanted, limits: Limits) -> Iterator[Message]:
    book = Workbook(file, limits)
    sheets = [sheet for sheet in book.sheets if sheet.visible]
    if not sheets:
        raise RefusedError("sheets_hidden" if book.sheets else "broken_spreadsheet")
    chosen = next(
        (
            sheet
            for sheet in sheets[:_MOST_SHEETS]
            if _heading(_lines(islice(book.rows(sheet), delimited.LOOKED_AT)), wanted)
        ),
        sheets[0],
    )
    table = _Table(wanted, limits)
    yield from table.read(
        _lines(book.rows(chosen)), {"sheet": chosen.name if len(book.sheets) > 1 else "", "delimiter": ""}
    )
    yield from table.merged(chosen.merges)
    yield "hidden", table.hidden(chosen)
    yield "end", None


def _lines(rows: Iterable[tuple[int, dict[int, Cell]]]) -> Iterator[Line]:
    """Rows as far as headings go; what lies beyond is one cell at their end."""
    for number, cells in rows:
        last = max(cells) + 1
        if last > _MOST_COLUMNS:
            kept = {column: cell for column, cell in cells.items() if column < _MOST_COLUMNS}
            last = max(kept, default=-1) + 1
            yield number, [*(kept.get(column, "") for column in range(last)), shown(cells[max(cells)])]
        else:
            yield number, [cells.get(column, "") for column in range(last)]


def _heading(lines: Iterable[Line], wanted: Wanted) -> Line | None:
    """The first line that holds every required column."""
    for number, cells in lines:
        if set(wanted.required) <= set(_names(cells)):
            return number, cells
    return None


def _names(cells: Sequence[Cell]) -> list[str]:
    names = [alike(shown(cell)[:200]).replace(" ", "_") for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


class _Table:
    """The rows of one table, handed on in batches."""

    def __init__(self, wanted: Wanted, limits: Limits) -> None:
        self._wanted, self._limits, self._meter = wanted, limits, Meter(limits)
        self._places: dict[str, int] = {}
        self._numbers = array("L")
        self._problems = 0

    def read(self, lines: Iterator[Line], told: dict[str, str]) -> Iterator[Message]:
        """The message of the columns, then the rows."""
        begun = [line for line in islice(lines, delimited.LOOKED_AT) if any(line[1])]
        heading = _heading(begun, self._wanted)
        if heading is None:
            begun += islice((line for line in lines if any(line[1])), 1) if not begun else ()
            heading = begun[0] if begun else None
        if heading is None:
            raise RefusedError("empty_file")
        names = _names(heading[1])
        problems = self._columns(heading[0], names)
        if problems:
            yield "problems", problems
            return
        known = [*self._wanted.required, *self._wanted.optional]
        self._places = {name: names.index(name) for name in known if name in names}
        unused = [name for name in names if name and name not in known]
        yield "columns", {**told, "names": list(self._places), "unused": unused, "heading": heading[0]}
        after = (line for line in begun if line[0] > heading[0])
        yield from self._rows(chain(after, lines), heading[0], len(names))

    def _columns(self, row: int, names: Sequence[str]) -> list[list[object]]:
        """What is wrong with the heading. Other columns are left alone, but not one that is only misspelt."""
        known = [*self._wanted.required, *self._wanted.optional]
        expected = ", ".join(known)
        missing = [name for name in self._wanted.required if name not in names]
        absent = [name for name in known if name not in names]
        problems: list[list[object]] = [
            [row, name, "missing_column", {"column": name, "expected": expected}] for name in missing
        ]
        problems += [
            [row, name, "unknown_column", {"column": name, "expected": expected}]
            for name in names
            if name and name not in known and (missing or get_close_matches(name, absent, cutoff=0.8))
        ]
        problems += [
            [row, name, "column_twice", {"column": name}] for name in sorted(known) if names.count(name) > 1
        ]
        return problems

    def _rows(self, lines: Iterable[Line], heading: int, width: int) -> Iterator[Message]:
        rows: list[list[object]] = []
        problems: list[list[object]] = []
        for number, cells in lines:
            self._meter.cells += len(cells)
            if number - heading > self._limits.rows:
                raise RefusedError("too_many_rows", number, {"limit": self._limits.rows})
            if len(cells) > width and any(cells[width:]):
                told = {"cells": len(cells), "columns": width}
                problems.append([number, "", "too_many_cells", told])
                continue
            found = [cells[place] if place < len(cells) else "" for place in self._places.values()]
            if not any(found):
                continue
            self._numbers.append(number)
            rows.append([number, [self._taken(cell) for cell in found]])
            problems += self._faults(number, found)
            if len(rows) >= _BATCH:
                yield "rows", rows
                rows = []
            if len(problems) >= _BATCH:
                yield self._told(problems)
                problems = []
        if rows:
            yield "rows", rows
        if problems:
            yield self._told(problems)

    def _told(self, problems: list[list[object]]) -> Message:
        self._problems += len(problems)
        if self._problems > _MOST_PROBLEMS:
            raise RefusedError("spreadsheet_too_large")
        return "problems", problems

    def _taken(self, cell: Cell) -> str:
        text = shown(cell)
        self._meter.cell(text)
        return text

    def _faults(self, number: int, cells: Sequence[Cell]) -> Iterator[list[object]]:
        for name, cell in zip(self._places, cells, strict=True):
            fault = fault_of(cell, as_text=name in self._wanted.texts)
            if fault is not None:
                yield [number, name, *fault]

    def hidden(self, sheet: Sheet) -> dict[str, object]:
        """How many of the rows that were read nobody sees in the sheet, and which of the columns."""
        rows = sum(number in sheet.hidden_rows for number in self._numbers) if sheet.hidden_rows else 0
        columns = [
            name
            for name, place in self._places.items()
            if any(first <= place <= last for first, last in sheet.hidden_columns)
        ]
        return {"rows": rows, "columns": columns}

    def merged(self, merges: Iterable[Merge]) -> Iterator[Message]:
        """A problem for each merged range that lies over a row and a column of the table."""
        problems = []
        for one in merges:
            at = bisect_left(self._numbers, one.first_row)
            names = [
                name for name, place in self._places.items() if one.first_column <= place <= one.last_column
            ]
            if names and at < len(self._numbers) and self._numbers[at] <= one.last_row:
                problems.append([self._numbers[at], names[0], "cell_merged", {"range": one.text}])
        if problems:
            yield self._told(problems)
