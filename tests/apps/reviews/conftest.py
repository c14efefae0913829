"""A city whose figures, targets and notes a review brings together."""

import pytest
from tests.apps.targets.city import City
from tests.apps.targets.city import city as made_city
from tests.support.paper import fonts, paper

__all__ = ["city", "fonts", "paper"]


@pytest.fixture
def city(db: None) -> City:
    return made_city()
