"""Asking that what is kept about oneself be put right, and answering such a request."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandate.apps.people.queries.corrections import correction_to_answer, my_corrections
from mandate.apps.people.services import corrections as services
from mandate.apps.people.web.forms import AnswerForm, AskCorrectionForm
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.asking import Asking, ask, tried
from mandate.platform.ui.pages import render_page
from mandate.platform.ui.undo import offer_undo

MINE = "people:corrections"
asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def mine(request: ActorRequest) -> HttpResponse:
    """What the reader asked to be put right, and what became of it."""
    return render_page(request, "people/corrections.html", my_corrections(request.actor), section="me")


@asks
@signed_in
def ask_for(request: ActorRequest) -> HttpResponse:
    """Ask for a correction."""
    my_corrections(request.actor)
    form = AskCorrectionForm(request.POST or None)
    page = Asking(
        title=_("Ask for a correction"),
        explanation=_(
            "Whoever keeps the list of members of your unit is told, puts it right or writes why not. You "
            "are told what became of it."
        ),
        go=_("Send"),
        back=reverse(MINE),
        back_label=_("Corrections asked for"),
    )

    def do(said: dict[str, Any]) -> str:
        asked = services.ask_correction(request.actor, services.AskCorrection(said["about"], said["words"]))
        back = reverse("people:take_back", args=[asked.pk])
        offer_undo(request, _("Your request is sent."), back, _("Take back"))
        return reverse(MINE)

    return ask(request, form, page, do, section="me")


@require_POST
@signed_in
def take_back(request: ActorRequest, correction_id: int) -> HttpResponse:
    """Take back what oneself asked."""
    command = services.TakeCorrectionBack(correction_id)
    tried(request, lambda: services.take_correction_back(request.actor, command), _("Taken back."))
    return redirect(MINE)


@asks
@signed_in
def answer(request: ActorRequest, correction_id: int) -> HttpResponse:
    """Answer what somebody asked."""
    shown = correction_to_answer(request.actor, correction_id)
    form = AnswerForm(request.POST or None)

    def do(said: dict[str, Any]) -> str:
        command = services.AnswerCorrection(correction_id, said["outcome"], said["answer"])
        services.answer_correction(request.actor, command)
        messages.success(request, _("Answered; %(name)s is told.") % {"name": shown.name})
        return reverse("people:arrivals")

    page = Asking(
        title=_("%(name)s asks for a correction") % {"name": shown.name},
        explanation=_(
            "%(place)s · %(what)s: “%(words)s” Put it right on the page of the person, then answer here."
        )
        % {"place": shown.place, "what": shown.about, "words": shown.words},
        go=_("Answer"),
        back=reverse("people:member", args=[shown.person_id]),
        back_label=shown.name,
    )
    return ask(request, form, page, do, section="arrivals")
