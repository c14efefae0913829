"""What is expected: the reports of the opened periods, but for those that are excused."""

from django.db.models import Exists, OuterRef, QuerySet

from mandate.apps.reporting.models import Excuse, Report


def expected(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Those of the reports that no excuse in force takes out."""
    return reports.exclude(Exists(Excuse.objects.filter(report=OuterRef("pk"))))
