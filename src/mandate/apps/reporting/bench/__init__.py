"""The figures of a made-up organisation, and how fast they are read in and roll up."""

from argparse import ArgumentParser
from collections.abc import Sequence

from mandate.platform.bench.organisation import RATIO, ROOT, Organisation, csv_of
from mandate.platform.console.command import Command
from mandate.platform.console.words import a_number


def figures(made: Organisation, years: Sequence[int]) -> bytes:
    """The table of figures: every leaf, every indicator, in each year."""
    rows = (
        (
            f"S{leaf:06}",
            code,
            str(year),
            (leaf + year) % 2 if code == "i2" else (leaf * 7 + place * 13 + year) % 500,
        )
        for year in years
        for leaf in range(made.leaves)
        for place, code in enumerate(made.codes())
    )
    return csv_of(("unit", "indicator", "period", "value"), rows)


MADE = {"figures": figures}


def _nation(rollup: ArgumentParser) -> None:
    rollup.add_argument(
        "--leaves", type=a_number(1, 10_000_000), default=100_000, help="units that report (default 100000)"
    )
    rollup.add_argument("--indicators", type=a_number(1, 100_000), default=100, help="how many (default 100)")
    rollup.add_argument("--months", type=a_number(1, 1200), default=12, help="how many (default 12)")
    rollup.add_argument("--no-peers", action="store_true", help="leave out DuckDB and Polars")


BENCHES = (
    Command("rollup", "the roll-up of a nation in memory", "rollup.run", _nation, 10, alone=True),
    Command(
        "import",
        "units and figures read in, beside a bare copy of the same rows",
        "imports.run",
        position=30,
        throwaway=True,
    ),
)
PAGES = {
    "where a total comes from": f"/unit/{ROOT}/number/i1/{{year}}/",
    "where a ratio comes from": f"/unit/{ROOT}/number/{RATIO}/{{year}}/",
    "reports below": f"/unit/{ROOT}/reports/?period={{year}}",
    "calendar": "/calendar/",
}
