"""``mandate people``."""

from argparse import ArgumentParser

from mandate.platform.console.command import Command
from mandate.platform.console.words import a_date


def _people(people: ArgumentParser) -> None:
    people.add_argument("unit", metavar="UNIT", help="the unit's code")
    people.add_argument("--on", type=a_date, metavar="DATE", help="on that day (default: today)")
    people.add_argument("--json", action="store_true")


COMMANDS = (
    Command("people", "the members of a unit and of those below it, on a day", "people.run", _people, 36),
)
