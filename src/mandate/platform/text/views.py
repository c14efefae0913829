"""How a text will look, while it is written."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.text.troubles import words_of


@require_POST
@signed_in
def preview(request: ActorRequest) -> HttpResponse:
    """The text of the field that `?field=` names, as a part of the page."""
    text = request.POST.get(request.GET.get("field", ""), "")
    return render(request, "text/preview.html", {"text": text, "trouble": words_of(text)})
