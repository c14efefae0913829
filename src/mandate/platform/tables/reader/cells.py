"""What stands in one cell, as a person sees it.

A text is a string. Anything else is a `Mark`: a kind and a text.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from mandate.core.text import clean

NUMBER, PERCENT, YES_NO, DATE, ERROR, FORMULA, LONG = "npbdefl"
# Spreadsheets save these as plain text in CSV, and people paste them.
ERRORS = frozenset(
    f"#{error}"
    for error in (
        "N/A",
        "REF!",
        "VALUE!",
        "NAME?",
        "DIV/0!",
        "NUM!",
        "NULL!",
        "SPILL!",
        "CALC!",
        "FIELD!",
        "GETTING_DATA",
        "BLOCKED!",
        "BUSY!",
        "CONNECT!",
        "EXTERNAL!",
        "PYTHON!",
        "UNKNOWN!",
    )
)
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_EXACT = re.compile("-?[0-9]{1,400}")
_DIGITS = 15  # that a spreadsheet keeps of a number
_FURTHEST = 350  # powers of ten; a spreadsheet goes to 308
# Number formats that a file refers to without telling them.
_BUILT_IN = {
    9: "0%", 10: "0.00%", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm",
    19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 45: "mm:ss", 47: "mm:ss",
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
}  # fmt: skip
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)


class Mark(NamedTuple):
    """A cell that holds no text: its kind, and what it shows."""

    kind: str
    text: str


Cell = str | Mark


class Fault(NamedTuple):
    """Why a cell says nothing: the code of a problem and its params."""

    code: str
    params: Mapping[str, object]


def shown(cell: Cell) -> str:
    """The text of a cell."""
    return cell.text if isinstance(cell, Mark) else cell


def fault_of(cell: Cell, *, as_text: bool = False) -> Fault | None:
    """Why a cell says nothing, though it is not empty: an error, a formula without its result, a number that
    lost its last digits; where a text is meant (``as_text``), also what a spreadsheet made of it as it was
    typed: 1.10 became 1.1, and 3-1 a day."""
    if isinstance(cell, Mark):
        if cell.kind == FORMULA:
            return Fault("cell_formula", {})
        if cell.kind == LONG:
            return Fault("cell_long", {"text": cell.text})
        if as_text and (cell.kind in (DATE, YES_NO, PERCENT) or (cell.kind == NUMBER and "." in cell.text)):
            return Fault("cell_no_text", {"text": cell.text})
        return Fault("cell_error", {"error": cell.text}) if cell.kind == ERROR else None
    return Fault("cell_error", {"error": cell}) if cell[:1] == "#" and cell in ERRORS else None


class Format(NamedTuple):
    """How a number is shown: ``kind`` is number, percent or date; ``zeros`` the width that is filled up with
    zeros; ``parts`` of a date: "year", "month" or "day"."""

    kind: str = NUMBER
    zeros: int = 0
    parts: str = "day"


PLAINLY = Format()


@lru_cache(maxsize=4096)
def format_of(number: int, code: str | None = None) -> Format:
    """What a number format does, by its code or the number of one that every program knows."""
    code = _BUILT_IN.get(number, "") if code is None else code
    if _ELAPSED.search(code):
        return PLAINLY
    shown = _NOT_SHOWN.sub("", code.split(";")[0]).lower()
    if "%" in shown:
        return Format(PERCENT)
    if shown != "general" and any(letter in shown for letter in "ymdhs"):
        if any(letter in shown for letter in "dhs") or "y" not in shown:
            return Format(DATE)
        return Format(DATE, parts="month" if "m" in shown else "year")
    if re.fullmatch("0{2,40}", shown):
        return Format(zeros=len(shown))
    return PLAINLY


def text_of(stored: str) -> str:
    """A text with its escaped characters (_x000D_) as they are meant, fit to be kept."""
    if "_x" in stored:
        stored = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), stored)
    return clean(stored).strip()


def number_of(stored: str, shown: Format, *, since_1904: bool) -> Cell:
    """A stored number as it is shown. All its digits are kept: what of them is noise of a computation, the
    reader of the number knows by its decimals."""
    if shown is PLAINLY and _EXACT.fullmatch(stored):
        return Mark(NUMBER, stored)
    try:
        number = Decimal(stored)
    except InvalidOperation:
        return text_of(stored)
    if not number.is_finite() or abs(number.adjusted()) > _FURTHEST or len(stored) > 400:
        return text_of(stored)
    if shown.kind == DATE:
        return _date(number, shown.parts, since_1904=since_1904)
    if shown.kind == PERCENT:
        return Mark(PERCENT, _plain(Decimal(f"{float(number):.15g}") * 100) + "%")
    text = stored if _EXACT.fullmatch(stored) else _plain(number)
    if (
        text != stored
        and number.adjusted() >= _DIGITS
        and len(number.normalize().as_tuple().digits) >= _DIGITS
    ):
        return Mark(LONG, text)
    if shown.zeros and text.isdigit():
        return text.zfill(shown.zeros)
    return Mark(NUMBER, text)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(serial: Decimal, parts: str, *, since_1904: bool) -> Cell:
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    if not since_1904 and serial < 60:
        first += timedelta(days=1)  # the 29 February 1900 that spreadsheets count but that never was
    try:
        moment = first + timedelta(seconds=round(serial * 86400))
    except OverflowError:
        return Mark(NUMBER, _plain(serial))
    if parts == "month":
        return Mark(DATE, f"{moment:%Y-%m}")
    if parts == "year":
        return Mark(DATE, f"{moment:%Y}")
    midnight = moment.time() == moment.time().min
    if serial < 1 and not midnight:
        return Mark(DATE, f"{moment:%H:%M:%S}")
    return Mark(DATE, moment.date().isoformat() if midnight else moment.isoformat(sep=" "))
