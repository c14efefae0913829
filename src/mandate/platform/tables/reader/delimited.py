"""CSV and its relatives: whatever a spreadsheet calls text."""

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

from mandate.core.text import clean
from mandate.platform.tables.reader.limits import RefusedError

DELIMITERS = ",;\t"
LOOKED_AT = 20  # lines in which the heading is looked for
_GUARDED = re.compile(r"'+[=+\-@]")
_SEPARATOR = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, or what its mark says it is."""
    wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 if wide else data.count(b"\n", 0, error.start) + 1
        raise RefusedError("wrong_encoding", line) from None
    if "\0" in text:
        raise RefusedError("not_a_table", text.count("\n", 0, text.index("\0")) + 1)
    return text


def separated(text: str) -> tuple[str, str, int]:
    """The text, its delimiter where it says it in a first line of its own ("" else), and the lines before."""
    told = _SEPARATOR.match(text)
    return (text[told.end() :], told[1], 1) if told else (text, "", 0)


def likeliest(text: str) -> str:
    """The delimiter that stands most often in the first line that holds one."""
    for line in re.split(r"\r\n|\r|\n", text[:100_000])[:LOOKED_AT]:
        found = max(DELIMITERS, key=line.count)
        if found in line:
            return found
    return DELIMITERS[0]


def rows(text: str, delimiter: str, before: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Every line with its number; cells are stripped and fit to be kept."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        number = before + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise RefusedError("broken_quotes", number) from None
        yield number, [_without_guard(clean(cell).strip()) for cell in cells]


def _without_guard(text: str) -> str:
    """Take off the apostrophe that writing.py puts before what could run as a formula."""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text
