"""The roll-up under test: a whole table of cells to every unit above the leaves, each month and the year.

Run as a module it measures its own memory:
``python -m mandate.apps.reporting.bench.table LEAVES INDICATORS MONTHS``.
"""

import json
import sys

from mandate.apps.reporting.bench.nation import Nation, fill
from mandate.core.subtrees import Whole, levels_sum, safe
from mandate.core.tree import Ints, Structure
from mandate.platform.bench.measure import peak_bytes

LEVELS = 5


def roll_up_table(structure: Structure, cells: Ints, months: int) -> tuple[Whole, Whole]:
    """The totals of each month (units, months * indicators) and of the year (units, indicators).

    `cells` is (leaves, months * indicators), the indicators of a month side by side.
    """
    monthly = levels_sum(structure, cells)
    yearly = safe(monthly).reshape(len(monthly), months, -1).sum(axis=1)
    return monthly, yearly


def main(leaves: int, indicators: int, months: int) -> None:
    """Print the size of the cells and the most memory that the process held, in bytes, as JSON."""
    structure = Nation.build(leaves, LEVELS).structure
    cells = fill(leaves, months * indicators)
    roll_up_table(structure, cells, months)
    sys.stdout.write(json.dumps({"input": cells.nbytes, "peak": peak_bytes()}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
