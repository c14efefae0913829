"""Databases for commands: empty, or with the sample's tables read in by the commands themselves."""

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.site.tables import INDICATOR_COLUMNS, indicators_csv, sample_file
from tests.support.commands import CommandLine, command_line
from tests.support.database import migrated, template

# parts that lie among the apps in processes of their own only: see test_parts.py and test_confidential.py
collect_ignore = ["toy", "confidential"]

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
            line.good("import", "units", sample_file("units.csv"))
            line.good("import", "indicators", indicators)
            line.good("import", "figures", sample_file("figures.csv"))
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


TREE = (
    "code,parent,kind,name",
    "C,,city,City",
    "A,C,ward,A",
    "B,C,ward,B",
    "A1,A,street,One",
    "A2,A,street,Two",
    "B1,B,street,Three",
)


@pytest.fixture
def small(fresh, write):
    """C › A › A1 A2, C › B › B1, and one indicator for each way of summing over time."""
    fresh.good("import", "units", write(*TREE))
    fresh.good(
        "import", "indicators",
        write(
            ",".join(INDICATOR_COLUMNS),
            "sum,Sum,t,1,number,sum,sum,,higher",
            "last,Last,,0,number,sum,last,,higher",
            "mean,Mean,,2,number,sum,mean,,higher",
            "min,Min,,0,number,min,min,,lower",
            "max,Max,,0,number,max,max,,higher",
            "avg,Average of units,,1,number,mean,sum,,higher",
            "how_many,How many units,,0,number,count,last,,higher",
            "open,Open,,0,yes_no,,last,,higher",
            "share,Share,%,1,ratio,,,100 * sum / last,higher",
        ),
    )  # fmt: skip
    return fresh
