"""The pool of a web process, when its database goes away and comes back."""

import os
import signal
import time

import pytest
from django.db import OperationalError, connections
from django.db.utils import ConnectionHandler

from mandate.platform.database import embedded
from mandate.platform.database.away import why_away
from mandate.platform.database.connection import POOL, pooled
from mandate.platform.database.location import django_database


@pytest.fixture
def away(data_folder, django_db_blocker):
    """A server of the test's own, and Django's name for a pooled connection to it."""
    server = embedded.start(data_folder, durable=False)
    pool = ConnectionHandler({"default": pooled(django_database(server.url), size=3)})
    connections.settings["away"] = pool.settings["default"]
    with django_db_blocker.unblock():
        yield server
        connections["away"].close()
        connections["away"].close_pool()
    del connections["away"], connections.settings["away"]
    server.stop()


def ask() -> object:
    """One request: it takes a connection out of the pool and gives it back."""
    connection = connections["away"]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 7")
            return cursor.fetchone()[0]
    finally:
        connection.close_if_unusable_or_obsolete()


@pytest.mark.long
def test_an_away_database_is_an_error_soon_and_works_again_without_a_restart(away):
    assert ask() == 7
    assert connections["away"].pool.timeout == POOL["timeout"] < 8  # how long a page waits for a connection
    pid_file = away.data_dir / "postgres" / "postmaster.pid"
    os.kill(
        int(pid_file.read_text().splitlines()[0]), signal.SIGQUIT
    )  # PostgreSQL: end at once, as in a crash
    while pid_file.exists():
        time.sleep(0.05)
    for _ in range(2):
        with pytest.raises(OperationalError) as caught:
            ask()
        assert why_away(caught.value) == "away"
    away.ensure()
    assert ask() == 7
