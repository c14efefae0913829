"""Putting right what is kept of a person."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mandate.apps.people.services.looking import LookToCorrect, look_to_correct
from mandate.apps.people.services.persons import CorrectPerson, correct_person
from mandate.apps.people.web.changes import address_of, ask_of, managed
from mandate.apps.people.web.forms import CorrectionForm
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def correct(request: ActorRequest, person_id: int) -> HttpResponse:
    """Put right the name, number, date of birth or telephone of a member."""
    shown = managed(request, person_id)
    form = CorrectionForm(look_to_correct(request.actor, LookToCorrect(person_id)), request.POST or None)

    def do(_said: dict[str, Any]) -> str:
        try:
            correct_person(request.actor, CorrectPerson(person_id, form.said(), form.seen()))
        except ValidationError:
            form.go_on_from(look_to_correct(request.actor, LookToCorrect(person_id)))
            raise
        messages.success(request, _("The entry is corrected."))
        return address_of(shown)

    words = (
        _("Correct the entry of %(name)s") % {"name": shown.name},
        _("What stood here before can be read in the journal by those who keep the list."),
        _("Save"),
    )
    return ask_of(request, form, shown, words, do)
