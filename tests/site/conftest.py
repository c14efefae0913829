"""Databases for commands: empty, or with the sample's tables read in by the commands themselves."""

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.site.tables import SAMPLE, indicators_csv
from tests.support.commands import CommandLine, command_line

_numbers = itertools.count(1)


def _name(what: str) -> str:
    return f"{what}_{os.getpid()}_{next(_numbers)}"


@pytest.fixture(scope="session")
def migrated(database_server: str) -> Iterator[CommandLine]:
    """A database with tables and nothing in them; not to be written to."""
    with command_line(database_server, _name("migrated")) as line:
        line.good("check")
        yield line


@pytest.fixture(scope="session")
def sample(
    database_server: str, migrated: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CommandLine]:
    """The sample's units, indicators and figures, read in by `mandate import`; not to be written to."""
    indicators = indicators_csv(tmp_path_factory.mktemp("tables") / "indicators.csv")
    with command_line(database_server, _name("sample"), _database(migrated)) as line:
        line.good("import", "units", SAMPLE / "units.csv")
        line.good("import", "indicators", indicators)
        line.good("import", "figures", SAMPLE / "figures.csv")
        yield line


@pytest.fixture
def fresh(database_server: str, migrated: CommandLine) -> Iterator[CommandLine]:
    """An empty organisation of the test's own."""
    with command_line(database_server, _name("fresh"), _database(migrated)) as line:
        yield line


@pytest.fixture
def city(database_server: str, sample: CommandLine) -> Iterator[CommandLine]:
    """The sample again, of the test's own."""
    with command_line(database_server, _name("city"), _database(sample)) as line:
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


def _database(line: CommandLine) -> str:
    return line.url.rpartition("/")[2].partition("?")[0]
