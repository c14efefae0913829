"""One way to put a text into a cell of a workbook, so that it is a text wherever it is opened."""

import re
from typing import Any

from mandate.core.text import clean

#: What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection").
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_ESCAPED = re.compile("_x[0-9A-Fa-f]{4}_")  # what a spreadsheet takes for one character


def put_text(cell: Any, text: str) -> None:
    """The text as it is: no formula, without what XML forbids, and whole where it looks like an escape."""
    told = clean(text)
    cell.value = _ESCAPED.sub(r"_x005F\g<0>", told)
    cell.data_type = "s"
    cell.quotePrefix = told.startswith(DANGEROUS)
