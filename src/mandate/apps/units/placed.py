"""Units with the one above them, which tells units of one name apart ("Street 1" of which ward?)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np

from mandate.apps.units.queries import UnitRef, names_of
from mandate.apps.units.structure import structure_on
from mandate.apps.units.under import last_places


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit and the name of the one above it, "" at the top."""

    unit: UnitRef
    above: str

    @property
    def name(self) -> str:
        """Both names: "Phố 1, Hàm Rồng"."""
        return f"{self.unit.name}, {self.above}" if self.above else self.unit.name


def placed(ids: Collection[int], day: date) -> dict[int, Placed]:
    """Units by their number, whoever asks: one query beside the tree's, and one for those that are closed by
    then. For rows that are known to be visible: what lies above a visible unit is named, not opened."""
    structure = structure_on(day)
    wanted = np.array(sorted(ids), dtype=np.int64)
    at = structure.indices(wanted)
    parents = {
        int(unit): int(structure.ids[structure.parent[place]])
        for unit, place in zip(wanted, at, strict=True)
        if place >= 0 and structure.parent[place] >= 0
    }
    if (at < 0).any():
        last = last_places(day).filter(unit_id__in=wanted[at < 0].tolist(), parent__isnull=False)
        parents |= dict(last.values_list("unit_id", "parent_id"))
    refs = names_of({*wanted.tolist(), *parents.values()})
    return {
        unit: Placed(ref, refs[parents[unit]].name if unit in parents else "")
        for unit, ref in refs.items()
        if unit in ids
    }
