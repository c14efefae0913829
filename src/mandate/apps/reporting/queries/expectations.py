"""What an opened period expects, and how that was changed after its opening."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from mandate.apps.reporting.expected import EXCUSABLE, expected
from mandate.apps.reporting.models import Excuse, FormPeriod, Report
from mandate.apps.reporting.permissions import PERIODS_MANAGE
from mandate.apps.reporting.queries.changes import Changed, additions, changes_of
from mandate.apps.reporting.queries.forms import opened_period
from mandate.apps.reporting.queries.lists import page_of
from mandate.apps.units.models import Unit
from mandate.apps.units.queries import UnitRef, names_of
from mandate.apps.units.structure import standing_in
from mandate.apps.units.under import called, parent_names
from mandate.core.period import Period
from mandate.core.search import search_words
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import writers
from mandate.platform.periods import period_of

PAGE = 50
CHANGES = 100
Show = Literal["late", "expected"]


@dataclass(frozen=True, slots=True)
class Change:
    """The change of a unit after the opening that can be taken back next; ``added`` or excused, and by what
    ``mark`` it is known. ``above`` names what the unit lay under in the period."""

    unit: UnitRef
    above: str
    added: bool
    reason: str
    by: str
    at: datetime
    mark: str


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
    """For whoever manages periods. Raises UnknownFormPeriod, Forbidden."""
    opened = opened_period(actor, form_period_id)
    require(actor, PERIODS_MANAGE)
    reports = expected(Report.objects.filter(form_period=opened))
    able = reports.filter(EXCUSABLE).values_list("unit_id", flat=True)
    ids = _late(opened) if show == "late" else list(able)
    found = Unit.objects.filter(called(search_words(search), period_of(opened.period).last_day), pk__in=ids)
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
    return sorted(standing_in(opened.starts, opened.ends) & set(others))


def _changes(opened: FormPeriod) -> tuple[Change, ...]:
    """The newest of each unit that can be taken back. Few queries, however many there are."""
    touched = Report.objects.filter(
        Q(expected_from__isnull=False) | Exists(Excuse.ever.filter(report=OuterRef("pk"))),
        form_period=opened,
    )
    last = changes_of(list(touched.select_related("form_period")))
    told = additions([pk for pk, one in last.items() if one.added])
    at = {pk: _moment(one, told) for pk, one in last.items()}
    newest = sorted(last, key=lambda pk: (at[pk], pk), reverse=True)[:CHANGES]
    units = [last[pk].report.unit_id for pk in newest]
    names, above = names_of(units), parent_names(units, period_of(opened.period).last_day)
    by = writers([entry for pk in newest if (entry := _entry(last[pk], told))])
    return tuple(_change(last[pk], names, above, told, by, at[pk]) for pk in newest)


def _moment(one: Changed, told: Mapping[int, Sequence[Entry]]) -> datetime:
    entry = _entry(one, told)
    return entry.at if entry else one.since


def _entry(one: Changed, told: Mapping[int, Sequence[Entry]]) -> Entry | None:
    """The addition in the journal."""
    entries = told.get(one.report.pk, ())
    return entries[one.number] if one.added and one.number < len(entries) else None


def _change(
    one: Changed,
    names: Mapping[int, UnitRef],
    above: Mapping[int, str],
    told: Mapping[int, Sequence[Entry]],
    by_whom: Mapping[int, str],
    at: datetime,
) -> Change:
    unit, entry, excuse = names[one.report.unit_id], _entry(one, told), one.excuse
    place = above.get(unit.id, "")
    if one.added or excuse is None:
        reason, by = (entry.data["reason"], by_whom[entry.pk]) if entry else ("", "")
        return Change(unit, place, True, reason, by, at, one.mark)
    reason = _("The unit is closed.") if excuse.closing_id is not None else excuse.reason
    by = excuse.excused_by.called if excuse.excused_by else ""
    return Change(unit, place, False, reason, by, at, one.mark)


def mark_of_last(form_period_id: int, unit_id: int) -> str:
    """The mark of what would be taken back of a unit; "" where there is nothing."""
    reports = Report.objects.filter(form_period=form_period_id, unit=unit_id)
    last = changes_of(list(reports.select_related("form_period")))
    return next((one.mark for one in last.values()), "")
