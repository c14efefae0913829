"""Opening, changing and closing bodies, and their terms."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mandate.apps.posts.permissions import POSTS_MANAGE
from mandate.apps.posts.queries.one import BodyPage, body_page, term_of
from mandate.apps.posts.services import bodies, closing, terms
from mandate.apps.posts.services.bodies import BodySaid
from mandate.apps.posts.services.terms import TermSaid
from mandate.apps.posts.web.forms import BodyForm, CloseAllForm, EndDayForm, OpenBodyForm, SeenForm, TermForm
from mandate.apps.posts.web.views import SECTION
from mandate.apps.units.queries import unit_by_code
from mandate.platform.access.decide import Forbidden, require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.asking import Asking, ask, tried
from mandate.platform.ui.undo import offer_undo

asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@signed_in
def open_body(request: ActorRequest, code: str) -> HttpResponse:
    """A new body of a unit."""
    unit = unit_by_code(request.actor, code)
    require(request.actor, POSTS_MANAGE, unit.id)
    form = OpenBodyForm(request.POST or None, initial={"starts": request.actor.today})
    page = Asking(
        title=_("Open a body"),
        explanation=_("A body of %(unit)s, such as a committee or an office. Its posts come next.")
        % {"unit": unit.name},
        go=_("Open a body"),
        back=reverse("posts:unit", args=[code]),
        back_label=_("Posts"),
    )

    def do(said: dict[str, Any]) -> str:
        command = bodies.OpenBody(unit.id, said["kind"], _said(said), said["ends"])
        made = bodies.open_body(request.actor, command)
        words = _("The body “%(name)s” is open.") % {"name": made.called}
        offer_undo(request, words, reverse("posts:remove_body", args=[made.pk]), _("Take back"))
        return reverse("posts:body", args=[made.pk])

    return ask(request, form, page, do, section=SECTION, unit_id=unit.id)


@asks
@signed_in
def change_body(request: ActorRequest, body_id: int) -> HttpResponse:
    """Put right what is kept of a body."""
    shown = managed(request, body_id)
    initial = {"name": shown.own_name, "size": shown.size, "remit": shown.remit}
    form = BodyForm(request.POST or None, initial=initial | {"starts": shown.starts, "seen": shown.seen})

    def do(said: dict[str, Any]) -> str:
        command = bodies.ChangeBody(body_id, _said(said), said["seen"])
        seeing(
            form, lambda: bodies.change_body(request.actor, command), lambda: managed(request, body_id).seen
        )
        messages.success(request, _("The entry is corrected."))
        return _address(shown)

    words = (
        _("Change “%(name)s”") % {"name": shown.name},
        _("What stood here before can be read in the journal."),
    )
    return _ask_of(request, form, shown, (*words, _("Save")), do)


@asks
@signed_in
def close_body(request: ActorRequest, body_id: int) -> HttpResponse:
    """Close a body on a day."""
    shown = managed(request, body_id)
    form = EndDayForm(request.POST or None, initial={"ends": request.actor.today})
    explanation = _("Its posts end with it. Whoever holds one longer must have given it up before.")

    def do(said: dict[str, Any]) -> str:
        bodies.close_body(request.actor, bodies.CloseBody(body_id, said["ends"]))
        words = _("The body “%(name)s” is closed.") % {"name": shown.name}
        offer_undo(request, words, reverse("posts:reopen_body", args=[body_id]), _("Take back"))
        return _address(shown)

    words = (_("Close “%(name)s”") % {"name": shown.name}, explanation, _("Close the body"))
    return _ask_of(request, form, shown, words, do)


@require_POST
@signed_in
def reopen_body(request: ActorRequest, body_id: int) -> HttpResponse:
    """Take the closing of a body back."""
    shown = body_page(request.actor, body_id, request.actor.today)
    command = bodies.CloseBody(body_id, None)
    tried(request, lambda: bodies.close_body(request.actor, command), _("Taken back."))
    return redirect(_address(shown))


@require_POST
@signed_in
def remove_body(request: ActorRequest, body_id: int) -> HttpResponse:
    """Remove a body that was a mistake."""
    shown = body_page(request.actor, body_id, request.actor.today)
    command = bodies.RemoveBody(body_id)
    done = tried(request, lambda: bodies.remove_body(request.actor, command), _("The body is removed."))
    return redirect(reverse("posts:unit", args=[shown.unit.code]) if done else _address(shown))


@asks
@signed_in
def add_term(request: ActorRequest, body_id: int) -> HttpResponse:
    """A new term of a body: the next one, unless somebody says otherwise."""
    shown = managed(request, body_id)
    last = shown.terms[0] if shown.terms else None
    initial = {"ordinal": last.ordinal + 1, "starts": last.ends} if last else {"starts": shown.starts}
    form = TermForm(request.POST or None, initial=initial)
    explanation = _("Whoever is put into a post of the body holds it within one of its terms.")

    def do(said: dict[str, Any]) -> str:
        term = terms.add_term(request.actor, terms.AddTerm(body_id, _term(said)))
        words = _("Term no. %(number)s is added.") % {"number": term.ordinal}
        offer_undo(request, words, reverse("posts:remove_term", args=[term.pk]), _("Take back"))
        return _address(shown)

    return _ask_of(request, form, shown, (_("Add a term"), explanation, _("Add a term")), do)


@asks
@signed_in
def change_term(request: ActorRequest, term_id: int) -> HttpResponse:
    """Put a term right."""
    shown, term, seen = term_of(request.actor, term_id)
    _refuse_strangers(shown)
    initial = {"ordinal": term.ordinal, "starts": term.starts, "ends": term.ends, "seen": seen}
    form = TermForm(request.POST or None, initial=initial)

    def do(said: dict[str, Any]) -> str:
        command = terms.ChangeTerm(term_id, _term(said), said["seen"])
        seeing(
            form,
            lambda: terms.change_term(request.actor, command),
            lambda: term_of(request.actor, term_id)[2],
        )
        messages.success(request, _("The entry is corrected."))
        return _address(shown)

    title = _("Change term no. %(number)s") % {"number": term.ordinal}
    explanation = _("Whoever is put into a post of the body holds it within one of its terms.")
    return _ask_of(request, form, shown, (title, explanation, _("Save")), do)


@require_POST
@signed_in
def remove_term(request: ActorRequest, term_id: int) -> HttpResponse:
    """Remove a term that was a mistake."""
    shown, _term_row, _seen = term_of(request.actor, term_id)
    command = terms.RemoveTerm(term_id)
    tried(request, lambda: terms.remove_term(request.actor, command), _("The term is removed."))
    return redirect(_address(shown))


@asks
@signed_in
def close_all(request: ActorRequest, code: str) -> HttpResponse:
    """Close all bodies and posts of a unit."""
    unit = unit_by_code(request.actor, code)
    require(request.actor, POSTS_MANAGE, unit.id)
    form = CloseAllForm(request.POST or None, initial={"ends": request.actor.today})
    page = Asking(
        title=_("Close all bodies and posts"),
        explanation=_(
            "All bodies and posts of %(unit)s end on that day, and whoever holds one holds it no more. What "
            "they held before stays in their entries."
        )
        % {"unit": unit.name},
        go=_("Close all"),
        back=reverse("posts:unit", args=[code]),
        back_label=_("Posts"),
    )

    def do(said: dict[str, Any]) -> str:
        closing.close_all(request.actor, closing.CloseAll(unit.id, said["ends"], said["number"]))
        messages.success(request, _("All bodies and posts are closed."))
        return reverse("posts:unit", args=[code])

    return ask(request, form, page, do, section=SECTION, unit_id=unit.id)


def managed(request: ActorRequest, body_id: int) -> BodyPage:
    """The page of a body that is the reader's to keep. Raises Http404, Forbidden."""
    shown = body_page(request.actor, body_id, request.actor.today)
    _refuse_strangers(shown)
    return shown


def seeing(form: SeenForm, act: Callable[[], object], seen: Callable[[], str]) -> None:
    """Do it; where it is refused, whoever saves again has seen what stands there by now."""
    try:
        act()
    except ValidationError:
        form.go_on_from(seen())
        raise


def _refuse_strangers(shown: BodyPage) -> None:
    if not shown.may_manage:
        raise Forbidden(POSTS_MANAGE)


def _ask_of(
    request: ActorRequest,
    form: forms.Form,
    shown: BodyPage,
    words: tuple[str, str, str],
    do: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    title, explanation, go = words
    page = Asking(title, explanation, go, _address(shown), shown.name)
    return ask(request, form, page, do, section=SECTION, unit_id=shown.unit.id)


def _address(shown: BodyPage) -> str:
    return reverse("posts:body", args=[shown.id])


def _said(said: dict[str, Any]) -> BodySaid:
    return BodySaid(said["name"], said["size"], said["remit"], said["starts"])


def _term(said: dict[str, Any]) -> TermSaid:
    return TermSaid(said["ordinal"], said["starts"], said["ends"])
