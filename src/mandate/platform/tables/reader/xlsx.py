"""The sheets of an XLSX file, row by row. Only cells that hold something take room."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from mandate.platform.tables.reader.archive import Archive, local, new_parser, parsed
from mandate.platform.tables.reader.cells import (
    ERROR,
    FORMULA,
    PLAINLY,
    YES_NO,
    Cell,
    Format,
    Mark,
    format_of,
    number_of,
    text_of,
)
from mandate.platform.tables.reader.limits import Limits, Meter, RefusedError

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_MOST_MERGES = 100_000
_DIGITS = "0123456789"
_PLACE = re.compile("([A-Za-z]{1,3})?(?:0{0,20}([0-9]{1,7}))?")
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")
Row = tuple[int, dict[int, Cell]]  # its number, and its cells by column, counted from 0


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, as it is written and by its sides (columns counted from 0, all inclusive)."""

    text: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(slots=True)
class Sheet:
    """A sheet; ``merges`` and what is hidden are known once all its rows were read: rows that hold something
    by their number, and columns from one to another, counted from 0."""

    name: str
    visible: bool
    part: str
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


class Workbook:
    """An XLSX file. Raises RefusedError where it is none, or asks for too much."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        self._archive = Archive(file, limits)
        self._limits = limits
        book = self._archive.workbook()
        links = self._archive.relations(book)
        self._since_1904 = False
        self.sheets: list[Sheet] = []
        for tag, told in self._archive.elements(book, frozenset({"sheet", "workbookPr"})):
            if tag == "workbookPr":
                self._since_1904 = _is_on(told.get("date1904", ""))
                continue
            kind, part = links.get(told.get("id", ""), ("", ""))
            if kind.endswith("/worksheet") and part in self._archive:
                name, state = text_of(told.get("name", "")), told.get("state", "visible")
                self.sheets.append(Sheet(name, state == "visible", part))
        parts = {kind.rpartition("/")[2]: part for kind, part in links.values()}
        self._formats = self._read_formats(parts.get("styles", ""))
        self._texts = self._read_texts(parts.get("sharedStrings", ""))

    def _read_formats(self, part: str) -> list[Format]:
        """The number format of each style of a cell."""
        if part not in self._archive:
            return []
        told: dict[int, str] = {}
        formats: list[Format] = []
        inside = False
        wanted = frozenset({"numFmt", "cellXfs", "cellStyles", "dxfs", "xf"})
        for tag, style in self._archive.elements(part, wanted):
            if tag == "numFmt":
                told[_number(style.get("numFmtId", ""))] = style.get("formatCode", "")[:1000]
            elif tag != "xf":
                inside = tag == "cellXfs"
            elif inside:
                number = _number(style.get("numFmtId", ""))
                formats.append(format_of(number, told.get(number)))
        return formats

    def _read_texts(self, part: str) -> list[str]:
        """The texts that cells share."""
        if part not in self._archive:
            return []
        reader = _TextReader(Meter(self._limits))
        parser = new_parser()
        parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
        parser.CharacterDataHandler = reader.data
        for _ in parsed(parser, self._archive.pieces(part)):
            pass
        return reader.texts

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """The rows of a sheet that hold anything, in their order."""
        reader = _SheetReader(self._texts, self._formats, self._since_1904)
        parser = new_parser()
        parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
        parser.CharacterDataHandler = reader.data
        for _ in parsed(parser, self._archive.pieces(sheet.part)):
            ready, reader.ready = reader.ready, []
            yield from ready
        sheet.merges = reader.merges
        sheet.hidden_rows, sheet.hidden_columns = reader.hidden_rows, reader.hidden_columns


class _TextReader:
    """The handlers of the texts that cells share. How a text is pronounced is no part of it."""

    def __init__(self, meter: Meter) -> None:
        self.texts: list[str] = []
        self._meter = meter
        self._pieces: list[str] = []
        self._taking = self._phonetic = False

    def start(self, tag: str, _told: dict[str, str]) -> None:
        tag = local(tag)
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "t":
            self._taking = not self._phonetic

    def data(self, text: str) -> None:
        if self._taking:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        tag = local(tag)
        if tag == "t":
            self._taking = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "si":
            self.texts.append(text_of("".join(self._pieces)))
            self._meter.cell(self.texts[-1])


class _SheetReader:
    """The handlers of one sheet. What is in the file comes here one element after the other."""

    def __init__(self, texts: list[str], formats: list[Format], since_1904: bool) -> None:
        self.ready: list[Row] = []
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self._hidden = False
        self._texts, self._formats, self._since_1904 = texts, formats, since_1904
        self._row, self._row_text, self._column = 0, "", -1
        self._cells: dict[int, Cell] = {}
        self._type, self._style = "n", "0"
        self._columns: dict[str, int] = {}
        self._styles: dict[str, Format] = {}
        self._taking = False
        self._pieces: list[str] = []
        self._value: str | None = None
        self._formula = self._phonetic = False

    def start(self, tag: str, told: dict[str, str]) -> None:
        if ":" in tag:
            tag = local(tag)
        if tag == "c":
            self._begin_cell(told)
        elif tag in ("v", "t"):
            self._taking = not self._phonetic
            if tag == "v" or self._value is None:
                self._pieces, self._value = [], ""
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._begin_row(told.get("r", ""))
            self._hidden = _is_on(told.get("hidden", ""))
        elif tag == "col":
            self._column_look(told)
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "mergeCell":
            self._merge(told.get("ref", ""))

    def data(self, text: str) -> None:
        if self._taking:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        if ":" in tag:
            tag = local(tag)
        if tag in ("v", "t"):
            self._taking = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            if self._cells:
                self.ready.append((self._row, self._cells))
                if self._hidden:
                    self.hidden_rows.add(self._row)
                self._cells = {}
        elif tag == "rPh":
            self._phonetic = False

    def _column_look(self, told: dict[str, str]) -> None:
        if _is_on(told.get("hidden", "")) and len(self.hidden_columns) < LAST_COLUMN:
            self.hidden_columns.append((_number(told.get("min", "")) - 1, _number(told.get("max", "")) - 1))

    def _begin_row(self, place: str) -> None:
        number = self._row + 1
        if place:
            found = _PLACE.fullmatch(place)
            number = int(found[2]) if found and found[2] and not found[1] else 0
        if not self._row < number <= LAST_ROW:
            raise RefusedError("broken_spreadsheet")
        self._row, self._row_text, self._column = number, str(number), -1

    def _begin_cell(self, told: dict[str, str]) -> None:
        place = told.get("r", "")
        if place:
            letters = place.rstrip(_DIGITS)
            column = self._columns.get(letters)
            if column is None or place[len(letters) :] != self._row_text:
                column = self._columns[letters] = self._column_of(place)
            self._column = column
        else:
            self._column += 1
        if self._column >= LAST_COLUMN:
            raise RefusedError("broken_spreadsheet")
        self._type = told.get("t", "n")
        self._style = told.get("s", "0")
        self._value, self._formula = None, False

    def _column_of(self, place: str) -> int:
        found = _PLACE.fullmatch(place)
        if not found or not found[1] or (found[2] and int(found[2]) != self._row):
            raise RefusedError("broken_spreadsheet")
        return column_number(found[1])

    def _end_cell(self) -> None:
        if self._value is None and not self._formula:
            return
        stored = "".join(self._pieces) if self._value is not None else ""
        self._pieces = []
        cell = self._cell(stored)
        if cell != "":
            self._cells[self._column] = cell

    def _cell(self, stored: str) -> Cell:
        kind = self._type
        if self._formula and (self._value is None or (not stored and kind != "str")):
            return Mark(FORMULA, "")
        if kind == "s":
            place = _number(stored, -1)
            if not 0 <= place < len(self._texts):
                raise RefusedError("broken_spreadsheet")
            return self._texts[place]
        if kind == "e":
            return Mark(ERROR, text_of(stored)[:40])
        if kind == "b":
            return Mark(YES_NO, "yes" if stored.strip() in ("1", "true") else "no")
        if kind in ("str", "inlineStr", "d"):
            return text_of(stored)
        stored = stored.strip()
        if not stored:
            return ""
        return number_of(stored, self._shown(), since_1904=self._since_1904)

    def _shown(self) -> Format:
        """How the cell shows a number, by its style."""
        shown = self._styles.get(self._style)
        if shown is None:
            place = _number(self._style)
            shown = self._formats[place] if place < len(self._formats) else PLAINLY
            if len(self._styles) < len(self._formats):
                self._styles[self._style] = shown
        return shown

    def _merge(self, text: str) -> None:
        found = _RANGE.fullmatch(text)
        if not found or len(self.merges) >= _MOST_MERGES:
            raise RefusedError("broken_spreadsheet")
        first, last = column_number(found[1]), column_number(found[3] or found[1])
        self.merges.append(Merge(text, int(found[2]), int(found[4] or found[2]), first, last))


def column_number(letters: str) -> int:
    """The place of a column, counted from 0.

    >>> column_number("A"), column_number("xfd")
    (0, 16383)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _is_on(text: str) -> bool:
    return text in ("1", "true")


def _number(text: str, otherwise: int = 0) -> int:
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise
