"""A template that came back: the cells that were filled in, each by the codes of its row and column.

Codes say what a cell is about, so rows and columns may stand in another order. The names beside
them must not say otherwise: a heading or a name that belongs to another code means that cells were moved
without theirs, and then no figure is taken.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.definition import count_of
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.tables.numbers import in_percent
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.queries.values import stored_from
from mandate.apps.reporting.services import NOTHING, Stored
from mandate.core.codes import Looks
from mandate.core.entry import EntryState, YesNoError, read_entry
from mandate.core.entry import Kind as EntryKind
from mandate.core.number import NumberError, read_cell
from mandate.core.problem import Problem, Problems
from mandate.interop.spreadsheets.template import (
    CODE_ROW,
    FIRST_COLUMN,
    FIRST_ROW,
    MEMORY,
    ROW,
    VERSION,
    Level,
    UnitReport,
    heading,
    names_apart,
)
from mandate.platform.i18n.languages import CODES
from mandate.platform.i18n.problems import register
from mandate.platform.tables.reader.cells import NUMBER, PERCENT, YES_NO, Cell, Fault, Mark, fault_of, shown
from mandate.platform.tables.reading import ReadSheet, letters, read_sheets

register(
    {
        "template_foreign": gettext_lazy("This is not a template made here for this form, period and unit."),
        "template_unit": gettext_lazy("There is no unit %(code)s in this template."),
        "template_indicator": gettext_lazy("There is no indicator %(code)s in this form."),
        "template_no_codes": gettext_lazy(
            "No code of an indicator stands in row %(row)s; put the codes back, or fill in a new template."
        ),
        "template_no_units": gettext_lazy(
            "No code of a unit stands in column A; put the codes back, or fill in a new template."
        ),
        "template_no_code": gettext_lazy(
            "There are entries below, but no code of an indicator here; put it back, or empty the column."
        ),
        "template_no_unit": gettext_lazy("The row of %(name)s has no code of a unit; put it back."),
        "template_heading": gettext_lazy(
            "The heading “%(heading)s” is that of %(others)s, but the code below it is %(code)s. Put the "
            "cells back in their columns, or fill in a new template."
        ),
        "template_name": gettext_lazy(
            "The name “%(name)s” is that of %(others)s, but the code beside it is %(code)s. Put the "
            "cells back in their rows, or fill in a new template."
        ),
        "template_twice": gettext_lazy("%(code)s stands here twice."),
        "template_closed": gettext_lazy(
            "The report of %(code)s cannot be changed now; withdraw or correct it first."
        ),
        "template_counted": gettext_lazy(
            "Mandate counts %(indicator)s itself. Put back what stood here, or fill in a new template."
        ),
        "template_gone": gettext_lazy(
            "%(code)s is not to report here any more, so nothing can be written for it."
        ),
        "template_conflict": gettext_lazy(
            "%(by)s changed this meanwhile to %(theirs)s. Make a new template."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that differs from what stood in it when the template was made."""

    row: int
    column: str
    report_id: int
    indicator: Indicator
    seen: Stored
    new: Stored


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back in a template. ``gone`` are units with a row that says nothing new, which are not to
    report here any more; ``fresh`` those that are expected here and had no row when it was made."""

    changes: Sequence[CellChange]
    gone: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Memory:
    """What the template remembers: its language, the units that had a row, and what stood in the cells."""

    language: str
    rows: frozenset[str]
    seen: Mapping[tuple[str, str], Stored]


def read(level: Level, data: bytes) -> Returned:
    """The cells that differ from what stood in them when the template was made, whatever was closed, opened
    or moved meanwhile. Raises Problems by cell."""
    found = read_sheets(data, MEMORY)
    if found is None:
        raise Problems([Problem(0, "", "template_foreign")])
    sheet, kept = found
    memory = _memory(level, kept)
    problems: list[Problem] = []
    columns = _columns(level, sheet, problems)
    rows, gone = _rows(level, sheet, memory, problems)
    problems += _headings(level, sheet, columns, memory.language)
    problems += _names(level, sheet, columns, {**rows, **gone}, memory.language)
    problems += _merged(sheet, columns, rows)
    changes = list(_changes(sheet, columns, rows, memory, problems))
    problems += _written_in_vain(sheet, columns, gone, memory)
    if problems:
        raise Problems(problems)
    had = memory.rows or {line.code for line in level.lines}  # older templates do not tell
    fresh = tuple(line.code for line in level.lines if line.code not in had)
    return Returned(changes, tuple(gone.values()), fresh)


def _memory(level: Level, memory: ReadSheet) -> _Memory:
    told = [[shown(row.get(column, "")) for column in range(1, 5)] for _, row in sorted(memory.cells.items())]
    wanted = [str(VERSION), str(level.form_period.pk), level.unit_code]
    if not told or told[0][:3] != wanted or told[0][3] not in CODES:
        raise Problems([Problem(0, "", "template_foreign")])
    seen = {}
    try:
        for unit, code, answer, value in told[1:]:
            if answer == ROW:
                continue
            seen[unit, code] = stored_from(answer, value or None)
    except ValueError:  # somebody wrote into the hidden sheet
        raise Problems([Problem(0, "", "template_foreign")]) from None
    rows = frozenset(unit for unit, _code, answer, _value in told[1:] if answer == ROW)
    return _Memory(told[0][3], rows, seen)


def _columns(level: Level, sheet: ReadSheet, problems: list[Problem]) -> dict[int, Indicator]:
    """The indicator of each column, by its code."""
    known = {indicator.code: indicator for indicator in level.indicators}
    looks = Looks(known)
    found: dict[int, Indicator] = {}
    met: set[str] = set()
    for column, cell in sorted(sheet.cells.get(CODE_ROW, {}).items()):
        code = shown(cell)
        if column == 1 or not code:
            continue
        place = f"{letters(column)}{CODE_ROW}"
        if code not in known:
            told = {"code": code, **looks.hint(code)}
            problems.append(Problem(CODE_ROW, place, "template_indicator", told))
        elif code in met:
            problems.append(Problem(CODE_ROW, place, "template_twice", {"code": code}))
        else:
            met.add(code)
            found[column] = known[code]
    if not found and known and not problems:
        place = f"{letters(FIRST_COLUMN)}{CODE_ROW}"
        problems.append(Problem(CODE_ROW, place, "template_no_codes", {"row": CODE_ROW}))
    return found


def _headings(
    level: Level, sheet: ReadSheet, columns: Mapping[int, Indicator], language: str
) -> Iterator[Problem]:
    """Headings that belong to other codes than those below them."""
    of: dict[str, list[str]] = {}
    for indicator in level.indicators:
        of.setdefault(heading(indicator, language), []).append(indicator.code)
    for column, indicator in columns.items():
        text = shown(sheet.get(1, column))
        if indicator.code not in of.get(text, [indicator.code]):
            told = {"heading": text, "others": ", ".join(of[text]), "code": indicator.code}
            yield Problem(1, f"{letters(column)}1", "template_heading", told)


def _names(
    level: Level,
    sheet: ReadSheet,
    columns: Mapping[int, Indicator],
    rows: Mapping[int, UnitReport | str],
    language: str,
) -> Iterator[Problem]:
    """Names of units that belong to other codes than those beside them or have none, and entries in columns
    without a code."""
    if not rows or not columns:
        return
    names = _column_of_names(sheet, columns, language)
    of: dict[str, list[str]] = {}
    for line, name in zip(level.lines, names_apart(level.lines, language), strict=True):
        of.setdefault(name, []).append(line.code)
    nameless: set[int] = set()
    for number in sorted(sheet.cells):
        if number < FIRST_ROW:
            continue
        code, text = shown(sheet.get(number, 1)), shown(sheet.get(number, names))
        if not code and text in of:
            yield Problem(number, f"A{number}", "template_no_unit", {"name": text})
        elif number in rows and code not in of.get(text, [code]):
            told = {"name": text, "others": ", ".join(of[text]), "code": code}
            yield Problem(number, f"{letters(names)}{number}", "template_name", told)
        if number in rows:
            filled = {column for column, cell in sheet.cells[number].items() if shown(cell)}
            nameless |= filled - columns.keys() - {1, names}
    for column in sorted(nameless):
        if not shown(sheet.get(CODE_ROW, column)):
            yield Problem(CODE_ROW, f"{letters(column)}{CODE_ROW}", "template_no_code")


def _column_of_names(sheet: ReadSheet, columns: Mapping[int, Indicator], language: str) -> int:
    """The column that is headed as that of the units' names, else the second."""
    with translation.override(language):
        headed = _("Unit")
    for column, cell in sorted(sheet.cells.get(1, {}).items()):
        if column > 1 and column not in columns and shown(cell) == headed:
            return column
    return 2


def _rows(
    level: Level, sheet: ReadSheet, memory: _Memory, problems: list[Problem]
) -> tuple[dict[int, UnitReport], dict[int, str]]:
    """The report of each row, by its unit's code; and the rows of units that are not to report here any
    more."""
    lines = {line.code: line for line in level.lines}
    looks = Looks(lines)
    expected = memory.rows | lines.keys()
    found: dict[int, UnitReport] = {}
    gone: dict[int, str] = {}
    met: set[str] = set()
    for number in sorted(sheet.cells):
        code = shown(sheet.get(number, 1))
        if number < FIRST_ROW or not code:
            continue
        if code in met or code not in expected:
            word = "template_twice" if code in met else "template_unit"
            told = {"code": code, **({} if code in met else looks.hint(code))}
            problems.append(Problem(number, f"A{number}", word, told))
            continue
        met.add(code)
        if code in lines:
            found[number] = lines[code]
        else:
            gone[number] = code
    if not met and lines and not problems:
        problems.append(Problem(FIRST_ROW, f"A{FIRST_ROW}", "template_no_units"))
    return found, gone


def _merged(
    sheet: ReadSheet, columns: Mapping[int, Indicator], rows: Mapping[int, UnitReport]
) -> Iterator[Problem]:
    """A merged range says nothing of the cells below its first."""
    numbers, places = sorted(rows), [1, *columns]
    for text, first_row, last_row, first, last in sheet.merges:
        at = bisect_left(numbers, first_row)
        place = next((place for place in places if first <= place <= last), None)
        if place is not None and at < len(numbers) and numbers[at] <= last_row:
            cell = f"{letters(place)}{numbers[at]}"
            yield Problem(numbers[at], cell, "cell_merged", {"range": text})


def _changes(
    sheet: ReadSheet,
    columns: Mapping[int, Indicator],
    rows: Mapping[int, UnitReport],
    memory: _Memory,
    problems: list[Problem],
) -> Iterator[CellChange]:
    for number, line in rows.items():
        for column, indicator in columns.items():
            cell = f"{letters(column)}{number}"
            new = _read_cell(sheet.get(number, column), indicator, memory.language)
            if isinstance(new, Fault):
                problems.append(Problem(number, cell, new.code, new.params))
                continue
            before = memory.seen.get((line.code, indicator.code), NOTHING)
            if new == before:
                continue
            if count_of(indicator) is not None:
                problems.append(Problem(number, cell, "template_counted", {"indicator": indicator.code}))
                continue
            if not line.writable:
                problems.append(Problem(number, cell, "template_closed", {"code": line.code}))
                continue
            yield _with_note(CellChange(number, cell, line.report_id, indicator, before, new), line)


def _written_in_vain(
    sheet: ReadSheet, columns: Mapping[int, Indicator], gone: Mapping[int, str], memory: _Memory
) -> Iterator[Problem]:
    """What was written for units that are not to report here any more."""
    for number, code in gone.items():
        for column, indicator in columns.items():
            new = _read_cell(sheet.get(number, column), indicator, memory.language)
            if new != memory.seen.get((code, indicator.code), NOTHING):
                cell = f"{letters(column)}{number}"
                yield Problem(number, cell, "template_gone", {"code": code})


def _with_note(change: CellChange, line: UnitReport) -> CellChange:
    """A note is not in the template; it stays what it is."""
    note = line.stored.get(change.indicator.pk, NOTHING).note
    if not note:
        return change
    seen = Stored(change.seen.answer, change.seen.value, note)
    new = Stored(change.new.answer, change.new.value, note)
    return CellChange(change.row, change.column, change.report_id, change.indicator, seen, new)


def _read_cell(cell: Cell, indicator: Indicator, language: str) -> Stored | Fault:
    """What a cell says, or what is wrong with it."""
    try:
        return _read_entry(cell, indicator, language)
    except NumberError as error:
        return Fault(f"number_{error.code}", error.params)
    except YesNoError as error:
        return Fault(error.code, error.params)


def _read_entry(cell: Cell, indicator: Indicator, language: str) -> Stored | Fault:
    fault = fault_of(cell)
    if fault is not None:
        return fault
    yes_no = indicator.kind == Kind.YES_NO
    if isinstance(cell, Mark) and not yes_no and cell.kind in (NUMBER, PERCENT):
        if cell.kind == PERCENT and not in_percent(indicator):
            return Fault("cell_percent", {"text": cell.text})
        number = Decimal(cell.text.removesuffix("%"))
        return Stored(
            Answer.VALUE, read_cell(number, indicator.decimals, allow_negative=indicator.allow_negative)
        )
    if isinstance(cell, Mark) and yes_no and cell.kind == YES_NO:
        return Stored(Answer.VALUE, Decimal(cell.text == "yes"))
    kind: EntryKind = "yes_no" if yes_no else "number"
    entry = read_entry(
        shown(cell), language, indicator.decimals, kind, allow_negative=indicator.allow_negative
    )
    if entry.state is EntryState.NOT_APPLICABLE:
        return Stored(Answer.NOT_APPLICABLE)
    return NOTHING if entry.value is None else Stored(Answer.VALUE, entry.value)
