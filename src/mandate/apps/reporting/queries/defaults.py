"""What the pages are about until somebody chooses."""

from django.db.models import Exists, OuterRef

from mandate.apps.reporting.models import FormPeriod, Report
from mandate.core.period import Frequency, Period


def newest_reported_year() -> Period | None:
    """The newest year of which figures have been accepted; None where there are none. One query, which looks
    at opened periods from the newest on and stops at the first with an accepted report."""
    accepted = Report.objects.filter(form_period=OuterRef("pk"), counted__isnull=False)
    newest = FormPeriod.objects.filter(Exists(accepted)).order_by("-starts").values_list("starts", flat=True)
    starts = newest.first()
    return Period.containing(starts, Frequency.YEARLY) if starts else None
