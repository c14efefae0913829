"""Reminders: what was sent, and what was looked at. And who has taken which tour."""

from django.conf import settings
from django.db import models

from mandate.platform.access.models import ROLE_NAMES
from mandate.platform.database.choices import choices


class Reminder(models.Model):
    """How far a person was reminded. ``sent`` is the day of the last mail: one a day at most, whoever starts
    the reminders and how often. ``looked`` is {what words a passage: the last day for which it said what it
    had to say, which was sent if it called for a mail}; what happened since is told with the next."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sent = models.DateField(null=True)
    looked = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.user_id} on {self.sent}"


class Toured(models.Model):
    """That a person has taken the tour of a role, or left it out: it is not shown by itself any more."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    role = models.CharField(max_length=20, choices=choices(ROLE_NAMES))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="toured_once")]

    def __str__(self) -> str:
        return f"{self.user_id} as {self.role}"
