"""Reports that are filled, submitted and accepted, and figures that are imported, in a line."""

from dataclasses import replace
from datetime import timedelta

from tests.support.organisation import NOW, console
from tests.support.reporting import World
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.queries.lists import ReportRow
from mandate.apps.reporting.services import (
    AcceptReports,
    SubmitReport,
)
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.listing.showing import show
from mandate.platform.listing.value import Listing

YEAR = Period.parse("2023")
LATER = NOW + timedelta(days=30)


def later(actor: Actor) -> Actor:
    return replace(actor, now=LATER)


def submit(city: World, *units: str, actor: Actor | None = None, **figures: int) -> None:
    for unit in units:
        city.save(city.report(unit), console(), **(figures or {"families": 3}))
        services.submit_report(actor or console(), SubmitReport(city.report_ids[unit]))


def accept(city: World, *units: str, **figures: int) -> None:
    submit(city, *units, **figures)
    services.accept_reports(city.reviewer, AcceptReports(as_seen([city.report_ids[unit] for unit in units])))


def load(*texts: str) -> None:
    rows = [FigureRow(number, *text.split(",")) for number, text in enumerate(texts, start=2)]
    import_figures(console(), ImportFigures(rows))


def codes(listed: Listing[ReportRow], **query: str) -> list[str]:
    """The codes of the units in a list, as an address asks for it."""
    return [row.unit.code for row in show(listed, query)]
