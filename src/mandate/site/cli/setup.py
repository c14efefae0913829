"""A database that is ready, and Django on it: every command stands on this."""

import os
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from mandate.platform.database.location import Location, configure
from mandate.platform.database.opening import opened
from mandate.platform.ui.fonts import ensure_fonts

_MIGRATION_LOCK = 7_205_759_403_792_801


def location_of(arguments: Namespace) -> Location:
    """The data folder and database that ``--data`` and the environment name."""
    data: str | None = arguments.data
    return configure(Path(data) if data else None)


@contextmanager
def ready(location: Location, *, fonts: bool = False) -> Iterator[None]:
    """Django on a database with all tables, made and migrated where needed, until the block ends. With
    ``fonts`` also the look's fonts, which pages and documents need; the settings look for their folder."""
    location.data_dir.mkdir(parents=True, exist_ok=True)
    if fonts:
        ensure_fonts(location.data_dir)
    if sample_marker(location).exists():
        os.environ["MANDATE_DEMO"] = "1"
    with opened(location) as url:
        os.environ["DATABASE_URL"] = url
        os.environ["MANDATE_DATA"] = str(location.data_dir)
        os.environ["DJANGO_SETTINGS_MODULE"] = "mandate.site.settings"
        start_django()
        migrate()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()


@contextmanager
def throwaway() -> Iterator[None]:
    """Django on an embedded database with all tables and nothing in them, gone when the block ends."""
    folder = tempfile.TemporaryDirectory(prefix="mandate-bench-", ignore_cleanup_errors=True)
    with folder as name, ready(Location(Path(name))):
        yield


def sample_marker(location: Location) -> Path:
    """The file that tells that a data folder holds the sample, so that every command labels its figures."""
    return location.data_dir / "sample"


def start_django() -> None:
    """Compile the catalogues if need be and load the apps."""
    from mandate.platform.i18n.catalogue import ensure_compiled

    ensure_compiled()
    import django

    django.setup()


def migrate() -> None:
    """Bring the tables up to date; of several processes that start at once, one does it."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    if _up_to_date():
        return
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
        try:
            call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATION_LOCK])


def _up_to_date() -> bool:
    """Whether the database has every migration, told by their names alone: to load them all takes longer than
    most commands."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    applied = set(MigrationRecorder(connection).applied_migrations())
    for app in apps.get_app_configs():
        module, _ = MigrationLoader.migrations_module(app.label)
        if module is None or find_spec(module) is None:
            continue
        found = iter_modules(import_module(module).__path__)
        if any((app.label, one.name) not in applied for one in found if one.name[0] not in "_~"):
            return False
    return True
