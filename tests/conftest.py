"""Fixtures for all tests."""

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.support.database import (
    data_folder,
    database_server,
    django_db_modify_db_settings,
    empty_database,
    pytest_configure,
    pytest_unconfigure,
)

__all__ = [
    "data_folder",
    "database_server",
    "django_db_modify_db_settings",
    "empty_database",
    "pytest_configure",
    "pytest_unconfigure",
]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Between tests that commit, Django empties all tables; the journal refuses that, rightly, so in the
    tests' own database it is let. (tests/platform/journal tries the refusal in a database of its own.)"""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS journal_never_emptied ON journal_entry")


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    """The translations as the catalogues have them now."""
    from mandate.platform.i18n.catalogue import ensure_compiled

    ensure_compiled()
