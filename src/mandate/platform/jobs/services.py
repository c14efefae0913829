"""Asking for a job, and asking it to stop."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404

from mandate.core.command import Command
from mandate.platform.access.actions import asks_circle
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden, Hidden, can, can_anywhere
from mandate.platform.access.models import User
from mandate.platform.circles.matters import circle_of_subject, is_there
from mandate.platform.circles.members import is_in
from mandate.platform.jobs import events
from mandate.platform.jobs.jobs import let_go_on
from mandate.platform.jobs.kinds import JobKind, kinds
from mandate.platform.jobs.models import OPEN, Job
from mandate.platform.jobs.permissions import JOBS_MANAGE
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class StartJob(Command):
    """A kind of job, what it is asked for, and how much there is to do."""

    kind: str
    data: Mapping[str, Any]
    total: int


@dataclass(frozen=True, slots=True)
class CancelJob(Command):
    """Stop at the next step; what is done stays done."""

    job_id: int


@transaction.atomic
def start_job(actor: Actor, command: StartJob) -> Job:
    """Start a job of the actor's, once: the same that is under way already is given again. Raises Forbidden
    for whoever may do nowhere what it does, or is not in the circle of what it is about; the job itself asks
    for each right again."""
    kind = kinds().get(command.kind)
    if kind is None:
        raise ObjectDoesNotExist(f"There is no kind of job {command.kind!r}.")
    user = User.objects.select_for_update().get(pk=actor.user_id or 0)  # the operator has no jobs
    data = dict(command.data)
    action = kind.action(data)
    if not can_anywhere(actor, action):
        raise Forbidden(action)
    circle = _circle_of(kind, action, data)
    if not is_in(actor, circle):
        raise Hidden(action)
    same = Job.objects.filter(user=user, kind=kind.name, state__in=OPEN, data=data).first()
    if same is not None:
        return same
    job = Job.objects.create(
        kind=kind.name, user=user, data=data, total=command.total, asked_at=actor.now, circle_id=circle
    )
    started = events.JobStarted(job=job.pk, kind=job.kind)
    record(actor, started, subject=("user", job.user_id), circle_id=circle)
    let_go_on(job.pk)
    return job


def _circle_of(kind: JobKind, action: str, data: Mapping[str, Any]) -> int | None:
    """The circle of what a job is about. Raises Hidden for what is not there, as for what is not to be known
    of, and TypeError where it does something on confidential matters and does not say on which."""
    if kind.matter is None:
        if asks_circle(action):
            raise TypeError(f"the job {kind.name} does {action} and does not say on which matter")
        return None
    subject = kind.matter(data)
    if not is_there(*subject):
        raise Hidden(action)
    return circle_of_subject(*subject)


@transaction.atomic
def cancel_job(actor: Actor, command: CancelJob) -> None:
    """Ask a job to stop: one's own, or anybody's for those who look after all. One that has ended stays as it
    is. Raises Http404."""
    job = Job.objects.select_for_update().filter(pk=command.job_id).first()
    mine_to_see = job is not None and is_in(actor, job.circle_id)
    if job is None or not mine_to_see or not (job.user_id == actor.user_id or can(actor, JOBS_MANAGE)):
        raise Http404
    if job.state in OPEN and not job.cancel_asked:
        job.cancel_asked = True
        job.save(update_fields=["cancel_asked"])
        asked = events.JobCancelAsked(job=job.pk, kind=job.kind)
        record(actor, asked, subject=("user", job.user_id), circle_id=job.circle_id)
        let_go_on(job.pk)
