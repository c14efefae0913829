"""A large table that was confirmed is read in by a job: whole or not at all, and its problems are told."""

import pytest
from django.test import Client
from tests.support.organisation import NOW, person
from tests.support.reporting import World, world
from tests.support.seeing import as_seen

from mandate.apps.reporting.jobs import accepting
from mandate.apps.reporting.models import Figure
from mandate.interop.models import Upload
from mandate.interop.spreadsheets.web import views
from mandate.platform.access.actor import Role
from mandate.platform.access.models import Grant
from mandate.platform.access.request import actor_of
from mandate.platform.jobs import running
from mandate.platform.jobs.models import Job
from mandate.platform.jobs.running import run
from mandate.platform.jobs.services import start_job

TABLE = "unit,indicator,period,value\nA1,families,2022,5\nA2,families,2022,6\n"


@pytest.fixture
def job(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Figures sent, seen and confirmed, as a table that is too large to wait for."""
    monkeypatch.setattr(views, "AT_ONCE", 20)
    administrator.post("/exchange/figures/", {"pasted": TABLE})
    answer = administrator.post(f"/exchange/figures/{Upload.objects.get().pk}/", follow=True)
    found = Job.objects.get()
    assert answer.redirect_chain[-1][0] == f"/jobs/{found.pk}/"
    assert not Figure.objects.exists()
    return found


def test_it_is_read_in_by_the_job_and_the_table_is_gone(job: Job, administrator: Client) -> None:
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.at, job.total) == ("done", 2, 2)
    assert sorted(Figure.objects.values_list("unit__code", "value")) == [("A1", 5), ("A2", 6)]
    assert not Upload.objects.exists()
    page = administrator.get(f"/jobs/{job.pk}/").content.decode()
    assert job.result["summary"] in page and "2 of 2" in page


def test_what_is_wrong_by_then_is_told_by_row_and_nothing_is_read_in(
    job: Job, city: World, administrator: Client
) -> None:
    data = TABLE.replace("A2", "NOWHERE").encode()
    Upload.objects.update(data=data)  # the unit is gone meanwhile
    run(job.pk)
    job.refresh_from_db()
    assert job.state == "failed" and not Figure.objects.exists() and Upload.objects.exists()
    assert [one["problem"]["row"] for one in job.trouble] == [3]
    page = administrator.get(f"/jobs/{job.pk}/").content.decode()
    assert "NOWHERE" in page and "1 problem; nothing was read in" in page


def test_a_role_that_ended_or_a_table_thrown_away_meanwhile_reads_nothing_in(
    job: Job, administrator: Client
) -> None:
    Upload.objects.all().delete()
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", "This table is no longer here; send it again.")
    Job.objects.filter(pk=job.pk).update(state="waiting", ended_at=None)
    Grant.objects.all().delete()
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", "You may not do this any more.")
    assert not Figure.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_within_a_step_it_tells_how_far_it_is_and_hears_that_it_shall_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "EVERY", 0)
    city = world()
    actor = actor_of(person(Role.SECRETARY, city.units["C"]), NOW)
    job = start_job(actor, accepting(as_seen([city.report_ids["A1"]]), "C"))
    with running._Watcher(job) as progress:
        progress(3, 10)
        job.refresh_from_db()
        assert (job.at, job.done, job.total) == (0, 3, 10)
        Job.objects.filter(pk=job.pk).update(cancel_asked=True)
        with pytest.raises(running.Cancelled):
            progress(4, 10)
