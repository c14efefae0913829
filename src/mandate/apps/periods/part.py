"""What the calendar brings to the frame."""

from mandate.platform.parts import Part

PART = Part(urls="mandate.apps.periods.web.urls", prefix="periods/")
