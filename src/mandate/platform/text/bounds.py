"""How much a text may hold. What costs more than its length says is counted before it is read as Markdown, so
that no text makes a page slow: links within links, marks without an end, tables of empty cells, quotes within
quotes."""

import re
from enum import StrEnum
from typing import Final

LENGTH: Final = 20_000  # of a text that is taken
#: Of one that is read: texts of former times got backslashes (plain.py), and are read all the same.
READABLE: Final = 100_000
BRACKETS: Final = 1_000  # each may begin a link, and is looked at once per level
MARKS: Final = 5_000  # runs of stars and underscores
CELLS: Final = 2_000  # a short row is filled up to the width of its table
TABLES: Final = 10  # each is a sheet of a workbook
COLUMNS: Final = 20  # of one table; on paper none is wider, and Word takes no more than 63
DEPTH: Final = 10  # lists and quotes within one another

_MARK = re.compile(r"[*_]+")
#: The line under the heads of a table, in a list or a quote too.
_UNDER_HEADS = re.compile(r"[-|:\s>*+0-9.)]*")  # one class alone: it never goes back


class Trouble(StrEnum):
    """Why a text is not taken."""

    LONG = "long"
    BRACKETS = "brackets"
    MARKS = "marks"
    CELLS = "cells"
    TABLES = "tables"
    COLUMNS = "columns"
    DEEP = "deep"


def trouble_before_reading(text: str) -> Trouble | None:
    """What can be told without reading it as Markdown; the cost grows with the length alone."""
    if len(text) > READABLE:
        return Trouble.LONG
    if text.count("[") > BRACKETS:
        return Trouble.BRACKETS
    if sum(1 for _mark in _MARK.finditer(text)) > MARKS:
        return Trouble.MARKS
    return Trouble.CELLS if cells(text) > CELLS else None


def cells(text: str) -> int:
    """How many cells the tables of a text have at most.

    >>> cells("| a | b |\\n|---|---|\\n| 1 |\\n| 2 | 3 |\\n\\nend")
    6
    """
    count, width, before = 0, 0, ""
    for line in text.split("\n"):
        if "-" in line and "|" in line and before.strip() and _UNDER_HEADS.fullmatch(line):
            width = max(width, line.strip().strip("|").count("|") + 1)
            count += width
        elif not line.strip():
            width = 0
        else:
            count += width
        before = line
    return count
