"""Releasing a member to another unit, and receiving one from there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.members import members_of
from mandate.apps.people.queries.person import MemberPage, Way, member_of_transfer
from mandate.apps.people.services import transfers as services
from mandate.apps.people.services.moving import MoveAll
from mandate.apps.people.services.moving import move_all as move_all_members
from mandate.apps.people.web.changes import address_of, ask_of, managed
from mandate.apps.people.web.forms import DeclineForm, MoveAllForm, ReceiveForm, ReleaseForm
from mandate.apps.people.web.views import SECTION
from mandate.apps.units.queries import unit_by_code
from mandate.apps.units.web.fields import ask_as
from mandate.platform.access.decide import Forbidden, require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.asking import Asking, ask, tried
from mandate.platform.ui.undo import offer_undo

asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@signed_in
def release(request: ActorRequest, person_id: int) -> HttpResponse:
    """Let a member go to another unit."""
    shown = managed(request, person_id)
    form = ReleaseForm(request.POST or None, initial={"day": request.actor.today})
    explanation = _(
        "The other unit decides whether it receives the person. Until then the person counts here."
    )

    def do(said: dict[str, Any]) -> str:
        command = services.Release(person_id, said["unit"].id, said["day"], said["document"])
        transfer = services.release(request.actor, command)
        words = _("%(name)s is on the way to %(unit)s.") % {"name": shown.name, "unit": said["unit"].name}
        offer_undo(request, words, reverse("people:withdraw", args=[transfer.pk]), _("Take back"))
        return address_of(shown)

    words = (_("Release %(name)s") % {"name": shown.name}, explanation, _("Release"))
    return ask_of(request, form, shown, words, do)


@asks
@signed_in
def receive(request: ActorRequest, transfer_id: int) -> HttpResponse:
    """Receive a member from another unit."""
    shown, way = _on_the_way(request, transfer_id)
    if not way.may_receive:
        raise Forbidden(MEMBERS_MANAGE)
    form = ReceiveForm(request.POST or None, initial={"day": request.actor.today})
    explanation = _("%(source)s let %(name)s go to %(target)s.") % {
        "name": shown.name,
        "source": way.source,
        "target": way.target,
    }

    def do(said: dict[str, Any]) -> str:
        services.receive(request.actor, services.Receive(transfer_id, said["day"]))
        messages.success(
            request, _("%(name)s belongs to %(unit)s now.") % {"name": shown.name, "unit": way.target}
        )
        return address_of(shown)

    words = (_("Receive %(name)s") % {"name": shown.name}, explanation, _("Receive"))
    return ask_of(request, form, shown, words, do)


@asks
@signed_in
def decline(request: ActorRequest, transfer_id: int) -> HttpResponse:
    """Leave a member where they are."""
    shown, way = _on_the_way(request, transfer_id)
    if not way.may_receive:
        raise Forbidden(MEMBERS_MANAGE)
    explanation = _("The person stays in %(unit)s, which reads the reason.") % {"unit": way.source}

    def do(said: dict[str, Any]) -> str:
        services.decline(request.actor, services.Decline(transfer_id, said["reason"]))
        messages.success(request, _("%(name)s stays in %(unit)s.") % {"name": shown.name, "unit": way.source})
        return reverse("people:members", args=[way.target_code])

    words = (_("Do not receive %(name)s") % {"name": shown.name}, explanation, _("Do not receive"))
    return ask_of(request, DeclineForm(request.POST or None), shown, words, do)


@require_POST
@signed_in
def withdraw(request: ActorRequest, transfer_id: int) -> HttpResponse:
    """Take a transfer back."""
    shown, _way = _on_the_way(request, transfer_id)
    command = services.Withdraw(transfer_id)
    tried(request, lambda: services.withdraw(request.actor, command), _("Taken back."))
    return redirect(address_of(shown))


@asks
@signed_in
def move_all(request: ActorRequest, code: str) -> HttpResponse:
    """Move all members of a unit to another."""
    unit = unit_by_code(request.actor, code)
    require(request.actor, MEMBERS_MANAGE, unit.id)
    count = members_of(request.actor, unit.id)
    form = MoveAllForm(request.POST or None, initial={"day": request.actor.today})
    ask_as(form, request.actor)
    words = ngettext(
        "%(count)s member of %(unit)s belongs to another unit from that day on, whose list you keep as well.",
        "%(count)s members of %(unit)s belong to another unit from that day on, whose list you keep as well.",
        count,
    )
    page = Asking(
        title=_("Move all members"),
        explanation=words % {"count": count, "unit": unit.name},
        go=_("Move all"),
        back=reverse("people:members", args=[code]),
        back_label=_("Members"),
    )

    def do(said: dict[str, Any]) -> str:
        command = MoveAll(unit.id, said["unit"].id, said["day"], said["document"])
        moved = move_all_members(request.actor, command)
        told = ngettext(
            "%(count)s member belongs to %(unit)s now.", "%(count)s members belong to %(unit)s now.", moved
        )
        messages.success(request, told % {"count": moved, "unit": said["unit"].name})
        return reverse("people:members", args=[said["unit"].code])

    return ask(request, form, page, do, section=SECTION, unit_id=unit.id)


def _on_the_way(request: ActorRequest, transfer_id: int) -> tuple[MemberPage, Way]:
    shown = member_of_transfer(request.actor, transfer_id)
    if shown.way is None or shown.way.id != transfer_id:
        raise Http404(_("This transfer is decided already."))
    return shown, shown.way
