"""What each write leaves in the database: rows of its own, and an entry in the journal.

``written.txt`` beside the tests of each part has a line for each of its services, tried with the arguments of
``writes.py``: the tables that it changes and how many rows of each, ``nothing`` where there was nothing to
do, ``refused`` where those arguments only serve to ask for the right.
"""

from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from tests.platform.access.test_services_require import arguments, services
from tests.support.beside import TESTS, folder_of
from tests.support.organisation import console
from tests.support.reporting import world

pytestmark = pytest.mark.django_db

WITHOUT = (": nothing", ": refused")


def test_each_service_writes_the_rows_that_it_should() -> None:
    found: dict[Path, list[str]] = {}
    for name, given in sorted(arguments(world()).items()):
        file = TESTS.parent / folder_of(name) / "written.txt"
        found.setdefault(file, []).append(f"{name.rpartition('.')[2]}: {_told(name, given)}")
    for file, lines in found.items():
        known = file.read_text().splitlines() if file.exists() else []
        assert lines == known, f"{file.relative_to(TESTS.parent)} should be\n" + "\n".join(lines)


def test_whatever_is_changed_is_journalled() -> None:
    """On it stands that what is counted holds until the next deed (``live/still.py``). Only who looked at
    something is kept apart, and nothing counts it."""
    files = sorted(TESTS.rglob("written.txt"))
    lines = [line for file in files for line in file.read_text().splitlines()]
    assert len(lines) > 100
    silent = [line for line in lines if "journal_entry" not in line and not line.endswith(WITHOUT)]
    assert [line for line in silent if "access_look" not in line] == []


def _told(name: str, given: tuple[object, ...]) -> str:
    """What a service writes; it is undone."""
    before = rows()
    try:
        with transaction.atomic():
            services()[name](console(), *given)
            after = rows()
            transaction.set_rollback(True)
    except Exception:  # any refusal; of what kind is another test's matter
        return "refused"
    new, gone = (Counter(table for table, _ in kept) for kept in (after - before, before - after))
    return ", ".join(f"{table} {rows}" for table, rows in sorted((new | gone).items())) or "nothing"


def rows() -> set[tuple[str, str]]:
    """Every row of our tables, as the database writes it."""
    ours = (model for model in apps.get_models() if model.__module__.startswith("mandate."))
    tables = sorted({model._meta.db_table for model in ours})
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{table}', row::text FROM {table} row" for table in tables)
        )
        return set(cursor.fetchall())
