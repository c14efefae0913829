"""What ``mandate check`` looks at in reports and figures, and how it names a report."""

from collections.abc import Collection, Mapping

from mandate.apps.reporting.checks.doors import check_doors
from mandate.apps.reporting.checks.figures import (
    check_accepted,
    check_coverage,
    check_double_reports,
    check_figures,
)
from mandate.apps.reporting.models import Paper, Report
from mandate.platform.integrity import DOORS, Check


def _named(reports: Collection[int]) -> Mapping[int, str]:
    found = Report.objects.filter(pk__in=reports).select_related("unit", "form_period")
    return {one.pk: f"the report of {one.unit.code} for {one.form_period.period}" for one in found}


CHECKS = (
    Check("The figures", 20, check_figures),
    Check("The expected reports", 30, check_coverage),
    Check("Indicators reported on two levels", 40, check_double_reports),
    Check(*DOORS, check_doors),
    Check("The journal", 80, check_accepted),
)
#: What people know a subject of attached files by.
SUBJECTS = {Paper.SUBJECT: _named}
