"""What the level above decides of an application, and taking the last step back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mandate.apps.people.services import deciding as services
from mandate.apps.people.web.applications import allowed, ask_step, today
from mandate.apps.people.web.forms import DecisionForm, ReasonForm, RefusalForm
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.asking import tried

asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@signed_in
def admit(request: ActorRequest, application_id: int) -> HttpResponse:
    """Admit the applicant."""
    shown = allowed(request, application_id, "admit")
    begins = {**today(request), "kind": shown.kind_code, "starts": request.actor.today}
    explanation = _("They are a member of %(unit)s then, and counted there.") % {"unit": shown.place}

    def do(said: dict[str, Any]) -> None:
        services.admit_applicant(
            request.actor,
            services.AdmitApplicant(
                shown.id, said["number"], said["day"], said["kind"], said["starts"], said["note"]
            ),
        )

    words = (_("Admit %(name)s") % {"name": shown.name}, explanation, _("Admit"))
    form = DecisionForm(request.POST or None, initial=begins)
    return ask_step(request, form, shown, words, do, _("%(name)s is a member now.") % {"name": shown.name})


@asks
@signed_in
def give_back(request: ActorRequest, application_id: int) -> HttpResponse:
    """Return an application to the unit."""
    shown = allowed(request, application_id, "return")
    explanation = _("The unit reads the reason, and can propose the applicant again.")

    def do(said: dict[str, Any]) -> None:
        command = services.TurnDown(shown.id, said["day"], said["note"])
        services.return_application(request.actor, command)

    words = (_("Return the application of %(name)s") % {"name": shown.name}, explanation, _("Return"))
    form = ReasonForm(request.POST or None, initial=today(request))
    return ask_step(request, form, shown, words, do, _("The application is returned."))


@asks
@signed_in
def refuse(request: ActorRequest, application_id: int) -> HttpResponse:
    """Refuse an application that was proposed."""
    shown = allowed(request, application_id, "refuse")
    explanation = _("The application is over. The unit reads the reason; the person can apply again later.")

    def do(said: dict[str, Any]) -> None:
        command = services.TurnDown(shown.id, said["day"], said["note"], said["number"])
        services.refuse_application(request.actor, command)

    words = (_("Refuse the application of %(name)s") % {"name": shown.name}, explanation, _("Refuse"))
    form = RefusalForm(request.POST or None, initial=today(request))
    return ask_step(request, form, shown, words, do, _("The application is refused."))


@require_POST
@signed_in
def undo(request: ActorRequest, application_id: int) -> HttpResponse:
    """Take the last step back, if it still is the last."""
    shown = allowed(request, application_id, "undo")
    command = services.UndoStep(shown.id, number_of(request.POST.get("step")) or 0)
    tried(request, lambda: services.undo_step(request.actor, command), _("Taken back."))
    return redirect("people:application", shown.id)
