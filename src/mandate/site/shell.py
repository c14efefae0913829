"""Fills the frame of every page: side, crumbs, periods, languages, the person."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from mandate.core.period import NAMED, Frequency, Period, PeriodError
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_anywhere
from mandate.platform.duties import concerns
from mandate.platform.guides.queries import help_address
from mandate.platform.i18n.languages import LANGUAGES, current
from mandate.platform.i18n.periods import period_name
from mandate.platform.notices.services import Arrived, arrived
from mandate.platform.parts import (
    TABS,
    NamedUnit,
    Place,
    Tab,
    duties,
    home,
    own_pages,
    places,
    side,
    tabs,
    tree,
)
from mandate.platform.periods import calendar
from mandate.platform.ui.pages import Here, here_of
from mandate.platform.ui.shell import Choice, Crumb, Link, NavItem, Person, Shell
from mandate.platform.ui.undo import offered_undo
from mandate.platform.ui.views import theme_choices, theme_of
from mandate.site.sessions import BACKGROUND

YEARS_OFFERED = 6
NAMED_OFFERED = 4


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor: lazy, so that pages without a frame pay nothing."""
    return {"shell": SimpleLazyObject(lambda: build(request))}


def build(request: HttpRequest) -> Shell:
    """The frame for this request."""
    actor = cast(Actor | None, getattr(request, "actor", None))
    signed_in = actor is not None and not actor.is_guest
    here = here_of(request)

    @cache
    def new() -> Arrived:
        page = request.path if _is_seen(request) else None
        return arrived(actor, page) if actor and signed_in else Arrived(0)

    return Shell(
        organisation=settings.ORGANISATION,
        home_url=reverse(home()),
        nav=navigation(actor, here) if actor and signed_in else (),
        crumbs=_crumbs(actor, here) if actor and signed_in else (),
        period=period_name(here.period, current()) if here.period else "",
        periods=tuple(_periods(request, here.period)) if here.period else (),
        language=current(),
        languages=tuple(Choice(code, name, code == current()) for code, name in LANGUAGES),
        language_url=reverse("i18n:set_language"),
        theme=theme_of(request),
        themes=theme_choices(request),
        theme_url=reverse("ui:theme"),
        person=_person(request, actor) if actor and signed_in else None,
        find_url=reverse("find:find") if signed_in else "",
        help_url=help_address(actor, here.section, _page(request)) if actor and signed_in else "",
        hints_url=reverse("find:hints") if signed_in else "",
        banner=_demo_banner() if settings.DEMO else "",
        live_url=_live_url(request) if signed_in else "",
        inbox_url=reverse("notices:inbox") if signed_in else "",
        came_url=reverse("notices:came") if signed_in else "",
        unread=lambda: new().unread,
        told=lambda: new().told,
        undo=lambda: offered_undo(request) if signed_in and _is_seen(request) else None,
        nav_url=f"{reverse(side())}?{urlencode(_here_query(here))}" if signed_in else "",
    )


def _is_seen(request: HttpRequest) -> bool:
    """Whether this is a whole page that somebody sees: of one that only a part is taken from, what is told
    once would be lost, and nobody sees what answers a HEAD request or one that a page makes by itself."""
    return (
        request.method == "GET" and "HX-Request" not in request.headers and BACKGROUND not in request.headers
    )


def _page(request: HttpRequest) -> str:
    """The name of its view; none where there is no such page."""
    return request.resolver_match.view_name if request.resolver_match else ""


def _demo_banner() -> str:
    return _("Demonstration. Only the city's totals for 2023 are real; every other figure is made up.")


def _live_url(request: HttpRequest) -> str:
    """The stream of what this page does not show yet."""
    seen = getattr(request, "seen", None)
    return reverse("live:events") + (f"?last={seen}" if seen is not None else "")


def _here_query(here: Here) -> dict[str, str]:
    query = {"section": here.section}
    if here.unit_id is not None:
        query["unit"] = str(here.unit_id)
    return query


def navigation(actor: Actor, here: Here) -> tuple[NavItem, ...]:
    """The side: the places, and among them the tabs of the page's unit, or else of the person's own."""
    unit = _unit_in_force(actor, here)
    links: list[tuple[Place | Tab, str]] = [
        (one, reverse(one.view)) for one in places() if not one.action or can_anywhere(actor, one.action)
    ]
    if unit is not None:
        first = sum(link.position < TABS for link, url in links)
        links[first:first] = [(one, reverse(one.view, args=[unit.code])) for one in tabs()]
    return tuple(_item(link, url, here, actor, unit.id if unit else None) for link, url in links)


def _item(link: Place | Tab, url: str, here: Here, actor: Actor, unit_id: int | None) -> NavItem:
    """A link with the count of the duties that have their place there."""
    item = NavItem(str(link.label), url, current=here.section == link.section)
    found = [duty for duty in duties() if duty.section == link.section]
    if not found:
        return item
    counts = [duty.count(actor, unit_id) if concerns(actor, duty.action) else 0 for duty in found]
    words = [duty.words(count) for duty, count in zip(found, counts, strict=True)]
    return replace(
        item, badge_id=f"badge-{found[0].name}", badge_count=sum(counts), badge_label=", ".join(words)
    )


def _unit_in_force(actor: Actor, here: Here) -> NamedUnit | None:
    if here.unit_id is not None:
        way = tree().way(actor, here.unit_id, actor.today)
        if way:
            return way[-1].unit
    return tree().own(actor)


def _crumbs(actor: Actor, here: Here) -> tuple[Crumb, ...]:
    if here.unit_id is None:
        return ()
    units = tree().way(actor, here.unit_id, actor.today)
    page = tabs()[0].view
    links = [
        Crumb(above.unit.name, reverse(page, args=[above.unit.code]) if above.may_open else "")
        for above in units[:-1]
    ]
    return (*links, *(Crumb(last.unit.name) for last in units[-1:]))


def _periods(request: HttpRequest, period: Period) -> Iterable[Link]:
    """The same kind of period, the latest first: up to next one and some years back. Then what is called by
    name, the newest first; from there, the calendar year."""
    offered = [period]
    with suppress(PeriodError):  # the first and the last year that there are have no neighbour
        offered.insert(0, period.next())
    with suppress(PeriodError):
        while len(offered) < YEARS_OFFERED:
            offered.append(offered[-1].previous())
    offered += _by_name(period)
    for other in dict.fromkeys(offered):
        query = request.GET.copy()
        query["period"] = other.code
        yield Link(period_name(other, current()), f"?{query.urlencode()}", other.code == period.code)


def _by_name(period: Period) -> list[Period]:
    named = [*reversed(calendar().periods)][:NAMED_OFFERED]
    year = Period.containing(period.last_day, Frequency.YEARLY)
    return [*named, year] if period.frequency in NAMED else named


def _person(request: HttpRequest, actor: Actor) -> Person:
    return Person(
        name=actor.name,
        links=tuple(Link(str(one.label), reverse(one.view)) for one in own_pages()),
        logout_url=reverse("account_logout"),
    )
