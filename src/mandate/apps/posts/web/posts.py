"""Opening, changing and closing posts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mandate.apps.posts.permissions import POSTS_MANAGE
from mandate.apps.posts.queries.kinds import bodies_of, role_of
from mandate.apps.posts.queries.one import PostPage, post_page
from mandate.apps.posts.services import posts
from mandate.apps.posts.services.posts import PostSaid
from mandate.apps.posts.web.bodies import seeing
from mandate.apps.posts.web.forms import EndDayForm, OpenPostForm, PostForm
from mandate.apps.posts.web.views import SECTION
from mandate.apps.units.queries import unit_by_code
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden, require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.asking import Asking, ask, tried
from mandate.platform.ui.undo import offer_undo

asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@signed_in
def open_post(request: ActorRequest, code: str) -> HttpResponse:
    """A new post of a unit or of a body of it, which `?body=` may name."""
    unit = unit_by_code(request.actor, code)
    require(request.actor, POSTS_MANAGE, unit.id)
    initial = {
        "starts": request.actor.today,
        "places": 1,
        "body": request.GET.get("body", ""),
        "role": "kind",
    }
    form = OpenPostForm(bodies_of(request.actor, unit.id), request.POST or None, initial=initial)
    page = Asking(
        title=_("Open a post"),
        explanation=_("A post of %(unit)s or of one of its bodies. Who holds it comes next.")
        % {"unit": unit.name},
        go=_("Open a post"),
        back=reverse("posts:unit", args=[code]),
        back_label=_("Posts"),
    )

    def do(said: dict[str, Any]) -> str:
        role = role_of(said["kind"]) if said["role"] == "kind" else said["role"]
        command = posts.OpenPost(
            unit.id,
            said["kind"],
            _said(said),
            int(said["body"]) if said["body"] else None,
            Role(role) if role else None,
            said["ends"],
        )
        made = posts.open_post(request.actor, command)
        words = _("The post “%(name)s” is open.") % {"name": made.called}
        offer_undo(request, words, reverse("posts:remove_post", args=[made.pk]), _("Take back"))
        return reverse("posts:post", args=[made.pk])

    return ask(request, form, page, do, section=SECTION, unit_id=unit.id)


@asks
@signed_in
def change_post(request: ActorRequest, post_id: int) -> HttpResponse:
    """Put right what is kept of a post."""
    shown = managed(request, post_id)
    initial = {"name": shown.own_name, "places": shown.places, "starts": shown.starts, "seen": shown.seen}
    form = PostForm(request.POST or None, initial=initial)

    def do(said: dict[str, Any]) -> str:
        command = posts.ChangePost(post_id, _said(said), said["seen"])
        seeing(
            form, lambda: posts.change_post(request.actor, command), lambda: managed(request, post_id).seen
        )
        messages.success(request, _("The entry is corrected."))
        return address_of(shown)

    page = Asking(
        _("Change “%(name)s”") % {"name": shown.name},
        _("What stood here before can be read in the journal."),
        _("Save"),
        address_of(shown),
        shown.name,
    )
    return ask(request, form, page, do, section=SECTION, unit_id=shown.unit.id)


@asks
@signed_in
def close_post(request: ActorRequest, post_id: int) -> HttpResponse:
    """Close a post on a day."""
    shown = managed(request, post_id)
    form = EndDayForm(request.POST or None, initial={"ends": request.actor.today})

    def do(said: dict[str, Any]) -> str:
        posts.close_post(request.actor, posts.ClosePost(post_id, said["ends"]))
        words = _("The post “%(name)s” is closed.") % {"name": shown.name}
        offer_undo(request, words, reverse("posts:reopen_post", args=[post_id]), _("Take back"))
        return address_of(shown)

    page = Asking(
        _("Close “%(name)s”") % {"name": shown.name},
        _("Whoever holds the post longer must have given it up before."),
        _("Close the post"),
        address_of(shown),
        shown.name,
    )
    return ask(request, form, page, do, section=SECTION, unit_id=shown.unit.id)


@require_POST
@signed_in
def reopen_post(request: ActorRequest, post_id: int) -> HttpResponse:
    """Take the closing of a post back."""
    shown = post_page(request.actor, post_id)
    command = posts.ClosePost(post_id, None)
    tried(request, lambda: posts.close_post(request.actor, command), _("Taken back."))
    return redirect(address_of(shown))


@require_POST
@signed_in
def remove_post(request: ActorRequest, post_id: int) -> HttpResponse:
    """Remove a post that was a mistake."""
    shown = post_page(request.actor, post_id)
    command = posts.RemovePost(post_id)
    done = tried(request, lambda: posts.remove_post(request.actor, command), _("The post is removed."))
    return redirect(reverse("posts:unit", args=[shown.unit.code]) if done else address_of(shown))


def managed(request: ActorRequest, post_id: int) -> PostPage:
    """The page of a post that is the reader's to keep. Raises Http404, Forbidden."""
    shown = post_page(request.actor, post_id)
    if not shown.may_manage:
        raise Forbidden(POSTS_MANAGE)
    return shown


def address_of(shown: PostPage) -> str:
    """The page of a post."""
    return reverse("posts:post", args=[shown.id])


def _said(said: dict[str, Any]) -> PostSaid:
    return PostSaid(said["name"], said["places"], said["starts"])
