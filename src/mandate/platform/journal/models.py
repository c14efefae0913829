"""The journal: one append-only row for every deed."""

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """Who did what, on which unit, when; of a confidential matter, in whose ``circle``. The database refuses
    to change or delete a row (first migration)."""

    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=200)  # the name at that time; empty for the console
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


class Touched(models.Model):
    """A further unit that a deed touches, beside that on which it was done. Append-only as the journal, and
    looked up by its row alone: a row knows by its kind whether there can be any."""

    pk = models.CompositePrimaryKey("entry_id", "unit_id")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="touched", db_index=False)
    unit = models.ForeignKey(settings.UNIT_MODEL, models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.unit_id}"
