"""Fixtures for all tests."""

from collections.abc import Iterator

import hypothesis
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

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("mandate", deadline=None)
hypothesis.settings.load_profile("mandate")

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


@pytest.fixture(scope="session", autouse=True)
def light_passwords() -> None:
    """Argon2 as on a site, but at its lightest: most tests enter people, and few are about passwords."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    Argon2PasswordHasher.time_cost = 1
    Argon2PasswordHasher.memory_cost = 8
    Argon2PasswordHasher.parallelism = 1


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test begins in the site's language, whatever a request before it left in this thread."""
    from django.utils import translation

    with translation.override("en"):
        yield
