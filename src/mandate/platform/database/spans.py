"""The questions of :mod:`mandate.core.span`, as conditions on rows that keep a span in two fields; and what
lets the database refuse two rows of one thing that meet."""

from datetime import date, datetime

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func, Q


class DaySpan(Func):
    """Two days as one span."""

    function = "daterange"
    output_field = DateRangeField()


class OneNumber(Func):
    """A number as a range of one: equality without the btree_gist extension."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, '[]')"
    arity = 2


def holds(at: date | datetime, starts: str = "starts", ends: str = "ends") -> Q:
    """Rows whose span holds a day or moment."""
    begun = Q(**{f"{starts}__isnull": True}) | Q(**{f"{starts}__lte": at})
    return begun & lasts(at, ends)


def lasts(at: date | datetime, ends: str = "ends") -> Q:
    """Rows whose span is not over at a day or moment; some may not have begun."""
    return Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": at})
