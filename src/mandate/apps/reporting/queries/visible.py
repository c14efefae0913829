"""The one report that an actor may see, and the units whose reports may be decided."""

from collections.abc import Collection

from django.http import Http404

from mandate.apps.reporting.models import Report
from mandate.apps.reporting.permissions import REPORTS_DECIDE
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_on, visible


class UnknownReport(Http404, LookupError):  # noqa: N818 -- it is the absence of a report
    """There is no such report, or none that the actor may see: the two are not told apart."""


def report_for(actor: Actor, report_id: int) -> Report:
    """The report with its unit, form and period. Raises UnknownReport."""
    reports = Report.objects.select_related("unit__kind", "form_period__form")
    report = visible(actor, reports).filter(pk=report_id).first()
    if report is None:
        raise UnknownReport("There is no such report.")
    return report


def decidable(actor: Actor, unit_ids: Collection[int]) -> set[int]:
    """Those of the units whose reports the actor may decide: as `can` says for each."""
    return can_on(actor, REPORTS_DECIDE, unit_ids)
