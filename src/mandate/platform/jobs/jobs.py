"""What the job worker is told to do. It finds the modules of this name in all apps."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from mandate.platform.jobs.models import OPEN, Job

KEPT = timedelta(days=30)  # so long is it shown what came of a job


@app.task(name="jobs.go_on")
def go_on(job_id: int) -> None:
    """Do a job, from where it is until its end."""
    from mandate.platform.jobs.running import run

    run(job_id)


# A worker that was killed leaves its job where the last step ended. Whoever starts next, and every minute
# whoever runs, goes on with what is open; what somebody is at work on is left to them (see running.py).
@app.periodic(cron="* * * * *")
@app.task(name="jobs.resume", queueing_lock="jobs.resume")
def resume(timestamp: int) -> None:
    """Go on with what is open, and forget what ended long ago."""
    Job.objects.filter(ended_at__lt=timezone.now() - KEPT).delete()
    resume_open()


def resume_open() -> None:
    """Let the workers go on with every job that is open."""
    for job_id in Job.objects.filter(state__in=OPEN).order_by("pk").values_list("pk", flat=True):
        go_on.defer(job_id=job_id)
