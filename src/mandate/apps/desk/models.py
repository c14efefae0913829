"""Reminders that were sent."""

from django.conf import settings
from django.db import models


class Reminder(models.Model):
    """A person was reminded on a day: one mail a day at most, whoever starts the reminders and how often."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.day}"
