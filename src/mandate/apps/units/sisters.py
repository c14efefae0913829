"""The sister organisations of a unit, and the unit beside which one of them stands, on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from mandate.apps.units.models import SisterLink
from mandate.apps.units.permissions import UNITS_LINK, UNITS_VIEW
from mandate.apps.units.placed import placed
from mandate.apps.units.queries import UnitRef
from mandate.apps.units.structure import structure_on
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, can_on, visible
from mandate.platform.database import spans
from mandate.platform.parts import heads


@dataclass(frozen=True, slots=True)
class SisterRow:
    """A link as the page of one of its units shows it: the other unit with its place, who heads that, and
    what the actor may do. ``ours``: the other one is the sister."""

    id: int
    unit: UnitRef
    place: str
    ours: bool
    starts: date
    ends: date | None
    document: str
    head: str
    may_open: bool
    may_end: bool


def sister_rows(actor: Actor, unit_id: int, day: date) -> tuple[SisterRow, ...]:
    """What stands beside a unit, and beside what it stands, on a day or from a later one on, while both units
    are open. For whoever may see the unit: it is told who heads the other, and nothing else of that
    (decision 0040). A few queries, however many there are."""
    links = visible(actor, SisterLink.objects.filter(Q(unit=unit_id) | Q(sister=unit_id)))
    rows = [one for one in links.filter(spans.lasts(day)).order_by("starts", "pk") if _stands(one, day)]
    others = {one.pk: one.sister_id if one.unit_id == unit_id else one.unit_id for one in rows}
    places = placed(set(others.values()), day)
    led = heads(actor, set(others.values()), day) if others else {}
    both = {unit_id, *others.values()}
    may_open, may_link = can_on(actor, UNITS_VIEW, both), can_on(actor, UNITS_LINK, both)
    return tuple(
        SisterRow(
            id=one.pk,
            unit=places[others[one.pk]].unit,
            place=places[others[one.pk]].name,
            ours=one.unit_id == unit_id,
            starts=one.starts,
            ends=one.ends,
            document=one.document,
            head=led.get(others[one.pk], ""),
            may_open=others[one.pk] in may_open,
            may_end=one.ends is None and bool({one.unit_id, one.sister_id} & may_link),
        )
        for one in rows
    )


@dataclass(frozen=True, slots=True)
class SeenLink:
    """A link that the actor may see: both units as lists name them, and the one to whose page they come
    back."""

    sister_id: int
    unit_id: int
    sister: str
    unit: str
    back: UnitRef


def seen_link(actor: Actor, link_id: int) -> SeenLink:
    """Raises Http404."""
    row = visible(actor, SisterLink.objects.filter(pk=link_id)).first()
    if row is None:
        raise Http404(_("There is no such link."))
    places = placed({row.sister_id, row.unit_id}, max(actor.today, row.starts))
    back = row.unit_id if can(actor, UNITS_VIEW, row.unit_id) else row.sister_id
    names = (places[row.sister_id].name, places[row.unit_id].name)
    return SeenLink(row.sister_id, row.unit_id, *names, places[back].unit)


def _stands(link: SisterLink, day: date) -> bool:
    """Both units are open on the day, or on the first of the link if that is later."""
    structure = structure_on(max(day, link.starts))
    return link.unit_id in structure and link.sister_id in structure


def sisters_of(actor: Actor, unit_ids: Collection[int], day: date) -> list[SisterLink]:
    """The links of some units on a day, from the side beside which others stand."""
    links = visible(actor, SisterLink.objects.filter(spans.holds(day), unit__in=list(unit_ids)))
    links = links.select_related("unit", "sister")
    return [one for one in links.order_by("unit__code", "starts", "pk") if _stands(one, day)]
