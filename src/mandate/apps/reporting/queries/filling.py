"""What of a unit and of those below it can be filled in from a spreadsheet, in whatever period."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from mandate.apps.reporting.expected import expected_below
from mandate.apps.reporting.models import FormPeriod
from mandate.apps.reporting.permissions import REPORTS_WRITE
from mandate.core.period import Period
from mandate.core.reportstate import WRITABLE
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, visible
from mandate.platform.periods import reader


@dataclass(frozen=True, slots=True)
class Fillable:
    """An opened form with a report that can be written in now."""

    form_period_id: int
    form_names: Mapping[str, str]
    period: Period


def fillable(actor: Actor, unit_id: int) -> tuple[Fillable, ...]:
    """The opened forms that expect a report of a unit or of one below it, for somebody who may fill in its
    figures: only those with a report that can be written in now. The newest period first."""
    if not can(actor, REPORTS_WRITE, unit_id):
        return ()
    opened = FormPeriod.objects.filter(closed_at__isnull=True, form__automatic=False)
    writable = visible(actor, expected_below(unit_id), REPORTS_WRITE).filter(state__in=WRITABLE)
    opened = visible(actor, opened).filter(Exists(writable.filter(form_period=OuterRef("pk"))))
    read = reader()
    return tuple(
        Fillable(one.pk, one.form.names, read(one.period))
        for one in opened.select_related("form").order_by("-starts", "form__code")
    )
