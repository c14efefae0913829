"""The kinds of body and of post, under Set-up."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandate.apps.posts.permissions import KINDS_MANAGE
from mandate.apps.posts.queries.kinds import body_kind_values, kinds_page, post_kind_values
from mandate.apps.posts.services import kinds as services
from mandate.apps.posts.web.forms import BodyKindForm, PostKindForm
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.asking import Asking, ask, tried
from mandate.platform.ui.pages import render_page

SECTION = "post-kinds"
asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def kinds(request: ActorRequest) -> HttpResponse:
    """All kinds of body and of post."""
    return render_page(request, "posts/kinds.html", kinds_page(request.actor), section=SECTION)


@asks
@signed_in
def new_body_kind(request: ActorRequest) -> HttpResponse:
    """A kind of body of one's own."""
    require(request.actor, KINDS_MANAGE)
    return _ask_body_kind(request, BodyKindForm(request.POST or None), _("A new kind of body"), new=True)


@asks
@signed_in
def body_kind(request: ActorRequest, kind_code: str) -> HttpResponse:
    """What a kind of body is called, and where it stands."""
    form = BodyKindForm(request.POST or None, initial=body_kind_values(request.actor, kind_code))
    form.fields["code"].disabled = True
    return _ask_body_kind(request, form, _("A kind of body"), new=False)


@asks
@signed_in
def new_post_kind(request: ActorRequest) -> HttpResponse:
    """A kind of post of one's own."""
    require(request.actor, KINDS_MANAGE)
    return _ask_post_kind(request, PostKindForm(request.POST or None), _("A new kind of post"), new=True)


@asks
@signed_in
def post_kind(request: ActorRequest, kind_code: str) -> HttpResponse:
    """What a kind of post is called, its rank, role and limits."""
    form = PostKindForm(request.POST or None, initial=post_kind_values(request.actor, kind_code))
    form.fields["code"].disabled = True
    return _ask_post_kind(request, form, _("A kind of post"), new=False)


@require_POST
@signed_in
def remove_kind(request: ActorRequest, of: str, kind_code: str) -> HttpResponse:
    """Remove a kind of which nothing is."""
    values = body_kind_values if of == "bodies" else post_kind_values
    values(request.actor, kind_code)  # 404 where there is none
    command = services.RemoveKind(kind_code, bodies=of == "bodies")
    tried(request, lambda: services.remove_kind(request.actor, command), _("The kind is removed."))
    return redirect("posts:kinds")


def _ask_body_kind(request: ActorRequest, form: forms.Form, title: str, *, new: bool) -> HttpResponse:
    def do(said: dict[str, Any]) -> str:
        command = services.SaveBodyKind(said["code"], said["names"], said["position"], new)
        services.save_body_kind(request.actor, command)
        return _saved(request)

    return ask(request, form, _asking(title), do, section=SECTION)


def _ask_post_kind(request: ActorRequest, form: forms.Form, title: str, *, new: bool) -> HttpResponse:
    def do(said: dict[str, Any]) -> str:
        command = services.SavePostKind(
            said["code"],
            said["names"],
            said["rank"],
            Role(said["role"]) if said["role"] else None,
            said["most_terms"],
            said["terms_source"],
            said["most_age"],
            said["age_source"],
            new,
        )
        services.save_post_kind(request.actor, command)
        return _saved(request)

    return ask(request, form, _asking(title), do, section=SECTION)


def _saved(request: ActorRequest) -> str:
    messages.success(request, _("The kind is saved."))
    return reverse("posts:kinds")


def _asking(title: str) -> Asking:
    return Asking(
        title=title,
        explanation=_("Bodies and posts without a name of their own are called by their kind."),
        go=_("Save"),
        back=reverse("posts:kinds"),
        back_label=_("Kinds of body and post"),
    )
