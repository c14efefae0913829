"""The pages of complaints."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST
from mandate.apps.complaints import services
from mandate.apps.complaints.models import Complaint, Note, Proof
from mandate.apps.complaints.queries import complaints

from mandate.platform.access.decide import visible
from mandate.platform.access.web import signed_in
from mandate.platform.files.models import Attachment
from mandate.platform.files.serving import answer
from mandate.platform.jobs.services import StartJob, start_job
from mandate.platform.listing.files import file_of
from mandate.platform.listing.showing import show
from mandate.platform.ui.undo import kept_for_undo, offer_undo

app_name = "complaints"


@signed_in
def _all(request: HttpRequest) -> HttpResponse:
    if file := file_of(request, complaints(request.actor)):
        return file
    shown = show(complaints(request.actor), request.GET)
    return HttpResponse(f"{shown.total} of {shown.listing.total}: {[row.title for row in shown]}")


@signed_in
def _one(request: HttpRequest, number: int) -> HttpResponse:
    found = visible(request.actor, Complaint.objects.filter(pk=number)).first()
    if found is None:
        raise Http404
    notes = visible(request.actor, Note.objects.filter(complaint=number))
    return JsonResponse({"title": found.title, "notes": [note.text for note in notes]})


@signed_in
def _notes(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"notes": [one.text for one in visible(request.actor, Note.objects.order_by("pk"))]})


@signed_in
def _proof(request: HttpRequest, number: int) -> HttpResponse:
    found = visible(request.actor, Proof.objects.filter(pk=number)).first()
    if found is None:
        raise Http404
    return answer(request, found)


@signed_in
def _proof_unasked(request: HttpRequest, number: int) -> HttpResponse:
    """As a part does that forgets to ask whose reading it is."""
    found = Attachment.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return answer(request, found)


@require_POST
@signed_in
def _close(request: HttpRequest, number: int) -> HttpResponse:
    row = services.close(request.actor, number)
    address = f"/complaints/{number}/reopen/"
    words = f"Closed {row.title}."
    offer_undo(request, words, address, "Undo", kept=row.title, circle_id=row.circle_id)
    return HttpResponse(f"closed {row.title}")


@require_POST
@signed_in
def _reopen(request: HttpRequest, number: int) -> HttpResponse:
    kept = kept_for_undo(request)
    services.close(request.actor, number, closed=False)
    return HttpResponse(f"opened again {kept}")


@require_POST
@signed_in
def _print(request: HttpRequest, number: int) -> HttpResponse:
    job = start_job(request.actor, StartJob("complaints.print", {"complaint": number}, 1))
    return HttpResponse(str(job.pk))


urlpatterns = [
    path("", _all, name="all"),
    path("notes/", _notes, name="notes"),
    path("<int:number>/", _one, name="one"),
    path("<int:number>/close/", _close, name="close"),
    path("<int:number>/reopen/", _reopen, name="reopen"),
    path("<int:number>/print/", _print, name="print"),
    path("proofs/<int:number>/", _proof, name="proof"),
    path("proofs/<int:number>/unasked/", _proof_unasked, name="proof_unasked"),
]
