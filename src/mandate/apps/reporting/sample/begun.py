"""This year's reports as a secretary finds them in the middle of the work: most not begun, some drafts, some
waiting for acceptance, one returned. All made up."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from mandate.apps.accounts.sample.staff import address
from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.sample.figures import figures_of_2023
from mandate.apps.reporting.sample.forms import form_ids
from mandate.apps.reporting.sample.made_up import FigureKey, current_figure
from mandate.apps.reporting.sample.papers import attach_papers
from mandate.apps.reporting.services import (
    FigureChange,
    OpenPeriod,
    ReturnReport,
    SaveDraft,
    Stored,
    SubmitReport,
    open_period,
    return_report,
    save_draft,
    submit_report,
)
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of

WARDS = ("W14755", "W14758", "W14761")
WITH_PAPERS = 2  # the one that is returned, and one that waits
WRITER, ABOVE = "reporter@demo.example", "ward@demo.example"  # of the one that is returned
RETURN_REASON = "Thiếu số thùng rác của chợ."  # in the language of the ward that writes it


def begin_current_year(actor: Actor) -> None:
    """Open the current year for all forms and begin some reports, with figures near the last ones."""
    year, figures = str(actor.today.year), figures_of_2023()
    opened = [open_period(actor, OpenPeriod(form_id, year)) for form_id in form_ids()]
    reports = list(
        Report.objects.filter(form_period=opened[0], unit__code__regex=rf"^({'|'.join(WARDS)})-")
        .select_related("unit")
        .order_by("unit__code")
    )
    indicators = list(Indicator.objects.filter(pk__in=opened[0].indicator_ids))
    submitted = [report for place, report in enumerate(reports) if place % 4 == 1]
    for place, report in enumerate(submitted):
        writer = _person(WRITER if place == 0 else _reporter_of(report), actor)
        filled = _fill(writer, report, indicators, figures)
        if place < WITH_PAPERS:
            attach_papers(actor, report, filled)
        submit_report(writer, SubmitReport(report.pk))
    for place, report in enumerate(reports):
        if place % 4 == 2:
            _fill(_person(_reporter_of(report), actor), report, indicators[:4], figures)
    first = Report.objects.get(pk=submitted[0].pk)
    return_report(_person(ABOVE, actor), ReturnReport(first.pk, RETURN_REASON, seen=first.version))


def _reporter_of(report: Report) -> str:
    """Who writes for the ward of a street."""
    return address(report.unit.code.partition("-")[0], Role.REPORTER)


def _person(email: str, actor: Actor) -> Actor:
    """One of the people, at the same moment."""
    return actor_of(User.objects.get(email=email), actor.now)


def _fill(
    actor: Actor, report: Report, indicators: Sequence[Indicator], figures: Mapping[FigureKey, int]
) -> dict[str, int]:
    """Fill in these indicators; their values."""
    changes, values = [], {}
    for indicator in indicators:
        last = figures[report.unit.code, indicator.code]
        value = current_figure(report.unit.code, indicator.code, last)
        values[indicator.code] = value
        new = Stored(Answer.VALUE, Decimal(value), "")
        changes.append(FigureChange(indicator.pk, None, new))
    save_draft(actor, SaveDraft(report.pk, tuple(changes)))
    return values
