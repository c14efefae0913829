"""``mandate import`` and ``mandate export``, for every kind of table that an app has."""

from argparse import ArgumentParser
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from mandate.apps import installed
from mandate.platform.console.command import Command
from mandate.platform.console.words import a_date, a_period
from mandate.platform.tables.words import TableWords


def _tables() -> list[TableWords]:
    """What the apps say of their tables."""
    packages = [f"{app}.tables" for app in installed()]
    found: list[TableWords] = []
    for package in packages:
        if find_spec(package):
            found += import_module(package).TABLES
    return sorted(found, key=lambda one: one.position)


def _listed(names: Sequence[str], last: str) -> str:
    """“units, targets or figures”"""
    return f" {last} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


TABLES = _tables()
NAMES = [one.name for one in TABLES]


def _import(read: ArgumentParser) -> None:
    read.add_argument("kind", choices=NAMES)
    read.add_argument("file", type=Path)
    meant = dict.fromkeys(one.as_of for one in TABLES if one.as_of)
    days = [f"{_listed([one.name for one in TABLES if one.as_of == day], 'and')}: {day}" for day in meant]
    read.add_argument("--as-of", type=a_date, metavar="DATE", help="; ".join(days))
    read.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
    read.add_argument(
        "--all-problems", action="store_true", help="list every problem, not the first of each kind"
    )
    read.add_argument("--json", action="store_true", help="say what was done, or every problem, as JSON")
    for one in TABLES:
        for choice in one.choices:
            read.add_argument(choice.option, action="store_true", help=f"{one.name}: {choice.help}")


def _export(write: ArgumentParser) -> None:
    write.add_argument("kind", choices=NAMES)
    dated = _listed([one.name for one in TABLES if one.of_period], "and")
    write.add_argument(
        "period", nargs="?", type=a_period, metavar="PERIOD", help=f"{dated}: those of it (default: all)"
    )
    write.add_argument("--out", type=Path, required=True, metavar="FILE.csv|xlsx")


COMMANDS = (
    Command(
        "import",
        f"read {_listed(NAMES, 'or')} from a CSV or XLSX file; all or nothing",
        "imports.run",
        _import,
        70,
    ),
    Command(
        "export",
        f"write {_listed(NAMES, 'or')} to a CSV or XLSX file that can be read in again",
        "exports.run",
        _export,
        75,
    ),
)
