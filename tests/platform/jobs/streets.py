"""The streets whose reports the jobs accept."""

from mandate.apps.reporting.models import Report
from mandate.core.reportstate import State

STREETS = ("A1", "A2", "B1", "B2", "B3")


def accepted() -> set[str]:
    return set(Report.objects.filter(state=State.ACCEPTED).values_list("unit__code", flat=True))
