"""Setting targets: several of a unit at once, one indicator for all units below; removing, setting again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mandate.apps.targets.permissions import TARGETS_SET
from mandate.apps.targets.queries.editing import EditPage, edit_below, edit_page
from mandate.apps.targets.queries.targets import target_of
from mandate.apps.targets.services import (
    MEANWHILE,
    RemoveTarget,
    SetTargets,
    TargetsSet,
    remove_target,
    set_targets,
)
from mandate.apps.targets.web import undo
from mandate.apps.targets.web.forms import GoalsForm
from mandate.apps.units.queries import unit_by_code
from mandate.core.period import Period
from mandate.platform.access.decide import require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.periods import period_of
from mandate.platform.ui.pages import current_period, render_page

SECTION = "targets"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: ActorRequest, code: str) -> HttpResponse:
    """All goals of a unit. The button "add" only gives one more row, or adds up what is typed."""
    also = {*request.POST.getlist("row"), request.POST.get("more", ""), request.GET.get("indicator", "")}
    copy = "copy" in request.GET and request.method != "POST"
    page = edit_page(request.actor, code, current_period(request), also, copy=copy)
    return _form(request, page, only_add="add" in request.POST)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def below(request: ActorRequest, code: str) -> HttpResponse:
    """The goals of all units directly below for one indicator."""
    asked = request.GET
    page = edit_below(
        request.actor,
        code,
        current_period(request),
        asked.get("indicator", ""),
        asked.get("page", "1"),
        copy="copy" in asked and request.method != "POST",
    )
    return _form(request, page, only_add="add" in request.POST)


def _form(request: ActorRequest, page: EditPage, *, only_add: bool = False) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = GoalsForm(page, data)
    if data is not None and not only_add and form.is_valid():
        try:
            done = set_targets(request.actor, form.command())
        except ValidationError as error:
            form.add_errors(error)
        else:
            if not done.changed and not done.removed:
                messages.info(request, _("Nothing was changed."))
            undo.keep(request, page.unit.code, done.changed, done.removed, done.back)
            return redirect(_address(page.unit.code, page.period))
    return render_page(
        request,
        "targets/edit.html",
        page,
        section=SECTION,
        unit_id=page.unit.id,
        status=422 if not only_add and form.wrong else 200,
        form=form,
    )


@require_POST
@signed_in
def remove(request: ActorRequest, code: str, target_id: int) -> HttpResponse:
    """Take a target away; the page then offers to set it again."""
    target = target_of(request.actor, code, target_id)
    if target is None:
        raise Http404
    try:
        removed = remove_target(request.actor, RemoveTarget(target.pk, request.POST.get("seen")))
    except ValidationError:
        messages.error(
            request, _("Somebody else has changed this target meanwhile. Look at what is there now.")
        )
        removed = None
    if removed:
        undo.keep(request, code, 0, [removed], SetTargets([removed.again]))
    return redirect(_address(code, period_of(target.period)))


@require_POST
@signed_in
def restore(request: ActorRequest, code: str) -> HttpResponse:
    """Set again what was taken away last."""
    unit = unit_by_code(request.actor, code)
    require(request.actor, TARGETS_SET, unit.id)
    command = undo.taken(request)
    if command is None:
        messages.info(request, _("There is nothing to take back."))
        return redirect(_address(code, current_period(request)))
    try:
        done = set_targets(request.actor, command)
    except ValidationError as error:
        messages.error(request, _refused(error))
    else:
        messages.success(request, _taken_back(done))
    period = period_of(command.targets[0].period) if command.targets else current_period(request)
    return redirect(_address(code, period))


def _refused(error: ValidationError) -> str:
    if any(one.code == MEANWHILE for found in error.error_dict.values() for one in found):
        return _("This was changed again meanwhile, so nothing is taken back. Look at what is there now.")
    return " ".join(error.messages)


def _taken_back(done: TargetsSet) -> str:
    number = len(done.targets)
    if done.removed or not number:
        return _("The change is taken back.")
    text = ngettext("%(count)s target is set again.", "%(count)s targets are set again.", number)
    return text % {"count": number}


def _address(code: str, period: Period) -> str:
    return f"{reverse('targets:targets', args=[code])}?period={period.code}"
