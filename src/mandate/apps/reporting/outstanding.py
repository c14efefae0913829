"""Which reports are outstanding: one answer for desks, counters, mails, lists, pages of units and imports."""

from datetime import date

from django.db.models import Q, QuerySet

from mandate.apps.reporting.expected import EXCUSABLE, expected
from mandate.apps.reporting.models import Report
from mandate.apps.units.structure import with_all_below
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import held_units
from mandate.platform.database.arrays import among

#: States in which a report is still outstanding.
OUTSTANDING = (State.EXPECTED, State.DRAFT, State.RETURNED)
#: Nobody has submitted it; one that was accepted once and is being corrected is outstanding without a day.
UNSUBMITTED = EXCUSABLE


def outstanding() -> QuerySet[Report]:
    """Every report that somebody has still to write, corrections among them; none of a closed period or an
    automatic form."""
    reports = Report.objects.filter(
        state__in=OUTSTANDING, form_period__closed_at__isnull=True, form_period__form__automatic=False
    )
    return expected(reports)


def outstanding_of(actor: Actor) -> QuerySet[Report]:
    """Those that the actor has to write: of the units of a reporter's role with all below, of a secretary's
    role the unit itself."""
    return outstanding().filter(among("unit_id", own_units(actor)))


def own_units(actor: Actor) -> list[int]:
    """The units whose reports are the actor's to write, those among them that are closed by then: what they
    owed, they still owe. One query while the tree is unchanged."""
    below = with_all_below(held_units(actor, [Role.REPORTER]), actor.today)
    return sorted({*held_units(actor, [Role.SECRETARY]), *below.tolist()})


def writes_for(actor: Actor, unit_id: int) -> bool:
    """Whether the unit's reports are the actor's to write: their side of it, not that of who decides."""
    return actor.console or unit_id in own_units(actor)


def overdue_on(day: date) -> Q:
    """Reports that are missing: nobody has submitted them, and their day has passed or their period is
    closed. One that was accepted once is not missing while it is corrected."""
    return UNSUBMITTED & (past_due_on(day) | Q(form_period__closed_at__isnull=False))


def not_due_on(day: date) -> Q:
    """Reports that nobody has submitted, and need not have."""
    return UNSUBMITTED & ~past_due_on(day) & Q(form_period__closed_at__isnull=True)


def past_due_on(day: date) -> Q:
    """Reports whose day has passed: the day itself is still in time."""
    return Q(form_period__due__lt=day)


def is_overdue(report: Report, day: date) -> bool:
    """Whether a report is one of :func:`overdue_on`."""
    opened = report.form_period
    unsubmitted = report.state in OUTSTANDING and report.counted_id is None
    return unsubmitted and (opened.due < day or opened.closed_at is not None)
