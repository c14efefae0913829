"""Attached files in a backup: with it, back by it, each checked by its hash."""

import hashlib
import re
import tarfile
import threading
from io import BytesIO
from pathlib import Path

import psycopg
import pytest

from mandate.platform.database import backup as keeping
from mandate.platform.database.backup import FIRST_MAGIC, HEADER, MAGIC, BackupError, backup, inspect, restore
from mandate.platform.database.backup_files import FILES_LOCK
from mandate.platform.database.location import Location
from mandate.platform.files.store import Folder, is_whole

CONTENTS = [b"minutes" * 100_000, b"a list"]


@pytest.fixture
def site(new_database, tmp_path):
    """A location with two files that its database names, and one that it does not."""
    location = Location(tmp_path / "data", new_database(empty=True))
    store = Folder(location.files)
    rows = [(store.put([content]), len(content)) for content in CONTENTS]
    store.put([b"nobody names it"])
    with psycopg.connect(location.database_url) as connection:
        connection.execute("CREATE TABLE files_content (sha256 text PRIMARY KEY, size bigint)")
        connection.cursor().executemany("INSERT INTO files_content VALUES (%s, %s)", rows)
    return location


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def names(location: Location) -> set[str]:
    return set(Folder(location.files).names())


def rows(location: Location) -> int:
    with psycopg.connect(location.database_url) as connection:
        return connection.execute("SELECT count(*) FROM files_content").fetchone()[0]


def empty(location: Location) -> None:
    with psycopg.connect(location.database_url) as connection:
        connection.execute("DELETE FROM files_content")
    for name in names(location):
        Folder(location.files).remove(name)


def test_the_files_come_back_with_the_rows_that_name_them(site, tmp_path):
    made = backup(site, tmp_path / "b")
    assert (made.files, made.lost) == (2, 0)
    empty(site)
    assert restore(site, tmp_path / "b") == made == inspect(tmp_path / "b")
    store = Folder(site.files)
    assert names(site) == {digest(content) for content in CONTENTS}
    assert all(is_whole(store, digest(content)) for content in CONTENTS)
    assert rows(site) == 2


@pytest.mark.parametrize("how", ["missing", "damaged"])
def test_a_lost_file_keeps_no_backup_from_being_made(site, tmp_path, how):
    place = Folder(site.files).place(digest(CONTENTS[0]))
    place.unlink() if how == "missing" else place.write_bytes(b"x" * len(CONTENTS[0]))
    made = backup(site, tmp_path / "b")
    assert (made.files, made.lost) == (1, 1)
    empty(site)
    restore(site, tmp_path / "b")
    assert names(site) == {digest(CONTENTS[1])} and rows(site) == 2


def test_a_damaged_file_that_is_there_is_made_whole_by_a_restoration(site, tmp_path):
    backup(site, tmp_path / "b")
    place = Folder(site.files).place(digest(CONTENTS[1]))
    place.write_bytes(b"a lis7")
    restore(site, tmp_path / "b")
    assert place.read_bytes() == CONTENTS[1]


def with_files(file: Path, change) -> None:
    """The same backup with other files, and a header that fits."""
    data = file.read_bytes()
    dump = int(re.search(rb'"dump": (\d+)', data[:HEADER]).group(1))
    rest = data[HEADER : HEADER + dump] + change(data[HEADER + dump :])
    header = re.sub(rb'"length": \d+', b'"length": %d' % len(rest), data[:HEADER].rstrip(b" "))
    checked = b'"sha256": "%s"' % digest(rest).encode()
    file.write_bytes(re.sub(rb'"sha256": "\w+"', checked, header).ljust(HEADER) + rest)


def archive_of(name: str) -> bytes:
    """A tar archive of one file."""
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 6
        archive.addfile(entry, BytesIO(b"a list"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda files: files.replace(b"a list", b"a l1st"), "is damaged"),
        (lambda files: archive_of("../../../etc/passwd"), "no file of ours"),
        (lambda files: files[:600], "cannot be put"),
        (lambda files: b"", "cannot be put"),
    ],
)
def test_files_that_are_not_what_they_are_called_change_nothing(site, tmp_path, change, message):
    backup(site, tmp_path / "b")
    with_files(tmp_path / "b", change)
    empty(site)
    with pytest.raises(BackupError, match=message) as caught:
        restore(site, tmp_path / "b")
    assert "\n" not in str(caught.value)
    assert rows(site) == 0


def test_a_store_without_room_changes_nothing(site, tmp_path):
    backup(site, tmp_path / "b")
    empty(site)
    elsewhere = Location(tmp_path / "file", site.database_url)
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(BackupError, match="cannot be put into"):
        restore(elsewhere, tmp_path / "b")
    assert rows(site) == 0


def test_a_backup_of_the_time_before_files_is_restored(site, tmp_path):
    with psycopg.connect(site.database_url) as connection:
        connection.execute("DELETE FROM files_content")
    file = tmp_path / "b"
    backup(site, file)
    data = file.read_bytes()
    header = re.sub(rb', "dump".*?\}', b"}", data[:HEADER].replace(MAGIC, FIRST_MAGIC)).ljust(HEADER)
    file.write_bytes(header[:HEADER] + data[HEADER:])
    assert inspect(file).dump is None
    restore(site, file)
    assert rows(site) == 0


def test_nothing_is_swept_while_a_backup_is_made(site, tmp_path, monkeypatch):
    at_work, go_on, free = threading.Event(), threading.Event(), []
    dump = keeping._dump

    def waiting(url, out):
        at_work.set()
        assert go_on.wait(60)
        return dump(url, out)

    monkeypatch.setattr(keeping, "_dump", waiting)
    maker = threading.Thread(target=backup, args=(site, tmp_path / "b"))
    maker.start()
    assert at_work.wait(60)
    with psycopg.connect(site.database_url, autocommit=True) as connection:
        for event in (go_on, None):
            free.append(connection.execute("SELECT pg_try_advisory_lock(%s)", [FILES_LOCK]).fetchone()[0])
            if event is not None:
                event.set()
                maker.join()
    assert free == [False, True]


def test_the_files_can_be_taken_out_by_tar(site, tmp_path):
    made = backup(site, tmp_path / "b")
    (tmp_path / "files.tar").write_bytes((tmp_path / "b").read_bytes()[HEADER + made.dump :])
    with tarfile.open(tmp_path / "files.tar") as archive:
        assert sorted(archive.getnames()) == sorted(map(digest, CONTENTS))
