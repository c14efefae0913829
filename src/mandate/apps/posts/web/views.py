"""Pages to look at bodies and posts; what changes them is in bodies.py, posts.py and holdings.py."""

from datetime import date

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from mandate.apps.posts.permissions import POSTS_MANAGE
from mandate.apps.posts.queries.candidates import candidates_page
from mandate.apps.posts.queries.chart import chart_page
from mandate.apps.posts.queries.directory import directory_page
from mandate.apps.posts.queries.ending import ending_terms
from mandate.apps.posts.queries.listed import post_list_page
from mandate.apps.posts.queries.one import body_page, post_page
from mandate.apps.posts.queries.unit import posts_page
from mandate.apps.posts.web.cards import cards_of
from mandate.apps.posts.web.forms import OnForm
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.listing.files import file_of
from mandate.platform.ui.pages import render_page

SECTION = "posts"
DIRECTORY = "directory"


@require_safe
@signed_in
def unit(request: ActorRequest, code: str) -> HttpResponse:
    """The bodies and posts of a unit itself on the day `?on=`, which is today unless it is said."""
    form, day = _day(request)
    page = posts_page(request.actor, code, day)
    return render_page(request, "posts/unit.html", page, section=SECTION, unit_id=page.unit.id, form=form)


@require_safe
@signed_in
def chart(request: ActorRequest, code: str) -> HttpResponse:
    """The bodies and posts of a unit as a drawing, on the day `?on=`."""
    form, day = _day(request)
    page = chart_page(request.actor, code, day)
    return render_page(
        request, "posts/chart.html", page, section=SECTION, unit_id=page.posts.unit.id, form=form
    )


@require_safe
@signed_in
def listed(request: ActorRequest, code: str) -> HttpResponse:
    """The posts of a unit and of those below it on the day `?on=`."""
    form, day = _day(request)
    page = post_list_page(request.actor, code, day, request.GET)
    if file := cards_of(request, page) or file_of(request, page.posts.listing):
        return file
    unit_id = page.unit.id if page.unit else None
    return render_page(request, "posts/listed.html", page, section=SECTION, unit_id=unit_id, form=form)


@require_safe
@signed_in
def directory(request: ActorRequest) -> HttpResponse:
    """Who heads which unit, and who is in charge of what there, on the day `?on=`."""
    form, day = _day(request)
    page = directory_page(request.actor, day, request.GET)
    if file := file_of(request, page.units.listing):
        return file
    return render_page(request, "posts/directory.html", page, section=DIRECTORY, form=form)


@require_safe
@signed_in
def directory_posts(request: ActorRequest) -> HttpResponse:
    """All posts that the reader may see, on the day `?on=`."""
    form, day = _day(request)
    page = post_list_page(request.actor, "", day, request.GET)
    if file := cards_of(request, page) or file_of(request, page.posts.listing):
        return file
    return render_page(request, "posts/listed.html", page, section=DIRECTORY, form=form)


@require_safe
@signed_in
def body(request: ActorRequest, body_id: int) -> HttpResponse:
    """One body on the day `?on=`."""
    form, day = _day(request)
    page = body_page(request.actor, body_id, day)
    return render_page(request, "posts/body.html", page, section=SECTION, unit_id=page.unit.id, form=form)


@require_safe
@signed_in
def post(request: ActorRequest, post_id: int) -> HttpResponse:
    """One post with everybody who holds or held it."""
    page = post_page(request.actor, post_id)
    return render_page(request, "posts/post.html", page, section=SECTION, unit_id=page.unit.id)


@require_safe
@signed_in
def who(request: ActorRequest, post_id: int) -> HttpResponse:
    """The people who could hold a post: one of them is chosen."""
    page = candidates_page(request.actor, post_id, request.GET)
    if not page.post.may_fill:
        raise Forbidden(POSTS_MANAGE)
    return render_page(request, "posts/who.html", page, section=SECTION, unit_id=page.post.unit.id)


@require_safe
@signed_in
def ending(request: ActorRequest) -> HttpResponse:
    """The terms that end soon, of all units whose posts the reader keeps."""
    return render_page(request, "posts/ending.html", ending_terms(request.actor), section="terms")


def _day(request: ActorRequest) -> tuple[OnForm, date]:
    form = OnForm(request.GET)
    return form, (form.is_valid() and form.cleaned_data["on"]) or request.actor.today
