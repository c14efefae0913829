"""Documents of an application: attached, looked at, taken away and put back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandate.apps.people.queries.application import application_page, paper_of
from mandate.apps.people.services import papers as services
from mandate.apps.people.web.applications import show_application
from mandate.apps.people.web.forms import FileForm
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.files.serving import answer
from mandate.platform.ui.asking import refuse, tried


@require_POST
@signed_in
def attach(request: ActorRequest, application_id: int) -> HttpResponse:
    """Attach a document."""
    page = application_page(request.actor, application_id)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        name = (sent.name or "").replace(
            "%22", '"'
        )  # so browsers write it within the quotes of a form's part
        try:
            command = services.AttachToApplication(page.id, name, sent.file)
            paper = services.attach_to_application(request.actor, command)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Attached: %(names)s.") % {"names": paper.name})
            return redirect("people:application", page.id)
    return show_application(request, page, form, status=422)


@require_safe
@signed_in
def paper(request: ActorRequest, application_id: int, document_id: int) -> HttpResponse:
    """A document: to be kept, or with ``show`` to be looked at."""
    found = paper_of(request.actor, application_id, document_id)
    return answer(request, found, show="show" in request.GET)


@require_POST
@signed_in
def take(request: ActorRequest, application_id: int, document_id: int) -> HttpResponse:
    """Take a document away; it can be put back."""
    page = application_page(request.actor, application_id)
    command = services.PaperOfApplication(page.id, document_id)
    if name := services.take_from_application(request.actor, command):
        messages.success(request, _("Removed: %(names)s.") % {"names": name})
    return redirect("people:application", page.id)


@require_POST
@signed_in
def back(request: ActorRequest, application_id: int, document_id: int) -> HttpResponse:
    """Put a document back."""
    page = application_page(request.actor, application_id)
    command = services.PaperOfApplication(page.id, document_id)
    tried(request, lambda: services.put_back_to_application(request.actor, command), _("Put back."))
    return redirect("people:application", page.id)
