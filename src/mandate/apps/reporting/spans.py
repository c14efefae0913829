"""Which stored spans belong to a period, and which may not stand beside it, as conditions for a database."""

from datetime import timedelta

from django.db.models import F, Q

from mandate.core.period import DAYS_OF_WEEKS, TO_THURSDAY, Period

_THURSDAY = timedelta(days=TO_THURSDAY)


def within(period: Period, path: str = "") -> Q:
    """Rows whose span belongs to the period; weeks do where their (first) Thursday lies, also over the edge.
    ``path`` leads to the fields ``starts`` and ``ends``, as "form_period__"."""
    starts, ends = f"{path}starts", f"{path}ends"
    inside = Q(**{f"{starts}__gte": period.start, f"{ends}__lte": period.end})
    if period.is_weeks:
        return inside
    weeks = Q()
    for days in DAYS_OF_WEEKS:
        weeks |= Q(**{ends: F(starts) + timedelta(days=days)})
    first, last = period.start - _THURSDAY, period.end - _THURSDAY
    return inside | (Q(**{f"{starts}__gte": first, f"{starts}__lt": last}) & weeks)


def sharing_days(period: Period, path: str = "") -> Q:
    """Rows whose span shares a day with the period."""
    return Q(**{f"{path}starts__lt": period.end, f"{path}ends__gt": period.start})
