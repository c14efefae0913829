"""A document as a workbook: numbers are numbers, headings stay in sight, no text is ever a formula.

What is said stands on the first sheet, each table on one of its own.
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from mandate.core.text import clean
from mandate.platform.documents.safe_cells import put_text
from mandate.platform.documents.value import (
    Beside,
    Block,
    Cell,
    Document,
    Facts,
    Heading,
    Items,
    Note,
    Paragraph,
    Score,
    Section,
    Sheet,
    Signatures,
    Table,
)
from mandate.platform.ui.palette import COLOURS

_HEAD = Font(bold=True, color=COLOURS["ink-2"].lstrip("#").upper())
_STRONG = Font(bold=True)
_TITLE = Font(bold=True, size=16)
_WRAP = Alignment(wrap_text=True, vertical="top")
_RIGHT = Alignment(horizontal="right", wrap_text=True, vertical="bottom")
_WIDEST = 60
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


def write_xlsx(document: Document) -> bytes:
    """The file."""
    book = Workbook()
    book.properties.title = clean(document.full_title)
    book.properties.creator = clean(document.organisation)
    book.properties.language = document.language
    del book[book.sheetnames[0]]
    _add_overview(book, document)
    for section in document.sections:
        for sheet in sheets_of(section):
            _add_sheet(book, sheet)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def sheets_of(section: Section) -> Sequence[Sheet]:
    """The tables of a section for a spreadsheet."""
    if section.sheets is not None:
        return section.sheets
    return [Sheet(section.title, table) for table in _tables(section.blocks)]


def _tables(blocks: Sequence[Block]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Beside):
            for column in block.columns:
                yield from _tables(column)


def _add_overview(book: Any, document: Document) -> None:
    """What the document is about, and all that is said in it outside of tables."""
    sheet = book.create_sheet(_title(book, document.title))
    head = (document.name, document.title, document.eyebrow, document.standing, document.notice)
    lines = [*head, *(line for section in document.to_read for line in _said(section))]
    for number, line in enumerate(filter(None, lines), start=1):
        put_text(sheet.cell(number, 1), line)
        sheet.cell(number, 1).alignment = _WRAP
    sheet["A1"].font = _TITLE
    sheet.column_dimensions["A"].width = 100


def _said(section: Section) -> Iterator[str]:
    """The lines of a section, unless sheets of its own say them."""
    if section.title and section.sheets is not None:
        return
    lines = [line for block in section.blocks for line in _lines(block)]
    if lines and section.title:
        yield section.title
    yield from lines


def _lines(block: Block) -> Iterator[str]:
    """What a block says in lines of text; tables, drawings and legends say nothing here."""
    match block:
        case Paragraph(text=text) | Heading(text=text):
            yield text
        case Note():
            yield f"{block.title} {block.text}".strip()
        case Items():
            yield from (f"– {text}" for text in block.texts)
        case Facts():
            yield from (f"{label}: {cell.words}" for label, cell in block.rows)
        case Score():
            states = ", ".join(state.words for state in block.states)
            yield f"{block.number} {block.words}" + (f" ({states})" if states else "")
            yield block.details
        case Beside():
            yield from (line for column in block.columns for inner in column for line in _lines(inner))
        case Signatures():
            yield from (f"{line.role}: {line.name}" for line in block.lines)


def _add_sheet(book: Any, made: Sheet) -> None:
    sheet = book.create_sheet(_title(book, made.name))
    kept = [place for place, head in enumerate(made.table.columns) if head.kind != "drawing"]
    columns = [made.table.columns[place] for place in kept]
    rows = [[row[place] for place in kept] for row in made.table.rows]
    for place, head in enumerate(columns, start=1):
        cell = sheet.cell(1, place)
        put_text(cell, head.text)
        cell.font, cell.alignment = _HEAD, _RIGHT if head.kind == "number" else _WRAP
    for number, row in enumerate(rows, start=2):
        for place, content in enumerate(row, start=1):
            _put(sheet.cell(number, place), content)
    sheet.freeze_panes = "A2"
    if rows:
        sheet.auto_filter.ref = sheet.dimensions
    # Under the rows and a blank one, so that no filter or sum takes a note for a row.
    for number, note in enumerate(made.table.notes, start=len(rows) + 3):
        put_text(sheet.cell(number, 1), note)
    for place, head in enumerate(columns):
        longest = max([len(head.text) * 0.7, *(len(row[place].line) for row in rows), 8])
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(_WIDEST, 3 + longest)


def _put(target: Any, cell: Cell) -> None:
    """A number or a day as such; text as text, whatever it begins with."""
    decimals = "." + "0" * cell.decimals if cell.decimals else ""
    if cell.day is not None:
        target.value, target.number_format = cell.day, "yyyy-mm-dd"
    elif cell.number is None:
        put_text(target, cell.line)
        target.alignment = _WRAP
    elif cell.percent:
        target.value, target.number_format = cell.number / 100, f"0{decimals}%"
    else:
        target.value, target.number_format = cell.number, f"#,##0{decimals}"
    if cell.strong:
        target.font = _STRONG


def _title(book: Any, name: str) -> str:
    """A sheet's name: at most 31 characters, none that Excel refuses, none twice."""
    first = title = _NOT_IN_TITLES.sub(" ", clean(name)).strip().strip("'")[:31] or "–"
    number, taken = 2, {taken.casefold() for taken in book.sheetnames}
    while title.casefold() in taken:
        suffix = f" ({number})"
        title = first[: 31 - len(suffix)] + suffix
        number += 1
    return title
