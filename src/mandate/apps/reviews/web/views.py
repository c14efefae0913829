"""Pages of reviews: the list, one review, its documents, and its closing."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandate.apps.reviews import services
from mandate.apps.reviews.documents import write_document
from mandate.apps.reviews.documents.kind import REVIEW
from mandate.apps.reviews.library import library as library_of
from mandate.apps.reviews.queries import (
    ReviewPage,
    period_called,
    review_content,
    review_page,
    reviews_list,
    reviews_page,
)
from mandate.apps.reviews.requests import waiting_requests
from mandate.apps.reviews.web import pages
from mandate.apps.reviews.web.forms import ReopenForm
from mandate.apps.units.queries import unit_by_code
from mandate.platform.access.actor import Actor
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.documents import FORMATS
from mandate.platform.documents.jobs import collecting
from mandate.platform.documents.kinds import Reach
from mandate.platform.i18n.languages import CODES
from mandate.platform.jobs.services import start_job
from mandate.platform.listing.files import file_of
from mandate.platform.listing.showing import show
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.asking import tried
from mandate.platform.ui.downloads import attachment
from mandate.platform.ui.pages import render_page

SECTION = "review"


@require_safe
@signed_in
def reviews(request: ActorRequest, code: str) -> HttpResponse:
    """The periods of a unit and how their reviews stand."""
    if file := file_of(request, reviews_list(request.actor, code)):
        return file
    page = reviews_page(request.actor, code, request.GET)
    return render_page(request, "reviews/list.html", page, section=SECTION, unit_id=page.unit.id)


@require_safe
@signed_in
def library(request: ActorRequest) -> HttpResponse:
    """The closed reviews of all units that the reader may see."""
    listed = library_of(request.actor)
    if file := file_of(request, listed):
        return file
    return render_page(request, "reviews/library.html", show(listed, request.GET), section="library")


@require_safe
@signed_in
def requests(request: ActorRequest) -> HttpResponse:
    """The requests to open reviews again that wait for the reader."""
    return render_page(request, "reviews/requests.html", waiting_requests(request.actor), section="requests")


@require_safe
@signed_in
def review(request: ActorRequest, code: str, period: str) -> HttpResponse:
    """One review, to be read."""
    return _shown(request, review_page(request.actor, code, period))


def _shown(
    request: ActorRequest,
    page: ReviewPage,
    reopen: ReopenForm | None = None,
    refuse: ReopenForm | None = None,
) -> HttpResponse:
    return render_page(
        request,
        "reviews/review.html",
        pages.review_view(page, reopen, refuse),
        section=SECTION,
        unit_id=page.unit.id,
        status=422 if reopen or refuse else 200,
    )


@require_POST
@signed_in
def close(request: ActorRequest, code: str, period: str) -> HttpResponse:
    """Freeze the review."""
    unit, wanted = unit_by_code(request.actor, code), period_called(period)
    command = services.CloseReview(unit.id, wanted, number_of(request.POST.get("seen")) or 0)
    tried(request, lambda: services.close_review(request.actor, command), _("The review is closed."))
    return redirect("reviews:review", code, period)


@require_POST
@signed_in
def reopen(request: ActorRequest, code: str, period: str) -> HttpResponse:
    """Take the closing back, or ask for it."""
    unit, wanted = unit_by_code(request.actor, code), period_called(period)
    command = services.ReopenReview(unit.id, wanted, request.POST.get("reason", ""))
    try:
        review = services.reopen_review(request.actor, command)
    except ValidationError as error:
        refused = _refused(request, error)
        if refused is not None:
            return _shown(request, review_page(request.actor, code, period), reopen=refused)
    else:
        opened = review.closed_at is None
        asked = _("You asked for it. The review opens again when a second person does it.")
        messages.success(request, _("The review is open again.") if opened else asked)
    return redirect("reviews:review", code, period)


@require_POST
@signed_in
def refuse(request: ActorRequest, code: str, period: str) -> HttpResponse:
    """Leave the review closed, though somebody asked."""
    unit, asked = unit_by_code(request.actor, code), number_of(request.POST.get("request")) or 0
    command = services.RefuseReopening(unit.id, asked, request.POST.get("reason", ""))
    try:
        services.refuse_reopening(request.actor, command)
    except ValidationError as error:
        refused = _refused(request, error)
        if refused is not None:
            return _shown(request, review_page(request.actor, code, period), refuse=refused)
    else:
        messages.success(request, _("The review stays closed."))
    return redirect("reviews:review", code, period)


def _refused(request: ActorRequest, error: ValidationError) -> ReopenForm | None:
    """The form with what is wrong at its field; what concerns no field is a message instead."""
    if not hasattr(error, "error_dict"):
        messages.error(request, " ".join(error.messages))
        return None
    form = ReopenForm(request.POST)
    if form.is_valid():
        form.add_error(None, error)
    return form


@require_POST
@signed_in
def confirm(request: ActorRequest, code: str, period: str) -> HttpResponse:
    """Open the review again, as somebody else asked."""
    return _on_request(request, code, period, services.confirm_reopening, _("The review is open again."))


@require_POST
@signed_in
def withdraw(request: ActorRequest, code: str, period: str) -> HttpResponse:
    """Take back what one asked."""
    return _on_request(request, code, period, services.withdraw_reopening, _("The review stays closed."))


def _on_request(
    request: ActorRequest,
    code: str,
    period: str,
    act: Callable[[Actor, services.AskedReopening], object],
    done: str,
) -> HttpResponse:
    unit, asked = unit_by_code(request.actor, code), number_of(request.POST.get("request")) or 0
    tried(request, lambda: act(request.actor, services.AskedReopening(unit.id, asked)), done)
    return redirect("reviews:review", code, period)


@require_safe
@signed_in
def document(request: ActorRequest, code: str, period: str) -> HttpResponse:
    """The review as a file: `?language=` one of the seven, `?format=` pdf, docx, xlsx or html."""
    language, format = request.GET.get("language", ""), request.GET.get("format", "")
    if language not in CODES or format not in FORMATS:
        raise Http404(_("There is no such document."))
    wanted = period_called(period)
    content = review_content(request.actor, code, wanted)
    answer = HttpResponse(write_document(content, language, format), content_type=FORMATS[format].media_type)
    answer["Content-Disposition"] = attachment(REVIEW.file_name(content.unit.code, wanted, language, format))
    return answer


@require_POST
@signed_in
def documents(request: ActorRequest, code: str, period: str) -> HttpResponse:
    """The reviews of the units below as files, made by a job; `reach` is one of :class:`Reach`."""
    language, format = request.POST.get("language", ""), request.POST.get("format", "")
    reach = request.POST.get("reach", "")
    if language not in CODES or format not in FORMATS or reach not in list(Reach):
        raise Http404(_("There is no such document."))
    actor, unit, wanted = request.actor, unit_by_code(request.actor, code), period_called(period)
    command = collecting(actor, REVIEW, (unit.id, unit.code), wanted, Reach(reach), language, format)
    return redirect("jobs:job", job_id=start_job(actor, command).pk)
