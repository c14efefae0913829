"""Where a page stands: the places at the side, the pages of a place, the tabs of a unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.urls import reverse

from mandate.platform.access.actor import Actor
from mandate.platform.duties import Duty
from mandate.platform.mine import counts_of, leaves_of
from mandate.platform.parts import Around, duties, leaves, tabs
from mandate.platform.places import MY_UNIT, ORGANISATION, PLACES, Leaf, Place
from mandate.platform.ui.pages import Here
from mandate.platform.ui.shell import Crumb, NavItem, UnitHead

CROWD = 7  # as many places as a person takes in at a glance


def places(actor: Actor, here: Here, around: Around) -> tuple[NavItem, ...]:
    """The places in which a person has a page, each with the count of what is theirs to do there."""
    counts = counts_of(actor)
    stands = _stands_in(actor, here, around)
    found = []
    for place in PLACES:
        pages = _leaves(actor, place)
        url = _url_of(place, pages, around)
        if url:
            item = NavItem(
                str(place.label), url, place is stands, drawing=place.drawing, at_hand=place.at_hand
            )
            found.append(_counted(item, place.name, counts, _duties_of(pages)))
    assert len(found) <= CROWD
    return tuple(found)


def pages_of_place(actor: Actor, here: Here) -> tuple[NavItem, ...]:
    """The pages beside this one in its place; none where it stands alone, or is about a unit."""
    stands = None if here.unit_id is not None else _place_of(actor, here.section)
    pages = _leaves(actor, stands) if stands else []
    if len(pages) < 2:
        return ()
    counts = counts_of(actor)
    items = ((NavItem(str(one.label), reverse(one.view), one.section == here.section), one) for one in pages)
    return tuple(_counted(item, one.section, counts, _duties_of([one])) for item, one in items)


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
    if len(found) != 1:
        found = [one for one in leaves_of(actor) if one.section == section]
    return found[0].place if found else None


def _leaves(actor: Actor, place: Place) -> list[Leaf]:
    return [one for one in leaves_of(actor) if one.place is place]


def _url_of(place: Place, pages: Sequence[Leaf], around: Around) -> str:
    if place is MY_UNIT:
        return reverse(tabs()[0].view, args=[around.own.code]) if around.own else ""
    return reverse(pages[0].view) if pages else ""


def _duties_of(pages: Iterable[Leaf]) -> list[Duty]:
    sections = {one.section for one in pages}
    return [one for one in duties() if one.section in sections]


def _counted(item: NavItem, name: str, counts: Mapping[str, int], found: Sequence[Duty]) -> NavItem:
    """A link with the count of the person's own duties that have their place there."""
    if not found:
        return item
    words = [duty.words(counts[duty.name]) for duty in found if counts[duty.name]]
    total = sum(counts[duty.name] for duty in found)
    return replace(item, badge_id=f"badge-{name}", badge_count=total, badge_label=", ".join(words))
