"""What nothing names goes, and nothing else, whoever attaches meanwhile."""

import os
import threading
import uuid
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.db import connection, transaction
from tests.support.files import PDF, TEXT
from tests.support.organisation import NOW, console
from tests.support.reporting import World, world
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.services import Attached, AttachPaper, TakePaper, attach_paper, take_paper
from mandate.platform.files import jobs
from mandate.platform.files.checks import check_files
from mandate.platform.files.lock import share
from mandate.platform.files.models import Attachment, Content, Site
from mandate.platform.files.services import store
from mandate.platform.files.store import Folder
from mandate.platform.files.sweeping import ON_ITS_WAY, PUT_BACK, Swept, sweep

LONG_AGO = NOW - timedelta(days=100)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path) -> Folder:
    """A store of the test's own."""
    monkeypatch.setattr(settings, "FILES_DIR", tmp_path / "files")
    found = store()
    assert isinstance(found, Folder)
    return found


def attach(city: World, data: bytes, unit: str = "A1") -> Attached:
    return attach_paper(console(), AttachPaper(city.report_ids[unit], "a.pdf", BytesIO(data)))


def take(city: World, paper: Attached, unit: str = "A1") -> None:
    take_paper(console(), TakePaper(city.report_ids[unit], paper.paper_id))


def age(folder: Folder, when: datetime = LONG_AGO) -> None:
    """All that is whole was put at a moment, and so was what was begun by hand."""
    for path in [*folder.root.glob("??/*"), folder.root / "abc.part"]:
        with suppress(FileNotFoundError):
            os.utime(path, (when.timestamp(), when.timestamp()))


def names(folder: Folder) -> int:
    return len(list(folder.names()))


@pytest.mark.django_db
def test_what_was_taken_away_goes_after_a_while_and_what_is_attached_stays(folder):
    city = world()
    attach(city, PDF)
    take(city, attach(city, TEXT))
    age(folder)
    assert sweep(NOW + PUT_BACK) == Swept()
    assert sweep(NOW + PUT_BACK + timedelta(hours=1)) == Swept(attachments=1, contents=1)
    assert (Attachment.objects.count(), Content.objects.count(), names(folder)) == (1, 1, 1)
    assert sweep(NOW + PUT_BACK + timedelta(hours=2)) == Swept()


@pytest.mark.django_db
def test_a_content_that_another_report_or_an_earlier_revision_has_stays(folder):
    city = world()
    paper = attach(city, PDF)
    attach(city, PDF, "B1")
    take(city, paper)
    other = attach(city, TEXT)
    city.save(city.report("A1"), console(), families=3)
    services.submit_report(console(), services.SubmitReport(city.report_ids["A1"]))
    services.accept_reports(city.reviewer, services.AcceptReports(as_seen([city.report_ids["A1"]])))
    services.start_correction(console(), services.StartCorrection(city.report_ids["A1"], "why"))
    take(city, other)
    age(folder)
    sweep(NOW + timedelta(days=400))
    assert (Content.objects.count(), names(folder)) == (2, 2)


@pytest.mark.django_db
def test_orphans_and_what_never_became_whole_go_when_they_are_old(folder):
    folder.put([b"nobody names it"])
    (folder.root / "abc.part").write_bytes(b"begun")
    age(folder, NOW)
    assert sweep(NOW + ON_ITS_WAY - timedelta(minutes=1)) == Swept()
    assert sweep(NOW + ON_ITS_WAY + timedelta(minutes=1)) == Swept(contents=1, unfinished=1)
    assert [path.name for path in folder.root.rglob("*") if path.is_file()] == ["site"]


@pytest.mark.django_db
def test_a_folder_that_is_not_there_yet_is_swept_in_peace(folder):
    assert sweep(NOW) == Swept()
    jobs.sweep_files(0)


@pytest.mark.django_db(transaction=True)
def test_an_old_orphan_that_is_attached_anew_at_this_moment_stays(folder):
    """The upload has put the content, and not yet entered the row, when the sweeping comes."""
    city = world()
    orphan = folder.put([PDF])
    age(folder)
    put, swept = threading.Event(), threading.Event()

    def uploading() -> None:
        try:
            with transaction.atomic():
                share()
                put.set()
                assert swept.wait(60)
                attach(city, PDF)
        finally:
            connection.close()

    upload = threading.Thread(target=uploading)
    upload.start()
    assert put.wait(60)
    assert sweep(NOW + timedelta(days=400)).contents == 0
    swept.set()
    upload.join()
    assert folder.has(orphan) and Content.objects.filter(pk=orphan).exists()
    age(folder)
    sweep(NOW + timedelta(days=400))
    assert folder.has(orphan)


@pytest.mark.django_db(transaction=True)
def test_uploads_and_sweeping_at_once_lose_nothing(folder):
    city = world()
    stop = threading.Event()

    def sweeping() -> None:
        try:
            while not stop.is_set():
                age(folder)
                sweep(NOW + timedelta(days=400))
        finally:
            connection.close()

    broom = threading.Thread(target=sweeping)
    broom.start()
    try:
        for number in range(5):
            actor = replace(console(), now=NOW + timedelta(minutes=number))
            done = attach_paper(
                actor, AttachPaper(city.report_ids["A1"], "a.txt", BytesIO(b"%d" % (number % 2)))
            )
            take_paper(actor, TakePaper(city.report_ids["A1"], done.paper_id))
            again = attach_paper(
                actor, AttachPaper(city.report_ids["A1"], "a.txt", BytesIO(b"%d" % (number % 2)))
            )
            assert folder.has(Attachment.objects.get(pk=again.paper_id).content_id)
            take_paper(actor, TakePaper(city.report_ids["A1"], again.paper_id))
            attach_paper(actor, AttachPaper(city.report_ids["B1"], "b.txt", BytesIO(b"kept %d" % number)))
    finally:
        stop.set()
        broom.join()
    kept = set(Content.objects.values_list("pk", flat=True))
    assert kept <= set(folder.names()) and len(kept) >= 5


@pytest.mark.django_db
def test_a_folder_of_another_site_is_left_as_it_is(folder, caplog):
    city = world()
    attach(city, PDF)
    assert sweep(NOW) == Swept()  # this site was the first
    folder.put([TEXT])
    age(folder)
    site = Site.objects.get()
    Site.objects.update(token=uuid.uuid4())
    assert sweep(NOW) == Swept()
    assert (names(folder), "belongs to another site" in caplog.text) == (2, True)
    [warned] = check_files()
    assert warned.text.startswith("the folder of files belongs to another site")
    site.save()
    assert sweep(NOW) == Swept(contents=1)
    assert check_files() == []
