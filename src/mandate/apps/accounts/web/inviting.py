"""Inviting many people at once."""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandate.apps.accounts.jobs import inviting
from mandate.apps.accounts.listed import people_list
from mandate.platform.access.decide import Forbidden, can_anywhere
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.jobs.services import start_job
from mandate.platform.listing.showing import every
from mandate.platform.ui.asked import number_of

LISTED = ("q", "unit", "role", "signs_in", "signed_in")


@require_POST
@signed_in
def invite(request: ActorRequest) -> HttpResponse:
    """Send the chosen people the mail to set a password, by a job that says how far it is."""
    if not can_anywhere(request.actor, GRANTS_MANAGE):
        raise Forbidden(GRANTS_MANAGE)
    people = _chosen(request)
    if people:
        return redirect("jobs:job", job_id=start_job(request.actor, inviting(people)).pk)
    messages.warning(request, _("Choose the people to invite first."))
    kept = QueryDict(mutable=True)
    kept.update({name: text for name in LISTED if (text := request.POST.get(name))})
    return redirect(f"{reverse('accounts:people')}?{kept.urlencode()}")


def _chosen(request: ActorRequest) -> Sequence[int]:
    """Those with a tick, or all of the list as it was narrowed, but for whom the mail is under way."""
    posted = request.POST
    if "all" in posted:
        rows = every(people_list(request.actor, posted), posted)
        lately = request.actor.now - timedelta(days=1)
        return [row.id for row in rows if row.invites and (row.invited is None or row.invited < lately)]
    return [user for user in map(number_of, posted.getlist("person")) if user is not None]
