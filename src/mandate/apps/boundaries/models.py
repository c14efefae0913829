"""Where a unit lies on the earth."""

from django.db import models

from mandate.apps.units.models import Unit


class Boundary(models.Model):
    """The boundary of a unit, from ``starts`` on (None: since always) for as long as the unit is open. A unit
    has one or none; another unit that takes its place brings its own (decision 0034). ``shape`` is a Shape of
    core/boundary.py as JSON, simplified when it came in."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="boundary")
    starts = models.DateField(null=True)
    shape = models.JSONField()

    def __str__(self) -> str:
        return f"{self.unit_id} from {self.starts}"
