"""A city whose figures, targets and notes a review brings together."""

from typing import Any

import pytest
from tests.apps.targets.city import City
from tests.apps.targets.city import city as made_city
from tests.support.fonts import made_fonts


@pytest.fixture
def city(db: None) -> City:
    return made_city()


@pytest.fixture(scope="session")
def fonts() -> str:
    """A data folder with the fonts that documents are set in."""
    return str(made_fonts())


@pytest.fixture
def paper(fonts: str, settings: Any) -> None:
    """Documents can be written."""
    from pathlib import Path

    settings.DATA_DIR = Path(fonts)
