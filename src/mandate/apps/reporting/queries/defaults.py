"""What the pages are about until somebody chooses."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef

from mandate.apps.reporting.expected import expected
from mandate.apps.reporting.models import FormPeriod, Report
from mandate.core.period import Frequency, Period
from mandate.platform.periods import reader


def calm_year(day: date) -> Period | None:
    """The newest year that has ended by a day and for which something is expected; where none has ended, the
    first one for which something is. None where nothing is expected at all.

    So the pages stay with a year for as long as people work on it and look at it: through the January in
    which its reports come in, until the next one has ended and is asked for. What was accepted first in a
    year that goes on moves nobody. Opened periods are looked at from the newest on, or else from the first.
    """
    this_year = Period.containing(day, Frequency.YEARLY)
    reports = expected(Report.objects.filter(form_period=OuterRef("pk")))
    asked = FormPeriod.objects.filter(Exists(reports)).values_list("starts", flat=True)
    starts = (
        asked.filter(starts__lt=this_year.start).order_by("-starts").first()
        or asked.filter(starts__gte=this_year.start).order_by("starts").first()
    )
    return Period.containing(starts, Frequency.YEARLY) if starts else None


def asked_now() -> Sequence[Period]:
    """The periods for which a form is open, the newest first."""
    opened = FormPeriod.objects.filter(closed_at__isnull=True)
    codes = opened.order_by("-ends", "starts", "period").values_list("period", flat=True)
    return tuple(map(reader(), dict.fromkeys(codes)))
