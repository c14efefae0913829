"""Fills the frame of every page: its places, the head of a unit, periods, languages, the person."""

from functools import cache
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.guides.queries import help_address
from mandate.platform.i18n.languages import LANGUAGES, current
from mandate.platform.i18n.periods import period_name
from mandate.platform.notices.services import Arrived, arrived
from mandate.platform.parts import Around, home, own_pages, periods, side, tree
from mandate.platform.ui.pages import Here, here_of, period_told
from mandate.platform.ui.shell import Choice, Link, Person, Shell
from mandate.platform.ui.undo import offered_undo
from mandate.platform.ui.views import theme_choices, theme_of
from mandate.site.navigation import pages_of_place, places, unit_head
from mandate.site.sessions import BACKGROUND


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor: lazy, so that pages without a frame pay nothing."""
    return {"shell": SimpleLazyObject(lambda: build(request))}


def build(request: HttpRequest) -> Shell:
    """The frame for this request."""
    actor = cast(Actor | None, getattr(request, "actor", None))
    signed_in = actor is not None and not actor.is_guest
    here = here_of(request)
    around = tree().around(actor, here.unit_id) if actor and signed_in else None

    @cache
    def new() -> Arrived:
        page = request.path if _is_seen(request) else None
        return arrived(actor, page) if actor and signed_in else Arrived(0)

    return Shell(
        organisation=settings.ORGANISATION,
        home_url=reverse(home()),
        nav=places(actor, here, around) if actor and around else (),
        pages=pages_of_place(actor, here) if actor and signed_in else (),
        unit=unit_head(actor, here, around) if actor and around else None,
        standing=_standing(around) if around else "",
        standing_above=around.above if around else "",
        switch_url=reverse(tree().switch) if signed_in else "",
        period=period_name(here.period, current()) if here.period else "",
        period_told=period_told(request) if here.period else "",
        periods_url=_periods_url(request, here.period) if here.period else "",
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


def _standing(around: Around) -> str:
    """The unit that the switcher shows: the page's, else the person's own."""
    unit = around.way[-1].unit if around.way else around.own
    return unit.name if unit else ""


def _periods_url(request: HttpRequest, period: Period) -> str:
    """Where the periods are from which this page may be asked for."""
    return f"{reverse(periods())}?{urlencode({'of': request.get_full_path(), 'period': period.code})}"


def _here_query(here: Here) -> dict[str, str]:
    query = {"section": here.section}
    if here.unit_id is not None:
        query["unit"] = str(here.unit_id)
    return query


def _person(request: HttpRequest, actor: Actor) -> Person:
    return Person(
        name=actor.name,
        links=tuple(Link(str(one.label), reverse(one.view)) for one in own_pages()),
        logout_url=reverse("account_logout"),
    )
