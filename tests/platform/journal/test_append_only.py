"""The database itself refuses to change, delete or empty the journal: tried in a database of its own."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection
from tests.support.organisation import console

from mandate.platform.access.events import UserAdded
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record, record_many

INSERT = """
INSERT INTO journal_entry (at, code, subject_kind, data)
VALUES (now(), 'access.user_added', '', '{"user": 1}') RETURNING id
"""

TOUCHED = """
WITH kind AS (
    INSERT INTO units_unitkind (code, names, plurals) VALUES ('ward', '{}', '{}') RETURNING id
), unit AS (
    INSERT INTO units_unit (code, names, kind_id, search_key, sort_keys)
    SELECT 'A', '{}', id, '', '{}' FROM kind RETURNING id
)
INSERT INTO journal_touched (entry_id, unit_id) SELECT (SELECT max(id) FROM journal_entry), id FROM unit
"""


def rows(database: "psycopg.Connection[Any]") -> list[Any]:
    """The journal with the units that it touches."""
    told = "SELECT * FROM journal_entry e LEFT JOIN journal_touched t ON t.entry_id = e.id"
    return database.execute(told).fetchall()


@pytest.fixture
def journal(new_database: Callable[[], str]) -> str:
    """The URL of a database with the journal's tables, made by the migrations as on any site."""
    return new_database()


def test_a_row_stays_as_it_was_written(journal: str) -> None:
    refused = [
        "UPDATE journal_entry SET code = 'x.y'",
        "UPDATE journal_entry SET data = '{}' WHERE id = 1",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry, journal_touched, journal_apart",
        "TRUNCATE journal_entry CASCADE",
        "TRUNCATE units_unit CASCADE",  # would take the journal with it
        "UPDATE journal_touched SET unit_id = 2",
        "DELETE FROM journal_touched",
        "TRUNCATE journal_touched",
    ]
    with psycopg.connect(journal, autocommit=True) as database:
        first = database.execute(INSERT).fetchone()
        database.execute(TOUCHED)
        written = rows(database)
        for statement in refused:
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
                database.execute(statement)
            assert rows(database) == written, statement
        assert first is not None and len(written) == 1 and written[0][-1] is not None
        database.execute(INSERT)  # more can always be added
        assert database.execute("SELECT count(*) FROM journal_entry").fetchone() == (2,)


@pytest.mark.django_db(transaction=True)
def test_a_deed_is_recorded_in_the_transaction_that_does_it() -> None:
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError, match="transaction"):
        record(console(), UserAdded(Person(1)))
    with pytest.raises(RuntimeError, match="transaction"):
        record_many(console(), [(UserAdded(Person(1)), None, None)])
