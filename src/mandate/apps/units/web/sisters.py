"""Forms that link units of sister organisations, end such a link, and take both back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mandate.apps.units import queries
from mandate.apps.units.permissions import UNITS_LINK
from mandate.apps.units.queries import UnitRef
from mandate.apps.units.services.sisters import (
    EndSister,
    LinkSister,
    RemoveSister,
    end_sister,
    link_sister,
    remove_sister,
)
from mandate.apps.units.sisters import seen_link
from mandate.apps.units.web.fields import ask_as
from mandate.apps.units.web.forms import EndSisterForm, SisterForm
from mandate.platform.access.decide import can, require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.asking import Asking, ask, tried
from mandate.platform.ui.undo import offer_undo

SECTION = "place"
asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@signed_in
def link(request: ActorRequest, code: str) -> HttpResponse:
    """A unit of a sister organisation beside this one."""
    actor = request.actor
    unit = queries.unit_by_code(actor, code)
    require(actor, UNITS_LINK, unit.id)
    form = SisterForm(request.POST or None, initial={"starts": actor.today})
    ask_as(form, actor)
    page = Asking(
        title=_("Link a sister organisation"),
        explanation=_(
            "A unit of another tree, such as the women's union of the ward, stands beside %(unit)s. Both "
            "pages then lead to each other and say who heads the other. No figure and no right changes."
        )
        % {"unit": unit.name},
        go=_("Link it"),
        back=_address(unit),
        back_label=unit.name,
    )

    def do(said: dict[str, Any]) -> str:
        command = LinkSister(said["sister"].id, unit.id, said["starts"], document=said["document"])
        made = link_sister(actor, command)
        told = {"sister": said["sister"].name, "unit": unit.name}
        words = _("%(sister)s stands beside %(unit)s.") % told
        offer_undo(request, words, reverse("units:remove_sister", args=[made.pk]), _("Take back"))
        return _address(unit)

    return ask(request, form, page, do, section=SECTION, unit_id=unit.id)


@asks
@signed_in
def end(request: ActorRequest, link_id: int) -> HttpResponse:
    """It stands there no longer from a day on."""
    row = seen_link(request.actor, link_id)
    if not can(request.actor, UNITS_LINK, row.sister_id):
        require(request.actor, UNITS_LINK, row.unit_id)
    form = EndSisterForm(request.POST or None, initial={"ends": request.actor.today})
    page = Asking(
        title=_("End the link"),
        explanation=_("%(sister)s then no longer stands beside %(unit)s. What was before stays as it was.")
        % {"sister": row.sister, "unit": row.unit},
        go=_("End the link"),
        back=_address(row.back),
        back_label=row.back.name,
    )

    def do(said: dict[str, Any]) -> str:
        end_sister(request.actor, EndSister(link_id, said["ends"], said["document"]))
        if all(can(request.actor, UNITS_LINK, one) for one in (row.sister_id, row.unit_id)):
            undo = reverse("units:keep_sister", args=[link_id])
            offer_undo(request, _("The link is ended."), undo, _("Take back"))
        return _address(row.back)

    return ask(request, form, page, do, section=SECTION, unit_id=row.back.id)


@require_POST
@signed_in
def keep(request: ActorRequest, link_id: int) -> HttpResponse:
    """Take the end of a link back."""
    row = seen_link(request.actor, link_id)
    command = EndSister(link_id, None)
    tried(request, lambda: end_sister(request.actor, command), _("Taken back."))
    return redirect(_address(row.back))


@require_POST
@signed_in
def remove(request: ActorRequest, link_id: int) -> HttpResponse:
    """Remove a link that was a mistake."""
    row = seen_link(request.actor, link_id)
    tried(request, lambda: remove_sister(request.actor, RemoveSister(link_id)), _("The link is removed."))
    return redirect(_address(row.back))


def _address(unit: UnitRef) -> str:
    return reverse("units:unit", args=[unit.code]) + "#sisters"
