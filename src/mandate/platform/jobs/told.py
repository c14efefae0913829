"""What its person is told when a job has ended: by an open page at once, else in the inbox."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.platform.access.actor import Actor
from mandate.platform.jobs.models import Job, State
from mandate.platform.jobs.queries import title_of
from mandate.platform.notices.kinds import Choice, Group, NoticeKind, Said

JOBS = Group("jobs", gettext_lazy("Long work of mine that ended"), Choice.AT_ONCE)


def _own(actor: Actor) -> QuerySet[Job]:
    return Job.objects.filter(user_id=actor.user_id or 0)


def _say(actor: Actor, jobs: Sequence[int]) -> Mapping[int, Said]:
    return {
        job.pk: Said(
            _sentence(job),
            ("jobs:job", str(job.pk)),
            good=job.state == State.DONE,
        )
        for job in Job.objects.filter(pk__in=jobs)
    }


def _sentence(job: Job) -> str:
    title = {"what": title_of(job)}
    if job.state == State.CANCELLED:
        return _("%(what)s: cancelled.") % title
    if job.state == State.FAILED:
        return _("%(what)s: this failed.") % title
    return _("%(what)s: done.") % title


JOB_ENDED = NoticeKind("jobs.ended", JOBS, seen=_own, tell=_say, aloud=True)
