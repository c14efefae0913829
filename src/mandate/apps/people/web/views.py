"""Pages to look at members; what changes them is in changes.py and transfers.py."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from mandate.apps.people.queries.admissions import admissions_page
from mandate.apps.people.queries.joined import records_beside, stands_for
from mandate.apps.people.queries.members import members_list, members_page
from mandate.apps.people.queries.person import member_page
from mandate.apps.people.queries.queue import members_queue
from mandate.apps.people.web.forms import OnForm
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.listing.files import file_of
from mandate.platform.parts import on_person
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.pages import render_page

SECTION = "members"


@require_safe
@signed_in
def members(request: ActorRequest, code: str) -> HttpResponse:
    """The members of a unit and of those below it on the day `?on=`, which is today unless it is said."""
    form = OnForm(request.GET)
    day = (form.is_valid() and form.cleaned_data["on"]) or request.actor.today
    page = members_page(request.actor, code, day, request.GET)
    if file := file_of(request, members_list(request.actor, page.unit, day)):
        return file
    return render_page(request, "people/members.html", page, section=SECTION, unit_id=page.unit.id, form=form)


@require_safe
@signed_in
def member(request: ActorRequest, person_id: int) -> HttpResponse:
    """One person with the memberships that the reader may see."""
    if kept := stands_for(request.actor, person_id):
        return redirect("people:member", person_id=kept)
    page = member_page(request.actor, person_id)
    return render_page(
        request,
        "people/member.html",
        page,
        section=SECTION,
        unit_id=page.unit.id,
        more=on_person(request.actor, person_id),
        records=records_beside(request.actor, person_id),
    )


@require_safe
@signed_in
def admissions(request: ActorRequest, code: str) -> HttpResponse:
    """The admissions of the year `?year=` to a unit and those below it."""
    page = admissions_page(request.actor, code, number_of(request.GET.get("year")))
    return render_page(request, "people/admissions.html", page, section=SECTION, unit_id=page.unit.id)


@require_safe
@signed_in
def arrivals(request: ActorRequest) -> HttpResponse:
    """Those whom the reader is to receive from other units, and the corrections to answer."""
    return render_page(request, "people/arrivals.html", members_queue(request.actor), section="arrivals")
