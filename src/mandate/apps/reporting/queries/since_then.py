"""Where a unit stood in the period with which its report is compared."""

from dataclasses import dataclass
from datetime import timedelta

from mandate.apps.units.queries import UnitRef, names_of
from mandate.apps.units.structure import lineage, structure_on
from mandate.core.period import Period


@dataclass(frozen=True, slots=True)
class Then:
    """``existed``: the unit had a place at the end of that period; ``under`` is what it lay under, where that
    is another unit than today."""

    period: Period
    existed: bool
    under: UnitRef | None


def stood_then(unit_id: int, above: UnitRef | None, period: Period | None) -> Then | None:
    """None where there is no period to compare with, and where nothing has changed since: at most one query
    while the tree is unchanged."""
    if period is None:
        return None
    day = period.end - timedelta(days=1)
    if unit_id not in structure_on(day):
        return Then(period, False, None)
    line = lineage(unit_id, day)
    parent = line[-2] if len(line) > 1 else None
    if parent is None or (above is not None and parent == above.id):
        return None
    return Then(period, True, names_of([parent])[parent])
