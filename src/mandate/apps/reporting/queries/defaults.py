"""What the pages are about until somebody chooses."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from mandate.apps.reporting.expected import expected
from mandate.apps.reporting.models import FormPeriod, Report
from mandate.core.period import Frequency, Period
from mandate.platform.periods import reader
from mandate.platform.ui.pages import Usual

#: For how long after its end a year for which a form is still open is the one that is asked for.
COMING_IN = timedelta(days=90)
_DAY, _TO_THURSDAY, _A_YEAR = timedelta(days=1), timedelta(days=3), timedelta(days=366)


def usual_year(day: date) -> Usual | None:
    """The year that is asked for on a day: of those for which a form is open and something is expected, the
    one that goes on; in the first months after a year's end, while its reports come in and are reviewed, that
    year. Else the newest that has begun. Where nothing is open, the latest with figures (`calm_year`)."""
    opened = _asked_for().filter(closed_at__isnull=True, starts__lte=day)
    since = Period.containing(day - COMING_IN, Frequency.YEARLY).start
    spans = opened.values_list("starts", "ends")
    span = spans.filter(starts__gte=since).order_by("starts").first() or spans.order_by("-starts").first()
    if span is not None:
        return Usual(_year_of(*span, day), True)
    calm = calm_year(day)
    return Usual(calm, False) if calm is not None else None


def _year_of(starts: date, ends: date, day: date) -> Period:
    """The year to which a span belongs: a week where its Thursday lies; a term, which holds several, in that
    of the day, or of its last."""
    last = ends - _DAY
    at = starts + _TO_THURSDAY if ends - starts <= _A_YEAR else day
    return Period.containing(min(at, last), Frequency.YEARLY)


def _asked_for() -> QuerySet[FormPeriod, date]:
    """The first days of the opened periods for which something is expected."""
    reports = expected(Report.objects.filter(form_period=OuterRef("pk")))
    return FormPeriod.objects.filter(Exists(reports)).values_list("starts", flat=True)


def calm_year(day: date) -> Period | None:
    """The newest year that has ended by a day and for which something is expected; where none has ended, the
    first one for which something is. None where nothing is expected at all.

    Opened periods are looked at from the newest on, or else from the first.
    """
    this_year = Period.containing(day, Frequency.YEARLY)
    asked = _asked_for()
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
