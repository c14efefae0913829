"""The units of a made-up organisation."""

from collections.abc import Sequence
from itertools import chain

from mandate.platform.bench.organisation import ROOT, Organisation, csv_of


def units(made: Organisation, years: Sequence[int]) -> bytes:
    """The table of units; the leaves lie evenly below those in the middle."""
    middle = [(f"W{number:04}", ROOT, "ward", f"Ward {number}") for number in range(made.middle)]
    leaves = (
        (f"S{number:06}", f"W{number % made.middle:04}", "street", f"Street {number}")
        for number in range(made.leaves)
    )
    return csv_of(("code", "parent", "kind", "name"), chain([(ROOT, "", "city", "City")], middle, leaves))


MADE = {"units": units}
