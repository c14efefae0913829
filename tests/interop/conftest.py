"""A city with a yearly form opened for 2023, and its secretary at a browser."""

import pytest
from tests.support.organisation import client_of, person
from tests.support.reporting import World, world

from mandate.platform.access.actor import Role


@pytest.fixture
def city(db) -> World:
    return world()


@pytest.fixture
def administrator(city):
    """An administrator who may also decide on reports, as whoever imports figures must."""
    person(Role.REVIEWER, None, "administrator-all@example.org")
    return client_of(person(Role.ADMINISTRATOR, None))


@pytest.fixture
def secretary(city):
    return client_of(person(Role.SECRETARY, city.units["C"], "secretary@example.org"))


@pytest.fixture
def observer(city):
    return client_of(person(Role.OBSERVER, city.units["C"]))
