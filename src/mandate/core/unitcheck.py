"""The check of an import of units: every problem of every row, before anything is written.

>>> rows = [UnitRow(2, "A", "", "city", "Aville"), UnitRow(3, "B", "X", "ward", " ")]
>>> for problem in check_units(rows, existing={}):
...     print(problem.row, problem.column, problem.code)
3 name empty_name
3 parent unknown_parent
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mandate.core.codes import Looks
from mandate.core.command import Command
from mandate.core.lookalikes import difference
from mandate.core.problem import Problem

_PATH = 6  # codes of a circle that its message shows


@dataclass(frozen=True, slots=True)
class UnitRow(Command):
    """One row of the import: its number in the file and its cells, trimmed; no parent: a root. ``names`` are
    those that the table has by language, ``starts`` and ``ends`` the days of its place as written,
    ``kind_names`` and ``kind_plurals`` what it calls the kind."""

    row: int
    code: str
    parent: str
    kind: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    starts: str = ""
    ends: str = ""
    kind_names: Mapping[str, str] = field(default_factory=dict)
    kind_plurals: Mapping[str, str] = field(default_factory=dict)


def check_units(rows: Sequence[UnitRow], existing: Mapping[str, str], changes: bool = False) -> list[Problem]:
    """Every problem of the import, by row; none means that rows and units make a tree.

    Codes: empty_code, empty_kind, empty_name; duplicate_code (code, first: the row that has it first);
    code_exists (code); code_alike_row (code, other, first) and code_alike (code, other): a new code that
    looks like that of another row or unit; own_parent (code); unknown_parent (parent); cycle (path). Where
    letters of another alphabet make codes look the same, they are told too (`Looks.hint`, `difference`).

    `existing` maps the code of each unit that there is to its parent's code ("" for a root). With `changes` a
    row may name such a unit and moves it; without, that is a problem. Takes time in proportion to the rows.
    """
    first: dict[str, UnitRow] = {}
    for row in rows:
        if row.code.strip():
            first.setdefault(row.code, row)
    problems = [problem for row in rows for problem in _check_row(row, first, existing, changes)]
    problems += _parents(rows, first, existing)
    problems += _alike(first, existing)
    problems += _circles(first, existing)
    return sorted(problems, key=lambda problem: problem.row)


def _check_row(
    row: UnitRow, first: Mapping[str, UnitRow], existing: Mapping[str, str], changes: bool
) -> Iterator[Problem]:
    for column, text in (("code", row.code), ("kind", row.kind), ("name", row.name)):
        if not text.strip():
            yield Problem(row.row, column, f"empty_{column}", {})
    if row.code in first and first[row.code] is not row:
        yield Problem(row.row, "code", "duplicate_code", {"code": row.code, "first": first[row.code].row})
    if row.code in existing and not changes:
        yield Problem(row.row, "code", "code_exists", {"code": row.code})
    if row.parent and row.parent == row.code:
        yield Problem(row.row, "parent", "own_parent", {"code": row.code})


def _parents(
    rows: Sequence[UnitRow], first: Mapping[str, UnitRow], existing: Mapping[str, str]
) -> Iterator[Problem]:
    """Parents that are neither rows nor units."""
    unknown = [
        row
        for row in rows
        if row.parent and row.parent != row.code and row.parent not in first and row.parent not in existing
    ]
    if not unknown:
        return
    looks = Looks((*existing, *first))
    for row in unknown:
        told = {"parent": row.parent, **looks.hint(row.parent)}
        yield Problem(row.row, "parent", "unknown_parent", told)


def _alike(first: Mapping[str, UnitRow], existing: Mapping[str, str]) -> Iterator[Problem]:
    """New codes that look like that of a unit or of a row above. Units that there are stay as they are."""
    new = [row for code, row in first.items() if code not in existing]
    if not new:
        return
    stored, above = Looks(existing), Looks()
    for row in new:
        if other := stored.other(row.code):
            told = {"code": row.code, "other": other, **difference(row.code, other)}
            yield Problem(row.row, "code", "code_alike", told)
        if other := above.other(row.code):
            told = {"code": row.code, "other": other, **difference(row.code, other)}
            yield Problem(row.row, "code", "code_alike_row", told | {"first": first[other].row})
        above.add(row.code)


def _circles(first: Mapping[str, UnitRow], existing: Mapping[str, str]) -> Iterator[Problem]:
    """One problem for each circle, at the first row of the file that lies on it."""
    walk_of: dict[str, str] = {}  # each code that was passed, and the code whose walk passed it
    for start in first:
        path: list[str] = []
        code = start
        while code and code not in walk_of:
            walk_of[code] = start
            path.append(code)
            code = first[code].parent if code in first else existing.get(code, "")
        if not code or walk_of[code] != start:
            continue
        circle = path[path.index(code) :]
        named = [first[one] for one in circle if one in first]
        if len(circle) > 1 and named:
            at = min(named, key=lambda row: row.row)
            turn = circle.index(at.code)
            yield Problem(at.row, "parent", "cycle", {"path": _write(circle[turn:] + circle[:turn])})


def _write(circle: Sequence[str]) -> str:
    shown = [*circle[:_PATH], "…"] if len(circle) > _PATH else circle
    return " → ".join([*shown, circle[0]])
