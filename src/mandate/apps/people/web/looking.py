"""Looking at what is restricted of a person."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mandate.apps.people.queries.person import member_page
from mandate.apps.people.services.looking import LookAt, look_at
from mandate.apps.people.web.changes import address_of, ask_of
from mandate.apps.people.web.forms import PurposeForm
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def look(request: ActorRequest, person_id: int, group: str) -> HttpResponse:
    """Say for what a date of birth or a telephone is needed, and see it."""
    shown = member_page(request.actor, person_id)
    asked = next((one for one in shown.restricted if one.group == group), None)
    if asked is None:
        raise Http404(_("Nothing of the kind is kept about this person."))
    form = PurposeForm(asked.purposes, request.POST or None)

    def do(said: dict[str, Any]) -> str:
        look_at(request.actor, LookAt(person_id, group, said["purpose"]))
        return address_of(shown)

    words = (
        _("%(label)s of %(name)s") % {"label": asked.label, "name": shown.name},
        _(
            "It shows on the page of the person until the end of the day. The person can read, among their "
            "own data, who looked, when and for what."
        ),
        _("Show"),
    )
    return ask_of(request, form, shown, words, do)
