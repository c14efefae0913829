"""Putting somebody into a post, ending and correcting that, and taking the last of it back."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mandate.apps.posts.permissions import POSTS_MANAGE
from mandate.apps.posts.queries.candidates import candidate
from mandate.apps.posts.queries.one import PostPage, holding_of, post_page
from mandate.apps.posts.services import holdings
from mandate.apps.posts.services.holdings import HoldingSaid
from mandate.apps.posts.web.bodies import seeing
from mandate.apps.posts.web.forms import EndingForm, HoldingForm
from mandate.apps.posts.web.posts import address_of
from mandate.apps.posts.web.views import SECTION
from mandate.core.holding import Ended, How
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.asking import Asking, ask, tried
from mandate.platform.ui.undo import kept_for_undo, offer_undo

asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@signed_in
def fill(request: ActorRequest, post_id: int, person_id: int) -> HttpResponse:
    """Put somebody into a post."""
    shown = _filled(post_page(request.actor, post_id))
    person = candidate(request.actor, person_id)
    if person is None:
        raise Http404(_("There is no such person."))
    form = HoldingForm(
        request.POST or None, initial={"starts": request.actor.today, "how": How.ELECTED.value}
    )
    page = Asking(
        title=_("Put %(name)s into the post “%(post)s”") % {"name": person.called, "post": shown.name},
        explanation=_explained(shown),
        go=_("Put into the post"),
        back=reverse("posts:who", args=[post_id]),
        back_label=_("Put somebody into the post"),
    )

    def do(said: dict[str, Any]) -> str:
        row = holdings.fill(request.actor, holdings.Fill(post_id, person_id, _said(said)))
        page, told = holding_of(request.actor, row.pk)
        words = _("%(name)s holds the post “%(post)s”.") % {"name": person.called, "post": shown.name}
        back = reverse("posts:remove_holding", args=[row.pk])
        offer_undo(request, words, back, _("Take back"), said={"seen": told.seen})
        for warning in told.warnings:
            messages.warning(request, warning)
        return address_of(page)

    return ask(request, form, page, do, section=SECTION, unit_id=shown.unit.id)


@asks
@signed_in
def end(request: ActorRequest, holding_id: int) -> HttpResponse:
    """End a holding."""
    shown, row = holding_of(request.actor, holding_id)
    _filled(shown)
    initial = {"ends": request.actor.today, "seen": row.seen}
    form = EndingForm(request.POST or None, initial=initial)

    def do(said: dict[str, Any]) -> str:
        command = holdings.EndHolding(
            holding_id, said["ends"], Ended(said["why"]), said["number"], said["decided"], said["seen"]
        )
        _seeing(request, form, holding_id, lambda: holdings.end_holding(request.actor, command))
        words = _("%(name)s no longer holds the post “%(post)s” from that day on.") % {
            "name": row.name,
            "post": shown.name,
        }
        kept = {
            "before": row.ends.isoformat() if row.ends else "",
            "why": row.ended_code,
            "number": row.ending_number,
            "decided": row.ending_decided.isoformat() if row.ending_decided else "",
            "seen": holding_of(request.actor, holding_id)[1].seen,
        }
        back = reverse("posts:take_back_end", args=[holding_id])
        offer_undo(request, words, back, _("Take back"), kept=kept)
        return address_of(shown)

    words = (
        _("End the holding of %(name)s") % {"name": row.name},
        _("From that day on the place is vacant."),
        _("End"),
    )
    return _ask_of(request, form, shown, words, do)


@asks
@signed_in
def correct(request: ActorRequest, holding_id: int) -> HttpResponse:
    """Put right how somebody holds a post."""
    shown, row = holding_of(request.actor, holding_id)
    _filled(shown)
    initial = {"how": row.how_code, "starts": row.starts, "ends": row.ends, "number": row.number}
    form = HoldingForm(request.POST or None, initial=initial | {"decided": row.decided, "seen": row.seen})

    def do(said: dict[str, Any]) -> str:
        command = holdings.CorrectHolding(holding_id, _said(said), said["seen"])
        _seeing(request, form, holding_id, lambda: holdings.correct_holding(request.actor, command))
        messages.success(request, _("The entry is corrected."))
        return address_of(shown)

    words = (
        _("Correct how %(name)s holds the post") % {"name": row.name},
        _("What stood here before can be read in the journal."),
        _("Save"),
    )
    return _ask_of(request, form, shown, words, do)


@require_POST
@signed_in
def remove(request: ActorRequest, holding_id: int) -> HttpResponse:
    """Take back that somebody was put into a post."""
    shown, row = holding_of(request.actor, holding_id)
    command = holdings.RemoveHolding(holding_id, request.POST.get("seen") or row.seen)
    tried(request, lambda: holdings.remove_holding(request.actor, command), _("Taken back."))
    return redirect(address_of(shown))


@require_POST
@signed_in
def take_back_end(request: ActorRequest, holding_id: int) -> HttpResponse:
    """Take back that a holding ends."""
    shown, _row = holding_of(request.actor, holding_id)
    kept = kept_for_undo(request)
    if kept is None:
        messages.error(request, _("There is nothing to take back."))
        return redirect(address_of(shown))
    before, decided = (date.fromisoformat(kept[day]) if kept[day] else None for day in ("before", "decided"))
    why = Ended(kept["why"]) if kept["why"] else None
    command = holdings.TakeBackEnd(holding_id, kept["seen"], before, why, kept["number"], decided)
    tried(request, lambda: holdings.take_back_end(request.actor, command), _("Taken back."))
    return redirect(address_of(shown))


def _filled(shown: PostPage) -> PostPage:
    """The page of a post that the reader may fill. Raises Forbidden."""
    if not shown.may_fill:
        raise Forbidden(POSTS_MANAGE)
    return shown


def _explained(shown: PostPage) -> str:
    told = [
        _("Of %(unit)s.") % {"unit": f"{shown.body}, {shown.unit.name}" if shown.body else shown.unit.name}
    ]
    if shown.role:
        words = _("With the post comes the role “%(role)s” on this unit and all below it, until it ends.")
        told.append(words % {"role": shown.role})
    return " ".join(told)


def _seeing(request: ActorRequest, form: Any, holding_id: int, act: Callable[[], object]) -> None:
    seeing(form, act, lambda: holding_of(request.actor, holding_id)[1].seen)


def _ask_of(
    request: ActorRequest,
    form: forms.Form,
    shown: PostPage,
    words: tuple[str, str, str],
    do: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    title, explanation, go = words
    page = Asking(title, explanation, go, address_of(shown), shown.name)
    return ask(request, form, page, do, section=SECTION, unit_id=shown.unit.id)


def _said(said: dict[str, Any]) -> HoldingSaid:
    return HoldingSaid(How(said["how"]), said["starts"], said["ends"], said["number"], said["decided"])
