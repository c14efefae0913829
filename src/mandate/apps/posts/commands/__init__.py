"""``mandate posts``."""

from argparse import ArgumentParser

from mandate.platform.console.command import Command
from mandate.platform.console.words import a_date


def _posts(posts: ArgumentParser) -> None:
    posts.add_argument("unit", metavar="UNIT", help="the unit's code")
    posts.add_argument("--on", type=a_date, metavar="DATE", help="on that day (default: today)")
    posts.add_argument("--vacant", action="store_true", help="only what nobody holds")
    posts.add_argument("--json", action="store_true")


def _directory(directory: ArgumentParser) -> None:
    directory.add_argument("unit", metavar="UNIT", help="the unit's code")
    directory.add_argument("--on", type=a_date, metavar="DATE", help="on that day (default: today)")
    directory.add_argument("--json", action="store_true")


COMMANDS = (
    Command(
        "directory",
        "who heads a unit and those below it, and who is in charge of what there",
        "directory.run",
        _directory,
        34,
    ),
    Command("posts", "who holds which post of a unit and of those below it", "posts.run", _posts, 37),
)
