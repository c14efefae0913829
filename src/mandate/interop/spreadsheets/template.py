"""The XLSX template of a whole level: one row a unit, one column an indicator. `filled.py` reads it back."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.definition import count_of
from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, FormPeriod, Report, Revision
from mandate.apps.reporting.queries.automatic import counted_now, owed, still_counted, with_counted
from mandate.apps.reporting.services import NOTHING, Stored
from mandate.apps.units.models import Unit
from mandate.apps.units.structure import above_on_their_day
from mandate.core.entry import NOT_APPLICABLE, YES_NO
from mandate.core.number import write_number
from mandate.core.reportstate import WRITABLE
from mandate.platform.i18n.languages import text_in
from mandate.platform.tables.workbook import BOLD, TOP, Book, Look, Sheet, is_long
from mandate.platform.ui.palette import COLOURS

CODE_ROW = 2
FIRST_ROW = 3
FIRST_COLUMN = 3
MEMORY = "mandate"  # the hidden sheet: for what the template is, and what stood in it when it was made
VERSION = 1
ROW = "row"  # in the memory, instead of an answer: the unit had a row


@dataclass(frozen=True, slots=True)
class UnitReport:
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
    lines: Sequence[UnitReport]


def make(level: Level, language: str) -> bytes:
    """The workbook, with what is stored now filled in; texts and yes/no words in the language."""
    book = Book()
    sheet = book.sheet(_("Figures"))
    _headings(sheet, level, language)
    names = names_apart(level.lines, language)
    for row, (line, name) in enumerate(zip(level.lines, names, strict=True), start=FIRST_ROW - 1):
        sheet.put_row(row, (line.code, name), TOP)
        for column, indicator in enumerate(level.indicators, start=FIRST_COLUMN - 1):
            stored = line.stored.get(indicator.pk, NOTHING)
            look = _look(indicator, writable=line.writable and count_of(indicator) is None)
            sheet.put(row, column, _written(stored, indicator, language), look)
    _yes_no_lists(sheet, level, language)
    sheet.inner.freeze_panes(FIRST_ROW - 1, FIRST_COLUMN - 1)
    sheet.inner.protect("", {"format_columns": True})
    _remember(book, level, language)
    return book.data()


def names_apart(lines: Sequence[UnitReport], language: str) -> list[str]:
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


def heading(indicator: Indicator, language: str) -> str:
    """What stands above an indicator's column; of one that Mandate counts, that nothing is typed there."""
    measure = text_in(indicator.measures, language) if indicator.measures else ""
    name = text_in(indicator.names, language)
    named = f"{name} ({measure})" if measure else name
    if count_of(indicator) is None:
        return named
    with translation.override(language):
        return _("%(name)s, counted by Mandate") % {"name": named}


def _headings(sheet: Sheet, level: Level, language: str) -> None:
    code_look = Look(size=8, colour=COLOURS["ink-3"], ruled=True, vertical="top")
    name_look = Look(bold=True, wrap=True)
    sheet.put_row(0, (_("Code"), _("Unit")), BOLD)
    for column, indicator in enumerate(level.indicators, start=FIRST_COLUMN - 1):
        sheet.put(0, column, heading(indicator, language), name_look)
        sheet.width(column, 16)
    sheet.put_row(CODE_ROW - 1, ("", ""), Look(ruled=True))
    for column, indicator in enumerate(level.indicators, start=FIRST_COLUMN - 1):
        sheet.put(CODE_ROW - 1, column, indicator.code, code_look)
    sheet.width(0, 14)
    sheet.width(1, 30)


def _yes_no_lists(sheet: Sheet, level: Level, language: str) -> None:
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


def level_of(form_period: FormPeriod, unit_code: str, reports: Sequence[Report], allowed: set[int]) -> Level:
    """The level of some reports: what stands in each (its newest revision, and what is counted until it is
    submitted), and which may be written. A few queries, however many reports there are."""
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
    indicators = [known[pk] for pk in form_period.indicator_ids]
    counted = counted_now(
        owed(report, form_period, indicators) for report in reports if still_counted(report, form_period)
    )
    open_period = form_period.closed_at is None
    lines = [
        UnitReport(
            report_id=report.pk,
            unit_id=report.unit_id,
            code=report.unit.code,
            names=report.unit.names,
            above=names.get(unit_above, {}),
            writable=open_period and report.unit_id in allowed and report.state in WRITABLE,
            stored=with_counted(stored.get(report.pk, {}), counted.get(report.pk, {})),
        )
        for report, unit_above in zip(reports, above, strict=True)
    ]
    return Level(form_period, unit_code, indicators, lines)
