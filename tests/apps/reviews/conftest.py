"""A city whose figures, targets and notes a review brings together, and its two secretaries."""

from collections.abc import Iterator

import pytest
import time_machine
from tests.apps.reviews.asking import secretary
from tests.apps.targets.city import City
from tests.apps.targets.city import city as made_city
from tests.support.organisation import NOW
from tests.support.paper import fonts, paper

from mandate.platform.access.actor import Actor

__all__ = ["city", "fonts", "paper"]


@pytest.fixture
def city(db: None) -> City:
    return made_city()


@pytest.fixture
def still() -> Iterator[None]:
    """The clock of the pages stands where that of the services does."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def first(city: City) -> Actor:
    return secretary(city, "first")


@pytest.fixture
def second(city: City) -> Actor:
    return secretary(city, "second")
