"""A circle and who belongs to it; and what a matter that may have one is made from."""

from collections.abc import Collection
from typing import Any, Self

from django.conf import settings
from django.db import models

from mandate.platform.circles.guarded import Guarded


class Circle(models.Model):
    """The people of one matter."""

    people = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Member", related_name="+")

    def __str__(self) -> str:
        return f"circle {self.pk}"


class Member(models.Model):
    """One of them. A circle is never empty: somebody must be able to open it to others."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "user"], name="circle_member_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.circle_id}"


class Belonging(models.Model):
    """The base of what belongs to a confidential matter and leads to it by a foreign key: its rows are
    guarded as those of the matter (guarded.py)."""

    objects = Guarded.as_manager()

    class Meta:
        abstract = True


class Confidential(Belonging):
    """The base of a matter that may be confidential. It has its circle from the beginning, or none for good:
    what the journal and others told of it before could not be taken back."""

    circle = models.ForeignKey(Circle, models.PROTECT, null=True, editable=False, related_name="+")
    circle_id: int | None
    _began: int | None

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        """Raises TypeError for another circle than the first."""
        known = not self._state.adding and {"circle_id", "_began"} <= self.__dict__.keys()
        if known and self.circle_id != self._began:
            raise TypeError("a matter keeps the circle with which it began")
        super().save(**options)
        if "circle_id" in self.__dict__:
            self._began = self.circle_id

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any
    ) -> Self:
        """Remember the circle."""
        row = super().from_db(db, field_names, values, **options)
        if "circle_id" in row.__dict__:  # it may be deferred
            row._began = row.circle_id
        return row
