"""`mandate demo --no-serve`, twice and with --reset; a killed import; the real command as people start it."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest
from tests.support.fonts import give_fonts

from mandate.apps.indicators.bench import indicators
from mandate.apps.reporting.bench import figures
from mandate.apps.units.bench import units
from mandate.platform.bench.organisation import Organisation
from mandate.platform.database.location import Location
from mandate.platform.database.opening import opened

pytestmark = pytest.mark.processes

MANDATE = [sys.executable, "-c", "import sys; from mandate.site.cli import main; sys.exit(main())"]


@pytest.fixture
def mandate(data_folder):
    """The command on the test's own data folder, with the embedded database."""
    give_fonts(data_folder)
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*MANDATE, *map(str, words), "--data", str(data_folder)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )

    return run


def asked(data_folder, query: str) -> list[tuple[object, ...]]:
    with opened(Location(data_folder), durable=False) as url, psycopg.connect(url, autocommit=True) as there:
        cursor = there.execute(query)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.long  # the sample is read in twice
def test_a_demo_keeps_what_was_typed_until_it_is_reset(mandate, data_folder):
    first = mandate("demo", "--no-serve")
    assert first.returncode == 0, first.stderr
    assert "city@demo.example" in first.stdout
    assert not (data_folder / "postgres" / "postmaster.pid").exists()
    asked(data_folder, "UPDATE access_user SET name = 'Typed' WHERE email = 'city@demo.example'")
    second = mandate("demo", "--no-serve")
    assert second.returncode == 0, second.stderr
    assert "what was typed is kept" in second.stdout
    name = "SELECT name FROM access_user WHERE email = 'city@demo.example'"
    assert asked(data_folder, name) == [("Typed",)]
    assert "11312" in mandate("rollup", "D380", "2023").stdout
    check = mandate("check")
    assert (check.returncode, "Everything is fine." in check.stdout) == (0, True), check.stdout
    third = mandate("demo", "--no-serve", "--reset")
    assert third.returncode == 0, third.stderr
    assert asked(data_folder, name) == [("Lê Anh Xuân",)]


@pytest.mark.long
def test_a_demo_leaves_another_organisation_alone(mandate, data_folder, tmp_path):
    other = tmp_path / "units.csv"
    other.write_text("code,parent,kind,name\nMINE,,party,Mine\n", encoding="utf-8")
    assert mandate("import", "units", other).returncode == 0
    done = mandate("demo", "--no-serve")
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "mandate: This data folder holds another organisation; choose another one for the demo with --data."
    )
    assert asked(data_folder, "SELECT code FROM units_unit") == [("MINE",)]


@pytest.mark.long  # tests/apps/reporting kills one of 12,000 each time
def test_an_import_of_200_000_figures_that_is_killed_leaves_nothing(fresh, tmp_path):
    organisation = Organisation(middle=100, leaves=10_000, indicators=20)
    files = {
        "units": units(organisation, ()),
        "indicators": indicators(organisation, ()),
        "figures": figures(organisation, [2023]),
    }
    for kind, content in files.items():
        (tmp_path / f"{kind}.csv").write_bytes(content)
    fresh.good("import", "units", tmp_path / "units.csv")
    fresh.good("import", "indicators", tmp_path / "indicators.csv")
    before = fresh.dump()
    killed = subprocess.Popen(
        [*MANDATE, "import", "figures", str(tmp_path / "figures.csv")], env=fresh.environment
    )
    watching = """SELECT 1 FROM pg_stat_progress_copy
        WHERE datname = current_database() AND tuples_processed > 50000"""
    deadline = time.monotonic() + 120
    while not fresh.rows(watching):
        assert killed.poll() is None, "the import was over before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    while fresh.rows(waiting):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert fresh.dump() == before
    assert "Everything is fine." in fresh.good("check").out
    assert "Figures: 200000 new or changed" in fresh.good("import", "figures", tmp_path / "figures.csv").out
    total = fresh.good("rollup", "CITY", "2023", "--json", "--indicator", "i1").json()["indicators"]["i1"]
    expected = sum((leaf * 7 + 2023) % 500 for leaf in range(10_000))
    assert total == {"value": str(expected), "reported": 10_000, "expected": 10_000}
