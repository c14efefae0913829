"""How many reports are there of those expected, and who is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from mandate.apps.reporting.expected import expected_below
from mandate.apps.reporting.list_events import MissingTaken
from mandate.apps.reporting.models import Form, FormPeriod, Report
from mandate.apps.reporting.outstanding import not_due_on, overdue_on
from mandate.apps.reporting.permissions import REPORTS_REMIND
from mandate.apps.reporting.queries.chasing import chases
from mandate.apps.reporting.queries.lists import ReportRow, by_form, listing, report_columns
from mandate.apps.reporting.standing import Standing, standing
from mandate.apps.units.queries import unit_by_id
from mandate.apps.units.structure import with_all_below
from mandate.core.period import Period
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_on
from mandate.platform.i18n.formats import list_of
from mandate.platform.i18n.languages import current
from mandate.platform.listing.value import Column, Listing, Taken


@dataclass(frozen=True, slots=True)
class Coverage:
    """Numbers of reports of a unit and those below. ``accepted`` count in the totals; ``submitted`` wait for
    the first decision; ``overdue`` are missing, ``not_due`` not asked for yet, from ``due_from`` to
    ``due_until``: these four are all that are expected. ``on_time`` were first submitted by their day,
    ``late`` after it (an imported report is neither; one that came back before its day, neither yet); of
    ``corrected`` a later revision than the first counts, which makes none of them late; ``last_accepted`` is
    when the newest one came into the totals."""

    expected: int
    accepted: int
    submitted: int
    on_time: int
    late: int
    overdue: int
    corrected: int = 0
    last_accepted: datetime | None = None
    not_due: int = 0
    due_from: date | None = None
    due_until: date | None = None

    @property
    def told(self) -> Standing:
        """In the words of the reader's language."""
        return standing(self, current())


def coverage_of(
    actor: Actor, unit_id: int, *, period: Period | None = None, form_period_id: int | None = None
) -> Coverage:
    """Coverage in a period (of every form opened within it) or of one opened form: a constant number of
    queries. Raises UnknownUnit; FormPeriod.DoesNotExist."""
    day = TruncDate("first_submitted_at", tzinfo=timezone.get_default_timezone())
    overdue, not_due = overdue_on(actor.today), not_due_on(actor.today)
    found = (
        _expected(actor, unit_id, period, form_period_id)
        .annotate(day=day)
        .aggregate(
            expected=Count("pk"),
            accepted=Count("pk", filter=Q(counted__isnull=False)),
            submitted=Count("pk", filter=Q(counted__isnull=True, state=State.SUBMITTED)),
            on_time=Count("pk", filter=Q(day__lte=F("form_period__due")) & ~not_due),
            late=Count("pk", filter=Q(day__gt=F("form_period__due"))),
            overdue=Count("pk", filter=overdue),
            corrected=Count("pk", filter=Q(counted__number__gt=1)),
            not_due=Count("pk", filter=not_due),
            due_from=Min("form_period__due", filter=not_due),
            due_until=Max("form_period__due", filter=not_due),
            last_accepted=Max("counted__counted_from"),
        )
    )
    return Coverage(**found)


def missing_list(
    actor: Actor,
    unit_id: int,
    *,
    period: Period | None = None,
    form_period_id: int | None = None,
    not_due: bool = False,
    forms: Iterable[Form] = (),
) -> Listing[ReportRow]:
    """The reports that are missing: due, and not begun, drafted or returned; with ``not_due`` those whose day
    is still to come; ``forms`` are what it can be narrowed to. Whoever may remind of some learns of each who
    is responsible, and of the last reminder."""
    wanted = not_due_on(actor.today) if not_due else overdue_on(actor.today)
    reports = _expected(actor, unit_id, period, form_period_id).filter(wanted)
    if not_due or not may_remind(actor, unit_id):
        return listing(actor, reports, filters=by_form(forms))
    choose: Column[ReportRow] = Column("choose", _("Choose"), unseen=True)
    columns = (choose, *report_columns(), _responsible())
    listed = listing(actor, reports, columns=columns, filters=by_form(forms))

    def rows(found: Sequence[Report]) -> list[ReportRow]:
        chased = chases(actor, found)
        return [replace(row, chase=chased[row.report_id]) for row in listed.rows(found)]

    narrowed = [("unit", unit_by_id(actor, unit_id).code)]
    if period is not None:
        narrowed.append(("period", period.code))
    return replace(listed, rows=rows, taken=Taken(MissingTaken, REPORTS_REMIND, tuple(narrowed)))


def may_remind(actor: Actor, unit_id: int) -> bool:
    """Whether there are units, this one or below it, of whose reports the actor may remind."""
    return bool(can_on(actor, REPORTS_REMIND, with_all_below([unit_id], actor.today).tolist()))


def _responsible() -> Column[ReportRow]:
    return Column(
        "responsible",
        _("Responsible"),
        lambda row: list_of(row.chase.names, current()) if row.chase else "",
    )


def _expected(
    actor: Actor, unit_id: int, period: Period | None, form_period_id: int | None
) -> QuerySet[Report]:
    """What is expected below a unit, as it stood on each report's day. Whoever sees the unit sees what was
    expected below it."""
    unit_by_id(actor, unit_id)
    if form_period_id is not None:
        FormPeriod.objects.get(pk=form_period_id)
    elif period is None:
        raise ValueError("a period or an opened form is needed")
    return expected_below(unit_id, period, form_period_id)
