"""What is shown of jobs: what is wrong with a table, their pages, and how their end is told."""

import json

import pytest
from django.test import Client
from tests.platform.jobs.streets import STREETS, accepted
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, client_of, person
from tests.support.reporting import World
from tests.support.seeing import marks

from mandate.apps.reporting.web import deciding_many
from mandate.core.problem import Problem
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.i18n.problems import FEW
from mandate.platform.jobs import running
from mandate.platform.jobs.kinds import kinds
from mandate.platform.jobs.models import Job
from mandate.platform.jobs.queries import job_page, jobs_of
from mandate.platform.jobs.running import run
from mandate.platform.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_what_is_wrong_in_every_row_takes_little_room_and_no_list_reads_it(job: Job, secretary: User) -> None:
    every = [Problem(row, "parent", "unknown_parent", {"parent": "X"}) for row in range(2, 5002)]
    second = [Problem(row, "name", "empty_name") for row in range(2, 5002, 2)]
    running._end(job.pk, running.State.FAILED, trouble=(*every, *second))
    actor = actor_of(secretary, NOW)
    shown = [(line.rows, line.count) for line in job_page(actor, job.pk).trouble]
    assert shown == [("2–5001", 5000), ("2, 4, 6, 8, 10, … 5000", 2500)]
    job.refresh_from_db()
    assert len(json.dumps(job.trouble)) < 1000
    with asked_anew() as asked:
        assert jobs_of(actor, everybody=False, page="1").rows
    assert not [one["sql"] for one in asked if '"trouble"' in one["sql"]]


def test_what_jobs_of_before_kept_of_rows_is_still_shown(job: Job, secretary: User) -> None:
    kept = {"row": 2, "column": "name", "code": "empty_name", "params": {}}
    Job.objects.filter(pk=job.pk).update(
        state="failed", trouble=[kept | {"rows": [2, 3, 9]}, kept | {"rows": "2–3, 9"}], trouble_count=2
    )
    lines = job_page(actor_of(secretary, NOW), job.pk).trouble
    assert [(line.rows, line.count) for line in lines] == [("2–3, 9", 3), ("2", 1)]


def test_all_that_is_wrong_is_counted_and_some_of_it_shown(
    job: Job, secretary: User, secretarys: Client
) -> None:
    many = [Problem(row, "parent", "unknown_parent", {"parent": f"X{row}"}) for row in range(2, 1502)]
    running._end(job.pk, running.State.FAILED, trouble=(*many, Problem(1502, "", "empty_file")))
    page = job_page(actor_of(secretary, NOW), job.pk)
    assert page.trouble_count == 1501 and len(page.trouble) == FEW + 1
    assert page.trouble[-1].rows == "1502"
    assert len(page.trouble[FEW - 1].more) == running.KEPT - FEW - 1
    shown = secretarys.get(f"/jobs/{job.pk}/").content.decode()
    assert (
        "1501 problems." in shown and f"{running.KEPT} of them are shown." in shown and "read in" not in shown
    )


def test_what_is_wrong_has_rows_and_columns_only_where_it_is_of_a_table(
    job: Job, secretary: User, secretarys: Client
) -> None:
    running._end(job.pk, running.State.FAILED, trouble=(Problem(0, "", "empty_file"),))
    shown = secretarys.get(f"/jobs/{job.pk}/").content.decode()
    assert "1 problem." in shown and "What is wrong" in shown
    assert ">Row<" not in shown and ">Column<" not in shown


# --- pages ---


@pytest.fixture
def secretarys(secretary: User) -> Client:
    User.objects.filter(pk=secretary.pk).update(language="en")
    return client_of(secretary)


def test_many_are_accepted_by_a_job_and_few_at_once(
    city: World, secretarys: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding_many, "AT_ONCE", 2)
    few = secretarys.post(
        "/unit/C/reports/accept/", {"report": marks([city.report_ids["A1"], city.report_ids["A2"]])}
    )
    assert accepted() == {"A1", "A2"} and not Job.objects.exists()
    assert few.status_code == 302
    waiting = marks(city.report_ids[code] for code in STREETS[2:])
    many = secretarys.post("/unit/C/reports/accept/", {"all": "1", "listed": " ".join(waiting)}, follow=True)
    job = Job.objects.get()
    assert many.redirect_chain[-1][0] == f"/jobs/{job.pk}/"
    page = many.content.decode()
    assert "Accept 3 reports" in page and "0 of 3" in page and "data-jobs" in page and "Stop it" in page
    run(job.pk)
    page = secretarys.get(f"/jobs/{job.pk}/").content.decode()
    assert "3 reports are accepted." in page and 'href="/unit/C/reports/?show=waiting"' in page
    assert "Stop it" not in page and "data-jobs" not in page
    assert accepted() == set(STREETS)


def test_the_end_is_told_on_the_next_page_or_to_the_open_one_but_once(job: Job, secretarys: Client) -> None:
    said = "Accept 5 reports: done."
    run(job.pk)
    assert said not in secretarys.get("/people/me/", headers={"HX-Request": "true"}).content.decode()
    secretarys.get("/people/me/", headers={"X-Mandate-Background": "1"})
    secretarys.head("/people/me/")
    assert said in secretarys.get("/people/me/").content.decode()
    assert said not in secretarys.get("/people/me/").content.decode()
    assert "HX-Trigger" not in secretarys.get("/inbox/came/").headers
    Notice.objects.update(read_at=None)
    told = json.loads(secretarys.get("/inbox/came/").headers["HX-Trigger"])
    assert told == {"mandate:toast": {"text": said}}
    assert said not in secretarys.get("/people/me/").content.decode()


def test_the_list_says_how_jobs_stand_and_leads_to_what_they_made(job: Job, secretarys: Client) -> None:
    waiting = secretarys.get("/jobs/").content.decode()
    assert '<span class="state none">' in waiting and "See what came of it" not in waiting
    Job.objects.filter(pk=job.pk).update(state="done", ended_at=NOW)
    done = secretarys.get("/jobs/").content.decode()
    assert '<span class="state accepted">' in done
    way = f'href="{kinds()[job.kind].address(job.data)}">See what came of it'
    assert way in done
    page = secretarys.get(f"/jobs/{job.pk}/").content.decode()
    assert way in page.split('id="job"')[1], (
        "it comes with the part that is fetched anew when the job has ended"
    )


def test_the_pages_show_and_stop_it(job: Job, city: World, secretarys: Client) -> None:
    assert f'href="/jobs/{job.pk}/"' in secretarys.get("/jobs/").content.decode()
    assert 'href="/jobs/"' in secretarys.get("/people/me/").content.decode()
    answer = secretarys.post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert "stopping" in answer.content.decode()
    stranger = client_of(person(Role.SECRETARY, city.units["A"]))
    assert stranger.get(f"/jobs/{job.pk}/").status_code == 404
    assert stranger.post(f"/jobs/{job.pk}/cancel/").status_code == 404
    assert f"/jobs/{job.pk}/" not in stranger.get("/jobs/?all=1").content.decode()
    looks_after = client_of(person(Role.ADMINISTRATOR, None))
    assert f"/jobs/{job.pk}/" in looks_after.get("/jobs/?all=1").content.decode()
