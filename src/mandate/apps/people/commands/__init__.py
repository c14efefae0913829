"""``mandate admin``."""

from argparse import ArgumentParser

from mandate.platform.console.command import Command, Group
from mandate.platform.console.words import LANGUAGES


def _add(add: ArgumentParser) -> None:
    add.add_argument("email")
    add.add_argument("--name", default="", help="the person's name (default: the address)")
    add.add_argument("--language", choices=LANGUAGES, default="en")


COMMANDS = (
    Group(
        "admin",
        "people with the administrator's role",
        (Command("add", "add an administrator of the whole organisation", "admin.add", _add),),
        position=30,
    ),
)
