"""Arguments for the services of units that would be right for somebody who may."""

from datetime import date
from typing import Any

from tests.apps.units.sisters import sister
from tests.support.organisation import console
from tests.support.reporting import World

from mandate.apps.units.services import (
    ChangeKind,
    CloseUnit,
    CreateUnit,
    MoveUnit,
    RenameUnit,
    ReopenUnit,
    SaveKind,
    UndoPlace,
    UnitRow,
    close_unit,
)
from mandate.apps.units.services.sisters import EndSister, LinkSister, RemoveSister
from mandate.apps.units.tables.importing import ImportUnits


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """By the name of the service."""
    unit = city.units["A"].pk
    for code in ("B1", "B2"):
        close_unit(console(), CloseUnit(city.units[code].pk, date(2023, 6, 1)))
    first, second = sister(city.units["A"]), sister(city.units["B"], "FB")
    return {
        "create_unit": (CreateUnit("N", "street", {"en": "N"}, unit),),
        "rename_unit": (RenameUnit(unit, {"en": "N"}),),
        "change_kind": (ChangeKind(unit, "street"),),
        "save_kind": (SaveKind("ward", {"en": "N"}, {"en": "N"}),),
        "move_unit": (MoveUnit(city.units["A1"].pk, city.units["B"].pk, date(2024, 2, 1)),),
        "close_unit": (CloseUnit(city.units["A1"].pk, date(2024, 2, 1)),),
        "reopen_unit": (ReopenUnit(city.units["B1"].pk, unit, date(2024, 2, 1)),),
        "undo_place": (UndoPlace(city.units["B2"].pk),),
        "link_sister": (LinkSister(sister(None, "FC").pk, unit, date(2024, 1, 1)),),
        "end_sister": (EndSister(first.pk, date(2024, 2, 1)),),
        "remove_sister": (RemoveSister(second.pk),),
        "import_units": (ImportUnits(rows=(UnitRow(2, "N", "C", "ward", "N"),), as_of=None),),
    }
