"""Reports that were accepted, and the same people some days later."""

from dataclasses import replace
from datetime import timedelta

from tests.support.organisation import NOW
from tests.support.reporting import World
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.services import (
    AcceptReports,
    SubmitReport,
)
from mandate.platform.access.actor import Actor

LATER = NOW + timedelta(days=3)


def later(actor: Actor, days: int = 3) -> Actor:
    return replace(actor, now=NOW + timedelta(days=days))


def accepted(city: World, unit: str, **figures: int) -> Report:
    """A report that went the whole way."""
    report = city.report(unit)
    city.save(report, **figures)
    services.submit_report(city.reporter, SubmitReport(report.pk))
    services.accept_reports(city.reviewer, AcceptReports(as_seen([report.pk])))
    return city.report(unit)
