"""``mandate import``."""

from argparse import ArgumentParser
from pathlib import Path

from mandate.platform.console.command import Command
from mandate.platform.console.words import a_date


def _import(read: ArgumentParser) -> None:
    read.add_argument("kind", choices=("units", "indicators", "targets", "figures"))
    read.add_argument("file", type=Path)
    read.add_argument(
        "--as-of",
        type=a_date,
        metavar="DATE",
        help="units: the day from which they stand so (default: since always); figures and targets: the day "
        "of the structure against which units are checked (default: the period's last day)",
    )
    read.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
    read.add_argument(
        "--partial", action="store_true", help="figures: leave reports that are not whole as drafts"
    )
    read.add_argument(
        "--accept-warnings", action="store_true", help="figures: those that are asked about are right"
    )
    read.add_argument(
        "--expect-late",
        action="store_true",
        help="figures: add units that an opened period does not expect to it",
    )


COMMANDS = (
    Command(
        "import",
        "read units, indicators, targets or figures from a CSV or XLSX file; all or nothing",
        "imports.run",
        _import,
        70,
    ),
)
