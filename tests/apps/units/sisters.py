"""A sister organisation of one unit, which stands beside one of ours."""

from datetime import date
from typing import overload

from tests.support.organisation import console

from mandate.apps.units.models import SisterLink, Unit
from mandate.apps.units.services import CreateUnit, create_unit
from mandate.apps.units.services.sisters import LinkSister, link_sister

SINCE = date(2023, 1, 1)


def sister_unit(code: str = "F", under: Unit | None = None, starts: date | None = None) -> Unit:
    """A unit of a tree of its own, or below one."""
    command = CreateUnit(code, "union", {"en": f"Union {code}"}, under.pk if under else None, starts)
    return create_unit(console(), command)


def linked(sister: Unit, unit: Unit, starts: date = SINCE, ends: date | None = None) -> SisterLink:
    """A sister beside a unit."""
    return link_sister(console(), LinkSister(sister.pk, unit.pk, starts, ends))


@overload
def sister(unit: Unit, code: str = "F") -> SisterLink: ...
@overload
def sister(unit: None, code: str = "F") -> Unit: ...
def sister(unit: Unit | None, code: str = "F") -> SisterLink | Unit:
    """A new sister organisation, beside a unit if one is given."""
    made = sister_unit(code)
    return linked(made, unit) if unit is not None else made
