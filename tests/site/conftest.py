"""Databases for commands: empty, or with the sample's tables read in by the commands themselves."""

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.site.tables import SAMPLE, indicators_csv
from tests.support.commands import CommandLine, command_line
from tests.support.database import migrated, template

collect_ignore = ["toy"]  # a part that lies among the apps in a process of its own only: see test_parts.py

_numbers = itertools.count(1)


def _name(what: str) -> str:
    return f"{what}_{os.getpid()}_{next(_numbers)}"


@pytest.fixture(scope="session")
def filled(database_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with the sample's tables in it, to be copied."""

    def fill(url: str) -> None:
        indicators = indicators_csv(tmp_path_factory.mktemp("tables") / "indicators.csv")
        with tempfile.TemporaryDirectory(prefix="mandate-data-") as folder:
            line = CommandLine(url, folder)
            line.good("import", "units", SAMPLE / "units.csv")
            line.good("import", "indicators", indicators)
            line.good("import", "figures", SAMPLE / "figures.csv")
            line.end()

    return template(database_server, "sample", fill, migrated(database_server))


@pytest.fixture(scope="session")
def sample(database_server: str, filled: str) -> Iterator[CommandLine]:
    """The sample's units, indicators and figures, read in by `mandate import`; not to be written to."""
    with command_line(database_server, _name("sample"), filled) as line:
        yield line


@pytest.fixture
def fresh(database_server: str) -> Iterator[CommandLine]:
    """An empty organisation of the test's own."""
    with command_line(database_server, _name("fresh"), migrated(database_server)) as line:
        yield line


@pytest.fixture
def city(database_server: str, filled: str) -> Iterator[CommandLine]:
    """The sample again, of the test's own."""
    with command_line(database_server, _name("city"), filled) as line:
        yield line


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes lines to a CSV file and returns its path."""
    numbers = itertools.count(1)

    def writing(*lines: str) -> Path:
        path = tmp_path / f"table{next(numbers)}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return writing
