"""Pages of jobs."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.jobs.archive import archive_of
from mandate.platform.jobs.queries import job_page, job_with_files, jobs_of, title_of
from mandate.platform.jobs.services import CancelJob, cancel_job
from mandate.platform.ui.downloads import attachment
from mandate.platform.ui.pages import render_page

SECTION = "jobs"


@require_safe
@signed_in
def jobs(request: ActorRequest) -> HttpResponse:
    """The jobs of the actor; of everybody with ?all=1, for those who look after them."""
    page = jobs_of(request.actor, everybody="all" in request.GET, page=request.GET.get("page", "1"))
    return render_page(request, "jobs/jobs.html", page, section=SECTION)


@require_safe
@signed_in
def job(request: ActorRequest, job_id: int) -> HttpResponse:
    """How far one is, and what came of it."""
    return render_page(request, "jobs/job.html", job_page(request.actor, job_id), section=SECTION)


@require_safe
@signed_in
def files(request: ActorRequest, job_id: int) -> HttpResponseBase:
    """What it made, in one ZIP file."""
    job = job_with_files(request.actor, job_id)
    headers = {"Content-Disposition": attachment(f"{title_of(job)}.zip")}
    if request.method == "HEAD":
        return HttpResponse(content_type="application/zip", headers=headers)
    return StreamingHttpResponse(archive_of(job), content_type="application/zip", headers=headers)


@require_POST
@signed_in
def cancel(request: ActorRequest, job_id: int) -> HttpResponse:
    """Let it stop at its next step."""
    cancel_job(request.actor, CancelJob(job_id))
    messages.success(request, _("It stops at its next step; what is done by then stays done."))
    return redirect("jobs:job", job_id=job_id)
