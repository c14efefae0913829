"""The questions of :mod:`mandate.core.span`, as conditions on rows that keep a span in two fields."""

from datetime import date, datetime

from django.db.models import Q


def holds(at: date | datetime, starts: str = "starts", ends: str = "ends") -> Q:
    """Rows whose span holds a day or moment."""
    begun = Q(**{f"{starts}__isnull": True}) | Q(**{f"{starts}__lte": at})
    return begun & lasts(at, ends)


def lasts(at: date | datetime, ends: str = "ends") -> Q:
    """Rows whose span is not over at a day or moment; some may not have begun."""
    return Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": at})
