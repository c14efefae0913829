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
    Chart,
    Column,
    Document,
    Facts,
    Heading,
    Items,
    Legend,
    Note,
    Paragraph,
    Picture,
    Score,
    Section,
    Sheet,
    Signatures,
    State,
    Table,
)
from mandate.platform.ui.palette import COLOURS

_HEAD = Font(bold=True, color=COLOURS["ink-2"].lstrip("#").upper())
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
    lines = [*map(Cell, head), *(line for section in document.to_read for line in _said(section))]
    for number, line in enumerate((line for line in lines if line.text), start=1):
        _put(sheet.cell(number, 1), line)
    sheet["A1"].font = _TITLE
    sheet.column_dimensions["A"].width = 100


def _said(section: Section) -> Iterator[Cell]:
    """The lines of a section, unless sheets of its own say them."""
    if section.title and section.sheets is not None:
        return
    lines = [line for block in section.blocks for line in _lines(block)]
    if section.title and (lines or section.title != _sheet_name(section.title)):
        yield Cell(section.title)
    yield from lines


def _lines(block: Block) -> Iterator[Cell]:
    """What a block says in lines of text; a table stands on a sheet of its own."""
    match block:
        case Paragraph():
            yield Cell(block.text)
        case Heading():
            yield Cell(block.text, aside=block.aside)
        case Note():
            yield Cell(f"{block.title} {block.text}".strip())
        case Items():
            yield from (Cell(f"– {text}") for text in block.texts)
        case Facts():
            yield from (Cell(f"{label}: {cell.line}", struck=cell.struck) for label, cell in block.rows)
        case Score():
            yield Cell(f"{block.number} {block.words}", aside=_words(block.states))
            yield Cell(block.drawing.words if block.drawing else "")
            yield Cell(block.details)
        case Beside():
            yield from (line for column in block.columns for inner in column for line in _lines(inner))
        case Legend() | Chart() | Picture():
            yield from map(Cell, _seen(block))
        case Signatures():
            yield Cell(block.place)
            yield from (Cell(": ".join(filter(None, (line.role, line.name)))) for line in block.lines)


def _seen(block: Legend | Chart | Picture) -> Sequence[str]:
    """What is to be seen elsewhere, in words."""
    match block:
        case Legend():
            return (_words(block.states),)
        case Chart():
            return block.caption, block.drawing.words
        case Picture():
            return block.caption, block.words


def _words(states: Sequence[State]) -> str:
    return ", ".join(state.words for state in states)


def _add_sheet(book: Any, made: Sheet) -> None:
    sheet = book.create_sheet(_title(book, made.name))
    columns = list(_columns(made.table))
    for place, (head, cells) in enumerate(columns, start=1):
        cell = sheet.cell(1, place)
        put_text(cell, head.text)
        cell.font, cell.alignment = _HEAD, _RIGHT if head.kind == "number" else _WRAP
        for number, content in enumerate(cells, start=2):
            _put(sheet.cell(number, place), content)
    rows = made.table.rows
    sheet.freeze_panes = "A2"
    if rows:
        sheet.auto_filter.ref = sheet.dimensions
    # Under the rows and a blank one, so that no filter or sum takes a note for a row.
    chart = [made.table.chart.caption, made.table.chart.drawing.words] if made.table.chart else []
    for number, note in enumerate(filter(None, (*made.table.notes, *chart)), start=len(rows) + 3):
        put_text(sheet.cell(number, 1), note)
    for place, (head, cells) in enumerate(columns, start=1):
        longest = max([len(head.text) * 0.7, *(len(cell.line) for cell in cells), 8])
        sheet.column_dimensions[get_column_letter(place)].width = min(_WIDEST, 3 + longest)


def _columns(table: Table) -> Iterator[tuple[Column, Sequence[Cell]]]:
    """Each column with its cells; what is said behind numbers and days has a column of its own, for a cell
    that is computed with holds no words."""
    for place, head in enumerate(table.columns):
        if not table.in_words(place):
            continue
        cells = [row[place] for row in table.rows]
        yield head, cells
        if any(_is_value(cell) and cell.behind for cell in cells):
            yield Column(f"{head.text} (…)"), [Cell(cell.behind if _is_value(cell) else "") for cell in cells]


def _is_value(cell: Cell) -> bool:
    return cell.number is not None or cell.day is not None


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
    if cell.strong or cell.struck:
        target.font = Font(bold=cell.strong, strike=cell.struck)


def _sheet_name(name: str) -> str:
    """At most 31 characters, none that Excel refuses."""
    return _NOT_IN_TITLES.sub(" ", clean(name)).strip().strip("'")[:31] or "–"


def _title(book: Any, name: str) -> str:
    """A sheet's name, none twice."""
    first = title = _sheet_name(name)
    number, taken = 2, {taken.casefold() for taken in book.sheetnames}
    while title.casefold() in taken:
        suffix = f" ({number})"
        title = first[: 31 - len(suffix)] + suffix
        number += 1
    return title
