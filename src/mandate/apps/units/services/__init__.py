"""Every write to units: one function a deed."""

from mandate.apps.units.services.imports import ImportUnits, UnitImportSummary, import_units
from mandate.apps.units.services.places import (
    CloseUnit,
    MoveUnit,
    ReopenUnit,
    close_unit,
    move_unit,
    reopen_unit,
    undo_place,
)
from mandate.apps.units.services.units import (
    ChangeKind,
    CreateUnit,
    RenameUnit,
    SaveKind,
    change_kind,
    create_unit,
    rename_unit,
    save_kind,
)
from mandate.core.unitcheck import UnitRow

__all__ = [
    "ChangeKind",
    "CloseUnit",
    "CreateUnit",
    "ImportUnits",
    "MoveUnit",
    "RenameUnit",
    "ReopenUnit",
    "SaveKind",
    "UnitImportSummary",
    "UnitRow",
    "change_kind",
    "close_unit",
    "create_unit",
    "import_units",
    "move_unit",
    "rename_unit",
    "reopen_unit",
    "save_kind",
    "undo_place",
]
