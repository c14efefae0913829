"""A job goes on by itself in steps, with the rights of its moment, and its person is told once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import cast

import psycopg
import pytest
from django.db import connection
from django.http import Http404
from django.utils import timezone
from tests.platform.jobs.streets import STREETS, accepted
from tests.support.organisation import NOW, console, person
from tests.support.reporting import World
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.jobs import ACCEPTING, accepting
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.jobs import running
from mandate.platform.jobs.jobs import KEPT, go_on, resume
from mandate.platform.jobs.kinds import JobKind, Work, kinds
from mandate.platform.jobs.models import Job
from mandate.platform.jobs.queries import job_page, jobs_of
from mandate.platform.jobs.running import TRIES, run
from mandate.platform.jobs.services import CancelJob, StartJob, cancel_job, start_job
from mandate.platform.journal.models import Entry
from mandate.platform.notices.services import Arrived, arrived

pytestmark = pytest.mark.django_db


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
    again = accepting(as_seen([city.report_ids[code] for code in STREETS]), "C", step=2)
    assert start_job(actor_of(secretary, NOW), again).pk == job.pk
    other = accepting(as_seen([city.report_ids["A1"]]), "C")
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
            start_job(actor, accepting(as_seen([city.report_ids["A1"]]), "C"))
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
    old = start_job(actor_of(secretary, NOW), accepting(as_seen([city.report_ids["A1"]]), "C"))
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
    command = accepting(as_seen([city.report_ids[code] for code in streets]), "C", step=2)
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
