"""A document as a workbook: numbers are numbers, headings stay in sight, no text is ever a formula.

What is said stands on the first sheet, each table on one of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mandate.platform.documents.lines import lines_of, tables_in
from mandate.platform.documents.value import Cell, Column, Document, Section, Sheet, Table
from mandate.platform.tables.workbook import PLAIN, WIDEST, Book, Look, Value, sheet_name
from mandate.platform.tables.workbook import Sheet as Written
from mandate.platform.ui.palette import COLOURS

_HEAD = Look(bold=True, colour=COLOURS["ink-2"], wrap=True, vertical="top")
_HEAD_OF_NUMBERS = Look(bold=True, colour=COLOURS["ink-2"], wrap=True, right=True)
_TEXT = Look(wrap=True, vertical="top")
_TITLE = replace(_TEXT, bold=True, size=16)


def write_xlsx(document: Document) -> bytes:
    """The file."""
    book = Book(document.full_title, document.organisation, document.language)
    _add_overview(book, document)
    for section in document.sections:
        for sheet in sheets_of(section):
            _add_sheet(book, sheet)
    return book.data()


def sheets_of(section: Section) -> Sequence[Sheet]:
    """The tables of a section for a spreadsheet."""
    if section.sheets is not None:
        return section.sheets
    return [Sheet(section.title, table) for table in tables_in(section.blocks)]


def _add_overview(book: Book, document: Document) -> None:
    """What the document is about, and all that is said in it outside of tables."""
    sheet = book.sheet(document.title)
    head = (document.name, document.title, document.eyebrow, document.standing, document.notice)
    lines = [*map(Cell, head), *(line for section in document.to_read for line in _said(section))]
    for number, line in enumerate(line for line in lines if line.text):
        _put(sheet, number, 0, line, _TEXT if number else _TITLE)
    sheet.width(0, 100)


def _said(section: Section) -> Iterator[Cell]:
    """The lines of a section, unless sheets of its own say them."""
    if section.title and section.sheets is not None:
        return
    lines = [line for block in section.blocks for line in lines_of(block)]
    if section.title and (lines or section.title != sheet_name(section.title)):
        yield Cell(section.title)
    yield from lines


def _add_sheet(book: Book, made: Sheet) -> None:
    sheet = book.sheet(made.name)
    columns = list(_columns(made.table))
    for place, (head, _cells) in enumerate(columns):
        sheet.put(0, place, head.text, _HEAD_OF_NUMBERS if head.kind == "number" else _HEAD)
    rows = len(made.table.rows)
    for number in range(rows):
        for place, (_head, cells) in enumerate(columns):
            _put(sheet, number + 1, place, cells[number], _TEXT)
    sheet.inner.freeze_panes(1, 0)
    if rows and columns:
        sheet.inner.autofilter(0, 0, rows, len(columns) - 1)
    # Under the rows and a blank one, so that no filter or sum takes a note for a row.
    chart = [made.table.chart.caption, made.table.chart.drawing.words] if made.table.chart else []
    for number, note in enumerate(filter(None, (*made.table.notes, *chart)), start=rows + 2):
        sheet.put(number, 0, note)
    for place, (head, cells) in enumerate(columns):
        longest = max([len(head.text) * 0.7, *(len(cell.line) for cell in cells), 8])
        sheet.width(place, min(WIDEST, 3 + longest))


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


def _put(sheet: Written, row: int, column: int, cell: Cell, text: Look) -> None:
    """A number or a day as such; text as text in its look, whatever it begins with."""
    decimals = "." + "0" * cell.decimals if cell.decimals else ""
    told: Value
    if cell.day is not None:
        told, look = cell.day, replace(PLAIN, number="yyyy-mm-dd")
    elif cell.number is None:
        told, look = cell.line, text
    elif cell.percent:
        told, look = cell.number / 100, replace(PLAIN, number=f"0{decimals}%")
    else:
        told, look = cell.number, replace(PLAIN, number=f"#,##0{decimals}")
    sheet.put(row, column, told, replace(look, bold=look.bold or cell.strong, struck=cell.struck))
