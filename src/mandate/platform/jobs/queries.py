"""What is shown of jobs: one's own, and all of them to those who look after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Length
from django.http import Http404

from mandate.core.errors import CoreError
from mandate.core.problem import Cause, Problem, cause_of
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can
from mandate.platform.circles.conditions import within_circles
from mandate.platform.i18n.problems import ProblemLine, problem_lines
from mandate.platform.jobs.kinds import kinds
from mandate.platform.jobs.models import OPEN, Job, Output, State
from mandate.platform.jobs.permissions import JOBS_MANAGE

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as a list shows it. ``by`` is empty for one's own; ``address`` is where the work of one that is
    done is seen."""

    id: int
    title: str
    by: str
    state: State
    stopping: bool
    open: bool
    done: int
    total: int
    asked_at: datetime
    ended_at: datetime | None
    address: str


@dataclass(frozen=True, slots=True)
class JobPage:
    """One job: ``told`` is what came of it so far, ``message`` why it failed, ``trouble`` what of all
    that is wrong is shown, ``address`` where its work is seen, ``files`` how many files of so many bytes
    (``size``) there are to be fetched."""

    row: JobRow
    told: tuple[str, ...]
    message: str
    refused: str
    trouble: tuple[ProblemLine, ...]
    trouble_count: int
    trouble_shown: int
    address: str
    files: int
    size: int


@dataclass(frozen=True, slots=True)
class JobList:
    """A page of jobs; ``everybody``: those of all, for whoever ``may_see_all``."""

    rows: Sequence[JobRow]
    page: Page[Job]
    everybody: bool
    may_see_all: bool


def jobs_of(actor: Actor, *, everybody: bool, page: str) -> JobList:
    """The newest first."""
    may = can(actor, JOBS_MANAGE)
    everybody = everybody and may
    found = within_circles(Job.objects.all(), actor.user_id)
    found = found.select_related("user").defer("trouble").order_by("-pk")
    if not everybody:
        found = found.filter(user_id=actor.user_id or 0)
    shown = Paginator(found, A_PAGE).get_page(page)
    return JobList([_row(actor, job) for job in shown], shown, everybody, may)


def job_page(actor: Actor, job_id: int) -> JobPage:
    """One job. Raises Http404 for one that the actor may not see."""
    job = _visible(actor).select_related("user").filter(pk=job_id).first()
    if job is None:
        raise Http404
    kind = kinds().get(job.kind)
    files = outputs_of(actor, job).aggregate(number=Count("pk"), size=Sum(Length("data")))
    return JobPage(
        row=_row(actor, job),
        told=tuple(kind.told(actor, job.result)) if kind else (),
        message=job.message,
        refused=kind.refused(job.trouble_count) if kind else "",
        trouble=problem_lines([_cause(one) for one in job.trouble]),
        trouble_count=job.trouble_count,
        trouble_shown=len(job.trouble),
        address=_address_of(job),
        files=files["number"],
        size=files["size"] or 0,
    )


def job_with_files(actor: Actor, job_id: int) -> Job:
    """A job of the actor's own that has ended and left files. Raises Http404 for any other."""
    job = _visible(actor).filter(pk=job_id).first()
    if job is None or not outputs_of(actor, job).exists():
        raise Http404
    return job


def outputs_of(actor: Actor, job: Job) -> QuerySet[Output]:
    """What an ended job made, for the person who asked for it and may still have it: nobody else, however
    much they look after."""
    kind = kinds().get(job.kind)
    if kind is None or job.state in OPEN or job.user_id != actor.user_id:
        return Output.objects.none()
    return job.outputs.all() if kind.may_have(actor, job.data) else Output.objects.none()


def _cause(kept: dict[str, Any]) -> Cause:
    """What is kept of something that is wrong; jobs of before kept its rows one by one, or as a text."""
    if "problem" in kept:
        stretches = tuple((first, last) for first, last in kept["stretches"])
        return Cause(Problem(**kept["problem"]), stretches, kept["count"], kept["cut"])
    rows, problem = kept["rows"], Problem(**{name: one for name, one in kept.items() if name != "rows"})
    return cause_of(problem, rows if isinstance(rows, list) else [problem.row])


def title_of(job: Job) -> str:
    """What a job does, in words."""
    kind = kinds().get(job.kind)
    try:
        return kind.title(job.data) if kind else job.kind
    except (LookupError, CoreError):  # what it was about is not there any more
        return str(kind.label) if kind else job.kind


def _address_of(job: Job) -> str:
    """The page about it; "" for one that is not there any more."""
    kind = kinds().get(job.kind)
    try:
        return kind.address(job.data) if kind else ""
    except (LookupError, CoreError):
        return ""


def _visible(actor: Actor) -> QuerySet[Job]:
    found = within_circles(Job.objects.all(), actor.user_id)
    return found if can(actor, JOBS_MANAGE) else found.filter(user_id=actor.user_id or 0)


def _row(actor: Actor, job: Job) -> JobRow:
    is_open = job.state in OPEN
    return JobRow(
        id=job.pk,
        title=title_of(job),
        by="" if job.user_id == actor.user_id else job.user.called,
        state=State(job.state),
        stopping=is_open and job.cancel_asked,
        open=is_open,
        done=job.done,
        total=job.total,
        asked_at=job.asked_at,
        ended_at=job.ended_at,
        address=_address_of(job) if job.state == State.DONE else "",
    )
