"""The review as an Excel workbook: numbers are numbers, headings stay in sight, no text is ever a formula."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from mandate.apps.reviews.documents import tables
from mandate.apps.reviews.documents.tables import Cell, Head, Table
from mandate.apps.reviews.documents.text import printable
from mandate.apps.reviews.documents.worded import RankingTable, Worded

_HEAD = Font(bold=True, color="4A5466")
_STRONG = Font(bold=True)
_TITLE = Font(bold=True, size=16)
_WRAP = Alignment(wrap_text=True, vertical="top")
_RIGHT = Alignment(horizontal="right", wrap_text=True, vertical="bottom")
_WIDEST = 60
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


def write_xlsx(review: Worded) -> bytes:
    """The file."""
    book = Workbook()
    book.properties.title = printable(review.full_title)
    book.properties.creator = printable(review.organisation)
    book.properties.language = review.language
    labels = review.labels
    del book[book.sheetnames[0]]
    _overview(book, review)
    _sheet(book, labels["scoreboard"], tables.scoreboard(review))
    _sheet(book, labels["indicators"], _indicators(review))
    _sheet(book, labels["rankings"], _children(review))
    _sheet(book, labels["coverage"], _coverage(review))
    _sheet(book, labels["missing"], _missing(review))
    _sheet(book, labels["notes"], _notes(review))
    if review.corrections:
        _sheet(book, labels["corrections"], tables.corrections(review))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _overview(book: Any, review: Worded) -> None:
    """The first sheet: what the review is about and its two counts."""
    sheet = book.create_sheet(_title(book, review.title))
    lines = [review.unit, review.title, review.eyebrow, f"{review.standing} {review.structure}.", review.demo]
    if review.targets:
        lines.append(f"{review.score} {review.score_words} ({review.score_sentence})")
    else:
        lines.append(review.labels["no_targets"])
    if review.coverage.expected:
        lines.append(f"{review.coverage.score} {review.coverage.score_words}")
        lines.append(" · ".join(review.coverage.details))
    for number, line in enumerate(filter(None, lines), start=1):
        _put_text(sheet.cell(number, 1), line)
        sheet.cell(number, 1).alignment = _WRAP
    sheet["A1"].font = _TITLE
    sheet.column_dimensions["A"].width = 100


def _indicators(review: Worded) -> Table:
    """As in the documents, with the code, the measure and the coverage in columns of their own."""
    labels = review.labels
    heads = [Head(labels["code"]), Head(labels["indicator"]), Head(labels["measure"])]
    heads += [Head(year, True) for year in review.years]
    heads += [Head(labels["reported"], True), Head(labels["expected"], True)]
    if review.shares_of_above:
        heads.append(Head(labels["share_of_above"], True))
    rows = []
    for line in review.lines:
        cells = [Cell(line.code), Cell(line.name), Cell("%" if line.percent else line.measure)]
        cells += [tables.amount(year, line) for year in line.years]
        cells += [Cell("", line.now.reported), Cell("", line.now.expected)]
        if review.shares_of_above:
            cells.append(Cell(line.share_of_above, line.share_of_above_value, 1, percent=True))
        rows.append(tuple(cells))
    return Table(tuple(heads), tuple(rows))


def _children(review: Worded) -> Table:
    """All rankings in one table, to be filtered by indicator."""
    labels = review.labels
    texts = ("indicator", "code", "unit")
    numbers = ("place", "was", "is", "share_of_total", "target", "share_of_target")
    heads = [Head(labels[key]) for key in texts]
    titles = {**labels, "was": review.year_before, "is": review.period}
    heads += [Head(titles[key], True) for key in numbers]
    heads += [Head(labels["state"]), Head(labels["reported"], True), Head(labels["expected"], True)]
    rows = (row for table in review.rankings if table.has_data for row in _ranked(review, table))
    notes = (f"{tables.named(table)}: {note}" for table in review.rankings for note in table.notes)
    return Table(tuple(heads), tuple(rows), tuple(notes))


def _ranked(review: Worded, ranking: RankingTable) -> Iterable[tuple[Cell, ...]]:
    for row in ranking.rows:
        yield (
            Cell(tables.named(ranking)),
            Cell(row.code),
            Cell(row.name),
            Cell(row.place, row.place_value),
            tables.amount(row.before, ranking),
            tables.amount(row.now, ranking, strong=True),
            Cell(row.share, row.share_value, 1, percent=True),
            *tables.aim_cells(row.aim, ranking, review.labels["state_no_target"]),
            Cell("", row.now.reported),
            Cell("", row.now.expected),
        )


def _coverage(review: Worded) -> Table:
    """The reports by how they stand."""
    heads = (Head(review.labels["coverage"]), Head(review.labels["number"], True))
    counts = ((words, count) for words, count in review.coverage.counts)
    return Table(heads, tuple((Cell(words), Cell("", count)) for words, count in counts))


def _missing(review: Worded) -> Table:
    """As in the documents, with what stands under the table."""
    told = review.coverage
    none = not told.missing and not told.not_due
    notes = (
        told.more,
        told.not_due,
        review.labels["no_missing" if told.expected else "no_reports"] if none else "",
    )
    return replace(tables.missing(review), notes=tuple(filter(None, notes)))


def _notes(review: Worded) -> Table:
    """One row a paragraph or item."""
    heads = (Head(review.labels["section"]), Head(review.labels["text"]))
    rows = [
        (Cell(section.title), Cell(f"– {text}" if block.items else text))
        for section in review.notes
        for block in section.blocks
        for text in block.items or (block.text,)
    ]
    return Table(heads, tuple(rows or [(Cell(""), Cell(review.labels["no_notes"]))]))


def _sheet(book: Any, name: str, table: Table) -> None:
    sheet = book.create_sheet(_title(book, name))
    for column, head in enumerate(table.heads, start=1):
        cell = sheet.cell(1, column)
        _put_text(cell, head.text)
        cell.font, cell.alignment = _HEAD, _RIGHT if head.numeric else _WRAP
    for number, row in enumerate(table.rows, start=2):
        for column, content in enumerate(row, start=1):
            _put(sheet.cell(number, column), content)
    sheet.freeze_panes = "A2"
    if table.rows:
        sheet.auto_filter.ref = sheet.dimensions
    # Under the rows and a blank one, so that no filter or sum takes a note for a row.
    for number, note in enumerate(table.notes, start=len(table.rows) + 3):
        _put_text(sheet.cell(number, 1), note)
    for column, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _put(target: Any, cell: Cell) -> None:
    """A number or a day as such; text as text, whatever it begins with."""
    if cell.day is not None:
        target.value, target.number_format = cell.day, "yyyy-mm-dd"
    elif cell.number is None:
        _put_text(target, cell.text)
        target.alignment = _WRAP
    elif cell.percent:
        target.value, target.number_format = cell.number / 100, f"0{_decimals(cell)}%"
    else:
        target.value, target.number_format = cell.number, f"#,##0{_decimals(cell)}"
    if cell.strong:
        target.font = _STRONG


def _put_text(target: Any, text: str) -> None:
    target.value = printable(text)
    target.data_type = "s"
    target.quotePrefix = text[:1] in ("=", "+", "-", "@", "\t")


def _decimals(cell: Cell) -> str:
    return "." + "0" * cell.decimals if cell.decimals else ""


def _widths(table: Table) -> Sequence[float]:
    """As wide as the longest word group needs, within reason."""
    return [
        min(_WIDEST, 3 + max([len(head.text) * 0.7, *(len(row[place].text) for row in table.rows), 8]))
        for place, head in enumerate(table.heads)
    ]


def _title(book: Any, name: str) -> str:
    """A sheet's name: at most 31 characters, none that Excel refuses, none twice."""
    title = _NOT_IN_TITLES.sub(" ", name).strip()[:31] or "–"
    number = 2
    while title in book.sheetnames:
        title = f"{title[:27]} ({number})"
        number += 1
    return title
