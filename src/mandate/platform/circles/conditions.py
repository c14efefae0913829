"""The condition on a right that a confidential matter adds to its unit."""

from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from mandate.platform.access.conditions import Condition
from mandate.platform.circles.matters import BY_SUBJECT, circle_of_row, circle_paths, is_there, matter_of
from mandate.platform.circles.models import Member

M = TypeVar("M", bound=Model)

_NONE = Q(pk__in=[])


class InCircle(Condition):
    """The person belongs to the row's circle, or the row has none. ``field`` is the foreign key to it, or the
    way to it from what belongs to a matter ("complaint__circle")."""

    def __init__(self, field: str) -> None:
        self.path = field

    def holds(self, user_id: int | None, row: Any) -> bool:
        """One query, none where there is no circle."""
        circle = circle_of_row(row, self.path)
        if circle is None:
            return True
        return user_id is not None and Member.objects.filter(circle=circle, user=user_id).exists()

    def rows(self, user_id: int | None) -> Q:
        """Those without a circle, and those whose circle the person belongs to."""
        is_open = Q(**{f"{self.path}__isnull": True})
        if user_id is None:
            return is_open
        return is_open | Q(Exists(Member.objects.filter(circle=OuterRef(self.path), user=user_id)))

    def people(self, row: Any) -> Q:
        """The members, or everybody."""
        circle = circle_of_row(row, self.path)
        if circle is None:
            return ~_NONE
        return Q(pk__in=Member.objects.filter(circle=circle).values("user"))

    def circles(self) -> frozenset[str]:
        """This one."""
        return frozenset({self.path})


class InCircleOfSubject(InCircle):
    """The same of an attachment: that to which it is attached (its ``SUBJECT``) is confidential. What is
    attached to something that is gone is nobody's to see."""

    def __init__(self, kind: str) -> None:
        super().__init__(BY_SUBJECT)
        self.kind = kind

    def holds(self, user_id: int | None, row: Any) -> bool:
        """As many queries as of the subject, and one."""
        return self._is_there(row) and super().holds(user_id, row)

    def rows(self, user_id: int | None) -> Q:
        """Those whose subject is open or has the person in its circle."""
        found = matter_of(self.kind)
        if found is None:
            return ~_NONE
        subjects = found.model._base_manager.filter(pk=OuterRef("subject_id"))
        return Q(Exists(subjects.filter(InCircle(found.path).rows(user_id))))

    def people(self, row: Any) -> Q:
        """Those of the subject."""
        return super().people(row) if self._is_there(row) else _NONE

    def _is_there(self, row: Any) -> bool:
        return matter_of(self.kind) is None or is_there(self.kind, row.subject_id)


def within_circles(queryset: QuerySet[M], user_id: int | None) -> QuerySet[M]:
    """Only the rows that are of no circle or of one to which the person belongs, whatever the right."""
    for path in circle_paths(queryset.model):
        asked = InCircleOfSubject(queryset.model.SUBJECT) if path == BY_SUBJECT else InCircle(path)  # type: ignore[attr-defined]
        queryset = queryset.filter(asked.rows(user_id))
    return queryset
