"""A made-up organisation of any size for the benchmarks."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


def csv_of(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heading)
    writer.writerows(rows)
    return out.getvalue().encode()
