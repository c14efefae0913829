"""Fixtures for all tests."""

import gc
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from pytest_django.plugin import DjangoDbBlocker

from tests.support.browser import (
    browser,
    browser_type_launch_args,
    pytest_runtest_protocol,
)
from tests.support.choosing import pytest_collection_modifyitems
from tests.support.database import (
    data_folder,
    database_server,
    django_db_modify_db_settings,
    migrated_folder,
    new_database,
    pytest_configure,
    pytest_unconfigure,
)
from tests.support.emptying import keep_what_migrations_wrote

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("mandate", deadline=None)
hypothesis.settings.load_profile("mandate")

__all__ = [
    "browser",
    "browser_type_launch_args",
    "data_folder",
    "database_server",
    "django_db_modify_db_settings",
    "migrated_folder",
    "new_database",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_runtest_protocol",
    "pytest_unconfigure",
]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The tests' own database, a worker each; see tests/support/emptying.py."""
    with django_db_blocker.unblock():
        keep_what_migrations_wrote()


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


def pytest_collection_finish() -> None:
    """What is loaded now stays until the end: the collector of garbage need not look through it each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def files_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder of the run's own for what is attached."""
    settings.FILES_DIR = tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def nothing_known_before() -> None:
    """What was worked out in another test, whose deeds are undone, holds no more."""
    from mandate.platform.live.still import forget

    forget()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test begins in the site's language, whatever a request before it left in this thread."""
    from django.utils import translation

    with translation.override("en"):
        yield
