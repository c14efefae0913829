"""``mandate expect`` and ``mandate rollup``."""

from argparse import ArgumentParser

from mandate.platform.console.command import Command
from mandate.platform.console.words import a_date, unit_and_period


def _expect(expect: ArgumentParser) -> None:
    expect.add_argument("units", nargs="+", metavar="UNIT", help="the unit's code; one or several")
    expect.add_argument("form", metavar="FORM", help="the form's code")
    expect.add_argument("period", metavar="PERIOD", help="the opened period")
    change = expect.add_mutually_exclusive_group(required=True)
    change.add_argument("--add", action="store_true", help="expect their reports too")
    change.add_argument("--excuse", action="store_true", help="no longer expect their reports")
    change.add_argument("--undo", action="store_true", help="take back the last change of each")
    expect.add_argument("--reason", default="", metavar="TEXT", help="why; needed for --add and --excuse")


def _rollup(rollup: ArgumentParser) -> None:
    unit_and_period(rollup)
    rollup.add_argument("--indicator", action="append", metavar="CODE", help="only this one; repeatable")
    rollup.add_argument("--children", action="store_true", help="also each unit directly below")
    rollup.add_argument(
        "--as-of",
        type=a_date,
        metavar="DATE",
        help="on the structure of that day (default: the period's last day, or today while it runs)",
    )
    rollup.add_argument("--json", action="store_true")


COMMANDS = (
    Command(
        "expect",
        "change what an opened period expects: add units that came late, or excuse some",
        "expect.run",
        _expect,
        90,
    ),
    Command("rollup", "totals of a unit for a period", "rollup.run", _rollup, 100),
)
