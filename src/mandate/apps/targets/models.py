"""Targets: what a unit is to reach."""

from django.db import models

from mandate.apps.indicators.models import Indicator
from mandate.apps.targets.choices import DIRECTION_NAMES, MEASURE_NAMES
from mandate.apps.units.models import Unit
from mandate.core.target import Direction, Measure
from mandate.platform.database.choices import choices
from mandate.platform.periods import PERIOD_LENGTH


class Target(models.Model):
    """A goal for a unit's total of an indicator in a period, set by a document (its number and date as people
    cite it). ``ends`` is exclusive. ``term`` is the code of the term whose beginning a cumulative one counts
    from: the yearly step of a target for the whole term."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="targets")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    period = models.CharField(max_length=PERIOD_LENGTH)
    starts = models.DateField()
    ends = models.DateField()
    goal = models.DecimalField(max_digits=24, decimal_places=6)
    direction = models.CharField(max_length=8, choices=choices(DIRECTION_NAMES), default=Direction.AT_LEAST)
    document = models.CharField(max_length=300, blank=True)
    measure = models.CharField(max_length=10, choices=choices(MEASURE_NAMES), default=Measure.PERIOD)
    term = models.CharField(max_length=PERIOD_LENGTH, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "indicator", "period"], name="target_once"),
        ]
        indexes = [models.Index(fields=["unit", "starts", "ends"])]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.indicator_id} {self.period}"
