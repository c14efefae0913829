"""The pages of help."""

from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.guides.queries import guide_called, help_page
from mandate.platform.guides.shelf import shelf
from mandate.platform.i18n.languages import current
from mandate.platform.parts import tour
from mandate.platform.ui.pages import render_page

SECTION = "help"


@require_safe
@signed_in
def index(request: ActorRequest) -> HttpResponse:
    """All guides, and what `?q=` finds in them."""
    page = help_page(request.actor, request.GET.get("q", ""))
    return render_page(
        request,
        "guides/help.html",
        page,
        section=SECTION,
        foreign=all(one.language != current() for one in page.guides),
        tour_url=reverse(tour()),
    )


@require_safe
@signed_in
def guide(request: ActorRequest, name: str) -> HttpResponse:
    """One guide."""
    page = guide_called(name)
    return render_page(
        request, "guides/guide.html", page, section=SECTION, foreign=page.language != current()
    )


@require_safe
@signed_in
def picture(request: ActorRequest, name: str) -> FileResponse:
    """A picture that a guide shows, and no other file."""
    path = shelf(current()).pictures.get(name)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")
