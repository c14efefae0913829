"""Which report each imported figure belongs to; opening the forms and periods that are not there yet.

A figure goes to the opened period that expects it of its unit. Else the form in use that holds the indicator
for the unit's kind is opened for the period; where no form does, an automatic one is made for all the kinds
that report the indicator in the file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from mandate.apps.reporting.models import Form, FormItem, FormPeriod, Report, State
from mandate.apps.reporting.services.import_rows import Read, overlap
from mandate.apps.reporting.services.import_stored import overlapping
from mandate.apps.reporting.services.periods import expected_units, freeze_expected, refuse_double
from mandate.apps.units.models import UnitKind
from mandate.apps.units.structure import structure_on
from mandate.core.period import NAMED, Frequency, Period, stands_apart
from mandate.core.problem import Problem
from mandate.platform.access.actor import Actor
from mandate.platform.i18n.formats import list_of
from mandate.platform.i18n.languages import CODES, text_in
from mandate.platform.periods import calendar

# Where a figure goes: an opened period by id, or a form that is to be opened by (form id, period code).
Opened = int
ToOpen = tuple[int, str]


@dataclass(slots=True)
class Plan:
    """Where every row goes, kept while it is worked out. ``reports`` is by (form period, unit)."""

    actor: Actor
    structure_date: date | None
    problems: list[Problem] = field(default_factory=list)
    opened: dict[int, FormPeriod] = field(default_factory=dict)
    reports: dict[tuple[int, int], Report] = field(default_factory=dict)
    forms: dict[int, Form] = field(default_factory=dict)
    forms_made: int = 0
    periods_opened: int = 0
    _holding: dict[tuple[str, int], list[FormPeriod]] = field(default_factory=dict)
    _by_form: dict[tuple[int, str], FormPeriod] = field(default_factory=dict)

    def day(self, period: Period) -> date:
        """The day whose structure tells which units are expected."""
        return self.structure_date or period.last_day

    def place(self, rows: Sequence[Read]) -> list[Report]:
        """The locked report of every row, in their order; meaningless where there are problems."""
        self._read_opened({row.period.code for row in rows})
        self._read_reports(self.opened, rows)
        expecting = [self._expecting(row) for row in rows]
        covering = self._cover([row for row, found in zip(rows, expecting, strict=True) if found is None])
        targets = [self._target(row, found, covering) for row, found in zip(rows, expecting, strict=True)]
        self._check_existence(rows, targets)
        self._check_overlaps(rows)
        if self.problems:
            return []
        new = self._open(rows, targets)
        self._extend(rows, targets)
        self._read_reports(set(new.values()), rows)
        ids = [target if isinstance(target, int) else new[target] for target in targets if target is not None]
        return [self._report(row, pk) for row, pk in zip(rows, ids, strict=True)]

    # --- what is there

    def _read_opened(self, codes: Iterable[str]) -> None:
        found = (
            FormPeriod.objects.filter(period__in=codes).select_related("form").select_for_update(of=("self",))
        )
        for form_period in found.order_by("pk"):
            self.opened[form_period.pk] = form_period
            self._by_form[form_period.form_id, form_period.period] = form_period
            for indicator_id in form_period.indicator_ids:
                self._holding.setdefault((form_period.period, indicator_id), []).append(form_period)

    def _read_reports(self, form_period_ids: Iterable[int], rows: Sequence[Read]) -> None:
        units = {row.unit.pk for row in rows}
        reports = Report.objects.filter(form_period__in=list(form_period_ids), unit__in=units)
        for report in reports.order_by("pk").select_for_update():
            self.reports[report.form_period_id, report.unit_id] = report

    def _cover(self, rows: Sequence[Read]) -> dict[tuple[int, str, int], int]:
        """The form in use for each (indicator, frequency, kind) of the rows; automatic ones are made."""
        covering: dict[tuple[int, str, int], int] = {}
        for form in (
            Form.objects.filter(retired=False).prefetch_related("items", "kinds").order_by("-automatic")
        ):
            self.forms[form.pk] = form
            for item in form.items.all():
                for kind in form.kinds.all():
                    covering[item.indicator_id, form.frequency, kind.pk] = form.pk
        uncovered: dict[tuple[str, int], set[int]] = {}
        for row in rows:
            frequency = row.period.frequency.value
            if (row.indicator.pk, frequency, row.unit.kind_id) not in covering:
                uncovered.setdefault((frequency, row.indicator.pk), set()).add(row.unit.kind_id)
        groups: dict[tuple[str, frozenset[int]], list[int]] = {}
        for (frequency, indicator_id), kinds in uncovered.items():
            groups.setdefault((frequency, frozenset(kinds)), []).append(indicator_id)
        for (frequency, kind_ids), indicator_ids in groups.items():
            form = self._automatic(frequency, kind_ids, indicator_ids)
            covering |= {(pk, frequency, kind): form.pk for pk in indicator_ids for kind in kind_ids}
        return covering

    def _automatic(self, frequency: str, kind_ids: frozenset[int], indicator_ids: Sequence[int]) -> Form:
        """The automatic form of this frequency and these kinds, made or extended."""
        form = next(
            (
                form
                for form in self.forms.values()
                if form.automatic
                and form.frequency == frequency
                and {kind.pk for kind in form.kinds.all()} == kind_ids
            ),
            None,
        )
        if form is None:
            form = _make_automatic(frequency, kind_ids)
            self.forms_made += 1
        self.forms[form.pk] = form
        last = form.items.aggregate(last=Max("position"))["last"]
        start = 0 if last is None else last + 1
        FormItem.objects.bulk_create(
            FormItem(form=form, indicator_id=pk, position=start + place)
            for place, pk in enumerate(indicator_ids)
        )
        return form

    # --- where a row goes

    def _expecting(self, row: Read) -> FormPeriod | None:
        """The opened period that expects this figure."""
        holding = self._holding.get((row.period.code, row.indicator.pk), ())
        return next((found for found in holding if (found.pk, row.unit.pk) in self.reports), None)

    def _target(
        self, row: Read, expecting: FormPeriod | None, covering: Mapping[tuple[int, str, int], int]
    ) -> Opened | ToOpen | None:
        if expecting is not None:
            return self._usable(row, expecting)
        form_id = covering[row.indicator.pk, row.period.frequency.value, row.unit.kind_id]
        found = self._by_form.get((form_id, row.period.code))
        if found is None:
            return form_id, row.period.code
        if (found.pk, row.unit.pk) not in self.reports:
            self._refuse(row, "unit", "figure_not_expected", found.form)
            return None
        if not found.form.automatic and row.indicator.pk not in found.indicator_ids:
            self._refuse(row, "indicator", "figure_not_in_form", found.form)
            return None
        return self._usable(row, found)

    def _usable(self, row: Read, form_period: FormPeriod) -> Opened | None:
        if form_period.closed_at is not None:
            self._refuse(row, "period", "figure_period_closed", form_period.form)
            return None
        if self._report(row, form_period.pk).state not in (State.EXPECTED, State.ACCEPTED):
            self._refuse(row, "unit", "figure_in_progress", form_period.form)
            return None
        return form_period.pk

    def _report(self, row: Read, form_period_id: int) -> Report:
        return self.reports[form_period_id, row.unit.pk]

    def _refuse(self, row: Read, column: str, code: str, form: Form) -> None:
        params = {
            "form": text_in(form.names) or form.code,
            "unit": row.unit.code,
            "indicator": row.indicator.code,
            "period": row.period.code,
        }
        self.problems.append(Problem(row.row, column, code, params))

    def _check_existence(self, rows: Sequence[Read], targets: Sequence[Opened | ToOpen | None]) -> None:
        """A unit for which a period is to be opened must have existed then."""
        by_period: dict[str, list[Read]] = {}
        for row, target in zip(rows, targets, strict=True):
            if isinstance(target, tuple):
                by_period.setdefault(row.period.code, []).append(row)
        for waiting in by_period.values():
            day = self.day(waiting[0].period)
            at = structure_on(day).indices(np.array([row.unit.pk for row in waiting], dtype=np.int64))
            for place in np.flatnonzero(at < 0).tolist():
                row = waiting[place]
                params = {"unit": row.unit.code, "period": row.period.code, "day": day.isoformat()}
                self.problems.append(Problem(row.row, "unit", "figure_unit_absent", params))

    def _check_overlaps(self, rows: Sequence[Read]) -> None:
        """A figure that counts already, for a period that holds a row's, lies within it or crosses it."""
        spans = overlapping(rows)
        for row in rows if spans else ():
            for start, end in spans.get((row.unit.pk, row.indicator.pk), ()):
                own = row.period.start, row.period.end
                if (start, end) != own and not stands_apart((start, end), own):
                    self.problems.append(overlap(row, _code_of(start, end)))
                    break

    # --- opening what is not there

    def _open(self, rows: Sequence[Read], targets: Sequence[Opened | ToOpen | None]) -> dict[ToOpen, int]:
        indicators: dict[ToOpen, dict[int, None]] = {}
        periods: dict[ToOpen, Read] = {}
        for row, target in zip(rows, targets, strict=True):
            if isinstance(target, tuple):
                indicators.setdefault(target, {})[row.indicator.pk] = None
                periods.setdefault(target, row)
        return {
            target: self._open_one(self.forms[target[0]], periods[target], list(found))
            for target, found in indicators.items()
        }

    def _open_one(self, form: Form, row: Read, indicator_ids: list[int]) -> int:
        """An automatic form expects what the file has; another one expects all that it holds."""
        period, day = row.period, self.day(row.period)
        items = list(form.items.all())
        unit_ids = expected_units([kind.pk for kind in form.kinds.all()], day)
        required_ids: list[int] = []
        if not form.automatic:
            indicator_ids = [item.indicator_id for item in items]
            required_ids = [item.indicator_id for item in items if item.required]
            try:
                refuse_double(period, indicator_ids, unit_ids)
            except ValidationError:
                self._refuse(row, "period", "figure_expected_twice", form)
        self.periods_opened += 1
        opened = freeze_expected(self.actor, form, period, day, indicator_ids, required_ids, unit_ids)
        self.opened[opened.pk] = opened
        return opened.pk

    def _extend(self, rows: Sequence[Read], targets: Sequence[Opened | ToOpen | None]) -> None:
        """An automatic form's opened period expects the indicators that later files bring."""
        added: dict[int, dict[int, None]] = {}
        for row, target in zip(rows, targets, strict=True):
            if isinstance(target, int) and row.indicator.pk not in self.opened[target].indicator_ids:
                added.setdefault(target, {})[row.indicator.pk] = None
        for pk, indicator_ids in added.items():
            form_period = self.opened[pk]
            form_period.indicator_ids = [*form_period.indicator_ids, *indicator_ids]
            form_period.save(update_fields=["indicator_ids"])


def _code_of(start: date, end: date) -> str:
    """The code of the period with this span."""
    plain = (Period.containing(start, frequency) for frequency in Frequency if frequency not in NAMED)
    found = (period for period in plain if (period.start, period.end) == (start, end))
    named = (period for period in calendar().periods if (period.start, period.end) == (start, end))
    period = next(found, None) or next(named, None)
    return period.code if period else f"{start.isoformat()}–{end.isoformat()}"


def _make_automatic(frequency: str, kind_ids: frozenset[int]) -> Form:
    kinds = list(UnitKind.objects.filter(pk__in=kind_ids).order_by("code"))
    stem = "-".join(["imported", frequency.replace("_", "-"), *(kind.code for kind in kinds)])[:90]
    taken = set(Form.objects.filter(code__startswith=stem).values_list("code", flat=True))
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    form = Form(
        code=next(code for code in numbered if code not in taken), frequency=frequency, automatic=True
    )
    for language in CODES:
        with translation.override(language):
            form.names[language] = _("Imported figures, %(frequency)s: %(kinds)s") % {
                "frequency": form.get_frequency_display(),
                "kinds": list_of([text_in(kind.plurals) or text_in(kind.names) for kind in kinds], language),
            }
    form.save()
    form.kinds.set(kinds)
    return form
