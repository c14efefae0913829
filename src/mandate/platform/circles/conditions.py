"""The condition on a right that a confidential matter adds to its unit."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from mandate.platform.access.conditions import Condition
from mandate.platform.circles.models import Member

_NONE = Q(pk__in=[])


class InCircle(Condition):
    """The person belongs to the row's circle, or the row has none. ``field`` is the foreign key to it."""

    def __init__(self, field: str) -> None:
        self.column = f"{field}_id"

    def holds(self, user_id: int | None, row: Any) -> bool:
        """One query, none where there is no circle."""
        circle = getattr(row, self.column)
        if circle is None:
            return True
        return user_id is not None and Member.objects.filter(circle=circle, user=user_id).exists()

    def rows(self, user_id: int | None) -> Q:
        """Those without a circle, and those whose circle the person belongs to."""
        is_open = Q(**{f"{self.column}__isnull": True})
        if user_id is None:
            return is_open
        return is_open | Q(Exists(Member.objects.filter(circle=OuterRef(self.column), user=user_id)))

    def people(self, row: Any) -> Q:
        """The members, or everybody."""
        circle = getattr(row, self.column)
        if circle is None:
            return ~_NONE
        return Q(pk__in=Member.objects.filter(circle=circle).values("user"))
