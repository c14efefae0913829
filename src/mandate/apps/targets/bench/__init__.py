"""The targets of a made-up organisation, and the pages that show them."""

from collections.abc import Sequence

from mandate.platform.bench.organisation import ROOT, Organisation, csv_of


def targets(made: Organisation, years: Sequence[int]) -> bytes:
    """The table of targets: the city and each unit in the middle, for the first five indicators."""
    units = [ROOT, *(f"W{number:04}" for number in range(made.middle))]
    rows = ((unit, code, str(years[-1]), 1000, "at_least") for unit in units for code in made.codes()[:5])
    return csv_of(("unit", "indicator", "period", "goal", "direction"), rows)


MADE = {"targets": targets}
PAGES = {
    "overview": f"/unit/{ROOT}/?period={{year}}",
    "compare": f"/unit/{ROOT}/compare/?period={{year}}",
    "map": f"/unit/{ROOT}/compare/?view=map&period={{year}}",
}
