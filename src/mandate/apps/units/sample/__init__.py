"""The units of the sample: the city of Thanh Hóa in 2023. data/README.md says what is real in it."""

from mandate.apps.units.models import Unit
from mandate.apps.units.tables.importing import ImportUnits, import_units
from mandate.core.unitcheck import UnitRow
from mandate.platform.access.actor import Actor
from mandate.platform.sample import SET_UP, SampleStep, table_of

CITY = "D380"


def unit_rows() -> list[dict[str, str]]:
    """The table of units."""
    return table_of("mandate.apps.units", "units.csv")


def wards() -> list[str]:
    """The codes of the city's wards and communes, in their order."""
    return sorted(row["code"] for row in unit_rows() if row["parent"] == CITY)


def _fill(actor: Actor) -> None:
    rows = [
        UnitRow(number, row["code"], row["parent"], row["kind"], row["name"])
        for number, row in enumerate(unit_rows(), start=2)
    ]
    import_units(actor, ImportUnits(rows=rows, language="vi"))


STEPS = (
    SampleStep(10, _fill, ago=SET_UP, there=Unit.objects.filter(code=CITY).exists, taken=Unit.objects.exists),
)
