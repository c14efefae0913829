"""Two sheets of a file as they are: the first that is visible, and one by its name.

For each goes out a ``sheet`` with its place (0 and 1) and its merged ranges, after its ``cells``.
"""

from collections.abc import Iterator
from typing import IO, Any

from mandate.platform.tables.reader.cells import Mark
from mandate.platform.tables.reader.limits import Limits, Meter, RefusedError
from mandate.platform.tables.reader.xlsx import Workbook

_BATCH = 200


def read(file: IO[bytes], name: str, limits: Limits) -> Iterator[tuple[str, Any]]:
    """The messages of the two sheets; nothing of either where there is none of that name."""
    book = Workbook(file, limits)
    first = next((sheet for sheet in book.sheets if sheet.visible), None)
    named = next((sheet for sheet in book.sheets if sheet.name == name), None)
    meter = Meter(limits)
    for place, sheet in enumerate((first, named)) if first and named else ():
        assert sheet is not None
        rows: list[list[object]] = []
        for number, cells in book.rows(sheet):
            for cell in cells.values():
                meter.cell(cell.text if isinstance(cell, Mark) else cell)
            rows.append([number, list(cells.items())])
            if len(rows) >= _BATCH:
                yield "cells", [place, rows]
                rows = []
        yield "cells", [place, rows]
        for one in sheet.merges[: _BATCH * 50]:
            sides = [one.first_row, one.last_row, one.first_column, one.last_column]
            yield "merge", [place, one.text, *sides]
    yield "end", None


def check_kind(begin: bytes) -> None:
    """Refuse what is no spreadsheet at all."""
    if begin == b"\xd0\xcf\x11\xe0":
        raise RefusedError("spreadsheet_locked")
    if begin[:2] != b"PK":
        raise RefusedError("broken_spreadsheet")
