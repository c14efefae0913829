"""``mandate period``."""

from argparse import ArgumentParser

from mandate.platform.console.command import Command, Group
from mandate.platform.console.words import a_date


def _add(add: ArgumentParser) -> None:
    add.add_argument("code", metavar="CODE", help="2023April, 2020-2025")
    add.add_argument("--from", dest="first", type=a_date, required=True, metavar="DATE", help="its first day")
    add.add_argument("--until", dest="last", type=a_date, required=True, metavar="DATE", help="its last day")
    add.add_argument("--name", default="", help="what the organisation calls it (default: by its years)")


def _list(shown: ArgumentParser) -> None:
    shown.add_argument("--json", action="store_true")


def _remove(gone: ArgumentParser) -> None:
    gone.add_argument("code", metavar="CODE")


COMMANDS = (
    Group(
        "period",
        "financial years, terms and plans",
        (
            Command("add", "name a financial year, a term or a plan of several years", "period.add", _add),
            Command("list", "the financial years and terms there are", "period.show", _list),
            Command("remove", "remove one that nothing depends on", "period.remove", _remove),
        ),
        position=40,
    ),
)
