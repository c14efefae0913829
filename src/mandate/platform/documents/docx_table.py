"""The tables of a Word document: hairlines between the rows, headings that repeat, numbers at the end."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from docx.document import Document as File
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from mandate.core.text import clean
from mandate.platform.documents.docx_look import WIDTH_MM, add_quiet, add_state, colour, element
from mandate.platform.documents.value import Cell, Column, State, Table
from mandate.platform.ui.palette import COLOURS, LOOKS
from mandate.platform.ui.states import state_class

_SIZE, _SMALL = 9, 8


def add_table(file: File, table: Table) -> None:
    """A table with its headings; drawings and what is spare are left out."""
    kept = [place for place, head in enumerate(table.columns) if table.in_words(place) and not head.spare]
    columns = [table.columns[place] for place in kept]
    size = _SMALL if table.small or table.shaded else _SIZE
    rows = _add_rows(file, columns, len(table.rows) + 1)
    _set_row(rows[0][0], "w:tblHeader")
    for paragraph, head in zip(_filled(rows[0], columns), columns, strict=True):
        run = paragraph.add_run(clean(head.text))
        run.font.size, run.font.color.rgb = Pt(size - 1), colour("ink-3")
    for target, row in zip(rows[1:], table.rows, strict=True):
        cells = [row[place] for place in kept]
        for cell, paragraph, place in zip(cells, _filled(target, columns), target[1], strict=True):
            if table.shaded and cell.state:
                _add_shaded(place, paragraph, cell, cell.state)
            else:
                _add_cell(paragraph, cell)
            for run in paragraph.runs:
                run.font.size = Pt(size)


def add_facts(file: File, rows: Sequence[tuple[str, Cell]]) -> None:
    """What is known, each with its label before it."""
    columns = [Column("", "text", 1), Column("", "text", 2.5)]
    for target, (label, cell) in zip(_add_rows(file, columns, len(rows)), rows, strict=True):
        before, behind = _filled(target, columns)
        add_quiet(before, label)
        _add_cell(behind, cell)


def _add_rows(file: File, columns: Sequence[Column], count: int) -> list[tuple[Any, Sequence[Any]]]:
    """An empty table: each row with its cells, which have their widths."""
    made: Any = file.add_table(rows=count, cols=len(columns))
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        ink = COLOURS["line-2"].lstrip("#")
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color=ink))
    made._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    total = sum(column.width for column in columns)
    widths = [Mm(WIDTH_MM * column.width / total) for column in columns]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    rows = [(row, row.cells) for row in made.rows]
    for row, cells in rows:
        _set_row(row, "w:cantSplit")
        for cell, width in zip(cells, widths, strict=True):
            cell.width = width
    return rows


def _filled(row: tuple[Any, Sequence[Any]], columns: Sequence[Column]) -> Iterable[Any]:
    """The paragraph of each cell, without room above and below."""
    for cell, column in zip(row[1], columns, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        if column.kind == "number":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        yield paragraph


def _add_cell(paragraph: Any, cell: Cell) -> None:
    if cell.state:
        add_state(paragraph, State(cell.state.key, cell.words))
    else:
        paragraph.add_run(clean(cell.words)).font.bold = cell.strong or None
    _finish(paragraph, cell)


def _finish(paragraph: Any, cell: Cell) -> None:
    """Strike what does not hold any more, and say what is said behind it."""
    for run in paragraph.runs:
        run.font.strike = cell.struck or None
    behind = replace(cell, state=None).behind  # a state is told by its colour and shape
    if behind:
        paragraph.add_run(f" ({clean(behind)})")


def _add_shaded(place: Any, paragraph: Any, cell: Cell, state: State) -> None:
    """A cell of a heat table: a soft colour, and a shape where the colour alone would tell."""
    name = state_class(state.key)
    look = LOOKS[name]
    if look.ground:
        fill = COLOURS[look.ground].lstrip("#")
        place._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=fill))
    mark = f"{look.mark}\u00a0" if name in ("over", "missed", "nodata") else ""
    paragraph.add_run(mark + clean(cell.words)).font.bold = cell.strong or name == "missed"
    _finish(paragraph, cell)


def _set_row(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(element(name, val="true"))
