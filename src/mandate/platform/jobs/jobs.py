"""What the job worker is told to do. It finds the modules of this name in all apps."""

from contextlib import suppress
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from mandate.platform.jobs.models import OPEN, Job, Output

KEPT = timedelta(days=30)  # so long is it shown what came of a job
FILES_KEPT = timedelta(days=7)  # and so long is it there what it made

# A worker deletes itself what it did well (see child.py). What failed is kept for whoever looks for the
# reason, and what a worker had begun that was killed is nobody's any more.
SWEEP = """
    DELETE FROM procrastinate_jobs AS queued
    WHERE (status NOT IN ('todo', 'doing') OR status = 'doing' AND worker_id IS NULL)
        AND NOT EXISTS (SELECT FROM procrastinate_events WHERE job_id = queued.id AND at >= %s)
"""


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
    long_ago = timezone.now() - KEPT
    Job.objects.filter(ended_at__lt=long_ago).delete()
    Output.objects.filter(job__ended_at__lt=timezone.now() - FILES_KEPT).delete()
    with connection.cursor() as cursor:
        cursor.execute(SWEEP, [long_ago])
    resume_open()


def resume_open() -> None:
    """Let the workers go on with every job that is open."""
    for job_id in Job.objects.filter(state__in=OPEN).order_by("pk").values_list("pk", flat=True):
        let_go_on(job_id)


def let_go_on(job_id: int) -> None:
    """Tell the workers of a job, unless they are told already and none has come to it yet."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        go_on.configure(queueing_lock=f"jobs.go_on.{job_id}").defer(job_id=job_id)
