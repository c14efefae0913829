"""The tests' database: one embedded PostgreSQL for the run, shared by the xdist workers, gone at the end.

It starts when the first test asks for it. With DATABASE_URL set, the tests use that server instead.
"""

import fcntl
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from mandate.platform.database import embedded
from mandate.platform.database.binaries import EmbeddedDatabaseError
from mandate.platform.database.location import Location, django_database
from mandate.platform.database.opening import opened

FOLDER = (
    "MANDATE_TEST_DATA"  # tells the xdist workers where the run's server is; given: one that is there already
)
KEPT = "MANDATE_TEST_KEPT"  # and where something may lie for later runs
_OWN = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        if FOLDER not in os.environ:
            os.environ[FOLDER] = config.stash[_OWN] = tempfile.mkdtemp(prefix="mandate-tests-")
        if hasattr(config, "cache"):
            os.environ[KEPT] = str(config.cache.mkdir("mandate"))


def pytest_unconfigure(config: pytest.Config) -> None:
    if own := config.stash.get(_OWN, ""):
        shutil.rmtree(own, ignore_errors=True)
        del os.environ[FOLDER]


@pytest.fixture(scope="session")
def database_server() -> Iterator[str]:
    """The URL of the run's PostgreSQL (its database is not to be written to: see `new_database`)."""
    location = Location(Path(os.environ[FOLDER]), os.environ.get("DATABASE_URL") or None)
    with opened(location, durable=False) as url:
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, database_server: str
) -> None:
    """Point Django to the run's server, before pytest-django makes its test database there, as a copy."""
    from django.db import connections

    kept = connections["default"].settings_dict["TEST"] | {"TEMPLATE": migrated(database_server)}
    connections["default"].settings_dict.update(django_database(database_server), TEST=kept)


@pytest.fixture
def data_folder() -> Iterator[Path]:
    """A data folder for a server of the test's own."""
    with a_data_folder() as folder:
        yield folder


@pytest.fixture
def migrated_folder() -> Iterator[Path]:
    """The same, with all tables there."""
    with a_data_folder(migrated=True) as folder:
        yield folder


@contextmanager
def a_data_folder(migrated: bool = False) -> Iterator[Path]:
    """A new data folder, gone at the end with the server that still runs in it; with all tables if wanted.

    Not under tmp_path: pytest closes the folder above it to other users, again with every run that starts,
    and as root the server is another user.
    """
    folder = Path(tempfile.mkdtemp(prefix="mandate-data-"))
    try:
        if migrated:
            subprocess.run(["cp", "-a", f"{_migrated_folder()}/.", folder], check=True)
        yield folder
    finally:
        with suppress(EmbeddedDatabaseError, OSError):
            if (folder / "postgres" / "postmaster.pid").exists():
                embedded.start(folder, durable=False).stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_database(database_server: str) -> Iterator[Callable[..., str]]:
    """A function that makes a new database, with all tables and nothing in them or (`empty`) with none, and
    returns its URL, for a command or server under test."""
    made: list[str] = []
    numbers = itertools.count(1)

    def make(empty: bool = False) -> str:
        name = f"new_{os.getpid()}_{next(numbers)}"
        copied(database_server, name, "template0" if empty else migrated(database_server))
        made.append(name)
        return with_database(database_server, name)

    yield make
    for name in made:
        dropped(database_server, name)


def template(server: str, name: str, fill: Callable[[str], None], like: str = "template0") -> str:
    """The name of a database to make copies of: filled once in a run, by the first worker that asks."""
    folder = Path(os.environ[FOLDER])
    full = f"{name}_{folder.name.replace('-', '_')}"
    with (folder / f"{name}.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if os.fstat(lock.fileno()).st_size == 0:  # nobody has written that it is done
            copied(server, full, like)
            fill(with_database(server, full))
            lock.write("done")
    return full


def copied(server: str, name: str, like: str = "template0") -> None:
    """Make a database, as empty or full as another one."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like))
        )


def dropped(server: str, name: str) -> None:
    """Take a database away, whoever uses it."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def migrated(server: str) -> str:
    """The name of a database with all tables as the migrations leave them."""
    return template(server, "migrated", _migrate)


def _migrate(url: str) -> None:
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "mandate.site.settings"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True)


def _migrated_folder() -> Path:
    """A data folder to make copies of: made once in a run, by the first worker that asks."""
    folder = Path(os.environ[FOLDER], "data")
    with Path(os.environ[FOLDER], "data.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            with a_data_folder() as made:
                with opened(Location(made), durable=False) as url:
                    _migrate(url)
                subprocess.run(["cp", "-a", made, folder], check=True)
    return folder


def with_database(url: str, name: str) -> str:
    """The same server's URL with another database."""
    assert conninfo_to_dict(url)["dbname"]
    head, _, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}{'?' + query if query else ''}"
