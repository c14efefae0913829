"""What the calendar brings to the frame."""

from mandate.apps.periods.tables.kind import PERIODS_TABLE
from mandate.platform.parts import Part

PART = Part(urls="mandate.apps.periods.web.urls", prefix="periods/", tables=(PERIODS_TABLE,))
