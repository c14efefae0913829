"""Workbooks, written row by row. There is one way to put a text into a cell, so that it is a text wherever it
is opened: never a formula, a number or a link, without what XML forbids, and whole.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Context, Decimal
from io import BytesIO
from re import compile as pattern
from typing import TYPE_CHECKING, Any

from mandate.core.text import clean

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | Decimal | date | None
#: What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection").
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60
_NOT_IN_NAMES = pattern(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_LONGEST_TEXT = 32_767
_DIGITS = 15  # of a number that a cell keeps; one that is longer is written as text
_FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets do not agree on which day it is
_CORE = "docProps/core.xml"
_EXACTLY = Context(prec=1000)
_OPTIONS = {
    "constant_memory": True,  # a row is on the disk once the next one begins
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks: ``number`` is the pattern of numbers and days, ``ruled`` a line below, ``locked``
    whether a protected sheet keeps it. A text of several lines is shown in as many."""

    bold: bool = False
    struck: bool = False
    size: int = 11
    colour: str = ""
    fill: str = ""
    number: str = ""
    right: bool = False
    vertical: str = "bottom"
    wrap: bool = False
    ruled: bool = False
    locked: bool = True

    def properties(self) -> dict[str, Any]:
        """In the words of the library."""
        found: dict[str, Any] = {"bold": self.bold, "font_size": self.size, "locked": self.locked}
        found |= {"text_wrap": self.wrap, "valign": "vcenter" if self.vertical == "center" else self.vertical}
        found |= {"font_strikeout": True} if self.struck else {}
        found |= {"font_color": self.colour} if self.colour else {}
        found |= {"bg_color": self.fill, "pattern": 1} if self.fill else {}
        found |= {"num_format": self.number} if self.number else {}
        found |= {"align": "right"} if self.right else {}
        found |= {"bottom": 1} if self.ruled else {}
        return found


PLAIN = Look()
TOP = Look(vertical="top")
BOLD = Look(bold=True)


class Book:
    """A workbook on its way out; its sheets are written one after the other, each from its first row on."""

    def __init__(self, title: str = "", author: str = "", language: str = "") -> None:
        from xlsxwriter import Workbook  # most processes never write one

        self._out, self._language = BytesIO(), language
        self._book = Workbook(self._out, _OPTIONS)
        if title or author:
            self._book.set_properties({"title": clean(title), "author": clean(author)})
        # Names of sheets, and how often each was asked for again. Excel keeps "History" for itself.
        self._taken = {"history"}
        self._again: dict[str, int] = {}
        self._formats: dict[tuple[Look, bool, bool], Format] = {}

    def sheet(self, name: str) -> "Sheet":
        """A new sheet. Its name is cut to what is allowed, and told apart from those that there are."""
        return Sheet(self, self._book.add_worksheet(self._free(name)))

    def _free(self, name: str) -> str:
        first = title = sheet_name(name)
        while title.casefold() in self._taken:
            number = self._again[first] = self._again.get(first, 1) + 1
            suffix = f" ({number})"
            title = _cut(first, _LONGEST_NAME - len(suffix)) + suffix
        self._taken.add(title.casefold())
        return title

    def format(self, look: Look, *, quoted: bool = False, wrapped: bool = False) -> "Format":
        """The library's format of a look; ``quoted`` tells that there is a text, whatever it begins with."""
        key = (look, quoted, wrapped)
        if key not in self._formats:
            made = self._book.add_format(look.properties())
            if quoted:
                made.set_quote_prefix()
            if wrapped:
                made.set_text_wrap()
            self._formats[key] = made
        return self._formats[key]

    def data(self) -> bytes:
        """The file."""
        self._book.close()
        return _in_language(self._out, self._language) if self._language else self._out.getvalue()


class Sheet:
    """A sheet; rows and columns are counted from 0, and no row is written once a later one was begun.
    ``inner`` is the library's, for what is no cell: panes, filters, protection, lists."""

    def __init__(self, book: Book, inner: "Worksheet") -> None:
        self._book, self.inner = book, inner
        self._widest: dict[int, int] = {}

    def put(self, row: int, column: int, value: Value, look: Look = PLAIN) -> None:
        """Write one cell."""
        if isinstance(value, str):
            self._put_text(row, column, clean(value), look)
        elif value is None:
            self.inner.write_blank(row, column, None, self._book.format(look))
        elif isinstance(value, date) and value < _FIRST_DAY:
            self._put_text(row, column, value.isoformat(), look)
        elif isinstance(value, date):
            day = look if look.number else replace(look, number="yyyy-mm-dd")
            self.inner.write_datetime(row, column, value, self._book.format(day))
        elif is_long(value):
            self._put_text(row, column, format(value, "f"), look)
        else:
            self.inner.write_number(row, column, value, self._book.format(look))
        shown = len(str(value)) if value is not None else 0
        self._widest[column] = max(self._widest.get(column, 0), shown)

    def _put_text(self, row: int, column: int, text: str, look: Look) -> None:
        style = self._book.format(look, quoted=text.startswith(DANGEROUS), wrapped="\n" in text)
        if not text:
            self.inner.write_blank(row, column, None, style)
        elif text.startswith("<r>") and text.endswith("</r>"):
            # The library takes such a text for marked up already, unless it marks it up itself.
            pieces = (text[:1], text[1:2], _cut(text[2:], _LONGEST_TEXT - 2))
            self.inner.write_rich_string(row, column, *pieces, style)
        else:
            self.inner.write_string(row, column, _cut(text, _LONGEST_TEXT), style)

    def put_row(self, row: int, values: Sequence[Value], look: Look = PLAIN) -> None:
        """Write a row from its first cell on."""
        for column, value in enumerate(values):
            self.put(row, column, value, look)

    def width(self, column: int, characters: float) -> None:
        """Make a column as wide as so many characters."""
        self.inner.set_column(column, column, characters)

    def fit(self) -> None:
        """Make each column as wide as its longest text, within reason."""
        for column, longest in self._widest.items():
            self.width(column, min(longest + 2, WIDEST))


def is_long(value: int | float | Decimal) -> bool:
    """Whether a number has more digits than a cell keeps of one.

    >>> is_long(10**17), is_long(10**17 + 1), is_long(Decimal("0.10")), is_long(0.1 + 0.2)
    (False, True, False, False)
    """
    if isinstance(value, float):
        return False
    return len(Decimal(value).normalize(_EXACTLY).as_tuple().digits) > _DIGITS


def sheet_name(text: str) -> str:
    """As much of a text as may be a sheet's name."""
    return _cut(_NOT_IN_NAMES.sub(" ", clean(text)).strip().strip("'"), _LONGEST_NAME).rstrip("'") or "–"


def _cut(text: str, most: int) -> str:
    """As much of a text as there is room for, in the units in which spreadsheets count."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")


def _in_language(file: BytesIO, language: str) -> bytes:
    """The workbook with the language of its texts among its properties, which the library does not write."""
    out = BytesIO()
    with zipfile.ZipFile(file) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as told:
        for part in made.infolist():
            data = made.read(part)
            if part.filename == _CORE:
                end = b"</cp:coreProperties>"
                data = data.replace(end, f"<dc:language>{language}</dc:language>".encode() + end)
            told.writestr(part, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
