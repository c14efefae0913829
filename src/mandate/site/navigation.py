"""Where a page stands: the places at the side, the pages of a place, the tabs of a unit."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache

from django.urls import reverse

from mandate.platform.access.actor import Actor
from mandate.platform.duties import Duty, concerns
from mandate.platform.parts import Around, duties, leaves, tabs
from mandate.platform.places import MY_UNIT, ORGANISATION, PLACES, Leaf, Place
from mandate.platform.ui.pages import Here
from mandate.platform.ui.shell import Crumb, NavItem, UnitHead

Count = Callable[[Duty], int]

CROWD = 7  # as many places as a person takes in at a glance


def counting(actor: Actor) -> Count:
    """Counts what is a person's to do, each duty once however often it is shown."""

    @cache
    def count(duty: Duty) -> int:
        return duty.count(actor) if concerns(actor, duty.action) else 0

    return count


def places(actor: Actor, here: Here, around: Around, count: Count | None = None) -> tuple[NavItem, ...]:
    """The places in which a person has a page, each with the count of what is theirs to do there."""
    count = count or counting(actor)
    stands = _stands_in(actor, here, around)
    found = []
    for place in PLACES:
        mine = _leaves(actor, place)
        url = _url_of(place, mine, around)
        if url:
            item = NavItem(
                str(place.label), url, place is stands, drawing=place.drawing, at_hand=place.at_hand
            )
            found.append(_counted(item, place.name, count, _duties_of(mine)))
    assert len(found) <= CROWD
    return tuple(found)


def pages_of_place(actor: Actor, here: Here, count: Count | None = None) -> tuple[NavItem, ...]:
    """The pages beside this one in its place; none where it stands alone, or is about a unit."""
    count = count or counting(actor)
    stands = None if here.unit_id is not None else _place_of(actor, here.section)
    mine = _leaves(actor, stands) if stands else []
    if len(mine) < 2:
        return ()
    items = ((NavItem(str(one.label), reverse(one.view), one.section == here.section), one) for one in mine)
    return tuple(_counted(item, one.section, count, _duties_of([one])) for item, one in items)


def unit_head(actor: Actor, here: Here, around: Around) -> UnitHead | None:
    """The head of the pages of a unit: its path, name and kind, and its tabs. Somebody may read one page
    about a unit and open none of its others, as of one that has moved away since: no link leads there."""
    if here.unit_id is None or not around.way:
        return None
    *above, last = around.way
    first = tabs()[0].view
    across = here.across or (lambda code: reverse(first, args=[code]))
    path = [Crumb(one.unit.name, across(one.unit.code) if one.may_open else "") for one in above]
    links = [
        (one, NavItem(str(one.label), reverse(one.view, args=[last.unit.code]), one.section == here.section))
        for one in (tabs() if last.may_open else ())
        if one.section == here.section or one.used is None or one.used(actor, here.unit_id)
    ]
    return UnitHead(
        name=last.unit.name,
        kind=last.unit.kind_name,
        url=reverse(first, args=[last.unit.code]) if last.may_open else "",
        path=tuple(path),
        open=around.open,
        tabs=tuple(item for tab, item in links if not tab.further),
        further=tuple(item for tab, item in links if tab.further),
    )


def _stands_in(actor: Actor, here: Here, around: Around) -> Place | None:
    """The place of a page: a unit's own pages are my unit's for whoever starts from it, else part of the
    organisation."""
    if here.unit_id is None:
        return _place_of(actor, here.section)
    return MY_UNIT if around.own is not None and around.own.id == here.unit_id else ORGANISATION


def _place_of(actor: Actor, section: str) -> Place | None:
    """The place of a section: the one where the person has it, else where others do."""
    found = [one for one in leaves() if one.section == section]
    return next((one.place for one in found if len(found) == 1 or one.is_for(actor)), None)


def _leaves(actor: Actor, place: Place) -> list[Leaf]:
    return [one for one in leaves() if one.place is place and one.is_for(actor)]


def _url_of(place: Place, mine: Sequence[Leaf], around: Around) -> str:
    if place is MY_UNIT:
        return reverse(tabs()[0].view, args=[around.own.code]) if around.own else ""
    return reverse(mine[0].view) if mine else ""


def _duties_of(mine: Iterable[Leaf]) -> list[Duty]:
    sections = {one.section for one in mine}
    return [one for one in duties() if one.section in sections]


def _counted(item: NavItem, name: str, count: Count, found: Sequence[Duty]) -> NavItem:
    """A link with the count of the person's own duties that have their place there."""
    if not found:
        return item
    counts = [(duty, count(duty)) for duty in found]
    words = [duty.words(number) for duty, number in counts if number]
    total = sum(number for _duty, number in counts)
    return replace(item, badge_id=f"badge-{name}", badge_count=total, badge_label=", ".join(words))
