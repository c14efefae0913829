"""A city whose figures, targets and notes a review brings together."""

from typing import Any

import pytest
from tests.apps.targets.city import City
from tests.apps.targets.city import city as made_city

from mandate.platform.ui.fonts import ensure_fonts


@pytest.fixture
def city(db: None) -> City:
    return made_city()


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A data folder with the fonts that documents are set in."""
    folder = tmp_path_factory.mktemp("fonts")
    ensure_fonts(folder)
    return str(folder)


@pytest.fixture
def paper(fonts: str, settings: Any) -> None:
    """Documents can be written."""
    from pathlib import Path

    settings.DATA_DIR = Path(fonts)
