"""``mandate admin`` and ``mandate accounts``."""

from argparse import ArgumentParser
from pathlib import Path

from mandate.platform.console.command import Command, Group
from mandate.platform.console.words import LANGUAGES, a_date, a_number

#: Those of platform/access/actor.py, which needs Django.
ROLES = ("administrator", "secretary", "reporter", "reviewer", "observer")


def _add(add: ArgumentParser) -> None:
    add.add_argument("email")
    add.add_argument("--name", default="", help="the person's name (default: the address)")
    add.add_argument("--language", choices=LANGUAGES, default="en")


def _grant(grant: ArgumentParser) -> None:
    grant.add_argument("email", metavar="EMAIL")
    grant.add_argument("role", metavar="ROLE", choices=ROLES)
    grant.add_argument("--unit", metavar="CODE", help="on this unit and all below it (default: everywhere)")
    grant.add_argument("--from", dest="starts", type=a_date, metavar="DATE", help="the first day")
    grant.add_argument("--until", dest="ends", type=a_date, metavar="DATE", help="the first day without it")


def _circle(circle: ArgumentParser) -> None:
    circle.add_argument(
        "number", metavar="NUMBER", type=a_number(1, 2**31), help="as `mandate check` says it"
    )
    circle.add_argument("email", metavar="EMAIL")


def _erase(erase: ArgumentParser) -> None:
    erase.add_argument("email", metavar="EMAIL")
    erase.add_argument("--yes", action="store_true", help="erase; without it, only say what would be erased")


def _accounts(accounts: ArgumentParser) -> None:
    accounts.add_argument("--out", type=Path, required=True, metavar="FILE.csv|xlsx")


COMMANDS = (
    Command(
        "accounts", "write the list of people who sign in, with their roles", "accounts.run", _accounts, 35
    ),
    Group(
        "admin",
        "the first administrator, roles that nobody else can grant, and erasing people",
        (
            Command("add", "add an administrator of the whole organisation", "admin.add", _add),
            Command("erase", "erase a person who can no longer sign in, for good", "admin.erase", _erase),
            Command("grant", "grant a person a role, as an operator", "admin.grant", _grant),
            Command("circle", "hand over a circle in which nobody is left", "admin.circle", _circle),
        ),
        position=30,
    ),
)
