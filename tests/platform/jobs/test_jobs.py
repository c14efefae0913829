"""A job goes on by itself in steps, with the rights of its moment, and its person is told once."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import cast

import psycopg
import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.support.organisation import NOW, client_of, console, person
from tests.support.reporting import World, world

from mandate.apps.reporting import services
from mandate.apps.reporting.jobs import ACCEPTING, accepting
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.services import SubmitReport
from mandate.apps.reporting.web import reports_views
from mandate.core.problem import Problem
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.i18n.problems import FEW
from mandate.platform.jobs import running
from mandate.platform.jobs.jobs import KEPT, go_on, resume
from mandate.platform.jobs.kinds import JobKind, Work, kinds
from mandate.platform.jobs.models import Job
from mandate.platform.jobs.queries import job_page, jobs_of
from mandate.platform.jobs.running import TRIES, run
from mandate.platform.jobs.services import CancelJob, StartJob, cancel_job, start_job
from mandate.platform.journal.models import Entry
from mandate.platform.notices.models import Notice
from mandate.platform.notices.services import Arrived, arrived

STREETS = ("A1", "A2", "B1", "B2", "B3")

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> World:
    made = world()
    for code in STREETS:
        made.save(made.report(code), console(), families=3)
        services.submit_report(console(), SubmitReport(made.report(code).pk))
    return made


@pytest.fixture
def secretary(city: World) -> User:
    return person(Role.SECRETARY, city.units["C"], "secretary@example.org", "de")


@pytest.fixture
def job(city: World, secretary: User) -> Job:
    """Accepting the streets' reports, two a step."""
    command = accepting([city.report_ids[code] for code in STREETS], "C", step=2)
    return start_job(actor_of(secretary, NOW), command)


def accepted() -> set[str]:
    return set(Report.objects.filter(state=State.ACCEPTED).values_list("unit__code", flat=True))


def told_of_jobs() -> list[str]:
    return list(Entry.objects.filter(code__startswith="jobs.").order_by("pk").values_list("code", flat=True))


def deferred(job: Job) -> int:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.filter(task_name="jobs.go_on", args={"job_id": job.pk}).count()


def test_it_does_all_in_steps_and_its_person_is_told_once(job: Job, secretary: User) -> None:
    assert (job.state, job.total, deferred(job)) == ("waiting", 5, 1)
    assert accepted() == set()
    run(job.pk)
    job.refresh_from_db()
    assert accepted() == set(STREETS)
    assert (job.state, job.at, job.done, job.tries) == ("done", 5, 5, 0)
    assert Entry.objects.filter(code="reporting.accepted", user=secretary).count() == 5
    assert told_of_jobs() == ["jobs.started", "jobs.ended"]
    actor = actor_of(secretary, timezone.now())
    assert job_page(actor, job.pk).told == ("5 reports are accepted.",)
    assert [(said.sentence, said.good) for said in arrived(actor, "").told] == [
        ("Accept 5 reports: done.", True)
    ]
    assert arrived(actor, "") == Arrived(0)
    run(job.pk)  # the worker is told again
    assert told_of_jobs() == ["jobs.started", "jobs.ended"]


def test_what_is_skipped_is_said_with_its_units(job: Job, city: World, secretary: User) -> None:
    services.withdraw_report(console(), services.WithdrawReport(city.report_ids["A2"]))
    run(job.pk)
    assert accepted() == set(STREETS) - {"A2"}
    told = job_page(actor_of(secretary, NOW), job.pk).told
    assert told[0] == "4 reports are accepted."
    assert told[1].startswith("1 skipped.") and "Phố 2" in told[1]


def test_the_same_again_while_it_is_under_way_is_the_same_job(job: Job, city: World, secretary: User) -> None:
    again = accepting([city.report_ids[code] for code in STREETS], "C", step=2)
    assert start_job(actor_of(secretary, NOW), again).pk == job.pk
    other = accepting([city.report_ids["A1"]], "C")
    assert start_job(actor_of(secretary, NOW), other).pk != job.pk
    run(job.pk)
    assert start_job(actor_of(secretary, NOW), again).pk != job.pk


@pytest.mark.parametrize("lost", ["role", "sign-in"])
def test_rights_are_asked_for_again_when_it_runs(job: Job, secretary: User, lost: str) -> None:
    if lost == "role":
        Grant.objects.filter(user=secretary).update(ends=NOW.date())
    else:
        User.objects.filter(pk=secretary.pk).update(is_active=False)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.at) == ("failed", 0)
    assert job.message
    assert accepted() == set()


def test_a_role_lost_in_the_middle_leaves_what_was_done_before(job: Job, secretary: User) -> None:
    Job.objects.filter(pk=job.pk).update(at=0)
    assert running._begin(job.pk) == "de"
    assert running._step(job.pk) is True
    Grant.objects.filter(user=secretary).delete()
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.at, job.done) == ("failed", 2, 2)
    assert accepted() == {"A1", "A2"}


def test_it_stops_at_the_next_step(job: Job, secretary: User) -> None:
    running._begin(job.pk)
    running._step(job.pk)
    cancel_job(actor_of(secretary, NOW), CancelJob(job.pk))
    cancel_job(actor_of(secretary, NOW), CancelJob(job.pk))
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.at) == ("cancelled", 2)
    assert accepted() == {"A1", "A2"}
    assert told_of_jobs() == ["jobs.started", "jobs.cancel_asked", "jobs.ended"]
    cancel_job(actor_of(secretary, NOW), CancelJob(job.pk))  # too late
    assert told_of_jobs()[-1] == "jobs.ended"


def test_what_ends_its_workers_time_after_time_is_given_up(job: Job) -> None:
    for _ in range(TRIES):
        assert running._begin(job.pk) is not None  # and the worker is gone
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.at) == ("failed", 0)
    assert accepted() == set()


def test_whoever_may_decide_nothing_cannot_ask_for_it(city: World) -> None:
    for role in (Role.OBSERVER, Role.REPORTER, Role.ADMINISTRATOR):
        actor = actor_of(person(role, city.units["C"]), NOW)
        with pytest.raises(Forbidden):
            start_job(actor, accepting([city.report_ids["A1"]], "C"))
    assert not Job.objects.exists()


def holder(city: World, role: Role, unit: str | None) -> Actor:
    return actor_of(person(role, city.units[unit] if unit else None), NOW)


@pytest.mark.parametrize(
    ("role", "unit", "sees"),
    [
        (Role.ADMINISTRATOR, None, True),
        (Role.ADMINISTRATOR, "C", True),  # the only top unit
        (Role.ADMINISTRATOR, "A", False),
        (Role.SECRETARY, None, False),
        (Role.SECRETARY, "C", False),
        (Role.REVIEWER, None, False),
        (Role.REPORTER, "A1", False),
        (Role.OBSERVER, None, False),
    ],
)
def test_jobs_of_others_are_for_those_who_look_after_all(
    job: Job, city: World, role: Role, unit: str | None, sees: bool
) -> None:
    actor = holder(city, role, unit)
    assert [row.id for row in jobs_of(actor, everybody=True, page="1").rows] == ([job.pk] if sees else [])
    assert jobs_of(actor, everybody=False, page="1").rows == []
    if sees:
        assert job_page(actor, job.pk).row.by == "secretary"
        cancel_job(actor, CancelJob(job.pk))
    else:
        with pytest.raises(Http404):
            job_page(actor, job.pk)
        with pytest.raises(Http404):
            cancel_job(actor, CancelJob(job.pk))
    job.refresh_from_db()
    assert job.cancel_asked is sees


def test_every_minute_what_is_open_goes_on_and_what_is_long_over_is_forgotten(
    job: Job, city: World, secretary: User
) -> None:
    old = start_job(actor_of(secretary, NOW), accepting([city.report_ids["A1"]], "C"))
    Job.objects.filter(pk=old.pk).update(state="done", ended_at=timezone.now() - KEPT - timedelta(days=1))
    resume(timestamp=0)
    resume(timestamp=0)
    assert deferred(job) == 1  # a worker is told once of what none has come to yet
    assert list(Job.objects.values_list("pk", flat=True)) == [job.pk]


def test_of_the_rows_of_the_queue_only_what_is_waiting_or_new_stays(job: Job) -> None:
    go_on.defer(job_id=1)  # as its worker leaves it that was killed
    go_on.defer(job_id=2)
    go_on.defer(job_id=3)
    with connection.cursor() as cursor:
        rows = "UPDATE procrastinate_jobs SET status = %s WHERE args = %s"
        cursor.execute(rows, ["doing", '{"job_id": 1}'])
        for number in (2, 3):
            cursor.execute(rows, ["failed", f'{{"job_id": {number}}}'])
        long_ago = timezone.now() - KEPT - timedelta(days=1)
        cursor.execute("UPDATE procrastinate_events SET at = %s", [long_ago])
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() FROM procrastinate_jobs AS queued"
            " WHERE queued.id = job_id AND queued.args = %s",
            ['{"job_id": 3}'],
        )
    resume(timestamp=0)
    assert [deferred(Job(pk=number)) for number in (1, 2, 3, job.pk)] == [0, 0, 1, 1]


def test_a_step_that_does_not_get_on_fails(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(data={**job.data, "step": 0})
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.at) == ("failed", 0)
    assert job.message


@pytest.mark.parametrize(("streets", "state"), [(STREETS, "done"), (("A1", "A2"), "failed")])
def test_reports_that_moved_away_are_skipped_and_only_the_whole_fails(
    city: World, secretary: User, streets: tuple[str, ...], state: str
) -> None:
    """The first step holds reports of A only, which the reviewer of B sees and does not decide."""
    command = accepting([city.report_ids[code] for code in streets], "C", step=2)
    job = start_job(actor_of(secretary, NOW), command)
    Grant.objects.filter(user=secretary).update(role=Role.OBSERVER.value)
    Grant.objects.create(user=secretary, role=Role.REVIEWER.value, unit=city.units["B"])
    run(job.pk)
    job.refresh_from_db()
    assert job.state == state
    assert accepted() == set(streets) - {"A1", "A2"}
    if state == "done":
        assert len(job.result["skipped"]["forbidden"]) == 2


def job_of(step: Callable[[Actor, Work], Work], user: User, monkeypatch: pytest.MonkeyPatch) -> Job:
    """A job of a kind of its own, which does this."""
    kind = replace(kinds()[ACCEPTING], name="tests.own", step=step)
    monkeypatch.setitem(cast(dict[str, JobKind], kinds()), kind.name, kind)
    return start_job(actor_of(user, NOW), StartJob(kind.name, {"reports": []}, 5))


def test_a_step_does_not_depend_on_being_watched(secretary: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection beside it finds no database, and later finds it again."""
    reached = running.address()
    monkeypatch.setattr(running, "EVERY", 0)

    def step(actor: Actor, work: Work) -> Work:
        for number, where in enumerate(("host=/nowhere", "host=/nowhere", reached), 1):
            monkeypatch.setattr(running, "address", lambda where=where: where)
            work.progress(number, 5)
        return work.on(5, {})

    job = job_of(step, secretary, monkeypatch)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.at) == ("done", 5)


def test_a_job_waits_for_a_database_that_is_away(secretary: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the step speaks to it without Django, as in COPY."""
    where = "host=/nowhere"

    def step(actor: Actor, work: Work) -> Work:
        psycopg.connect(where).close()
        return work.on(5, {})

    job = job_of(step, secretary, monkeypatch)
    with pytest.raises(psycopg.OperationalError):
        run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.at) == ("running", 0)
    where = running.address()
    run(job.pk)
    job.refresh_from_db()
    assert job.state == "done"


def test_what_is_wrong_in_every_row_takes_little_room_and_no_list_reads_it(job: Job, secretary: User) -> None:
    every = [Problem(row, "parent", "unknown_parent", {"parent": "X"}) for row in range(2, 5002)]
    second = [Problem(row, "name", "empty_name") for row in range(2, 5002, 2)]
    running._end(job.pk, running.State.FAILED, trouble=(*every, *second))
    actor = actor_of(secretary, NOW)
    shown = [(line.rows, line.count) for line in job_page(actor, job.pk).trouble]
    assert shown == [("2–5001", 5000), ("2, 4, 6, 8, 10, … 5000", 2500)]
    job.refresh_from_db()
    assert len(json.dumps(job.trouble)) < 1000
    with CaptureQueriesContext(connection) as asked:
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
    monkeypatch.setattr(reports_views, "AT_ONCE", 2)
    few = secretarys.post(
        "/unit/C/reports/accept/", {"report": [city.report_ids["A1"], city.report_ids["A2"]]}
    )
    assert accepted() == {"A1", "A2"} and not Job.objects.exists()
    assert few.status_code == 302
    many = secretarys.post("/unit/C/reports/accept/", {"all": "1"}, follow=True)
    job = Job.objects.get()
    assert many.redirect_chain[-1][0] == f"/jobs/{job.pk}/"
    page = many.content.decode()
    assert "Accept 3 reports" in page and "0 of 3" in page and "data-jobs" in page and "Stop it" in page
    run(job.pk)
    page = secretarys.get(f"/jobs/{job.pk}/").content.decode()
    assert "3 reports are accepted." in page and 'href="/unit/C/reports/"' in page
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
    assert f'href="{kinds()[job.kind].address(job.data)}">See what came of it' in done


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
