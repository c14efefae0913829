"""The reports of which the live messages tell."""

import pytest
from tests.support.reporting import World, world


@pytest.fixture
def city(transactional_db: None) -> World:
    made = world()
    made.save(made.report("A1"), families=5)
    return made
