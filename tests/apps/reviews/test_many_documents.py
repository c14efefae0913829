"""The reviews of many units are made by a job and come in one file, to whoever asked and may still do so."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any, cast
from zipfile import ZipFile

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from django.utils import timezone
from tests.apps.targets.city import City
from tests.support.organisation import acting, client_of, console, person

from mandate.apps.reviews.documents.kind import REVIEW
from mandate.apps.units.services import CloseUnit, MoveUnit, close_unit, move_unit
from mandate.core.period import Period
from mandate.platform.access.actor import Role
from mandate.platform.access.models import Grant, User
from mandate.platform.documents.jobs import collecting
from mandate.platform.documents.kinds import Reach
from mandate.platform.jobs import running
from mandate.platform.jobs.jobs import FILES_KEPT, resume
from mandate.platform.jobs.models import Job, Output
from mandate.platform.jobs.running import run
from mandate.platform.jobs.services import CancelJob, cancel_job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("paper")]
YEAR = Period.parse("2023")
ASKED = {"language": "vi", "format": "html", "reach": "children"}
DOCUMENTS = "/unit/C/review/2023/documents/"


@pytest.fixture
def observer(city: City) -> User:
    return person(Role.OBSERVER, city.units["C"], "observer@example.org", "en")


@pytest.fixture
def reader(observer: User) -> Client:
    return client_of(observer)


def asked(reader: Client, **changed: str) -> Job:
    answer = reader.post(DOCUMENTS, {**ASKED, **changed})
    job = Job.objects.order_by("-pk")[0]
    assert answer["Location"] == f"/jobs/{job.pk}/"
    return job


def made(reader: Client, **changed: str) -> Job:
    job = asked(reader, **changed)
    run(job.pk)
    job.refresh_from_db()
    return job


def archive(reader: Client, job: Job) -> ZipFile:
    """What is fetched, as any program opens it."""
    answer = cast(Any, reader.get(f"/jobs/{job.pk}/files/"))
    assert answer["Content-Type"] == "application/zip" and ".zip" in answer["Content-Disposition"]

    async def whole(pieces: AsyncIterator[bytes]) -> bytes:
        return b"".join([piece async for piece in pieces])

    return ZipFile(BytesIO(async_to_sync(whole)(answer.streaming_content)))


def codes(city: City, reach: Reach, unit: str = "C") -> list[str]:
    return list(REVIEW.units(console(), unit, YEAR, reach))


def test_of_whom_they_are_made(city: City) -> None:
    assert codes(city, Reach.ONE) == ["C"]
    assert codes(city, Reach.CHILDREN) == ["C", "A", "B"]
    assert codes(city, Reach.ALL) == ["C", "A", "A1", "A2", "B", "B1", "B2", "B3"]
    assert codes(city, Reach.ALL, "A1") == ["A1"]


def test_units_that_moved_or_closed_since_count_where_they_stood(city: City) -> None:
    """The reviews of 2023 are told by the structure at its end."""
    move_unit(console(), MoveUnit(city.units["A1"].pk, city.units["B"].pk, date(2024, 1, 1)))
    close_unit(console(), CloseUnit(city.units["B2"].pk, date(2024, 1, 1)))
    assert codes(city, Reach.ALL, "A") == ["A", "A1", "A2"]
    assert codes(city, Reach.ALL, "B") == ["B", "B1", "B2", "B3"]
    assert REVIEW.make(console(), "B2", YEAR, "en").name


def test_the_page_offers_what_there_is(reader: Client) -> None:
    shown = reader.get("/unit/C/review/2023/").content.decode()
    assert "this unit and the 2 right below" in shown and "this unit and all 7 below" in shown
    shown = reader.get("/unit/A/review/2023/").content.decode()
    assert "this unit and the 2 right below" in shown and "and all" not in shown
    shown = reader.get("/unit/A1/review/2023/").content.decode()
    assert "right below" not in shown and "documents/" not in shown


def test_they_come_in_one_file(reader: Client) -> None:
    job = made(reader)
    assert (job.state, job.at, job.total) == ("done", 3, 3)
    page = reader.get(f"/jobs/{job.pk}/").content.decode()
    assert "3 documents are made." in page and f'href="/jobs/{job.pk}/files/"' in page
    assert "Download 3 files" in page
    with archive(reader, job) as files:
        names = ["review-C-2023-vi.html", "review-A-2023-vi.html", "review-B-2023-vi.html"]
        assert files.namelist() == names and files.testzip() is None
        assert "chưa lập" in files.read(names[0]).decode()
    assert reader.head(f"/jobs/{job.pk}/files/").status_code == 200


@pytest.mark.parametrize("format", ["pdf", "docx", "xlsx"])
def test_each_format_is_made(reader: Client, format: str) -> None:
    job = made(reader, format=format)
    starts = {"pdf": b"%PDF"}.get(format, b"PK")
    assert [bytes(one.data).startswith(starts) for one in job.outputs.all()] == [True] * 3


@pytest.mark.parametrize(
    "wrong",
    [{"reach": "nation"}, {"language": "tlh"}, {"format": "exe"}, {"reach": ""}],
)
def test_what_there_is_not_is_not_started(reader: Client, wrong: dict[str, str]) -> None:
    assert reader.post(DOCUMENTS, {**ASKED, **wrong}).status_code == 404
    assert not Job.objects.exists()


def test_asked_for_twice_they_are_made_once(reader: Client) -> None:
    job = asked(reader)
    assert asked(reader).pk == job.pk
    assert asked(reader, language="de").pk != job.pk


def test_a_unit_that_one_may_no_longer_see_is_left_out_and_named(reader: Client, city: City) -> None:
    job = asked(reader)
    grant = Grant.objects.get(unit=city.units["C"])
    Grant.objects.filter(pk=grant.pk).update(unit=city.units["A"])
    run(job.pk)
    job.refresh_from_db()
    assert [one.name for one in job.outputs.all()] == ["review-A-2023-vi.html"]
    assert (job.result["missing"], job.result["named"]) == (2, ["C", "B"])
    assert reader.get(f"/jobs/{job.pk}/files/").status_code == 404  # it was asked for on C
    page = reader.get(f"/jobs/{job.pk}/").content.decode()
    assert "2 units have none that you may see: C, B" in page and "Download" not in page


def test_nobody_else_gets_them(reader: Client, city: City, observer: User) -> None:
    job = made(reader)
    assert reader.get(f"/jobs/{job.pk}/files/").status_code == 200
    for other in (person(Role.ADMINISTRATOR, None), person(Role.OBSERVER, city.units["C"])):
        assert client_of(other).get(f"/jobs/{job.pk}/files/").status_code == 404
    assert Client().get(f"/jobs/{job.pk}/files/").status_code == 302
    Grant.objects.filter(user=observer).update(unit=city.units["A"])
    assert reader.get(f"/jobs/{job.pk}/files/").status_code == 404


def test_what_was_made_until_it_was_stopped_can_be_fetched(reader: Client, observer: User) -> None:
    job = asked(reader)
    assert reader.get(f"/jobs/{job.pk}/files/").status_code == 404  # not while it goes on
    running._step(job.pk)
    cancel_job(acting(Role.ADMINISTRATOR, None), CancelJob(job.pk))
    run(job.pk)
    assert "Download 1 file" in reader.get(f"/jobs/{job.pk}/").content.decode()


def test_a_job_makes_no_more_than_is_kept(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MOST_FILES", 50_000)
    job = made(reader)
    assert job.state == "failed" and "more than" in job.message
    assert 0 < job.at < 3 and job.outputs.count() == 0


@pytest.mark.parametrize(("share", "state", "at"), [(0.5, "failed", 0), (0.9, "done", 3)])
def test_what_will_be_by_far_too_much_is_told_after_a_few(
    reader: Client, monkeypatch: pytest.MonkeyPatch, share: float, state: str, at: int
) -> None:
    first = made(reader)
    size = max(len(one.data) for one in first.outputs.all())
    monkeypatch.setattr(running, "FORETELL", 1)
    monkeypatch.setattr(running, "MOST_FILES", int(size * 3 * share) if at == 0 else size * 3)
    job = made(reader)
    assert (job.state, job.at) == (state, at)
    assert ("Ask for fewer units at once." in job.message) is (state == "failed")
    assert first.outputs.count() == (3 if state == "failed" else 0), "what was made before stays"


def test_what_was_made_before_gives_way_and_there_is_no_room_without_end(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(reader)
    size = sum(len(one.data) for one in first.outputs.all())
    monkeypatch.setattr(running, "MOST_FILES", size + 1000)
    second = made(reader, language="de")
    assert second.state == "done" and second.outputs.count() == 3
    assert first.outputs.count() == 0
    assert "Download" not in reader.get(f"/jobs/{first.pk}/").content.decode()


def test_the_list_of_jobs_stands_though_what_one_was_about_is_gone(reader: Client) -> None:
    job = made(reader)
    Job.objects.filter(pk=job.pk).update(data={**job.data, "kind": "poem", "period": "tomorrow"})
    assert "making the documents of many units" in reader.get("/jobs/").content.decode()
    assert reader.get("/jobs/").status_code == 200


def test_they_are_let_go_after_a_week(reader: Client) -> None:
    job = made(reader)
    resume(0)
    assert job.outputs.count() == 3
    Job.objects.filter(pk=job.pk).update(ended_at=timezone.now() - FILES_KEPT - timedelta(minutes=1))
    resume(0)
    assert not Output.objects.exists() and Job.objects.filter(pk=job.pk).exists()
    assert reader.get(f"/jobs/{job.pk}/files/").status_code == 404


def test_its_title_is_in_the_language_of_the_reader(reader: Client, city: City) -> None:
    unit = city.units["C"]
    command = collecting(console(), REVIEW, (unit.pk, "C"), YEAR, Reach.ALL, "de", "pdf")
    assert command.total == 8
    job = asked(reader, language="de", format="pdf")
    assert "Reviews, C, 2023, Deutsch, PDF" in reader.get(f"/jobs/{job.pk}/").content.decode()
