"""The sources from which members come, under Set-up."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandate.apps.people.permissions import SOURCES_MANAGE
from mandate.apps.people.queries.sources import source_values, sources_page
from mandate.apps.people.services import sources as services
from mandate.apps.people.web.forms import SourceKindForm
from mandate.platform.access.decide import require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.asking import Asking, ask, tried
from mandate.platform.ui.pages import render_page

SOURCES = "member-sources"
asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def sources(request: ActorRequest) -> HttpResponse:
    """All sources."""
    return render_page(request, "people/sources.html", sources_page(request.actor), section=SOURCES)


@asks
@signed_in
def new(request: ActorRequest) -> HttpResponse:
    """A source of one's own."""
    require(request.actor, SOURCES_MANAGE)
    form = SourceKindForm(request.POST or None, initial={"offered": True})
    return _ask(request, form, _("A new source"), new=True)


@asks
@signed_in
def source(request: ActorRequest, source_code: str) -> HttpResponse:
    """What a source is called, where it stands, and whether it is offered."""
    form = SourceKindForm(request.POST or None, initial=source_values(request.actor, source_code))
    form.fields["code"].disabled = True
    return _ask(request, form, _("A source of members"), new=False)


@require_POST
@signed_in
def remove(request: ActorRequest, source_code: str) -> HttpResponse:
    """Remove a source from which nobody came."""
    source_values(request.actor, source_code)  # 404 where there is none
    command = services.RemoveSource(source_code)
    tried(request, lambda: services.remove_source(request.actor, command), _("The source is removed."))
    return redirect("people:sources")


def _ask(request: ActorRequest, form: SourceKindForm, title: str, *, new: bool) -> HttpResponse:
    def do(said: dict[str, Any]) -> str:
        command = services.SaveSource(said["code"], said["names"], said["position"], said["offered"], new)
        services.save_source(request.actor, command)
        messages.success(request, _("The source is saved."))
        return reverse("people:sources")

    page = Asking(
        title=title,
        explanation=_("From where members come. Each source is counted, for reports and targets as well."),
        go=_("Save"),
        back=reverse("people:sources"),
        back_label=_("Sources of members"),
    )
    return ask(request, form, page, do, section=SOURCES)
