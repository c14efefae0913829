"""Fills the frame of every page: side, crumbs, periods, languages, the person."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.desk.counters import Counters, counters
from mandate.apps.units.queries import UnitRef, ancestors, home_unit
from mandate.core.period import NAMED, Frequency, Period, PeriodError
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_anywhere
from mandate.platform.i18n.languages import LANGUAGES, current
from mandate.platform.i18n.periods import period_name
from mandate.platform.periods import calendar
from mandate.platform.ui.pages import Place, place_of
from mandate.platform.ui.shell import Choice, Crumb, Link, NavItem, Person, Shell
from mandate.platform.ui.views import theme_choices, theme_of

YEARS_OFFERED = 6
NAMED_OFFERED = 4


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor: lazy, so that pages without a frame pay nothing."""
    return {"shell": SimpleLazyObject(lambda: build(request))}


def build(request: HttpRequest) -> Shell:
    """The frame for this request."""
    actor = cast(Actor | None, getattr(request, "actor", None))
    signed_in = actor is not None and not actor.is_guest
    place = place_of(request)
    return Shell(
        organisation=settings.ORGANISATION,
        home_url=reverse("desk:desk"),
        nav=navigation(actor, place) if actor and signed_in else (),
        crumbs=_crumbs(actor, place) if actor and signed_in else (),
        period=period_name(place.period, current()) if place.period else "",
        periods=tuple(_periods(request, place.period)) if place.period else (),
        language=current(),
        languages=tuple(Choice(code, name, code == current()) for code, name in LANGUAGES),
        language_url=reverse("i18n:set_language"),
        theme=theme_of(request),
        themes=theme_choices(request),
        theme_url=reverse("ui:theme"),
        person=_person(request, actor) if actor and signed_in else None,
        search_url=reverse("units:tree") if signed_in else "",
        banner=_demo_banner() if settings.DEMO else "",
        live_url=reverse("live:events") if signed_in else "",
        nav_url=f"{reverse('desk:navigation')}?{urlencode(_place_query(place))}" if signed_in else "",
    )


def _demo_banner() -> str:
    return _("Demonstration. Only the city's totals for 2023 are real; every other figure is made up.")


def _place_query(place: Place) -> dict[str, str]:
    query = {"section": place.section}
    if place.unit_id is not None:
        query["unit"] = str(place.unit_id)
    return query


def navigation(actor: Actor, place: Place) -> tuple[NavItem, ...]:
    """The side: about the unit of the page, or else the person's own."""
    unit = _unit_in_force(actor, place)
    items = [_item("desk", _("Desk"), reverse("desk:desk"), place)]
    if unit is not None:
        counts = counters(actor, unit.id)
        items = [
            _counted(items[0], "due", counts.due, _due(counts.due)),
            *_unit_items(unit, counts, place),
        ]
    items += [
        _item("units", _("Units"), reverse("units:tree"), place),
        _item("indicators", _("Indicators"), reverse("indicators:list"), place),
        _item("forms", _("Forms"), reverse("reporting:forms"), place),
    ]
    if can_anywhere(actor, "access.view"):
        items.append(_item("people", _("People"), reverse("people:people"), place))
    if can_anywhere(actor, "journal.view"):
        items.append(_item("journal", _("Journal"), reverse("desk:journal"), place))
    items.append(_item("exchange", _("Tables"), reverse("exchange:index"), place))
    return tuple(items)


def _unit_items(unit: UnitRef, counts: Counters, place: Place) -> Iterable[NavItem]:
    yield _item("unit", _("Unit"), reverse("targets:overview", args=[unit.code]), place)
    reports = _item("reports", _("Reports"), reverse("reporting:reports", args=[unit.code]), place)
    yield _counted(reports, "waiting", counts.waiting, _waiting(counts.waiting))
    yield _item("targets", _("Targets"), reverse("targets:targets", args=[unit.code]), place)
    reviews = _item("review", _("Reviews"), reverse("reviews:reviews", args=[unit.code]), place)
    yield _counted(reviews, "requests", counts.requests, _requests(counts.requests))


def _due(count: int) -> str:
    return ngettext("%(count)s report due", "%(count)s reports due", count) % {"count": count}


def _waiting(count: int) -> str:
    words = ngettext("%(count)s report waits for acceptance", "%(count)s reports wait for acceptance", count)
    return words % {"count": count}


def _requests(count: int) -> str:
    words = ngettext(
        "%(count)s review is to be opened again", "%(count)s reviews are to be opened again", count
    )
    return words % {"count": count}


def _item(section: str, label: str, url: str, place: Place) -> NavItem:
    return NavItem(label=label, url=url, current=place.section == section)


def _counted(item: NavItem, badge: str, count: int, label: str) -> NavItem:
    return NavItem(item.label, item.url, item.current, f"badge-{badge}", count, label)


def _unit_in_force(actor: Actor, place: Place) -> UnitRef | None:
    if place.unit_id is not None:
        above = ancestors(actor, place.unit_id, actor.today)
        if above:
            return above[-1].unit
    return home_unit(actor)


def _crumbs(actor: Actor, place: Place) -> tuple[Crumb, ...]:
    if place.unit_id is None:
        return ()
    units = ancestors(actor, place.unit_id, actor.today)
    links = [
        Crumb(above.unit.name, reverse("targets:overview", args=[above.unit.code]) if above.may_open else "")
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
        links=(Link(_("My account"), reverse("people:me")),),
        logout_url=reverse("account_logout"),
    )
