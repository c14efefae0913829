"""A made-up organisation of any size for the benchmarks, as tables, and a database to throw away with it."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from mandate.platform.database.location import Location
from mandate.site.cli.setup import ready

ROOT = "CITY"
YES_NO, FAMILIES, RATIO = "yes_no", "i1", "share"


@dataclass(frozen=True, slots=True)
class Organisation:
    """One unit above `middle` units above `leaves`, which report `indicators`; the second one is yes/no."""

    middle: int
    leaves: int
    indicators: int

    @property
    def size(self) -> int:
        """All units."""
        return 1 + self.middle + self.leaves

    def codes(self) -> list[str]:
        """The indicators that are reported."""
        return [f"i{number}" for number in range(1, self.indicators + 1)]

    def units(self) -> bytes:
        """The table of units; the leaves lie evenly below those in the middle."""
        middle = [(f"W{number:04}", ROOT, "ward", f"Ward {number}") for number in range(self.middle)]
        leaves = (
            (f"S{number:06}", f"W{number % self.middle:04}", "street", f"Street {number}")
            for number in range(self.leaves)
        )
        return table(("code", "parent", "kind", "name"), chain([(ROOT, "", "city", "City")], middle, leaves))

    def indicator_table(self) -> bytes:
        """The table of indicators: those that are reported, and one ratio."""
        rows = [
            (code, f"Indicator {code}", "yes_no" if code == "i2" else "number", "", 0)
            for code in self.codes()
        ]
        rows.append((RATIO, "Share", "ratio", "100 * i3 / i1", 1))
        return table(("code", "name", "kind", "formula", "decimals"), rows)

    def figures(self, *years: int) -> bytes:
        """The table of figures: every leaf, every indicator, in each year."""
        rows = (
            (
                f"S{leaf:06}",
                code,
                str(year),
                (leaf + year) % 2 if code == "i2" else (leaf * 7 + place * 13 + year) % 500,
            )
            for year in years
            for leaf in range(self.leaves)
            for place, code in enumerate(self.codes())
        )
        return table(("unit", "indicator", "period", "value"), rows)

    def targets(self, year: int) -> bytes:
        """The table of targets: the city and each unit in the middle, for the first five indicators."""
        units = [ROOT, *(f"W{number:04}" for number in range(self.middle))]
        rows = ((unit, code, str(year), 1000, "at_least") for unit in units for code in self.codes()[:5])
        return table(("unit", "indicator", "period", "goal", "direction"), rows)


def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heading)
    writer.writerows(rows)
    return out.getvalue().encode()


@contextmanager
def throwaway_database() -> Iterator[None]:
    """Django on an embedded database with all tables and nothing in them, gone when the block ends."""
    folder = tempfile.TemporaryDirectory(prefix="mandate-bench-", ignore_cleanup_errors=True)
    with folder as name, ready(Location(Path(name))):
        yield
