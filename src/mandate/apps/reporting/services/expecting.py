"""Changing what an opened period expects: a unit that came late is added, another is excused, each with a
reason; and the last change of a unit is taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mandate.apps.reporting import events
from mandate.apps.reporting.expected import EXCUSABLE, expected
from mandate.apps.reporting.models import Excuse, FormPeriod, Report
from mandate.apps.reporting.permissions import PERIODS_MANAGE
from mandate.apps.reporting.queries.changes import Changed, changes_of
from mandate.apps.reporting.services.excusing import excuse, expect_again
from mandate.apps.reporting.services.locks import counting_moment, expect_alone
from mandate.apps.reporting.services.periods import refuse_double
from mandate.apps.units.models import Unit
from mandate.apps.units.structure import standing_in
from mandate.core.command import Command
from mandate.core.expectation import Ended
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.formats import list_of
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.journal.events import Event
from mandate.platform.journal.record import record, record_many
from mandate.platform.periods import period_of

REASON_LENGTH = 1000
NAMED = 10
#: Kept with the row in one language; the journal says it in the reader's words.
TAKEN_BACK = "Taken back."


@dataclass(frozen=True, slots=True)
class ExpectUnits(Command):
    """Units that an opened period is to expect too: they came late, or were excused. Of the form's kinds, and
    open on a day of the period."""

    form_period_id: int
    unit_ids: Sequence[int]
    reason: str


@dataclass(frozen=True, slots=True)
class ExcuseUnits(Command):
    """Units that an opened period is to expect no more: nothing of theirs was submitted yet."""

    form_period_id: int
    unit_ids: Sequence[int]
    reason: str


@transaction.atomic
def expect_units(actor: Actor, command: ExpectUnits) -> int:
    """Expect these units; returns how many were not expected before. All or none. Errors by field (units,
    reason)."""
    opened, moment = _held(actor, command.form_period_id)
    units, reason = _units(command.unit_ids), _reason(command.reason)
    there = set(_expected(opened, units).values_list("unit_id", flat=True))
    late = [unit for unit in units if unit.pk not in there]
    kinds = set(opened.form.kinds.values_list("pk", flat=True))
    _refuse(
        _("Units of this kind do not report the form: %(units)s."), late, lambda u: u.kind_id not in kinds
    )
    standing = standing_in(opened.starts, opened.ends)
    _refuse(_("Not open on any day of the period: %(units)s."), late, lambda u: u.pk not in standing)
    add_expected(actor, opened, [unit.pk for unit in late], reason, moment)
    return len(late)


@transaction.atomic
def excuse_units(actor: Actor, command: ExcuseUnits) -> int:
    """Excuse these units; returns how many were expected before. All or none. Errors by field (units,
    reason)."""
    opened, moment = _held(actor, command.form_period_id)
    units, reason = _units(command.unit_ids), _reason(command.reason)
    reports = {row.unit_id: row for row in _expected(opened, units).order_by("pk").select_for_update()}
    _refuse_submitted(opened, [unit for unit in units if unit.pk in reports])
    excuse(actor, [(report.pk, None) for report in reports.values()], reason, moment)
    event = events.UnitExcused(opened.form.names, opened.period, reason)
    record_many(actor, [(event, unit, ("report", report.pk)) for unit, report in reports.items()])
    return len(reports)


@dataclass(frozen=True, slots=True)
class UndoExpected(Command):
    """Take back the last change of what is expected of a unit in an opened period; with ``change`` only if it
    is the one that was seen (`Changed.mark`)."""

    form_period_id: int
    unit_id: int
    change: str = ""


@transaction.atomic
def undo_expected(actor: Actor, command: UndoExpected) -> None:
    """Take back the last change of what is expected of a unit that was not taken back yet, so that all of
    them can be, one after the other: an excuse ends, or an added unit is as it was before. Raises
    ValidationError where there is none."""
    opened, moment = _held(actor, command.form_period_id)
    reports = Report.objects.select_for_update(of=("self",)).select_related("unit")
    report = reports.filter(form_period=opened, unit=command.unit_id).first()
    change = changes_of([report]).get(report.pk) if report is not None else None
    if report is None or change is None:
        raise ValidationError(_("There is no change to take back."))
    if command.change not in ("", change.mark):
        raise ValidationError(
            _("This was changed again meanwhile, so nothing is taken back. Look at what is there now.")
        )
    unit = report.unit
    closing = not change.added and change.excuse is not None and change.excuse.closing_id is not None
    if closing and unit.pk not in standing_in(opened.starts, opened.ends):
        _refuse(_("Not open on any day of the period: %(units)s."), [unit], lambda _unit: True)
    if change.added:
        _refuse_submitted(opened, [unit])
        _excuse_as_before(actor, change, moment)
    else:
        expect_again([report.pk], moment, Ended.TAKEN_BACK)
    said = "added" if change.added else "excused"
    _tell(actor, events.ExpectationUndone(opened.form.names, opened.period, said), report)


def _excuse_as_before(actor: Actor, addition: Changed, moment: datetime) -> None:
    """An addition is taken back: the excuse that it ended holds again; without one it was not there."""
    before = addition.excuse
    Excuse.objects.create(
        report=addition.report,
        reason=before.reason if before else TAKEN_BACK,
        closing_id=before.closing_id if before else None,
        excused_by_id=before.excused_by_id if before else actor.user_id,
        known_from=moment,
        takes_back=addition.number,
    )


def add_expected(
    actor: Actor, opened: FormPeriod, unit_ids: Sequence[int], reason: str, moment: datetime
) -> list[Report]:
    """Let the period expect these units from a moment on; they are not expected yet. An import that meets
    late units does so too. Raises ValidationError where another form expects the same figures of them."""
    if not unit_ids:
        return []
    refuse_double(period_of(opened.period), opened.indicator_ids, unit_ids, besides=opened.pk)
    reports = Report.objects.filter(form_period=opened, unit__in=unit_ids).order_by("pk")
    known = {report.unit_id: report.pk for report in reports.select_for_update()}
    expect_again(list(known.values()), moment, Ended.ADDED)
    Report.objects.bulk_create(
        [Report(form_period=opened, unit_id=pk, expected_from=moment) for pk in unit_ids if pk not in known],
        batch_size=5000,
    )
    event = events.UnitExpected(opened.form.names, opened.period, reason)
    record_many(actor, [(event, report.unit_id, ("report", report.pk)) for report in reports.all()])
    return list(reports.all())


def _held(actor: Actor, form_period_id: int) -> tuple[FormPeriod, datetime]:
    """The opened period, locked, and from when a change of what it expects is known."""
    require(actor, PERIODS_MANAGE)
    expect_alone()
    moment = counting_moment(actor)
    opened = FormPeriod.objects.select_for_update(of=("self",)).select_related("form").get(pk=form_period_id)
    if opened.closed_at is not None:
        raise ValidationError(_("This period is closed; reopen it first."))
    return opened, moment


def _units(unit_ids: Sequence[int]) -> list[Unit]:
    units = list(Unit.objects.filter(pk__in=unit_ids).order_by("code"))
    if not units:
        raise ValidationError({"units": _("Choose at least one unit.")})
    return units


def _reason(reason: str) -> str:
    if not reason:
        raise ValidationError({"reason": _("Give a reason.")})
    if len(reason) > REASON_LENGTH:
        sentence = _("A reason has at most %(limit)s characters.") % {"limit": REASON_LENGTH}
        raise ValidationError({"reason": sentence})
    return reason


def _expected(opened: FormPeriod, units: Sequence[Unit]) -> QuerySet[Report]:
    return expected(Report.objects.filter(form_period=opened, unit__in=units))


def _refuse_submitted(opened: FormPeriod, units: Sequence[Unit]) -> None:
    able = set(_expected(opened, units).filter(EXCUSABLE).values_list("unit_id", flat=True))
    _refuse(_("Something was submitted already: %(units)s."), units, lambda unit: unit.pk not in able)


def _refuse(sentence: str, units: Sequence[Unit], wrong: Callable[[Unit], bool]) -> None:
    """Name the units of which something is wrong, if there are any."""
    found = [text_in(unit.names) or unit.code for unit in units if wrong(unit)]
    if found:
        named = [*found[:NAMED], *(["…"] if len(found) > NAMED else [])]
        raise ValidationError({"units": sentence % {"units": list_of(named, current())}})


def _tell(actor: Actor, event: Event, report: Report) -> None:
    record(actor, event, unit_id=report.unit_id, subject=("report", report.pk))
