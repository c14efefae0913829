import hashlib
import os
import re
import stat
import subprocess

import psycopg
import pytest

from mandate.platform.database import backup as keeping
from mandate.platform.database import binaries
from mandate.platform.database.backup import HEADER, BackupError, backup, restore
from mandate.platform.database.location import Location


@pytest.fixture
def site(new_database, tmp_path):
    """A location with a small database of its own."""
    location = Location(tmp_path, new_database(empty=True))
    run(location, "CREATE TABLE names (name text PRIMARY KEY)", "INSERT INTO names VALUES ('Đông Hải')")
    return location


def run(location: Location, *statements: str) -> None:
    with psycopg.connect(location.database_url) as connection:
        for statement in statements:
            connection.execute(statement)


def names(location: Location) -> list[str]:
    with psycopg.connect(location.database_url) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM names ORDER BY name")]


def databases(location: Location) -> set[str]:
    """The site's own, and those that are called after it: other tests make others meanwhile."""
    own = "SELECT datname FROM pg_database WHERE starts_with(datname, current_database())"
    with psycopg.connect(location.database_url) as connection:
        return {name for (name,) in connection.execute(own)}


def test_what_was_backed_up_comes_back_and_what_came_later_is_gone(site, tmp_path):
    file = tmp_path / "site.backup"
    made = backup(site, file)
    before = databases(site)
    run(site, "INSERT INTO names VALUES ('later')", "CREATE TABLE more (id int)")
    assert restore(site, file) == made
    assert names(site) == ["Đông Hải"]
    with pytest.raises(psycopg.errors.UndefinedTable):
        run(site, "SELECT * FROM more")
    assert databases(site) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site.backup"]


def test_a_restore_goes_through_while_others_are_connected(site, tmp_path):
    backup(site, tmp_path / "b")
    with psycopg.connect(site.database_url, autocommit=True) as other:
        other.execute("INSERT INTO names VALUES ('later')")
        restore(site, tmp_path / "b")
        assert names(site) == ["Đông Hải"]
        with pytest.raises(psycopg.OperationalError):
            other.execute("SELECT 1")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda data: b"", "not a backup"),
        (lambda data: b"PGDMP" + data, "not a backup"),
        (lambda data: data[:100], "cut short"),
        (lambda data: data[: HEADER + 10], "cut short: 10 of"),
        (lambda data: data[:-1], "cut short"),
        (lambda data: data + b"x", "damaged"),
        (lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:], "damaged"),
        (lambda data: data.replace(b'"mandate": "0', b'"mandate": "9', 1), "made by Mandate 9"),
    ],
)
def test_a_file_that_is_not_whole_changes_nothing(site, tmp_path, spoil, message):
    file = tmp_path / "b"
    backup(site, file)
    file.write_bytes(spoil(file.read_bytes()))
    run(site, "INSERT INTO names VALUES ('later')")
    with pytest.raises(BackupError, match=message) as caught:
        restore(site, file)
    assert "\n" not in str(caught.value)
    assert names(site) == ["later", "Đông Hải"]


def test_a_restore_that_fails_halfway_leaves_the_old_data(site, tmp_path):
    """The dump is in order to the checksum, and refused by pg_restore."""
    file = tmp_path / "b"
    backup(site, file)
    data = file.read_bytes()
    dump = data[HEADER : HEADER + (len(data) - HEADER) // 2]
    header = re.sub(rb'"length": \d+', b'"length": %d' % len(dump), data[:HEADER])
    header = re.sub(
        rb'"sha256": "\w+"', b'"sha256": "%s"' % hashlib.sha256(dump).hexdigest().encode(), header
    )
    file.write_bytes(header.rstrip(b" ").ljust(HEADER) + dump)
    before = databases(site)
    with pytest.raises(BackupError, match="pg_restore failed"):
        restore(site, file)
    assert names(site) == ["Đông Hải"]
    assert databases(site) == before


def test_a_place_that_cannot_be_written_is_said_in_one_line(site, tmp_path):
    with pytest.raises(BackupError, match="cannot be written: No such file"):
        backup(site, tmp_path / "missing" / "b")
    with pytest.raises(BackupError, match="cannot be read"):
        restore(site, tmp_path / "none")


def test_only_its_owner_reads_a_backup_from_the_first_byte_on(site, tmp_path, monkeypatch):
    modes = []
    dump = keeping._dump

    def looking(url, out):
        modes.append(stat.S_IMODE(os.fstat(out.fileno()).st_mode))
        return dump(url, out)

    monkeypatch.setattr(keeping, "_dump", looking)
    before = os.umask(0)
    try:
        (tmp_path / "b.part").write_text("left by one that was killed, for all to read")
        (tmp_path / "b").write_text("an older one, for all to read")
        backup(site, tmp_path / "b")
    finally:
        os.umask(before)
    assert modes == [0o600]
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600


def live(location: Location) -> None:
    run(
        location,
        "CREATE TABLE django_session (session_key text PRIMARY KEY)",
        "CREATE TABLE procrastinate_jobs (id int PRIMARY KEY, args text)",
        "CREATE TABLE procrastinate_events (job_id int REFERENCES procrastinate_jobs, at text)",
        "CREATE TABLE access_user (id int, sessions_ended int)",
        "INSERT INTO django_session VALUES ('her-open-session')",
        "INSERT INTO procrastinate_jobs VALUES (1, 'what-a-job-was-told')",
        "INSERT INTO procrastinate_events VALUES (1, 'now')",
        "INSERT INTO access_user VALUES (1, 4), (2, 0)",
    )


def rows(location: Location, query: str) -> list:
    with psycopg.connect(location.database_url) as connection:
        return connection.execute(query).fetchall()


def as_text(file, tmp_path) -> str:
    (tmp_path / "dump").write_bytes(file.read_bytes()[HEADER:])
    program = binaries.folder() / "pg_restore"
    return subprocess.run([program, "--file=-", tmp_path / "dump"], capture_output=True, text=True).stdout


def test_a_backup_holds_nothing_that_lets_somebody_in(site, tmp_path):
    live(site)
    backup(site, tmp_path / "b")
    text = as_text(tmp_path / "b", tmp_path)
    assert "Đông Hải" in text and "django_session" in text
    assert "her-open-session" not in text and "what-a-job-was-told" not in text


@pytest.mark.parametrize("old", [False, True], ids=["today", "with its sessions"])
def test_a_restoration_ends_every_session_and_key(site, tmp_path, monkeypatch, old):
    live(site)
    with monkeypatch.context() as before:
        if old:
            before.setattr(keeping, "FLEETING", ())
        backup(site, tmp_path / "b")
    assert ("her-open-session" in as_text(tmp_path / "b", tmp_path)) == old
    restore(site, tmp_path / "b")
    for table in ("django_session", "procrastinate_jobs", "procrastinate_events"):
        assert rows(site, f"SELECT * FROM {table}") == []
    (first,), (second,) = rows(site, "SELECT sessions_ended FROM access_user ORDER BY id")
    assert first > 4 and second > 0


def test_a_restoration_mails_nothing_that_waited(site, tmp_path):
    run(
        site,
        "CREATE TABLE notices_notice (id int, mail text, mail_due timestamptz)",
        "INSERT INTO notices_notice VALUES (1, 'waiting', now()), (2, 'sending', now()), (3, 'sent', NULL)",
    )
    backup(site, tmp_path / "b")
    restore(site, tmp_path / "b")
    found = rows(site, "SELECT id, mail, mail_due FROM notices_notice ORDER BY id")
    assert found == [(1, "none", None), (2, "none", None), (3, "sent", None)]


def test_what_a_killed_restoration_left_is_removed_by_the_next(site, tmp_path):
    backup(site, tmp_path / "b")
    name = f"{site.database_url.rpartition('/')[2].partition('?')[0]}_restored_1"
    with psycopg.connect(site.database_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    before = databases(site)
    restore(site, tmp_path / "b")
    assert databases(site) == before - {name}
