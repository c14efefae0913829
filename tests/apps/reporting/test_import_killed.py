"""An import that is killed leaves the database as before, and nothing stands in the way of doing it again."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest

pytestmark = pytest.mark.django_db

IMPORT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "mandate.site.settings"
import django
django.setup()
from datetime import UTC, datetime
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.platform.access.actor import console

def progress(done, total):
    if done:
        print("half", flush=True)
        sys.stdin.read()

rows = [FigureRow(n, f"U{n % 400}", f"i{n // 400}", "2023", str(n)) for n in range(12_000)]
import_figures(console(datetime(2024, 1, 5, tzinfo=UTC)), ImportFigures(rows), progress)
print("done", flush=True)
"""
SETUP = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "mandate.site.settings"
import django
django.setup()
from mandate.apps.indicators.models import Indicator
from mandate.apps.units.services import UnitRow
from mandate.apps.units.tables.importing import ImportUnits, import_units
from mandate.platform.access.actor import console
from datetime import UTC, datetime
Indicator.objects.bulk_create(Indicator(code=f"i{n}", names={"en": f"Count {n}"}) for n in range(30))
rows = [UnitRow(1, "C", "", "city", "City")]
rows += [UnitRow(n + 2, f"U{n}", "C", "street", f"Street {n}") for n in range(400)]
import_units(console(datetime(2024, 1, 5, tzinfo=UTC)), ImportUnits(rows=tuple(rows), as_of=None))
"""


@pytest.mark.long
def test_a_killed_import_leaves_the_database_as_before(new_database):
    url = new_database()
    environment = {**os.environ, "DATABASE_URL": url}
    subprocess.run([sys.executable, "-c", SETUP], env=environment, check=True)
    with subprocess.Popen(
        [sys.executable, "-c", IMPORT],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as importing:
        assert importing.stdout is not None
        assert importing.stdout.readline() == "half\n"
        os.kill(importing.pid, signal.SIGKILL)
        importing.wait(10)
    with psycopg.connect(url, autocommit=True) as database:
        for table in ("figure", "revision", "report", "formperiod", "form"):
            assert database.execute(f"SELECT count(*) FROM reporting_{table}").fetchone() == (0,)
        assert _nobody_else(database)
    # Nothing stands in the way of doing it again.
    done = subprocess.run(
        [sys.executable, "-c", IMPORT],
        env=environment,
        input="",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "done"
    with psycopg.connect(url) as database:
        query = "SELECT count(*), sum(value)::int FROM reporting_figure WHERE counted"
        assert database.execute(query).fetchone() == (12_000, sum(range(12_000)))


def _nobody_else(database: psycopg.Connection) -> bool:
    """The killed program's connection is gone, and with it its transaction."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for _ in range(100):
        if database.execute(query).fetchone() == (0,):
            return True
        time.sleep(0.1)
    return False
