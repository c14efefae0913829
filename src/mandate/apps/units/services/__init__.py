"""Every write to units: one function a deed."""

from mandate.apps.units.services.imports import ImportUnits, UnitImportSummary, import_units
from mandate.core.unitcheck import UnitRow

__all__ = ["ImportUnits", "UnitImportSummary", "UnitRow", "import_units"]
