"""The small city, with its yearly form opened for 2023 or with indicators alone."""

import pytest
from tests.support.organisation import tree
from tests.support.reporting import World, indicators, world

from mandate.apps.units.models import Unit


@pytest.fixture
def city(db: None) -> World:
    return world()


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    made = tree()
    indicators()
    return made
