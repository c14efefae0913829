"""A job whose worker is killed in the middle of a step goes on with it: nothing twice, nothing half."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from tests.support.database import with_database
from tests.support.organisation import NOW, console, person
from tests.support.reporting import world
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.jobs import accepting
from mandate.apps.reporting.models import Figure, Report
from mandate.apps.reporting.services import SubmitReport
from mandate.platform.access.actor import Role
from mandate.platform.access.request import actor_of
from mandate.platform.jobs.models import Job
from mandate.platform.jobs.services import start_job
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.processes

STREETS = ("A1", "A2", "B1", "B2", "B3")
LONG = 120


@contextmanager
def worker(url: str) -> Iterator[subprocess.Popen[bytes]]:
    """A job worker as `mandate serve` starts it."""
    lifeline, ours = os.pipe()
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "mandate.site.settings"}
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "mandate.site.serving.child",
            "jobs",
            "--parent",
            str(os.getpid()),
            "--lifeline",
            str(lifeline),
        ],
        env=environment,
        pass_fds=(lifeline,),
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        os.close(ours)
        os.close(lifeline)


def eventually(done: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + LONG
    while not done():
        assert process.poll() is None, "the worker ended"
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nothing_by_half_and_the_next_goes_on(database_server: str) -> None:
    city = world()
    for code in STREETS:
        city.save(city.report(code), console(), families=3)
        services.submit_report(console(), SubmitReport(city.report_ids[code]))
    secretary = person(Role.SECRETARY, city.units["C"], "secretary@example.org")
    ids = [city.report_ids[code] for code in STREETS]
    url = with_database(database_server, connection.settings_dict["NAME"])

    def waits() -> bool:
        with psycopg.connect(url) as looking:
            query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s"
            found = looking.execute(query, [connection.settings_dict["NAME"]]).fetchone()
        return bool(found and found[0])

    with psycopg.connect(url) as holding, worker(url) as first:
        holding.execute("SELECT 1 FROM reporting_report WHERE id = %s FOR UPDATE", [ids[3]])
        job = start_job(actor_of(secretary, NOW), accepting(as_seen(ids), "C", step=2))
        eventually(lambda: waits() and Job.objects.get(pk=job.pk).at == 2, first)
        first.send_signal(signal.SIGKILL)
        first.wait()
    eventually_accepted = Report.objects.filter(state="accepted")
    job.refresh_from_db()
    assert (job.state, job.at) == ("running", 2)
    assert set(eventually_accepted.values_list("pk", flat=True)) == set(ids[:2])
    with worker(url) as second:
        eventually(lambda: Job.objects.get(pk=job.pk).state == "done", second)
    job.refresh_from_db()
    assert (job.at, job.result) == (5, {"accepted": 5, "skipped": {}})
    assert set(eventually_accepted.values_list("pk", flat=True)) == set(ids)
    told = Entry.objects.filter(code="reporting.accepted").order_by("pk").values_list("subject_id", flat=True)
    assert list(told) == ids
    assert Entry.objects.filter(code="jobs.ended").count() == 1
    assert Figure.objects.filter(counted=True).count() == 5
