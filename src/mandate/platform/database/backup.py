"""A backup of the whole database, with the files that people attached, in one file, and its restoration: all
or nothing.

The file: 512 bytes of header (a line that names the format, a line of JSON, spaces), then pg_dump's custom
format, then the files (backup_files.py). The header holds the length and the SHA-256 of the rest, so that a
file cut short or damaged is known before anything is touched. A restoration puts the files into the store,
where they are in nobody's way, fills a new database and then swaps the names in one transaction.

What lives for hours and lets somebody in stays out of the file (`FLEETING`), and is ended by a restoration
also where an older file holds it: a session or a key from before does not come back to life. Only its owner
may read the file, from its first byte on.
"""

import hashlib
import json
import os
import secrets
import subprocess
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from mandate.platform.database import binaries
from mandate.platform.database.backup_files import Hashed, read_files, unswept, write_files
from mandate.platform.database.location import Location
from mandate.platform.database.opening import opened
from mandate.platform.files.store import Folder

MAGIC = b"MANDATE BACKUP 2\n"
FIRST_MAGIC = b"MANDATE BACKUP 1\n"  # without files
HEADER = 512
CHUNK = 1 << 20
SWAP_TRIES = 50
# Sessions (with codes and second factors under way), counts and codes of the cache, keys to confirm an
# address, tokens of sign-in providers, and the queue of jobs, whose mails belong to their day.
FLEETING = (
    "django_session",
    "site_cache",
    "account_emailconfirmation",
    "socialaccount_socialtoken",
    "jobs_output",
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_jobs",
    "procrastinate_workers",
)
PEOPLE = "access_user"
OUTBOX = "notices_notice"
LONGEST_LEAP = 1_000_000  # by how much the count of a person's ended sessions grows, at most


class BackupError(Exception):
    """A backup or a restoration that cannot be; the message is one clear line, and the data are as before."""


@dataclass(frozen=True)
class Manifest:
    """What the header says: who made the backup, when, of what, how long all of it is, and how long the dump
    (None: the dump is all) with how many files behind it. ``lost`` were missing or damaged already."""

    mandate: str
    postgresql: int
    made_at: str
    length: int
    sha256: str
    dump: int | None = None
    files: int = 0
    lost: int = 0


def backup(location: Location, file: Path, now: datetime | None = None) -> Manifest:
    """Write the location's database to a file, which appears only when it is whole. Raises BackupError."""
    part = file.with_name(f"{file.name}.part")
    try:
        with opened(location) as url, _private(part) as out:
            server = _server_version(url)
            out.write(b" " * HEADER)
            rest = Hashed(out)
            with unswept(url):
                dump = _dump(url, rest)
                files, lost = write_files(url, Folder(location.files), rest)
            made_at = (now or datetime.now(UTC)).isoformat(timespec="seconds")
            manifest = Manifest(
                version("mandate"), server, made_at, rest.length, rest.hexdigest, dump, files, lost
            )
            out.seek(0)
            out.write((MAGIC + json.dumps(asdict(manifest)).encode() + b"\n").ljust(HEADER))
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError as error:
        raise BackupError(f"The backup {file} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return manifest


def restore(location: Location, file: Path) -> Manifest:
    """Put a backup in the place of the location's database. Raises BackupError; then nothing has changed."""
    manifest = inspect(file)
    with opened(location) as url:
        _server_version(url)
        target = conninfo_to_dict(url)["dbname"]
        fresh = f"{target}_restored_{os.getpid()}"
        with _maintenance(url) as connection:
            _drop_left_overs(connection, f"{target}_restored_")
            connection.execute(_with_names("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", fresh))
            try:
                length = manifest.length if manifest.dump is None else manifest.dump
                with file.open("rb") as source:
                    source.seek(HEADER)
                    _fill(make_conninfo(url, dbname=fresh), _first(source, length))
                    if manifest.files:
                        _put_back(location, source, manifest)
                end_what_was_live(make_conninfo(url, dbname=fresh))
                _swap(connection, str(target), fresh)
            finally:
                connection.execute(_with_names("DROP DATABASE IF EXISTS {} WITH (FORCE)", fresh))
    return manifest


def end_what_was_live(url: str) -> None:
    """End all sessions and keys that a database holds or has given out, as far as its tables know them, and
    mail nothing that waited to be mailed: it has gone out since, and stands in the inbox.

    A person's count of ended sessions goes into the session and into the keys of password mails. It leaps by
    chance, so that it does not meet a count of the time after the backup.
    """
    with psycopg.connect(url) as connection:
        known = connection.execute(
            "SELECT name FROM unnest(%s::text[]) AS name WHERE to_regclass(quote_ident(name)) IS NOT NULL",
            [list(FLEETING)],
        ).fetchall()
        if known:
            names = sql.SQL(", ").join(sql.Identifier(name) for (name,) in known)
            connection.execute(sql.SQL("TRUNCATE {}").format(names))
        counted = connection.execute(
            "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = 'sessions_ended'",
            [PEOPLE],
        ).fetchone()
        if counted:
            leap = 1 + secrets.randbelow(LONGEST_LEAP)
            connection.execute(
                _with_names("UPDATE {} SET sessions_ended = sessions_ended + %s", PEOPLE), [leap]
            )
        if connection.execute("SELECT to_regclass(%s)", [OUTBOX]).fetchone() != (None,):
            waiting = "UPDATE {} SET mail = 'none', mail_due = NULL WHERE mail IN ('waiting', 'sending')"
            connection.execute(_with_names(waiting, OUTBOX))


def inspect(file: Path) -> Manifest:
    """The manifest of a backup that is whole and that this version can read. Raises BackupError."""
    try:
        with file.open("rb") as source:
            manifest = _read_header(file, source.read(HEADER))
            digest = hashlib.sha256()
            length = 0
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                length += len(chunk)
    except OSError as error:
        raise BackupError(f"The backup {file} cannot be read: {error.strerror}.") from error
    if length < manifest.length:
        raise BackupError(f"{file} is cut short: {length} of {manifest.length} bytes are there.")
    if length != manifest.length or digest.hexdigest() != manifest.sha256:
        raise BackupError(f"{file} is damaged: its content does not match its checksum.")
    if _numbers(manifest.mandate) > _numbers(version("mandate")):
        raise BackupError(
            f"{file} was made by Mandate {manifest.mandate}, and this is {version('mandate')}: "
            "restore it with that version or a later one."
        )
    return manifest


def _read_header(file: Path, header: bytes) -> Manifest:
    if not header.startswith((MAGIC, FIRST_MAGIC)):
        raise BackupError(f"{file} is not a backup made by Mandate.")
    try:
        return Manifest(**json.loads(header[len(MAGIC) :]))  # both names are of one length
    except (ValueError, TypeError):
        raise BackupError(f"{file} is cut short or damaged: its header cannot be read.") from None


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split(".") if part.isdecimal())


def _server_version(url: str) -> int:
    """The server's major version. Raises BackupError where our pg_dump and pg_restore are older."""
    try:
        with psycopg.connect(url) as connection:
            major = connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        raise BackupError(f"The database cannot be reached: {str(error).splitlines()[0]}") from None
    if major > binaries.MAJOR:
        raise BackupError(
            f"The database is PostgreSQL {major}, and Mandate brings the programs of {binaries.MAJOR}: "
            "use the pg_dump and pg_restore of the server."
        )
    return major


@contextmanager
def _private(part: Path) -> Iterator[IO[bytes]]:
    """A new file that its owner alone may read. One that a killed backup left is removed first."""
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        os.fchmod(out.fileno(), 0o600)  # whatever the umask or the folder's rules say
        yield out


def _dump(url: str, out: Hashed) -> int:
    """Write the dump; its length."""
    left_out = [f"--exclude-table-data={name}" for name in FLEETING]
    with _program(url, "pg_dump", "--format=custom", *left_out, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while chunk := process.stdout.read(CHUNK):
            out.write(chunk)
    return out.length


def _fill(url: str, dump: Iterator[bytes]) -> None:
    with _program(url, "pg_restore", "--exit-on-error", stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        with suppress(BrokenPipeError), process.stdin:
            for chunk in dump:
                process.stdin.write(chunk)


def _first(source: IO[bytes], length: int) -> Iterator[bytes]:
    """So many bytes of a file, piece by piece."""
    while length and (chunk := source.read(min(CHUNK, length))):
        length -= len(chunk)
        yield chunk


def _put_back(location: Location, source: IO[bytes], manifest: Manifest) -> None:
    assert manifest.dump is not None
    source.seek(HEADER + manifest.dump)
    try:
        count = read_files(source, Folder(location.files))
    except (OSError, tarfile.TarError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BackupError(f"The files cannot be put into {location.files}: {reason}.") from error
    if count != manifest.files:
        raise BackupError(f"The backup holds {count} of its {manifest.files} files.")


@contextmanager
def _program(
    url: str, name: str, *options: str, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
) -> Iterator[subprocess.Popen[bytes]]:
    """pg_dump or pg_restore at work. The password goes by the environment, which other users do not see."""
    parameters = conninfo_to_dict(url)
    password = parameters.pop("password", None)
    with subprocess.Popen(  # noqa: S603
        [str(binaries.folder() / name), *options, "--no-owner", "--no-privileges", "--no-password",
         f"--dbname={make_conninfo('', **parameters)}"],
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env={**binaries.environment(), **({"PGPASSWORD": str(password)} if password else {})},
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            yield process
            assert process.stderr is not None
            complaint = process.stderr.read().decode(errors="replace").strip().splitlines()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise BackupError(f"{name} failed: {complaint[0] if complaint else 'no reason given'}")


@contextmanager
def _maintenance(url: str) -> Iterator[psycopg.Connection]:
    """A connection of the same user that may make, rename and drop databases."""
    try:
        with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
            yield connection
    except psycopg.Error as error:
        reason = str(error).splitlines()[0]
        raise BackupError(f"The database's user cannot put a new database in place: {reason}") from error


def _drop_left_overs(connection: psycopg.Connection, beginning: str) -> None:
    """Remove what killed restorations left behind; one that is under way is connected, and stays."""
    found = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [beginning])
    for (name,) in found.fetchall():
        with suppress(psycopg.errors.ObjectInUse, psycopg.errors.InvalidCatalogName):
            connection.execute(_with_names("DROP DATABASE {}", name))


def _swap(connection: psycopg.Connection, target: str, fresh: str) -> None:
    """Give the restored database the name of the old one, which gets the temporary name and is dropped.

    A web process that connects again at once may be in the way of a renaming, so it is tried a few times.
    """
    aside = f"{fresh}_old"
    for attempt in range(SWAP_TRIES):
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = ANY(%s) AND pid <> pg_backend_pid()",
            [[target, fresh]],
        )
        try:
            with connection.transaction():
                connection.execute(_with_names("ALTER DATABASE {} RENAME TO {}", target, aside))
                connection.execute(_with_names("ALTER DATABASE {} RENAME TO {}", fresh, target))
                connection.execute(_with_names("ALTER DATABASE {} RENAME TO {}", aside, fresh))
            return
        except psycopg.errors.ObjectInUse:
            if attempt == SWAP_TRIES - 1:
                raise
            time.sleep(0.1)


def _with_names(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))
