"""``mandate people``, ``admissions`` and ``applications``."""

from argparse import ArgumentParser

from mandate.platform.console.command import Command
from mandate.platform.console.words import a_date


def _people(people: ArgumentParser) -> None:
    people.add_argument("unit", metavar="UNIT", help="the unit's code")
    people.add_argument("--on", type=a_date, metavar="DATE", help="on that day (default: today)")
    people.add_argument("--json", action="store_true")


def _admissions(admissions: ArgumentParser) -> None:
    admissions.add_argument("unit", metavar="UNIT", help="the unit's code")
    admissions.add_argument("--year", type=int, metavar="YEAR", help="of that year (default: this one)")
    admissions.add_argument("--json", action="store_true")


def _applications(applications: ArgumentParser) -> None:
    applications.add_argument("unit", metavar="UNIT", help="the unit's code")
    applications.add_argument("--open", action="store_true", help="only those that are not over")
    applications.add_argument("--json", action="store_true")


COMMANDS = (
    Command("people", "the members of a unit and of those below it, on a day", "people.run", _people, 36),
    Command(
        "admissions",
        "how many became members of a unit and of those below it in a year, by source",
        "admissions.run",
        _admissions,
        32,
    ),
    Command(
        "applications",
        "who applied to become a member of a unit or of one below it",
        "applications.run",
        _applications,
        33,
    ),
)
