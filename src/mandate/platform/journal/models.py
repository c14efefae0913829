"""The journal: one append-only row for every deed."""

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """Who did what, on which unit, when; of a confidential matter, in whose ``circle``. The database refuses
    to change or delete a row (second migration), so people stand in it by their numbers only; ``user`` is
    None for the console and for somebody who was not signed in."""

    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=60)
    unit = models.ForeignKey(settings.UNIT_MODEL, models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField(max_length=30, blank=True)
    subject_id = models.BigIntegerField(null=True)
    circle = models.ForeignKey("circles.Circle", models.PROTECT, null=True, related_name="+", db_index=False)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-id"]),
            models.Index(fields=["subject_kind", "subject_id", "id"]),
            models.Index(fields=["code", "-id"]),
            models.Index(fields=["user", "-id"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.code}"


class Apart(models.Model):
    """The personal values of a row, kept beside it so that they can be erased (`Event.apart`): ``person`` is
    whose they are, None for the console."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="apart")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    values = models.JSONField()

    def __str__(self) -> str:
        return f"of {self.entry_id}"


class Touched(models.Model):
    """A further unit that a deed touches, beside that on which it was done. Append-only as the journal, and
    looked up by its row alone: a row knows by its kind whether there can be any."""

    pk = models.CompositePrimaryKey("entry_id", "unit_id")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="touched", db_index=False)
    unit = models.ForeignKey(settings.UNIT_MODEL, models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.unit_id}"
