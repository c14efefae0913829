"""What a person has to do: reports due and returned, and reports that wait for acceptance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from mandate.apps.desk.queries.places import Placed, placed
from mandate.apps.reporting.models import FormPeriod, Report, Revision, State
from mandate.apps.reporting.permissions import REPORTS_DECIDE, REPORTS_SUBMIT
from mandate.apps.reporting.queries.lists import (
    OWED,
    ReportRow,
    by_unit_name,
    own_units,
    page_of,
    report_rows,
)
from mandate.apps.reporting.queries.visible import decidable
from mandate.apps.units.queries import UnitRef
from mandate.apps.units.structure import structure_on
from mandate.core.period import Period
from mandate.platform.access.actions import action
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_anywhere, visible
from mandate.platform.i18n.languages import text_in

PAGE = 20
UNITS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Due:
    """A report to be written, or to be corrected after it came back. ``days`` is how far off its day is,
    negative once it has passed; ``unit`` is its unit's name with the one above."""

    report: ReportRow
    unit: str
    days: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Submitted reports of one form and period below ``unit``, on which the actor's role is held: how many,
    the names of some units, and since when the oldest of them waits."""

    unit: UnitRef
    form_id: int
    form: str
    period: Period
    count: int
    units: tuple[str, ...]
    since: datetime | None

    @property
    def others(self) -> int:
        """How many are not named."""
        return self.count - len(self.units)


def writes(actor: Actor) -> bool:
    """Whether reports are the actor's to write anywhere."""
    return not actor.console and can_anywhere(actor, REPORTS_SUBMIT)


def decides(actor: Actor) -> bool:
    """Whether reports are the actor's to accept anywhere."""
    return not actor.console and can_anywhere(actor, REPORTS_DECIDE)


def owed(actor: Actor) -> QuerySet[Report]:
    """Every report the actor owes, as `reporting.queries.lists.due_from` has them."""
    return Report.objects.filter(
        unit_id__in=own_units(actor),
        state__in=OWED,
        form_period__closed_at__isnull=True,
        form_period__form__automatic=False,
    )


def due(actor: Actor, page: int | str = 1) -> Page[Due]:
    """The reports to be written, the earliest day first. Those that came back are in :func:`returned`."""
    return _page(actor, owed(actor).exclude(state=State.RETURNED), page)


def returned(actor: Actor, page: int | str = 1) -> Page[Due]:
    """The reports that came back, each with its reason."""
    return _page(actor, owed(actor).filter(state=State.RETURNED), page)


def _page(actor: Actor, reports: QuerySet[Report], page: int | str) -> Page[Due]:
    ordered = reports.select_related("unit__kind", "form_period__form").order_by(
        "form_period__due", "form_period_id", *by_unit_name()
    )
    shown = Paginator(ordered, PAGE).get_page(page)
    rows = report_rows(actor, list(shown.object_list))
    units = placed({row.unit.id for row in rows}, actor.today)
    return page_of([Due(row, units[row.unit.id].name, (row.due - actor.today).days) for row in rows], shown)


def waiting(actor: Actor) -> tuple[Waiting, ...]:
    """What waits for the actor's acceptance, by unit of the role, form and period; the longest waiting first.
    The number of queries depends on nothing."""
    found = _submitted(actor)
    units = sorted({unit for unit, *_ in found})
    anchors = _anchors(actor, units)
    groups: dict[tuple[int, int], list[tuple[int, datetime | None]]] = {}
    for unit, opened, since in found:
        groups.setdefault((anchors[unit], opened), []).append((unit, since))
    named = {key: sorted({unit for unit, _ in rows})[:UNITS_NAMED] for key, rows in groups.items()}
    refs = placed({unit for units in named.values() for unit in units} | set(anchors.values()), actor.today)
    forms = FormPeriod.objects.select_related("form").in_bulk({opened for _, opened in groups})
    listed = [_group(key, rows, named[key], refs, forms) for key, rows in groups.items()]
    return tuple(sorted(listed, key=lambda one: (one.since is None, one.since, one.form, one.period.code)))


def _group(
    key: tuple[int, int],
    rows: Sequence[tuple[int, datetime | None]],
    named: Sequence[int],
    refs: Mapping[int, Placed],
    forms: Mapping[int, FormPeriod],
) -> Waiting:
    opened = forms[key[1]]
    return Waiting(
        unit=refs[key[0]].unit,
        form_id=opened.form_id,
        form=text_in(opened.form.names) or opened.form.code,
        period=Period.parse(opened.period),
        count=len(rows),
        units=tuple(refs[unit].name for unit in named),
        since=min((since for _, since in rows if since is not None), default=None),
    )


def _submitted(actor: Actor) -> list[tuple[int, int, datetime | None]]:
    """Unit, opened form and time of each report that the actor may decide."""
    reports = visible(actor, Report.objects.filter(state=State.SUBMITTED))
    units = set(reports.order_by().values_list("unit_id", flat=True).distinct())
    revisions = Revision.objects.filter(
        state=State.SUBMITTED,
        report__state=State.SUBMITTED,
        report__unit_id__in=decidable(actor, units),
    )
    return list(revisions.values_list("report__unit_id", "report__form_period_id", "submitted_at"))


def _anchors(actor: Actor, units: Sequence[int]) -> dict[int, int]:
    """For each unit the lowest one at or above it on which the actor decides: on the page of its reports they
    are accepted. A unit that is closed meanwhile stands for itself."""
    structure = structure_on(actor.today)
    roles = action(REPORTS_DECIDE).roles
    roots = structure.ids[structure.parent < 0].tolist()
    held: set[int] = set()
    for grant in actor.grants:
        if grant.role in roles:
            held.update(roots if grant.unit_id is None else [grant.unit_id])
    at = structure.indices(np.array(units, dtype=np.int64))
    found = np.array(units, dtype=np.int64)
    for place in sorted(structure.indices(sorted(held)).tolist()):
        if place < 0:
            continue
        inside = (at > place) & (at < structure.hi[place])
        if structure.parent[place] < 0:
            inside |= at == place
        found[inside] = structure.ids[place]
    return dict(zip(units, found.tolist(), strict=True))
