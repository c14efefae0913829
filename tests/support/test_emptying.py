"""Tests that commit leave nothing to those after them, and take nothing from them."""

import psycopg
import pytest
from django.db import DatabaseError, connection

from mandate.platform.journal.models import Entry
from tests.support.emptying import put_back
from tests.support.reporting import world


def rows() -> dict[str, list[str]]:
    """Every row of every table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        found = {}
        for name in names:
            cursor.execute(f'SELECT t::text FROM "{name}" t ORDER BY 1')
            found[name] = [row for (row,) in cursor.fetchall()]
    return found


@pytest.mark.django_db(transaction=True)
def test_the_rows_of_the_migrations_are_left_and_the_guards_stand() -> None:
    before = rows()
    world()
    assert rows() != before
    put_back()
    assert rows() == before
    assert before["periods_calendarversion"]
    world()
    with pytest.raises(DatabaseError, match="append-only") as refused:
        Entry.objects.all()._raw_delete(using="default")
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
