"""The calendar of a person: the page, the file, and what calendar programs read."""

from hashlib import sha256

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.calendar import queries, services
from mandate.platform.calendar.ics import CONTENT_TYPE, calendar_file
from mandate.platform.i18n.languages import current
from mandate.platform.ui.addresses import whole_address
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.asking import tried
from mandate.platform.ui.downloads import attachment
from mandate.platform.ui.pages import render_page

SECTION = "calendar"


@require_safe
@signed_in
def calendar(request: ActorRequest) -> HttpResponse:
    """What is to come, by month."""
    return render_page(
        request, "calendar/calendar.html", queries.agenda(request.actor), section=SECTION, secret=""
    )


@require_safe
@signed_in
def dates(request: ActorRequest) -> HttpResponse:
    """The same as a file, once."""
    written = calendar_file(request.actor, queries.open_entries_of(request.actor))
    response = HttpResponse(written, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = attachment(_("Calendar") + ".ics")
    return response


@require_POST
@signed_in
def address(request: ActorRequest) -> HttpResponse:
    """Make an address and show it, this once: in the answer itself, for it is kept nowhere."""
    instead_of = number_of(request.POST.get("instead_of"))
    try:
        secret = services.make_address(request.actor, services.MakeAddress(instead_of))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("calendar:calendar")
    page = queries.agenda(request.actor)
    whole = whole_address("calendar:feed", secret)
    response = render_page(request, "calendar/calendar.html", page, section=SECTION, secret=whole)
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
@signed_in
def remove(request: ActorRequest) -> HttpResponse:
    """Take the address away."""
    told = _("The calendar address is removed. Programs that read it are told nothing any more.")
    tried(request, lambda: services.remove_address(request.actor, services.RemoveAddress()), told)
    return redirect("calendar:calendar")


@require_safe
def feed(request: HttpRequest, calendar_secret: str) -> HttpResponseBase:
    """What a calendar program reads, which cannot sign in: the secret says whose. Where one opens nothing,
    the answer is the same for every reason."""
    actor = queries.reader_by(calendar_secret, timezone.now())
    if actor is None:
        told = _("There is no calendar at this address.")
        return _apart(HttpResponse(told, status=404, content_type="text/plain; charset=utf-8"))
    with translation.override(actor.language):
        written = calendar_file(actor, queries.open_entries_of(actor))
        response = HttpResponse(written, content_type=CONTENT_TYPE)
        response["Content-Language"] = current()
    etag = quote_etag(sha256(written).hexdigest()[:32])
    response["ETag"] = etag
    return _apart(get_conditional_response(request, etag=etag, response=response) or response)


def _apart(response: HttpResponseBase) -> HttpResponseBase:
    """An answer at an address that nobody else may learn of."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
