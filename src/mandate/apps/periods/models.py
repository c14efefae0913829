"""Financial years, terms and plans: the periods that the organisation names."""

from django.db import models
from django.db.models import F, Q


class NamedPeriod(models.Model):
    """A code with its first and last day (both belong to it). ``names`` are {language: text} where the
    organisation has words of its own."""

    code = models.CharField(max_length=20, unique=True)
    first = models.DateField()
    last = models.DateField()
    names = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-first", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gt=F("first")), name="named_period_forward"),
            models.UniqueConstraint(fields=["first", "last"], name="named_period_span_once"),
        ]

    def __str__(self) -> str:
        return self.code


class CalendarVersion(models.Model):
    """One row: a number from a sequence, drawn anew with every change of the named periods."""

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)
