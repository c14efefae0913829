"""``mandate remind`` and ``mandate journal``."""

from argparse import ArgumentParser
from pathlib import Path

from mandate.platform.console.command import Command
from mandate.platform.console.words import a_date


def _journal(journal: ArgumentParser) -> None:
    journal.add_argument("--since", type=a_date, metavar="DATE", help="the first day")
    journal.add_argument("--until", type=a_date, metavar="DATE", help="the last day")
    journal.add_argument("--out", type=Path, required=True, metavar="FILE.csv|xlsx")


COMMANDS = (
    Command("remind", "send the reminders that are due now, by mail", "remind.run", position=60),
    Command("journal", "write the journal to a file, newest entries first", "journal.run", _journal, 145),
)
