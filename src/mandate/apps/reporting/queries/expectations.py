"""What an opened period expects, and how that was changed after its opening."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from mandate.apps.reporting import events
from mandate.apps.reporting.models import Excuse, FormPeriod, Report
from mandate.apps.reporting.permissions import PERIODS_MANAGE
from mandate.apps.reporting.queries.expected import expected
from mandate.apps.reporting.queries.lists import page_of
from mandate.apps.reporting.services.excusing import EXCUSABLE
from mandate.apps.reporting.services.expecting import standing_in
from mandate.apps.units.models import Unit
from mandate.apps.units.queries import UnitRef, names_of, parent_names
from mandate.core.period import Period
from mandate.core.search import search_words
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require, visible
from mandate.platform.database.words import holding
from mandate.platform.journal.models import Entry
from mandate.platform.periods import period_of

PAGE = 50
CHANGES = 100
Show = Literal["late", "expected"]


@dataclass(frozen=True, slots=True)
class Change:
    """A unit that was added or excused after the opening, and is so still; ``added`` or excused."""

    unit: UnitRef
    added: bool
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit to choose, with the name of what it lies under in the period."""

    unit: UnitRef
    above: str


@dataclass(frozen=True, slots=True)
class ExpectationsPage:
    """An opened period with the units that can be added (``show`` is "late") or excused ("expected"),
    narrowed by a search, and the newest changes."""

    opened: FormPeriod
    period: Period
    expected: int
    show: Show
    search: str
    units: Page[Choice]
    changes: tuple[Change, ...]


def expectations_page(
    actor: Actor, form_period_id: int, *, show: Show, search: str = "", page: int | str = 1
) -> ExpectationsPage:
    """For whoever manages periods. Raises FormPeriod.DoesNotExist, Forbidden."""
    opened = visible(actor, FormPeriod.objects.select_related("form")).get(pk=form_period_id)
    require(actor, PERIODS_MANAGE)
    reports = expected(Report.objects.filter(form_period=opened))
    able = reports.filter(EXCUSABLE).values_list("unit_id", flat=True)
    ids = _late(opened) if show == "late" else list(able)
    found = Unit.objects.filter(holding("search_key", search_words(search)), pk__in=ids)
    shown = Paginator(found.order_by("code").values_list("pk", flat=True), PAGE).get_page(page)
    names = names_of(shown.object_list)
    above = parent_names(list(shown.object_list), period_of(opened.period).last_day)
    return ExpectationsPage(
        opened=opened,
        period=period_of(opened.period),
        expected=reports.count(),
        show=show,
        search=search,
        units=page_of([Choice(names[pk], above.get(pk, "")) for pk in shown.object_list], shown),
        changes=_changes(opened),
    )


def _late(opened: FormPeriod) -> list[int]:
    """The units of the form's kinds that were open on a day of the period and are not expected."""
    there = expected(Report.objects.filter(form_period=opened)).values("unit_id")
    kinds = opened.form.kinds.values("pk")
    others = Unit.objects.filter(kind__in=kinds).exclude(pk__in=there).values_list("pk", flat=True)
    return sorted(standing_in(opened.starts, opened.ends, list(others)))


def _changes(opened: FormPeriod) -> tuple[Change, ...]:
    """The newest: excuses in force, and reports added later that are not excused again. Four queries."""
    excuses = (
        Excuse.objects.filter(report__form_period=opened)
        .select_related("report", "excused_by")
        .order_by("-known_from", "-pk")[:CHANGES]
    )
    later = Report.objects.filter(form_period=opened, expected_from__isnull=False)
    added = {report.pk: report for report in expected(later).order_by("-expected_from", "-pk")[:CHANGES]}
    told = Entry.objects.filter(
        subject_kind="report", subject_id__in=added, code=events.UnitExpected.code
    ).order_by("pk")
    units = [one.report.unit_id for one in excuses] + [report.unit_id for report in added.values()]
    names = names_of(units)
    changes = [
        Change(
            names[one.report.unit_id],
            False,
            _("The unit is closed.") if one.closing_id is not None else one.reason,
            one.excused_by.name if one.excused_by else "",
            one.known_from,
        )
        for one in excuses
    ]
    changes += [
        Change(names[added[entry.subject_id].unit_id], True, entry.data["reason"], entry.by, entry.at)
        for entry in {entry.subject_id: entry for entry in told}.values()
        if entry.subject_id in added
    ]
    return tuple(sorted(changes, key=lambda one: one.at, reverse=True)[:CHANGES])
