"""The indicators of a made-up organisation."""

from collections.abc import Sequence

from mandate.platform.bench.organisation import RATIO, Organisation, csv_of


def indicators(made: Organisation, years: Sequence[int]) -> bytes:
    """The table of indicators: those that are reported, and one ratio."""
    rows = [
        (code, f"Indicator {code}", "yes_no" if code == "i2" else "number", "", 0) for code in made.codes()
    ]
    rows.append((RATIO, "Share", "ratio", "100 * i3 / i1", 1))
    return csv_of(("code", "name", "kind", "formula", "decimals"), rows)


MADE = {"indicators": indicators}
