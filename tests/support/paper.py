"""Fixtures: what documents are set with. A conftest imports them."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.fonts import give_fonts


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the fonts that documents are set in."""
    folder = tmp_path_factory.mktemp("data")
    give_fonts(folder)
    return folder


@pytest.fixture
def paper(fonts: Path, settings: Any) -> None:
    """Documents can be written."""
    settings.DATA_DIR = fonts
