"""A small city with figures of two years and targets."""

import pytest
from tests.apps.targets.city import City, city


@pytest.fixture
def town() -> City:
    return city()
