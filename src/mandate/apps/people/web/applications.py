"""Applications to become a member: the lists, one of them, and what the unit does."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.application import ApplicationPage, application_page, recommending
from mandate.apps.people.queries.applications import applications_list, applications_page, asked_unit
from mandate.apps.people.services import applications as services
from mandate.apps.people.services.looking import look_at_applicant
from mandate.apps.people.services.persons import EnterPerson
from mandate.apps.people.web.changes import managed
from mandate.apps.people.web.forms import (
    ApplyAgainForm,
    ApplyNewForm,
    FileForm,
    MoveForm,
    ReasonForm,
    RecommendForm,
    StepForm,
)
from mandate.apps.people.web.views import SECTION
from mandate.apps.units.queries import UnitRef, unit_by_code
from mandate.apps.units.web.fields import ask_as
from mandate.platform.access.decide import Forbidden, require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.listing.files import file_of
from mandate.platform.ui.asking import Asking, ask
from mandate.platform.ui.pages import render_page
from mandate.platform.ui.undo import offer_undo

QUEUE = "applications"
asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def applications(request: ActorRequest) -> HttpResponse:
    """Those of all units of the reader."""
    if file := file_of(request, applications_list(request.actor, asked_unit(request.actor, ""))):
        return file
    page = applications_page(request.actor, request.GET)
    return render_page(request, "people/applications.html", page, section=QUEUE)


@require_safe
@signed_in
def of_unit(request: ActorRequest, code: str) -> HttpResponse:
    """Those of a unit and of those below it."""
    unit = asked_unit(request.actor, code)
    if file := file_of(request, applications_list(request.actor, unit)):
        return file
    page = applications_page(request.actor, request.GET, code)
    return render_page(
        request, "people/applications.html", page, section=SECTION, unit_id=unit.id if unit else None
    )


@require_safe
@signed_in
def application(request: ActorRequest, application_id: int) -> HttpResponse:
    """One application with its steps."""
    return show_application(request, application_page(request.actor, application_id), FileForm())


def show_application(
    request: ActorRequest, page: ApplicationPage, form: FileForm, status: int = 200
) -> HttpResponse:
    """The page, with what is restricted of whoever applies: opening it is a look."""
    born, phone = (None, "") if request.method == "HEAD" else look_at_applicant(request.actor, page.id)
    return render_page(
        request,
        "people/application.html",
        page,
        section=SECTION,
        unit_id=page.unit.id,
        status=status,
        form=form,
        born=born,
        phone=phone,
    )


@asks
@signed_in
def apply_new(request: ActorRequest, code: str) -> HttpResponse:
    """Enter somebody new and their application."""
    unit = unit_by_code(request.actor, code)
    require(request.actor, MEMBERS_MANAGE, unit.id)
    form = ApplyNewForm(request.POST or None, initial={"day": request.actor.today})
    page = Asking(
        title=_("Enter an application"),
        explanation=_(
            "Somebody applies to become a member of %(unit)s. Two members recommend, the unit proposes, and "
            "the level above decides; only then are they a member."
        )
        % {"unit": unit.name},
        go=_("Enter"),
        back=reverse("people:unit_applications", args=[code]),
        back_label=_("Applications"),
    )

    def do(said: dict[str, Any]) -> str:
        person = EnterPerson(said["name"], said["number"], said["born"], said["phone"])
        command = services.ApplyPerson(person, _said(unit.id, said), said["another"])
        row = services.apply_person(request.actor, command)
        messages.success(request, _("The application is entered."))
        return reverse("people:application", args=[row.pk])

    return ask(request, form, page, do, section=SECTION, unit_id=unit.id)


@asks
@signed_in
def apply_again(request: ActorRequest, person_id: int) -> HttpResponse:
    """Enter the application of somebody who was a member before."""
    shown = managed(request, person_id)
    back = (reverse("people:member", args=[person_id]), shown.name)
    return _ask_again(request, person_id, shown.unit, back)


@asks
@signed_in
def apply_anew(request: ActorRequest, application_id: int) -> HttpResponse:
    """Enter a new application of somebody whose earlier one was refused or withdrawn."""
    shown = allowed(request, application_id, "again")
    back = (reverse("people:application", args=[shown.id]), shown.name)
    return _ask_again(request, shown.user_id, shown.unit, back)


def _ask_again(request: ActorRequest, person_id: int, unit: UnitRef, back: tuple[str, str]) -> HttpResponse:
    """Ask for the application of somebody who is known, named as the way ``back`` is."""
    form = ApplyAgainForm(request.POST or None, initial={"day": request.actor.today, "unit": unit.code})
    ask_as(form, request.actor)
    page = Asking(
        title=_("Enter an application of %(name)s") % {"name": back[1]},
        explanation=_("Two members recommend, the unit proposes, and the level above decides."),
        go=_("Enter"),
        back=back[0],
        back_label=back[1],
    )

    def do(said: dict[str, Any]) -> str:
        command = services.Apply(person_id, _said(said["unit"].id, said))
        row = services.apply_known(request.actor, command)
        messages.success(request, _("The application is entered."))
        return reverse("people:application", args=[row.pk])

    return ask(request, form, page, do, section=SECTION, unit_id=unit.id)


def _said(unit_id: int, said: dict[str, Any]) -> services.ApplicationSaid:
    return services.ApplicationSaid(unit_id, said["kind"], said["day"], said["source"], said["note"])


@asks
@signed_in
def recommend(request: ActorRequest, application_id: int) -> HttpResponse:
    """Enter who recommends."""
    shown = allowed(request, application_id, "recommend")
    form = RecommendForm(recommending(request.actor, shown.id), request.POST or None, initial=today(request))
    explanation = _("Two full members of %(unit)s recommend; whoever does so does not decide.") % {
        "unit": shown.place
    }

    def do(said: dict[str, Any]) -> None:
        services.recommend(
            request.actor, services.Recommend(shown.id, said["member"], said["day"], said["note"])
        )

    words = (_("Who recommends %(name)s?") % {"name": shown.name}, explanation, _("Enter"))
    return ask_step(request, form, shown, words, do, _("The recommendation is entered."))


@asks
@signed_in
def propose(request: ActorRequest, application_id: int) -> HttpResponse:
    """Propose the applicant to the level above."""
    shown = allowed(request, application_id, "propose")
    explanation = _("%(unit)s decides. Whoever proposes does not decide.") % {"unit": shown.above}

    def do(said: dict[str, Any]) -> None:
        services.propose(request.actor, _step(shown, said))

    words = (_("Propose %(name)s") % {"name": shown.name}, explanation, _("Propose"))
    form = StepForm(request.POST or None, initial=today(request))
    return ask_step(request, form, shown, words, do, _("%(name)s is proposed.") % {"name": shown.name})


@asks
@signed_in
def decline(request: ActorRequest, application_id: int) -> HttpResponse:
    """Do not go on with an application, for the unit."""
    shown = allowed(request, application_id, "decline")
    explanation = _("The application is over; the level above has nothing to decide.")

    def do(said: dict[str, Any]) -> None:
        services.refuse_in_unit(request.actor, _step(shown, said))

    words = (_("Refuse the application of %(name)s") % {"name": shown.name}, explanation, _("Refuse"))
    form = ReasonForm(request.POST or None, initial=today(request))
    return ask_step(request, form, shown, words, do, _("The application is refused."))


@asks
@signed_in
def withdraw(request: ActorRequest, application_id: int) -> HttpResponse:
    """Enter that the applicant does not wish it any more."""
    shown = allowed(request, application_id, "withdraw")
    explanation = _("The applicant does not wish it any more. They can apply again later.")

    def do(said: dict[str, Any]) -> None:
        services.withdraw_application(request.actor, _step(shown, said))

    words = (_("Withdraw the application of %(name)s") % {"name": shown.name}, explanation, _("Withdraw"))
    form = StepForm(request.POST or None, initial=today(request))
    return ask_step(request, form, shown, words, do, _("The application is withdrawn."))


@asks
@signed_in
def move(request: ActorRequest, application_id: int) -> HttpResponse:
    """Let an application go on in another unit."""
    shown = allowed(request, application_id, "move")
    explanation = _(
        "It goes on there as it stands, with all steps and documents, and the level above that unit decides. "
        "The lists of both units must be yours to keep."
    )

    def do(said: dict[str, Any]) -> None:
        services.move_application(
            request.actor, services.MoveApplication(shown.id, said["unit"].id, said["day"])
        )

    words = (
        _("Give the application of %(name)s to another unit") % {"name": shown.name},
        explanation,
        _("Give"),
    )
    form = MoveForm(request.POST or None, initial=today(request))
    return ask_step(request, form, shown, words, do, _("The application goes on there."))


def _step(shown: ApplicationPage, said: dict[str, Any]) -> services.TakeStep:
    return services.TakeStep(shown.id, said["day"], said["note"])


def today(request: ActorRequest) -> dict[str, Any]:
    """What a step begins with."""
    return {"day": request.actor.today}


def allowed(request: ActorRequest, application_id: int, act: str) -> ApplicationPage:
    """The application, if the reader may do this now, or what was typed is to be answered with the reason why
    not. Raises Http404, Forbidden."""
    shown = application_page(request.actor, application_id)
    if act not in shown.acts and request.method != "POST":
        raise Forbidden(MEMBERS_MANAGE)
    return shown


def ask_step(
    request: ActorRequest,
    form: forms.Form,
    shown: ApplicationPage,
    words: tuple[str, str, str],
    do: Callable[[dict[str, Any]], None],
    done: str,
) -> HttpResponse:
    """Ask for a step, in three ``words``: heading, explanation, button; say that it is ``done``, with the way
    back."""
    title, explanation, go = words
    address = reverse("people:application", args=[shown.id])
    ask_as(form, request.actor)

    def go_on(said: dict[str, Any]) -> str:
        do(said)
        now = application_page(request.actor, shown.id)
        undo = reverse("people:undo_step", args=[shown.id])
        offer_undo(request, done, undo, _("Take back"), said={"step": str(now.undo)})
        return address

    asking = Asking(title, explanation, go, address, shown.name)
    return ask(request, form, asking, go_on, section=SECTION, unit_id=shown.unit.id)
