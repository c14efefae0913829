"""``mandate unit``."""

from argparse import ArgumentParser

from mandate.platform.console.command import Command, Group
from mandate.platform.console.words import LANGUAGES, a_date


def _move(move: ArgumentParser) -> None:
    move.add_argument("codes", nargs="+", metavar="CODE")
    _place(move, "the first day under it")


def _open(opening: ArgumentParser) -> None:
    opening.add_argument("code", metavar="CODE")
    _place(opening, "the first day on which it is open")
    opening.add_argument("--kind", metavar="K", help="of a new unit: the code of its kind")
    opening.add_argument("--name", metavar="N", help="of a new unit: its name")
    opening.add_argument("--lang", choices=LANGUAGES, default="en", metavar="LL", help="the name's language")


def _close(close: ArgumentParser) -> None:
    close.add_argument("codes", nargs="+", metavar="CODE")
    what = "the first day on which they are no longer open"
    close.add_argument("--from", dest="ends", type=a_date, required=True, metavar="DATE", help=what)
    _document(close)


def _undo(undo: ArgumentParser) -> None:
    undo.add_argument("codes", nargs="+", metavar="CODE")


def _place(command: ArgumentParser, first_day: str) -> None:
    above = command.add_mutually_exclusive_group(required=True)
    above.add_argument("--under", metavar="PARENT", help="the code of the unit above")
    above.add_argument("--top", action="store_true", help="at the top, under no unit")
    command.add_argument("--from", dest="starts", type=a_date, required=True, metavar="DATE", help=first_day)
    _document(command)


def _document(command: ArgumentParser) -> None:
    command.add_argument("--document", default="", metavar="TEXT", help="the decision behind it")


def _link(link: ArgumentParser) -> None:
    link.add_argument("sister", metavar="SISTER", help="the code of the sister organisation's unit")
    link.add_argument("unit", metavar="UNIT", help="the code of the unit beside which it stands")
    first = "the first day on which it stands there"
    link.add_argument("--from", dest="starts", type=a_date, required=True, metavar="DATE", help=first)
    _document(link)


def _unlink(unlink: ArgumentParser) -> None:
    unlink.add_argument("sister", metavar="SISTER", help="the code of the sister organisation's unit")
    first = "the first day on which it no longer stands there"
    unlink.add_argument("--from", dest="ends", type=a_date, required=True, metavar="DATE", help=first)
    _document(unlink)


def _sisters(sisters: ArgumentParser) -> None:
    sisters.add_argument("unit", metavar="UNIT", help="the unit's code")
    sisters.add_argument("--on", type=a_date, metavar="DATE", help="on that day (default: today)")
    sisters.add_argument("--json", action="store_true")


COMMANDS = (
    Command(
        "sisters",
        "the units of sister organisations beside a unit and those below it",
        "sisters.run",
        _sisters,
        38,
    ),
    Group(
        "unit",
        "a unit's place in the tree: move, open or close it from a day on, and take that back",
        (
            Command("move", "put units under another unit, all or none", "unit.move", _move),
            Command("open", "open a new unit, or a closed one again", "unit.open_", _open),
            Command("close", "close units, all or none", "unit.close", _close),
            Command("undo", "take back the last change of units, all or none", "unit.undo", _undo),
            Command("link", "put a unit of a sister organisation beside a unit", "sisters.link", _link),
            Command("unlink", "end such a link", "sisters.unlink", _unlink),
        ),
        position=80,
    ),
)
