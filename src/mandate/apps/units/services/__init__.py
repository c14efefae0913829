"""Every write to units: one function a change. Reading many in from a table is in tables/importing.py."""

from mandate.apps.units.services.places import (
    CloseUnit,
    MoveUnit,
    ReopenUnit,
    UndoPlace,
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
    "MoveUnit",
    "RenameUnit",
    "ReopenUnit",
    "SaveKind",
    "UndoPlace",
    "UnitRow",
    "change_kind",
    "close_unit",
    "create_unit",
    "move_unit",
    "rename_unit",
    "reopen_unit",
    "save_kind",
    "undo_place",
]
