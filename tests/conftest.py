"""Fixtures for all tests."""

from tests.support.database import (
    database_server,
    django_db_modify_db_settings,
    empty_database,
    pytest_configure,
    pytest_unconfigure,
)

__all__ = [
    "database_server",
    "django_db_modify_db_settings",
    "empty_database",
    "pytest_configure",
    "pytest_unconfigure",
]
