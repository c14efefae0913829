"""The XLSX template of a whole level: one row a unit, one column an indicator; made and read back here."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.tables.numbers import in_percent
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, FormPeriod, Report, Revision
from mandate.apps.reporting.services import NOTHING, Stored
from mandate.apps.units.models import Unit
from mandate.apps.units.structure import above_on_their_day
from mandate.core.entry import NOT_APPLICABLE, YES_NO, EntryState, YesNoError, read_entry
from mandate.core.entry import Kind as EntryKind
from mandate.core.number import NumberError, read_cell, write_number
from mandate.core.problem import Problem, Problems
from mandate.core.reportstate import WRITABLE
from mandate.platform.i18n.languages import CODES, text_in
from mandate.platform.i18n.problems import register
from mandate.platform.tables.reader.cells import NUMBER, PERCENT, Cell, Fault, Mark, fault_of, shown
from mandate.platform.tables.reader.cells import YES_NO as YES_NO_CELL
from mandate.platform.tables.reading import Sheet, letters, read_sheets
from mandate.platform.tables.workbook import BOLD, TOP, Book, Look, is_long
from mandate.platform.tables.workbook import Sheet as Written
from mandate.platform.ui.palette import COLOURS

CODE_ROW = 2
FIRST_ROW = 3
FIRST_COLUMN = 3
MEMORY = "mandate"  # the hidden sheet: for what the template is, and what stood in it when it was made
VERSION = 1
ROW = "row"  # in the memory, instead of an answer: the unit had a row

register(
    {
        "template_foreign": gettext_lazy("This is not a template made here for this form, period and unit."),
        "template_unit": gettext_lazy("There is no unit %(code)s in this template."),
        "template_indicator": gettext_lazy("There is no indicator %(code)s in this form."),
        "template_twice": gettext_lazy("%(code)s stands here twice."),
        "template_closed": gettext_lazy(
            "The report of %(code)s cannot be changed now; withdraw or correct it first."
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
class Line:
    """One unit's report in the template; ``stored`` is {indicator id: what stands}."""

    report_id: int
    unit_id: int
    code: str
    names: Mapping[str, str]
    above: Mapping[str, str]
    writable: bool
    stored: Mapping[int, Stored]


@dataclass(frozen=True, slots=True)
class Level:
    """What a template is about: the reports of a form's period below a unit, and its indicators in order."""

    form_period: FormPeriod
    unit_code: str
    indicators: Sequence[Indicator]
    lines: Sequence[Line]


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


def make(level: Level, language: str) -> bytes:
    """The workbook, with what is stored now filled in; texts and yes/no words in the language."""
    book = Book()
    sheet = book.sheet(_("Figures"))
    _headings(sheet, level, language)
    names = _names_apart(level.lines, language)
    for row, (line, name) in enumerate(zip(level.lines, names, strict=True), start=FIRST_ROW - 1):
        sheet.put_row(row, (line.code, name), TOP)
        for column, indicator in enumerate(level.indicators, start=FIRST_COLUMN - 1):
            stored = line.stored.get(indicator.pk, NOTHING)
            look = _look(indicator, writable=line.writable)
            sheet.put(row, column, _written(stored, indicator, language), look)
    _yes_no_lists(sheet, level, language)
    sheet.inner.freeze_panes(FIRST_ROW - 1, FIRST_COLUMN - 1)
    sheet.inner.protect("", {"format_columns": True})
    _remember(book, level, language)
    return book.data()


def _names_apart(lines: Sequence[Line], language: str) -> list[str]:
    """What the units are called; of several of one name each also by the unit above."""
    names = [text_in(line.names, language) for line in lines]
    count = Counter(names)
    return [
        f"{name}, {text_in(line.above, language)}" if count[name] > 1 and line.above else name
        for name, line in zip(names, lines, strict=True)
    ]


def _look(indicator: Indicator, *, writable: bool) -> Look:
    number = "#,##0" + ("." + "0" * indicator.decimals if indicator.decimals else "")
    return Look(number=number, locked=not writable, fill="" if writable else COLOURS["line"], vertical="top")


def _headings(sheet: Written, level: Level, language: str) -> None:
    code_look = Look(size=8, colour=COLOURS["ink-3"], ruled=True, vertical="top")
    name_look = Look(bold=True, wrap=True)
    sheet.put_row(0, (_("Code"), _("Unit")), BOLD)
    for column, indicator in enumerate(level.indicators, start=FIRST_COLUMN - 1):
        measure = text_in(indicator.measures, language) if indicator.measures else ""
        name = text_in(indicator.names, language)
        sheet.put(0, column, f"{name} ({measure})" if measure else name, name_look)
        sheet.width(column, 16)
    sheet.put_row(CODE_ROW - 1, ("", ""), Look(ruled=True))
    for column, indicator in enumerate(level.indicators, start=FIRST_COLUMN - 1):
        sheet.put(CODE_ROW - 1, column, indicator.code, code_look)
    sheet.width(0, 14)
    sheet.width(1, 30)


def _yes_no_lists(sheet: Written, level: Level, language: str) -> None:
    choice = {"validate": "list", "source": [*YES_NO[language], NOT_APPLICABLE[language]]}
    last = FIRST_ROW + max(len(level.lines), 1) - 2
    for column, indicator in enumerate(level.indicators, start=FIRST_COLUMN - 1):
        if indicator.kind == Kind.YES_NO:
            sheet.inner.data_validation(FIRST_ROW - 1, column, last, column, choice)


def _written(stored: Stored, indicator: Indicator, language: str) -> str | Decimal | None:
    if stored.answer == Answer.NOT_APPLICABLE:
        return NOT_APPLICABLE[language]
    if stored.value is None:
        return None
    if indicator.kind == Kind.YES_NO:
        return YES_NO[language][0 if stored.value else 1]
    value = stored.value.quantize(Decimal(1).scaleb(-indicator.decimals))
    return write_number(value, language) if is_long(value) else value


def _remember(book: Book, level: Level, language: str) -> None:
    memory = book.sheet(MEMORY)
    memory.inner.hide()
    for row, told in enumerate(_told(level, language)):
        memory.put_row(row, told)


def _told(level: Level, language: str) -> Iterator[Sequence[str | int]]:
    """What the template remembers, row by row."""
    yield VERSION, level.form_period.pk, level.unit_code, language
    for line in level.lines:
        yield line.code, "", ROW
        for indicator in level.indicators:
            stored = line.stored.get(indicator.pk, NOTHING)
            if stored.answered:
                value = "" if stored.value is None else format(stored.value, "f")
                yield line.code, indicator.code, int(stored.answer), value


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
    problems += _merged(sheet, columns, rows)
    changes = list(_changes(sheet, columns, rows, memory, problems))
    problems += _written_in_vain(sheet, columns, gone, memory)
    if problems:
        raise Problems(problems)
    had = memory.rows or {line.code for line in level.lines}  # older templates do not tell
    fresh = tuple(line.code for line in level.lines if line.code not in had)
    return Returned(changes, tuple(gone.values()), fresh)


def _memory(level: Level, memory: Sheet) -> _Memory:
    told = [[shown(row.get(column, "")) for column in range(1, 5)] for _, row in sorted(memory.cells.items())]
    wanted = [str(VERSION), str(level.form_period.pk), level.unit_code]
    if not told or told[0][:3] != wanted or told[0][3] not in CODES:
        raise Problems([Problem(0, "", "template_foreign")])
    seen = {}
    try:
        for unit, code, answer, value in told[1:]:
            if answer == ROW:
                continue
            seen[unit, code] = Stored(Answer(int(answer)), Decimal(value) if value else None)
    except (ValueError, InvalidOperation):  # somebody wrote into the hidden sheet
        raise Problems([Problem(0, "", "template_foreign")]) from None
    rows = frozenset(unit for unit, _code, answer, _value in told[1:] if answer == ROW)
    return _Memory(told[0][3], rows, seen)


def _columns(level: Level, sheet: Sheet, problems: list[Problem]) -> dict[int, Indicator]:
    """The indicator of each column, by its code."""
    known = {indicator.code: indicator for indicator in level.indicators}
    found: dict[int, Indicator] = {}
    for column, cell in sorted(sheet.cells.get(CODE_ROW, {}).items()):
        code = shown(cell)
        if column < FIRST_COLUMN or not code:
            continue
        place = f"{letters(column)}{CODE_ROW}"
        if code not in known:
            problems.append(Problem(CODE_ROW, place, "template_indicator", {"code": code}))
        elif known[code] in found.values():
            problems.append(Problem(CODE_ROW, place, "template_twice", {"code": code}))
        else:
            found[column] = known[code]
    return found


def _rows(
    level: Level, sheet: Sheet, memory: _Memory, problems: list[Problem]
) -> tuple[dict[int, Line], dict[int, str]]:
    """The report of each row, by its unit's code; and the rows of units that are not to report here any
    more."""
    lines = {line.code: line for line in level.lines}
    found: dict[int, Line] = {}
    gone: dict[int, str] = {}
    met: set[str] = set()
    for number in sorted(sheet.cells):
        code = shown(sheet.get(number, 1))
        if number < FIRST_ROW or not code:
            continue
        if code in met or code not in memory.rows | lines.keys():
            word = "template_twice" if code in met else "template_unit"
            problems.append(Problem(number, f"A{number}", word, {"code": code}))
            continue
        met.add(code)
        if code in lines:
            found[number] = lines[code]
        else:
            gone[number] = code
    return found, gone


def _merged(sheet: Sheet, columns: Mapping[int, Indicator], rows: Mapping[int, Line]) -> Iterator[Problem]:
    """A merged range says nothing of the cells below its first."""
    numbers, places = sorted(rows), [1, *columns]
    for text, first_row, last_row, first, last in sheet.merges:
        at = bisect_left(numbers, first_row)
        place = next((place for place in places if first <= place <= last), None)
        if place is not None and at < len(numbers) and numbers[at] <= last_row:
            cell = f"{letters(place)}{numbers[at]}"
            yield Problem(numbers[at], cell, "cell_merged", {"range": text})


def _changes(
    sheet: Sheet,
    columns: Mapping[int, Indicator],
    rows: Mapping[int, Line],
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
            if not line.writable:
                problems.append(Problem(number, cell, "template_closed", {"code": line.code}))
                continue
            yield _with_note(CellChange(number, cell, line.report_id, indicator, before, new), line)


def _written_in_vain(
    sheet: Sheet, columns: Mapping[int, Indicator], gone: Mapping[int, str], memory: _Memory
) -> Iterator[Problem]:
    """What was written for units that are not to report here any more."""
    for number, code in gone.items():
        for column, indicator in columns.items():
            new = _read_cell(sheet.get(number, column), indicator, memory.language)
            if new != memory.seen.get((code, indicator.code), NOTHING):
                cell = f"{letters(column)}{number}"
                yield Problem(number, cell, "template_gone", {"code": code})


def _with_note(change: CellChange, line: Line) -> CellChange:
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
    if isinstance(cell, Mark) and yes_no and cell.kind == YES_NO_CELL:
        return Stored(Answer.VALUE, Decimal(cell.text == "yes"))
    kind: EntryKind = "yes_no" if yes_no else "number"
    entry = read_entry(
        shown(cell), language, indicator.decimals, kind, allow_negative=indicator.allow_negative
    )
    if entry.state is EntryState.NOT_APPLICABLE:
        return Stored(Answer.NOT_APPLICABLE)
    return NOTHING if entry.value is None else Stored(Answer.VALUE, entry.value)


def level_of(form_period: FormPeriod, unit_code: str, reports: Sequence[Report], allowed: set[int]) -> Level:
    """The level of some reports: what stands in each (its newest revision), and which may be written. A few
    queries, however many reports there are."""
    newest: dict[int, int] = {}
    revisions = Revision.objects.filter(report__in=[report.pk for report in reports])
    for report_id, key in revisions.order_by("number").values_list("report_id", "pk"):
        newest[report_id] = key
    stored: dict[int, dict[int, Stored]] = {}
    of = {revision: report for report, revision in newest.items()}
    for figure in Figure.objects.filter(revision_id__in=list(of)):
        answer = Stored(Answer(figure.answer), figure.value, figure.note)
        stored.setdefault(of[figure.revision_id], {})[figure.indicator_id] = answer
    span = form_period.starts, form_period.ends
    above = above_on_their_day([(report.unit_id, *span) for report in reports])
    names = dict(Unit.objects.filter(pk__in=set(above)).values_list("pk", "names"))
    known = Indicator.objects.in_bulk(list(form_period.indicator_ids))
    open_period = form_period.closed_at is None
    lines = [
        Line(
            report_id=report.pk,
            unit_id=report.unit_id,
            code=report.unit.code,
            names=report.unit.names,
            above=names.get(unit_above, {}),
            writable=open_period and report.unit_id in allowed and report.state in WRITABLE,
            stored=stored.get(report.pk, {}),
        )
        for report, unit_above in zip(reports, above, strict=True)
    ]
    return Level(form_period, unit_code, [known[pk] for pk in form_period.indicator_ids], lines)
