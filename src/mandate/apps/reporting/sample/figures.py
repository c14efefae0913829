"""The figures of 2021 to 2023."""

from collections.abc import Mapping

from mandate.apps.reporting.sample.forms import form_ids
from mandate.apps.reporting.sample.made_up import EARLIER_YEARS, FigureKey, earlier_figures
from mandate.apps.reporting.services import OpenPeriod, open_period
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.platform.access.actor import Actor
from mandate.platform.sample import table_of

YEAR = 2023


def figures_of_2023() -> dict[FigureKey, int]:
    """As they are in the sample."""
    rows = table_of("mandate.apps.reporting", "figures.csv")
    return {(row["unit"], row["indicator"]): int(row["value"]) for row in rows if row["period"] == str(YEAR)}


def read_in_figures(actor: Actor) -> None:
    """2023 as it is in the sample; earlier years made up, except the members admitted in 2022."""
    admitted = {
        row["unit"]: int(row["value"])
        for row in table_of("mandate.apps.reporting", "figures.csv")
        if row["period"] == "2022"
    }
    years: dict[int, Mapping[FigureKey, int]] = {YEAR: figures_of_2023()}
    for year in sorted(EARLIER_YEARS, reverse=True):
        made = {(unit, code): value for unit, code, value in earlier_figures(years[year + 1], year)}
        if year == YEAR - 1:
            made.update({(unit, "members_admitted"): value for unit, value in admitted.items()})
        years[year] = made
    rows: list[FigureRow] = []
    for year in sorted(years):
        for form_id in form_ids():
            open_period(actor, OpenPeriod(form_id, str(year)))
        for (unit, code), value in years[year].items():
            rows.append(FigureRow(len(rows) + 2, unit, code, str(year), str(value)))
    import_figures(actor, ImportFigures(rows=rows, accept_warnings=True))
