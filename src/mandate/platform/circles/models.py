"""A circle and who belongs to it."""

from django.conf import settings
from django.db import models


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
