"""What a person has to do about reports: those due and returned, and those that wait for acceptance."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, QuerySet

from mandate.apps.reporting.models import FormPeriod, Report, Revision
from mandate.apps.reporting.outstanding import outstanding_of, overdue_on
from mandate.apps.reporting.permissions import REPORTS_DECIDE, REPORTS_SUBMIT
from mandate.apps.reporting.queries.deciding import others
from mandate.apps.reporting.queries.lists import (
    ReportRow,
    by_unit_name,
    report_rows,
    sent,
    to_decide,
)
from mandate.apps.reporting.queries.whose import waits
from mandate.apps.units.placed import placed
from mandate.apps.units.queries import UnitRef, names_of
from mandate.apps.units.structure import lineages, structure_on
from mandate.core.period import Period
from mandate.core.reportstate import State
from mandate.core.tree import Ids
from mandate.platform.access.actions import action
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_anywhere, held_units
from mandate.platform.database.names import by_name
from mandate.platform.database.reading import once
from mandate.platform.duties import Asked
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.periods import reader

PAGE = 20
UNITS_NAMED = 5
SENT_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Due:
    """A report to be written, or to be corrected after it came back. ``days`` is how far off its day is,
    negative once it has passed; ``unit`` is its unit's name with the one above. ``next``: of all the actor's
    it is the one to go to."""

    report: ReportRow
    unit: str
    days: int
    next: bool = False


@dataclass(frozen=True, slots=True)
class DuePage:
    """A page of them, with how many on all pages are late, and the first day by which one was due."""

    page: Page[Due]
    late: int
    late_since: date | None


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some reports come from a unit and those below it."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Submitted reports of one form and period below ``unit``, on which the actor's role is held: how many,
    from which of the units right below it the most come, since when the oldest of them waits, and the number
    of the one that stands first in their list."""

    unit: UnitRef
    form_id: int
    form: str
    period: Period
    count: int
    shares: tuple[Share, ...]
    since: datetime | None
    first: int

    @property
    def others(self) -> int:
        """How many come from units that are not named."""
        return self.count - sum(share.count for share in self.shares)


def decides(actor: Actor) -> bool:
    """Whether reports are the actor's to accept: the role is held on a unit that has others below it."""
    if actor.console or not can_anywhere(actor, REPORTS_DECIDE):
        return False
    structure = structure_on(actor.today)
    places = structure.indices(_held(actor))
    places = places[places >= 0]
    return bool((structure.hi[places] > places + 1).any())


def writes(actor: Actor) -> bool:
    """Whether reports are the actor's to write."""
    return not actor.console and can_anywhere(actor, REPORTS_SUBMIT)


def due(actor: Actor, asked: Asked) -> DuePage | None:
    """The reports to be written, the earliest day first. Those that came back are in :func:`returned`; None
    where there are only such: then it is not true that nothing is due."""
    found = _page(actor, _to_fill_in(actor), asked.page, begins=not _came_back(actor).exists())
    return found if found.page.object_list or not due_count(actor) else None


def returned(actor: Actor, asked: Asked) -> DuePage | None:
    """The reports that came back, the earliest day first, each with its reason; None where there are none."""
    found = _page(actor, _came_back(actor), asked.page, begins=True)
    return found if found.page.object_list else None


def _came_back(actor: Actor) -> QuerySet[Report]:
    return outstanding_of(actor).filter(state=State.RETURNED)


def _to_fill_in(actor: Actor) -> QuerySet[Report]:
    return outstanding_of(actor).exclude(state=State.RETURNED)


@dataclass(frozen=True, slots=True)
class Sent:
    """Of the actor's reports that wait above, those that wait the longest, and how many there are."""

    rows: tuple[ReportRow, ...]
    total: int


def sent_waiting(actor: Actor, asked: Asked) -> Sent | None:
    """What the actor's units have submitted and nobody decided on yet; None where there is nothing."""
    listed = sent(actor)
    source = listed.source
    assert isinstance(source, QuerySet)
    rows = listed.rows(list(source.order_by(*listed.order)[: SENT_SHOWN + 1]))
    if not rows:
        return None
    return Sent(tuple(rows[:SENT_SHOWN]), listed.total if len(rows) > SENT_SHOWN else len(rows))


@dataclass(frozen=True, slots=True)
class WaitingReports:
    """What waits for acceptance, in its groups."""

    groups: tuple[Waiting, ...]

    @property
    def count(self) -> int:
        """All reports that wait."""
        return sum(group.count for group in self.groups)


def waiting_reports(actor: Actor, asked: Asked) -> WaitingReports | None:
    """What waits for the actor's acceptance; None where nothing does."""
    groups = waiting(actor) if decides(actor) else ()
    return WaitingReports(groups) if groups else None


def _page(actor: Actor, reports: QuerySet[Report], page: int | str, *, begins: bool) -> DuePage:
    """A page of them; ``begins``: the very first is the one to go to."""
    ordered = reports.select_related("unit__kind", "form_period__form").order_by(
        "form_period__due", "form_period_id", *by_unit_name()
    )
    shown = Paginator(ordered, PAGE).get_page(page)
    rows = report_rows(actor, list(shown.object_list))
    units = placed({row.unit.id for row in rows}, actor.today)
    begun = shown.number == 1 and begins
    told = [
        Due(row, units[row.unit.id].name, (row.due - actor.today).days, begun and not place)
        for place, row in enumerate(rows)
    ]
    late = reports.filter(overdue_on(actor.today)) if told else Report.objects.none()
    counted = late.aggregate(number=Count("pk"), since=Min("form_period__due"))
    page_of = Page(told, shown.number, cast(Any, shown.paginator))
    return DuePage(page_of, counted["number"], counted["since"])


def waiting(actor: Actor) -> tuple[Waiting, ...]:
    """What waits for the actor's acceptance, by unit of the role, form and period; the longest waiting first.
    The number of queries depends on nothing."""
    found = _submitted(actor)
    ways = _ways(actor, sorted({unit for unit, *_ in found}))
    groups: dict[tuple[int, int], list[tuple[int, int, datetime | None]]] = {}
    for unit, report, opened, since in found:
        held, below = ways[unit]
        groups.setdefault((held, opened), []).append((below, report, since))
    most = {
        key: Counter(below for below, *_ in rows).most_common(UNITS_NAMED) for key, rows in groups.items()
    }
    shown = {unit for counts in most.values() for unit, _ in counts} | {held for held, _ in groups}
    refs = names_of(shown)
    forms = FormPeriod.objects.select_related("form").in_bulk({opened for _, opened in groups})
    read = reader()
    listed = [
        Waiting(
            unit=refs[held],
            form_id=forms[opened].form_id,
            form=text_in(forms[opened].form.names) or forms[opened].form.code,
            period=read(forms[opened].period),
            count=len(rows),
            shares=tuple(Share(refs[unit].name, count) for unit, count in most[held, opened]),
            since=min((since for *_, since in rows if since is not None), default=None),
            first=rows[0][1],
        )
        for (held, opened), rows in groups.items()
    ]
    return tuple(sorted(listed, key=lambda one: (one.since is None, one.since, one.form, one.period.code)))


def _submitted(actor: Actor) -> list[tuple[int, int, int, datetime | None]]:
    """Unit, number, opened form and time of each report that waits for the actor, the longest waiting first,
    as in the list of what waits."""
    revisions = Revision.objects.filter(state=State.SUBMITTED, report__in=_for_actor(actor))
    rows = revisions.order_by(
        "submitted_at", by_name(current(), "report__unit__sort_keys"), "report__unit__code"
    )
    return list(rows.values_list("report__unit_id", "report_id", "report__form_period_id", "submitted_at"))


def _for_actor(actor: Actor) -> QuerySet[Report]:
    there = others(actor, to_decide(actor))
    found = once(f"waits of {actor.user_id}", lambda: waits(actor, there))
    return there.filter(found.condition) if found.places else there.none()


def _ways(actor: Actor, units: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each unit the lowest one above it on which the actor decides (a root decides on itself), and the
    unit right below that one on the way to it. A unit that is closed meanwhile lies where it lay last, as in
    the list of what waits."""
    held = set(_held(actor))
    ways: dict[int, tuple[int, int]] = {}
    for unit, line in lineages(units, actor.today).items():
        above = [place for place, one in enumerate(line[:-1]) if one in held]
        ways[unit] = (line[above[-1]], line[above[-1] + 1]) if above else (unit, unit)
    return ways


def _held(actor: Actor) -> Ids:
    """The units on which the actor holds a role that decides."""
    return sorted(held_units(actor, action(REPORTS_DECIDE).roles))


def due_count(actor: Actor) -> int:
    """How many reports the actor owes, those that came back among them."""
    return once(f"due from {actor.user_id}", lambda: outstanding_of(actor).count())


def waiting_count(actor: Actor) -> int:
    """How many submitted reports wait for the actor, and not for others nearer to their units. The database
    counts them, among the units of the actor's roles alone."""
    return _for_actor(actor).count() if decides(actor) else 0
