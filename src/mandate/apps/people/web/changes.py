"""Admitting, changing the kind, ending a membership, and taking the last of it back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.person import MemberPage, first_kinds, known_people, member_page
from mandate.apps.people.services import members as services
from mandate.apps.people.services.persons import EnterPerson
from mandate.apps.people.web.forms import AdmitForm, AgainForm, EndingForm, KindForm
from mandate.apps.people.web.views import SECTION
from mandate.apps.units.queries import unit_by_code
from mandate.apps.units.web.fields import ask_as
from mandate.core.membership import Ended
from mandate.platform.access.decide import Forbidden, require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.asking import Asking, ask, tried
from mandate.platform.ui.undo import offer_undo

asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@signed_in
def admit_new(request: ActorRequest, code: str) -> HttpResponse:
    """Admit somebody who is not entered yet."""
    unit = unit_by_code(request.actor, code)
    require(request.actor, MEMBERS_MANAGE, unit.id)
    form = AdmitForm(first_kinds(), request.POST or None, initial={"day": request.actor.today})
    page = Asking(
        title=_("Admit a member"),
        explanation=_(
            "Somebody who belongs to %(unit)s from a day on. Whoever already belongs to another unit must "
            "first be released there."
        )
        % {"unit": unit.name},
        go=_("Admit"),
        back=reverse("people:members", args=[code]),
        back_label=_("Members"),
    )

    def do(said: dict[str, Any]) -> str:
        person = services.admit_person(
            request.actor,
            services.AdmitPerson(
                EnterPerson(said["name"], said["number"], said["born"], said["phone"]),
                unit.id,
                said["kind"],
                said["day"],
                said["document"],
                said["another"],
                said["source"],
            ),
        )
        return done(request, person.pk, _("%(name)s is a member now.") % {"name": person.name})

    return ask(request, form, page, do, section=SECTION, unit_id=unit.id)


@asks
@signed_in
def admit(request: ActorRequest, person_id: int) -> HttpResponse:
    """Admit somebody again who was a member before."""
    shown = managed(request, person_id)
    initial = {"day": request.actor.today, "unit": shown.unit.code}
    form = AgainForm(first_kinds(), request.POST or None, initial=initial)
    explanation = _("A new membership begins; the earlier one stays as it was.")

    def do(said: dict[str, Any]) -> str:
        begins = (said["kind"], said["day"], said["document"], said["source"])
        command = services.Admit(person_id, said["unit"].id, *begins)
        services.admit(request.actor, command)
        return done(request, person_id, _("%(name)s is a member now.") % {"name": shown.name})

    words = (_("Admit %(name)s again") % {"name": shown.name}, explanation, _("Admit"))
    return ask_of(request, form, shown, words, do)


@asks
@signed_in
def kind(request: ActorRequest, person_id: int) -> HttpResponse:
    """Make a member one of another kind."""
    shown = managed(request, person_id)
    form = KindForm(shown.steps, request.POST or None, initial={"day": request.actor.today})
    explanation = _("The membership goes on without a break.")

    def do(said: dict[str, Any]) -> str:
        command = services.ChangeMemberKind(person_id, said["kind"], said["day"], said["document"])
        services.change_member_kind(request.actor, command)
        return done(request, person_id, _("The kind of membership is changed."))

    words = (_("Change how %(name)s is a member") % {"name": shown.name}, explanation, _("Change"))
    return ask_of(request, form, shown, words, do)


@asks
@signed_in
def end(request: ActorRequest, person_id: int) -> HttpResponse:
    """End a membership."""
    shown = managed(request, person_id)
    form = EndingForm(request.POST or None, initial={"day": request.actor.today})
    explanation = _(
        "From that day on the person no longer counts here. Whoever goes to another unit is released to it "
        "instead."
    )

    def do(said: dict[str, Any]) -> str:
        command = services.EndMembership(person_id, Ended(said["how"]), said["day"], said["document"])
        services.end_membership(request.actor, command)
        return done(request, person_id, _("The membership has ended."))

    words = (_("End the membership of %(name)s") % {"name": shown.name}, explanation, _("End the membership"))
    return ask_of(request, form, shown, words, do)


@require_POST
@signed_in
def undo(request: ActorRequest, person_id: int) -> HttpResponse:
    """Take back what was last entered, if it still is."""
    shown = member_page(request.actor, person_id)
    spell = number_of(request.POST.get("spell")) or 0
    command = services.UndoMembership(person_id, spell, bool(request.POST.get("ended")))
    tried(request, lambda: services.undo_membership(request.actor, command), _("Taken back."))
    gone = not known_people(request.actor).filter(pk=person_id).exists()
    return redirect(reverse("people:members", args=[shown.unit.code]) if gone else address_of(shown))


def done(request: ActorRequest, person_id: int, words: str) -> str:
    """Say what is done, with the way back; the page of the person."""
    shown = member_page(request.actor, person_id)
    last = shown.spells[0]
    said = {"spell": str(last.id), "ended": "yes" if last.ends else ""}
    offer_undo(request, words, reverse("people:undo", args=[person_id]), _("Take back"), said=said)
    return address_of(shown)


def managed(request: ActorRequest, person_id: int) -> MemberPage:
    """The page of somebody whose last unit is the reader's to manage. Raises Http404, Forbidden."""
    shown = member_page(request.actor, person_id)
    if not shown.may_manage:
        raise Forbidden(MEMBERS_MANAGE)
    return shown


def ask_of(
    request: ActorRequest,
    form: forms.Form,
    shown: MemberPage,
    words: tuple[str, str, str],
    do: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    """Ask for something about a person, in three ``words``: heading, explanation, button."""
    title, explanation, go = words
    page = Asking(title, explanation, go, address_of(shown), shown.name)
    ask_as(form, request.actor)
    return ask(request, form, page, do, section=SECTION, unit_id=shown.unit.id)


def address_of(shown: MemberPage) -> str:
    """The page of a person."""
    return reverse("people:member", args=[shown.id])
