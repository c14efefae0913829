"""Reading the rows of an import: every text becomes what it names, or a problem with its row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.choices import Answer
from mandate.apps.units.models import Unit
from mandate.core.codes import Looks
from mandate.core.command import Command
from mandate.core.entry import EntryState, YesNoError, read_entry
from mandate.core.number import PLAIN, NumberError
from mandate.core.period import NAMED, Frequency, Period, PeriodError, stands_apart
from mandate.core.problem import Problem
from mandate.platform.i18n import problems as wording
from mandate.platform.periods import period_of

# Files of other programs write yes and no so.
_OTHER_YES_NO = {"true": "yes", "false": "no"}

wording.register(
    {
        "figure_unknown_unit": _("There is no unit %(unit)s."),
        "figure_unknown_indicator": _("There is no indicator %(indicator)s."),
        "figure_of_ratio": _("%(indicator)s is computed from other indicators and cannot be imported."),
        "figure_counted": _(
            "Mandate counts %(indicator)s itself, and for %(unit)s in %(period)s it counts %(counted)s. "
            "Leave this row out."
        ),
        "figure_empty_value": _("The value is empty; write a number, or n/a where none applies."),
        "figure_twice": _("The same unit, indicator and period stand in row %(first)s already."),
        "figure_overlap": _(
            "%(indicator)s of %(unit)s for %(period)s overlaps its figure for %(other)s; "
            "report one or the other."
        ),
        "figure_unit_absent": _("The unit %(unit)s did not exist in %(period)s (on %(day)s)."),
        "figure_not_expected": _("The form %(form)s expects no report of %(unit)s for %(period)s."),
        "figure_required": _(
            "The report of %(unit)s for %(period)s is not whole: %(indicator)s is required."
        ),
        "figure_rule": lazystr("%(said)s"),
        "figure_question": lazystr("%(said)s"),
        "figure_far": _("%(period)s is far ahead. Is that right?"),
        "figure_not_decided": _(
            "Reading in accepts the report of %(unit)s for %(period)s, and you cannot decide on it."
        ),
        "figure_own": _(
            "Reading in accepts the report of %(unit)s for %(period)s, and nobody accepts their own."
        ),
        "figure_not_in_form": _("The form %(form)s was opened for %(period)s without %(indicator)s."),
        "figure_period_closed": _("The form %(form)s is closed for %(period)s."),
        "figure_in_progress": _(
            "Somebody is at work on the report of %(unit)s for %(period)s; it must be accepted first."
        ),
        "figure_expected_twice": _("Another form expects figures of %(form)s for %(period)s already."),
    }
)


@dataclass(frozen=True, slots=True)
class FigureRow(Command):
    """One row of a file as texts; ``row`` is its line."""

    row: int
    unit: str
    indicator: str
    period: str
    value: str


class KnownUnit(NamedTuple):
    """What an import needs of a unit; models are too slow where every row asks."""

    pk: int
    code: str
    kind_id: int


class KnownIndicator(NamedTuple):
    """What an import needs of an indicator."""

    pk: int
    code: str
    kind: str
    decimals: int
    allow_negative: bool
    counted: str


class Read(NamedTuple):
    """One row understood."""

    row: int
    unit: KnownUnit
    indicator: KnownIndicator
    period: Period
    answer: Answer
    value: Decimal | None


Fault = tuple[str, Mapping[str, object]]


@dataclass
class Reader:
    """Looks everything up once; each distinct text is read once."""

    units: Mapping[str, KnownUnit]
    indicators: Mapping[str, KnownIndicator]
    problems: list[Problem] = field(default_factory=list)
    _periods: dict[str, Period | Fault] = field(default_factory=dict)
    _values: dict[tuple[str, int], tuple[Answer, Decimal | None] | Fault] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[FigureRow]) -> "Reader":
        """A reader for these rows: two queries."""
        codes = {row.unit for row in rows}
        units = Unit.objects.filter(code__in=codes).values_list(*KnownUnit._fields)
        indicators = Indicator.objects.values_list(*KnownIndicator._fields)
        return cls(
            units={unit.code: unit for unit in map(KnownUnit._make, units)},
            indicators={item.code: item for item in map(KnownIndicator._make, indicators)},
        )

    def read(self, rows: Iterable[FigureRow]) -> list[Read]:
        """The rows that could be understood; the others are in ``problems``."""
        understood = []
        first: dict[tuple[int, int, str], int] = {}
        for row in rows:
            read = self._read(row)
            if read is None:
                continue
            key = (read.unit.pk, read.indicator.pk, read.period.code)
            earlier = first.setdefault(key, row.row)
            if earlier != row.row:
                self.problems.append(Problem(row.row, "", "figure_twice", {"first": earlier}))
            else:
                understood.append(read)
        self._overlaps(understood)
        return understood

    def _read(self, row: FigureRow) -> Read | None:
        unit = self.units.get(row.unit)
        indicator = self.indicators.get(row.indicator)
        period = self._period(row.period)
        if unit is None:
            self._note(
                row,
                "unit",
                ("figure_unknown_unit", {"unit": _short(row.unit), **self._unit_looks.hint(row.unit)}),
            )
        if not isinstance(period, Period):
            self._note(row, "period", period)
        if indicator is None:
            told = {"indicator": _short(row.indicator), **self._indicator_looks.hint(row.indicator)}
            self._note(row, "indicator", ("figure_unknown_indicator", told))
            return None
        if indicator.kind == Kind.RATIO:
            self._note(row, "indicator", ("figure_of_ratio", {"indicator": indicator.code}))
            return None
        answer, value = self._value(row.value, indicator)
        if not isinstance(answer, Answer):
            assert isinstance(value, dict)
            self._note(row, "value", (answer, value))
            return None
        if unit is None or not isinstance(period, Period):
            return None
        assert not isinstance(value, Mapping)
        return Read(row.row, unit, indicator, period, answer, value)

    @cached_property
    def _unit_looks(self) -> Looks:
        """Of all units; one query, and only where a row names one that there is not."""
        return Looks(Unit.objects.values_list("code", flat=True))

    @cached_property
    def _indicator_looks(self) -> Looks:
        return Looks(self.indicators)

    def _note(self, row: FigureRow, column: str, fault: Fault) -> None:
        self.problems.append(Problem(row.row, column, *fault))

    def _period(self, text: str) -> Period | Fault:
        if text not in self._periods:
            self._periods[text] = _read_period(text)
        return self._periods[text]

    def _value(self, text: str, indicator: KnownIndicator) -> tuple[Answer, Decimal | None] | Fault:
        key = (text, indicator.pk)
        if key not in self._values:
            self._values[key] = _read_value(text, indicator)
        return self._values[key]

    def _overlaps(self, rows: Sequence[Read]) -> None:
        """Two spans of one unit's indicator, one within the other or across it."""
        frequencies: dict[int, set[Frequency]] = {}
        for row in rows:
            frequencies.setdefault(row.indicator.pk, set()).add(row.period.frequency)
        mixed = {pk for pk, found in frequencies.items() if len(found) > 1 or found & set(NAMED)}
        by_key: dict[tuple[int, int], list[Read]] = {}
        for row in rows:
            if row.indicator.pk in mixed:
                by_key.setdefault((row.unit.pk, row.indicator.pk), []).append(row)
        for same in by_key.values():
            same.sort(key=lambda row: (row.period.start, -row.period.end.toordinal()))
            longest = same[0]
            for row in same[1:]:
                if not _apart(row.period, longest.period):
                    self.problems.append(overlap(row, longest.period.code))
                if row.period.end > longest.period.end:
                    longest = row


def _apart(one: Period, other: Period) -> bool:
    return stands_apart((one.start, one.end), (other.start, other.end))


def overlap(row: Read, other: str) -> Problem:
    """The problem of a row whose period overlaps another figure's."""
    params = {
        "unit": row.unit.code,
        "indicator": row.indicator.code,
        "period": row.period.code,
        "other": other,
    }
    return Problem(row.row, "period", "figure_overlap", params)


def _read_period(text: str) -> Period | Fault:
    try:
        return period_of(text)
    except PeriodError as error:
        return f"period_{error.code}", {**error.params, "text": _short(text)}


def _read_value(text: str, indicator: KnownIndicator) -> tuple[Answer, Decimal | None] | Fault:
    yes_no = indicator.kind == Kind.YES_NO
    word = _OTHER_YES_NO.get(text.lower(), text) if yes_no else text
    try:
        entry = read_entry(
            word,
            PLAIN,
            indicator.decimals,
            "yes_no" if yes_no else "number",
            allow_negative=indicator.allow_negative,
        )
    except NumberError as error:
        return f"number_{error.code}", error.params
    except YesNoError as error:
        return error.code, error.params
    if entry.state is EntryState.MISSING:
        return "figure_empty_value", {}
    if entry.state is EntryState.NOT_APPLICABLE:
        return Answer.NOT_APPLICABLE, None
    return Answer.VALUE, entry.value


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
