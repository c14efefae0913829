"""Accepting and returning many reports of a list at once: of a unit and those below, or of a queue."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandate.apps.reporting import accepted_words
from mandate.apps.reporting.jobs import AT_ONCE, accepting, returning
from mandate.apps.reporting.seen import seen_of
from mandate.apps.reporting.services import (
    AcceptReports,
    Decided,
    ReturnReports,
    accept_reports,
    return_reports,
)
from mandate.apps.reporting.web.unsent import LONGEST
from mandate.apps.units.queries import unit_by_code
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.jobs.services import start_job

#: What was typed for a list of reports that could not be returned, until the list is shown again.
_TYPED = "reports_reason"


@require_POST
@signed_in
def accept(request: ActorRequest, code: str = "") -> HttpResponse:
    """Accept the chosen reports, or all that the list held when it was shown."""
    unit_code, back = _asked_on(request, code)
    seen = _chosen(request)
    if not seen:
        messages.warning(request, _("Choose the reports to accept first."))
    elif len(seen) > AT_ONCE:
        return redirect("jobs:job", job_id=start_job(request.actor, accepting(seen, unit_code)).pk)
    else:
        done = accept_reports(request.actor, AcceptReports(seen))
        _tell(request, done, accepted_words.accepted)
    return redirect(back)


@require_POST
@signed_in
def send_back(request: ActorRequest, code: str = "") -> HttpResponse:
    """Return the chosen reports for one reason."""
    unit_code, back = _asked_on(request, code)
    seen, reason = _chosen(request), request.POST.get("reason", "")
    if not seen:
        messages.warning(request, _("Choose the reports to return first."))
        _keep(request, reason)
        return redirect(back)
    try:
        if len(seen) > AT_ONCE and reason.strip():
            return redirect(
                "jobs:job", job_id=start_job(request.actor, returning(seen, reason, unit_code)).pk
            )
        done = return_reports(request.actor, ReturnReports(seen, reason))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        _keep(request, reason)
    else:
        _tell(request, done, accepted_words.returned)
        if not done.done:
            _keep(request, reason)
    return redirect(back)


def _keep(request: ActorRequest, reason: str) -> None:
    if len(reason) <= LONGEST:
        request.session[_TYPED] = reason


def typed_reason(request: ActorRequest) -> str:
    """What was typed before and led to nothing; asking makes it the last time."""
    return str(request.session.pop(_TYPED, ""))


def _asked_on(request: ActorRequest, code: str) -> tuple[str, str]:
    """The code of the unit on whose page it is asked ("": the queue), and the address of that list."""
    unit = unit_by_code(request.actor, code) if code else None
    back = reverse("reporting:reports", args=[unit.code]) if unit else reverse("reporting:work")
    kept = QueryDict(mutable=True)
    kept.update(
        {name: request.POST[name] for name in ("show", "form", "in", "q", "period") if request.POST.get(name)}
    )
    return unit.code if unit else "", f"{back}?{kept.urlencode()}" if kept else back


def _chosen(request: ActorRequest) -> dict[int, int]:
    """The reports, each with the version that was seen."""
    every = "all" in request.POST
    return seen_of(request.POST.get("listed", "").split() if every else request.POST.getlist("report"))


def _tell(request: ActorRequest, decided: Decided, done: Callable[[int], str]) -> None:
    """What was decided on, and what was skipped and why."""
    if decided.done:
        messages.success(request, done(len(decided.done)))
    for line in accepted_words.left_out(request.actor, decided.skipped_by_code()):
        messages.warning(request, line)
