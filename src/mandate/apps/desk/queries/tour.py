"""Where somebody is on their tour."""

from dataclasses import dataclass

from django.urls import reverse

from mandate.apps.desk.models import Toured
from mandate.apps.desk.tour import TOURS, Stop
from mandate.apps.units.models import Unit
from mandate.apps.units.queries import by_name
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import held_units
from mandate.platform.duties import Asked

#: What the address says of somebody who takes the tour once more.
AGAIN = "again"
#: Where the numbers of the address lead; without one, the first stop of whoever has not been there.
_NUMBERS = {AGAIN: 1, "2": 2, "3": 3}


@dataclass(frozen=True, slots=True)
class TourPage:
    """One stop of a role's tour: the ``number`` of three, where it is and where a guide tells more. ``back``
    and ``on`` are the numbers of the stops beside it, as an address says them ("": there is none)."""

    role: Role
    stop: Stop
    number: int
    address: str
    help: str
    back: str
    on: str


def tour(actor: Actor, asked: Asked) -> TourPage | None:
    """The stop that is asked for, or the first for whoever has not taken the tour of a role that they hold;
    of several roles, the first that is new."""
    held = {grant.role for grant in actor.grants}
    roles = [role for role in TOURS if role in held]
    taken = set(Toured.objects.filter(user_id=actor.user_id or 0).values_list("role", flat=True))
    new = [role for role in roles if role.value not in taken]
    if not roles or (not new and asked.page not in _NUMBERS):
        return None
    number = _NUMBERS.get(asked.page, 1)
    role = new[0] if new else roles[0]
    stop = TOURS[role][number - 1]
    return TourPage(
        role,
        stop,
        number,
        _address(actor, role, stop),
        f"{reverse('guides:guide', args=[stop.guide])}#{stop.anchor}",
        back=("", AGAIN, "2")[number - 1],
        on=("2", "3", "")[number - 1],
    )


def _address(actor: Actor, role: Role, stop: Stop) -> str:
    """Of a unit's page, that of the first unit on which the role is held; the tree where there is none."""
    if not stop.of_unit:
        return reverse(stop.view)
    units = by_name(Unit.objects.filter(pk__in=held_units(actor, [role])))
    code = units.values_list("code", flat=True).first()
    return reverse(stop.view, args=[code]) if code else reverse("units:tree")
