"""Opening a form for a period, which freezes what is expected; closing and reopening it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.reporting import events
from mandate.apps.reporting.expected import expected_units
from mandate.apps.reporting.models import Form, FormPeriod, Report
from mandate.apps.reporting.permissions import PERIODS_MANAGE
from mandate.apps.reporting.queries.deciding import may_reopen
from mandate.apps.reporting.services.locks import counting_moment, expect_alone
from mandate.apps.reporting.spans import sharing_days
from mandate.core.command import Command
from mandate.core.period import Period, PeriodError, crosses
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.languages import text_in
from mandate.platform.i18n.problems import sentence
from mandate.platform.journal.record import record
from mandate.platform.periods import period_of


@dataclass(frozen=True, slots=True)
class OpenPeriod(Command):
    """A form and the code of a period of its frequency. Expected are the units of the form's kinds in the
    structure of ``structure_date`` (None: the period's last day; of a period that is not over, today)."""

    form_id: int
    period: str
    structure_date: date | None = None


@transaction.atomic
def open_period(actor: Actor, command: OpenPeriod) -> FormPeriod:
    """Open the period and freeze its expected reports. Raises ValidationError,
    Form.DoesNotExist, Forbidden."""
    require(actor, PERIODS_MANAGE)
    expect_alone()
    moment = counting_moment(actor)
    form = Form.objects.select_for_update().get(pk=command.form_id)
    period = _period(form, command.period)
    structure_date = command.structure_date or period.told_on(actor.today)
    items = list(form.items.all())
    _refuse_if(form.retired, "form_id", _("This form is retired."))
    _refuse_if(not items, "form_id", _("This form has no indicators."))
    _refuse_if(form.periods.filter(period=period.code).exists(), "period", _("This period is open already."))
    unit_ids = expected_units([kind.pk for kind in form.kinds.all()], structure_date)
    _refuse_if(
        not unit_ids, "structure_date", _("On that day there was no unit of the kinds that report this form.")
    )
    indicator_ids = [item.indicator_id for item in items]
    refuse_double(period, indicator_ids, unit_ids)
    required_ids = [item.indicator_id for item in items if item.required]
    return freeze_expected(actor, moment, form, period, structure_date, indicator_ids, required_ids, unit_ids)


@dataclass(frozen=True, slots=True)
class ClosePeriod(Command):
    """Let no report of an opened period be changed any more."""

    form_period_id: int


@transaction.atomic
def close_period(actor: Actor, command: ClosePeriod) -> None:
    """Let nothing be changed any more; what is submitted can still be accepted. Closing twice closes once."""
    form_period = _held(actor, command.form_period_id)
    if form_period.closed_at is None:
        form_period.closed_at, form_period.closed_by_id = actor.now, actor.user_id
        form_period.save(update_fields=["closed_at", "closed_by"])
        event = events.PeriodClosed(form=form_period.form.names, period=form_period.period)
        record(actor, event, subject=("form", form_period.form_id))


@dataclass(frozen=True, slots=True)
class ReopenPeriod(Command):
    """Let the reports of a closed period be changed again."""

    form_period_id: int


@transaction.atomic
def reopen_period(actor: Actor, command: ReopenPeriod) -> None:
    """Let reports be changed again. Raises ValidationError with the code ``own`` for whoever closed it."""
    form_period = _held(actor, command.form_period_id)
    if form_period.closed_at is not None:
        if not may_reopen(actor, form_period):
            raise ValidationError(
                _("You closed this period yourself, so another administrator opens it again."), code="own"
            )
        form_period.closed_at = form_period.closed_by = None
        form_period.save(update_fields=["closed_at", "closed_by"])
        event = events.PeriodReopened(form=form_period.form.names, period=form_period.period)
        record(actor, event, subject=("form", form_period.form_id))


def freeze_expected(
    actor: Actor,
    moment: datetime,
    form: Form,
    period: Period,
    structure_date: date,
    indicator_ids: Sequence[int],
    required_ids: Sequence[int],
    unit_ids: Sequence[int],
) -> FormPeriod:
    """Write the opened period with one expected report for each unit, as it is known from a moment on."""
    form_period = FormPeriod.objects.create(
        form=form,
        period=period.code,
        starts=period.start,
        ends=period.end,
        due=period.due(form.due_days),
        structure_date=structure_date,
        indicator_ids=list(indicator_ids),
        required_ids=list(required_ids),
        opened_at=moment,
    )
    reports = [Report(form_period=form_period, unit_id=unit_id) for unit_id in unit_ids]
    Report.objects.bulk_create(reports, batch_size=5000)
    event = events.PeriodOpened(
        form=form.names,
        period=period.code,
        structure_date=structure_date.isoformat(),
        expected=len(unit_ids),
    )
    record(actor, event, subject=("form", form.pk))
    return form_period


def _period(form: Form, code: str) -> Period:
    try:
        period = period_of(code)
    except PeriodError as error:
        raise ValidationError({"period": sentence(error)}) from error
    text = _("The form is reported %(frequency)s; %(period)s is not such a period.") % {
        "frequency": form.get_frequency_display(),
        "period": period.code,
    }
    _refuse_if(period.frequency.value != form.frequency, "period", text)
    return period


def _held(actor: Actor, form_period_id: int) -> FormPeriod:
    """The opened period with all its reports locked, so that no step of them is half done."""
    require(actor, PERIODS_MANAGE)
    expect_alone()
    opened = FormPeriod.objects.select_for_update(of=("self",)).select_related("form").get(pk=form_period_id)
    list(opened.reports.order_by("pk").select_for_update().values_list("pk", flat=True))
    return opened


def refuse_double(
    period: Period, indicator_ids: Collection[int], unit_ids: Collection[int], besides: int = 0
) -> None:
    """One unit owes one indicator for the same days once: another opened form (a retired one, say) may not
    hold it, nor one whose days cross these, as those of a financial year do a calendar year's. ``besides`` is
    the opened period itself, where it is there."""
    span = period.start, period.end
    beside = (
        FormPeriod.objects.filter(sharing_days(period), indicator_ids__overlap=list(indicator_ids))
        .exclude(pk=besides)
        .select_related("form")
        .order_by("starts", "pk")
    )
    for other in beside:
        theirs = other.starts, other.ends
        if (theirs == span or crosses(theirs, span)) and other.reports.filter(unit_id__in=unit_ids).exists():
            text = _("The form “%(form)s” expects some of these figures for %(period)s already.")
            name = text_in(other.form.names) or other.form.code
            raise ValidationError({"period": text % {"form": name, "period": other.period}})


def _refuse_if(wrong: bool, field: str, text: str) -> None:
    if wrong:
        raise ValidationError({field: text})
