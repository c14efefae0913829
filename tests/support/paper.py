"""Fixtures: what documents are set with. A conftest imports them."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.fonts import made_fonts


@pytest.fixture(scope="session")
def fonts() -> Path:
    """A data folder with the fonts that documents are set in."""
    return made_fonts()


@pytest.fixture
def paper(fonts: Path, settings: Any) -> None:
    """Documents can be written."""
    settings.DATA_DIR = fonts
