"""Which report each imported figure belongs to; opening the forms and periods that are not there yet.

A figure goes to the opened period that expects it of its unit. Else the form in use that holds the indicator
for the unit's kind is opened for the period; where no form does, an automatic one is made for all the kinds
that report the indicator in the file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandate.apps.reporting.expected import expected, expected_units
from mandate.apps.reporting.models import Form, FormPeriod, Report, Widening
from mandate.apps.reporting.services.expecting import add_expected
from mandate.apps.reporting.services.periods import freeze_expected, refuse_double
from mandate.apps.reporting.tables.drafts import imported_drafts
from mandate.apps.reporting.tables.forms import Covering
from mandate.apps.reporting.tables.rows import Read, overlap
from mandate.apps.reporting.tables.stored import overlapping
from mandate.apps.units.structure import standing_in, structure_on
from mandate.core.period import Period, stands_apart
from mandate.core.problem import Problem
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor
from mandate.platform.i18n.languages import text_in

# Where a figure goes: an opened period by id, or a form that is to be opened by (form id, period code).
Opened = int
ToOpen = tuple[int, str]


@dataclass(slots=True)
class Plan:
    """Where every row goes, kept while it is worked out. ``reports`` is by (form period, unit); ``drafts``
    are the newest revisions, by report, that an earlier import left unfinished. ``late`` are units to be
    added to what a period expects, each with a row of theirs; ``added`` are their reports. ``stood`` are
    those of a period that is to be opened which stood on another day of it than the structure's."""

    actor: Actor
    moment: datetime
    structure_date: date | None
    expect_late: bool = False
    problems: list[Problem] = field(default_factory=list)
    opened: dict[int, FormPeriod] = field(default_factory=dict)
    reports: dict[tuple[int, int], Report] = field(default_factory=dict)
    drafts: dict[int, int] = field(default_factory=dict)
    covering: Covering = field(default_factory=Covering)
    opened_now: list[int] = field(default_factory=list)
    late: dict[tuple[Opened, int], Read] = field(default_factory=dict)
    stood: dict[ToOpen, dict[int, None]] = field(default_factory=dict)
    added: list[int] = field(default_factory=list)
    _kinds: dict[int, set[int]] = field(default_factory=dict)
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
        covering = self.covering.cover(
            [row for row, found in zip(rows, expecting, strict=True) if found is None]
        )
        targets = [self._target(row, found, covering) for row, found in zip(rows, expecting, strict=True)]
        self._check_existence(rows, targets)
        self._check_overlaps(rows)
        if self.problems:
            return []
        new = self._open(rows, targets)
        self._extend(rows, targets)
        self._read_reports(set(new.values()), rows)
        self._add_late()
        if self.problems:
            return []
        ids = [target if isinstance(target, int) else new[target] for target in targets if target is not None]
        return [self._report(row, pk) for row, pk in zip(rows, ids, strict=True)]

    # --- what is there

    def _read_opened(self, codes: Iterable[str]) -> None:
        found = (
            FormPeriod.objects.filter(period__in=codes).select_related("form").select_for_update(of=("self",))
        )
        for form_period in found.prefetch_related("form__kinds").order_by("pk"):
            self.opened[form_period.pk] = form_period
            self._by_form[form_period.form_id, form_period.period] = form_period
            self._kinds[form_period.form_id] = {kind.pk for kind in form_period.form.kinds.all()}
            for indicator_id in form_period.indicator_ids:
                self._holding.setdefault((form_period.period, indicator_id), []).append(form_period)

    def _read_reports(self, form_period_ids: Iterable[int], rows: Sequence[Read]) -> None:
        units = {row.unit.pk for row in rows}
        reports = Report.objects.filter(form_period__in=list(form_period_ids), unit__in=units)
        for report in expected(reports).order_by("pk").select_for_update():
            self.reports[report.form_period_id, report.unit_id] = report
        begun = [report for report in self.reports.values() if report.state == State.DRAFT]
        self.drafts = imported_drafts(begun)

    # --- where a row goes

    def _expecting(self, row: Read) -> FormPeriod | None:
        """The opened period that expects this figure of the unit; else the one that would, had the unit been
        there."""
        holding = self._holding.get((row.period.code, row.indicator.pk), ())
        for found in holding:
            if (found.pk, row.unit.pk) in self.reports:
                return found
        return next((found for found in holding if row.unit.kind_id in self._kinds[found.form_id]), None)

    def _target(
        self, row: Read, expecting: FormPeriod | None, covering: Mapping[tuple[int, str, int], int]
    ) -> Opened | ToOpen | None:
        found = expecting
        if found is None:
            form_id = covering[row.indicator.pk, row.period.frequency.value, row.unit.kind_id]
            found = self._by_form.get((form_id, row.period.code))
            if found is None:
                return form_id, row.period.code
        if (found.pk, row.unit.pk) not in self.reports:
            return self._late(row, found)
        if not found.form.automatic and row.indicator.pk not in found.indicator_ids:
            self._refuse(row, "indicator", "figure_not_in_form", found.form)
            return None
        return self._usable(row, found)

    def _late(self, row: Read, form_period: FormPeriod) -> Opened | None:
        """The opened period, if it is to expect units that came late or were excused."""
        if form_period.closed_at is not None:
            self._refuse(row, "period", "figure_period_closed", form_period.form)
        elif not self.expect_late:
            self._refuse(row, "unit", "figure_not_expected", form_period.form)
        elif not form_period.form.automatic and row.indicator.pk not in form_period.indicator_ids:
            self._refuse(row, "indicator", "figure_not_in_form", form_period.form)
        else:
            self.late.setdefault((form_period.pk, row.unit.pk), row)
            return form_period.pk
        return None

    def _usable(self, row: Read, form_period: FormPeriod) -> Opened | None:
        if form_period.closed_at is not None:
            self._refuse(row, "period", "figure_period_closed", form_period.form)
            return None
        report = self._report(row, form_period.pk)
        if report.state not in (State.EXPECTED, State.ACCEPTED) and report.pk not in self.drafts:
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
        """A unit for which a period is to be opened must have existed then: on the day of the structure, or
        on some other day of the period, and then it is expected beside those of that day."""
        by_period: dict[str, list[tuple[Read, ToOpen]]] = {}
        for row, target in zip(rows, targets, strict=True):
            if isinstance(target, tuple):
                by_period.setdefault(row.period.code, []).append((row, target))
        for waiting in by_period.values():
            period = waiting[0][0].period
            day = self.day(period)
            at = structure_on(day).indices(np.array([row.unit.pk for row, _to in waiting], dtype=np.int64))
            absent = [waiting[place] for place in np.flatnonzero(at < 0).tolist()]
            standing = standing_in(period.start, period.end)
            for row, target in absent:
                if row.unit.pk not in standing:
                    self._absent(row, day)
                else:
                    self.stood.setdefault(target, {})[row.unit.pk] = None
        self._check_late()

    def _check_late(self) -> None:
        """A unit to be added to an opened period must be open on some day of it."""
        by_period: dict[int, list[Read]] = {}
        for (target, _unit), row in self.late.items():
            by_period.setdefault(target, []).append(row)
        for pk, rows in by_period.items():
            opened = self.opened[pk]
            standing = standing_in(opened.starts, opened.ends)
            for row in rows:
                if row.unit.pk not in standing:
                    self._absent(row, opened.structure_date)

    def _absent(self, row: Read, day: date) -> None:
        params = {"unit": row.unit.code, "period": row.period.code, "day": day.isoformat()}
        self.problems.append(Problem(row.row, "unit", "figure_unit_absent", params))

    def _check_overlaps(self, rows: Sequence[Read]) -> None:
        """A figure that counts already, for a period that holds a row's, lies within it or crosses it."""
        spans = overlapping(rows)
        found = {span for spans_of_one in spans.values() for span in spans_of_one}
        opened = FormPeriod.objects.filter(starts__in={start for start, _end in found})
        codes = {(one.starts, one.ends): one.period for one in opened} if found else {}
        for row in rows if spans else ():
            for start, end in spans.get((row.unit.pk, row.indicator.pk), ()):
                own = row.period.start, row.period.end
                if (start, end) != own and not stands_apart((start, end), own):
                    self.problems.append(overlap(row, codes[start, end]))
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
            target: self._open_one(self.covering.forms[target[0]], periods[target], list(found))
            for target, found in indicators.items()
        }

    def _open_one(self, form: Form, row: Read, indicator_ids: list[int]) -> int:
        """An automatic form expects what the file has; another one expects all that it holds."""
        period, day = row.period, self.day(row.period)
        items = list(form.items.all())
        stood = self.stood.get((form.pk, period.code), {})
        unit_ids = [*expected_units([kind.pk for kind in form.kinds.all()], day), *stood]
        required_ids: list[int] = []
        if not form.automatic:
            indicator_ids = [item.indicator_id for item in items]
            required_ids = [item.indicator_id for item in items if item.required]
            try:
                refuse_double(period, indicator_ids, unit_ids)
            except ValidationError:
                self._refuse(row, "period", "figure_expected_twice", form)
        opened = freeze_expected(
            self.actor, self.moment, form, period, day, indicator_ids, required_ids, unit_ids
        )
        self.opened[opened.pk] = opened
        self.opened_now.append(opened.pk)
        return opened.pk

    def _add_late(self) -> None:
        """Let the periods expect the units that came late."""
        by_period: dict[int, list[Read]] = {}
        for (target, _unit), row in self.late.items():
            by_period.setdefault(target, []).append(row)
        for pk, rows in by_period.items():
            opened = self.opened[pk]
            ids = [row.unit.pk for row in rows]
            try:
                reports = add_expected(self.actor, opened, ids, _("Its figures were read in."), self.moment)
            except ValidationError:
                self._refuse(rows[0], "period", "figure_expected_twice", opened.form)
                continue
            self.reports.update({(pk, report.unit_id): report for report in reports})
            self.added += [report.pk for report in reports]

    def _extend(self, rows: Sequence[Read], targets: Sequence[Opened | ToOpen | None]) -> None:
        """An automatic form's opened period expects the indicators that later files bring,
        from now on."""
        added: dict[int, dict[int, None]] = {}
        for row, target in zip(rows, targets, strict=True):
            if isinstance(target, int) and row.indicator.pk not in self.opened[target].indicator_ids:
                added.setdefault(target, {})[row.indicator.pk] = None
        for pk, indicator_ids in added.items():
            form_period = self.opened[pk]
            form_period.indicator_ids = [*form_period.indicator_ids, *indicator_ids]
            form_period.save(update_fields=["indicator_ids"])
            Widening.objects.bulk_create(
                [
                    Widening(form_period=form_period, indicator_id=one, known_from=self.moment)
                    for one in indicator_ids
                ]
            )
