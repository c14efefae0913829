"""The places of the house: seven at the side of every page, whichever parts there are. A part puts its
pages into them (:class:`Leaf`), and those of a unit among its tabs (:class:`Tab`). A place in which a person
can open nothing does not show.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_anywhere

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Place:
    """A place at the side. ``drawing`` is the path of its icon, 24 by 24; on a phone the places ``at_hand``
    stand in the bar at the bottom, the others behind its last link."""

    name: str
    label: Text
    drawing: str
    at_hand: bool = False


DESK = Place("desk", _("Desk"), "M4 5h16v10H4zM9 19h6M12 15v4", at_hand=True)
MY_UNIT = Place("my-unit", _("My unit"), "M4 11l8-7 8 7v9h-5v-6H9v6H4z", at_hand=True)
ORGANISATION = Place(
    "organisation", _("Organisation"), "M9 4h6v5H9zM3 15h6v5H3zM15 15h6v5h-6zM12 9v3M6 15v-3h12v3"
)
WORK = Place("work", _("Work"), "M5 4h14v16H5zM8.5 9l1.5 1.5L13 8M8.5 15l1.5 1.5L13 14", at_hand=True)
MEETINGS = Place("meetings", _("Meetings"), "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4")
LIBRARY = Place("library", _("Library"), "M5 4h4v16H5zM9 4h4v16H9zM14 5l4-1 3 15-4 1z")
SET_UP = Place("set-up", _("Set-up"), "M4 7h9M17 7h3M4 17h3M11 17h9M15 4v6M9 14v6")

PLACES = (DESK, MY_UNIT, ORGANISATION, WORK, MEETINGS, LIBRARY, SET_UP)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a place. ``section`` is what its pages call themselves, ``view`` the name of its address.
    With ``actions`` it is for those who may do one of them somewhere; a function gives those that are known
    only once all parts are. ``used`` says whether a person would find something in it; one without does not
    show. The pages of a place stand in the order of ``position``; the first that a person may open is where
    the place leads."""

    place: Place
    section: str
    label: Text
    view: str
    position: int
    actions: tuple[str, ...] | Callable[[], tuple[str, ...]] = ()
    used: Callable[[Actor], bool] | None = None

    def is_for(self, actor: Actor) -> bool:
        """Whether it is among the person's pages."""
        actions = self.actions() if callable(self.actions) else self.actions
        allowed = not actions or any(can_anywhere(actor, one) for one in actions)
        return allowed and (self.used is None or self.used(actor))


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a unit: the address ``view`` takes the unit's code. The first of all tabs is the one that
    opens where a unit is named. ``further``: it stands in the menu behind the others. ``of_period``: the page
    is about one. ``used`` says whether a person has use for it on a unit; one without stays hidden."""

    section: str
    label: Text
    view: str
    position: int
    further: bool = False
    of_period: bool = False
    used: Callable[[Actor, int], bool] | None = None
