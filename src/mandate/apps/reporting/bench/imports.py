"""The import benchmark: units and figures through `mandate import`, beside a bare COPY of the same rows."""

import os
import sys
from argparse import Namespace

from django.utils import timezone

from mandate.apps.indicators.bench import indicators as indicator_table
from mandate.apps.reporting.bench import figures as figure_table
from mandate.apps.reporting.models import Figure
from mandate.apps.units.bench import units as unit_table
from mandate.platform.access.actor import console
from mandate.platform.bench.measure import bare_copy, line, say, taken
from mandate.platform.bench.organisation import Organisation
from mandate.platform.parts import table_named
from mandate.platform.tables.importing import import_table

YEAR = 2023
REPEATS = 5
_STORED = "COPY (SELECT * FROM reporting_figure WHERE extract(year FROM starts) = 2023) TO STDOUT"
_BARE = "CREATE TEMPORARY TABLE bare AS TABLE reporting_figure WITH NO DATA"
_ALIKE = "CREATE TEMPORARY TABLE bare (LIKE reporting_figure INCLUDING ALL)"


def run(arguments: Namespace) -> int:
    """Measure."""
    return main()


def main(leaves: int = 10_000, indicators: int = 20, middle: int = 100) -> int:
    """Run the benchmark in an empty database and print its table; 0 when all figures are there."""
    made = Organisation(middle, leaves, indicators)
    count = leaves * indicators
    say(f"{made.size:,} units, {leaves:,} of them report {indicators} indicators: {count:,} figures a year.")
    say(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, an embedded PostgreSQL on this machine.\n")
    line(f"{made.size:,} units", taken(lambda: _read("units", unit_table(made, ()))))
    _read("indicators", indicator_table(made, ()))
    figures = figure_table(made, [YEAR])
    first = taken(lambda: _read("figures", figures))
    line(f"{count:,} figures", first, f"{count / first:,.0f} figures a second")
    line("the same file again, nothing new", taken(lambda: _read("figures", figures)))
    line("another year", taken(lambda: _read("figures", figure_table(made, [YEAR + 1]))))
    right = Figure.objects.filter(counted=True, starts__year=YEAR).count() == count
    for name, statement in (("bare COPY of the same rows", _BARE), ("with the table's indexes", _ALIKE)):
        bare = bare_copy(statement, _STORED, REPEATS)
        line(name, bare, f"the import takes {first / bare:.1f} times that")
    say(f"\nAll {count:,} figures are there." if right else "\nFIGURES ARE MISSING.")
    return 0 if right else 1


def _read(kind: str, data: bytes) -> None:
    import_table(console(timezone.now()), table_named(kind), data)
