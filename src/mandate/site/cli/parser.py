"""The words of the command line."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path

from mandate.core.calendar import is_code
from mandate.core.period import FIRST_DAY, LAST_DAY, Period, PeriodError, looks_plain

LANGUAGES = ("en", "vi", "fr", "de", "sv", "pl", "ru")
Run = Callable[[Namespace], int]


def _lazily(module: str, function: str = "run") -> Run:
    """A command is loaded when it runs, so that ``mandate --help`` needs neither Django nor a database."""

    def run(arguments: Namespace) -> int:
        found: Run = getattr(import_module(f"mandate.site.cli.commands.{module}"), function)
        return found(arguments)

    return run


def a_date(text: str) -> date:
    """2023-12-31, in a year that has periods."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date such as 2023-12-31") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ArgumentTypeError(f"the year of {text} is not between {FIRST_DAY.year} and {LAST_DAY.year}")
    return day


def a_number(least: int, most: int) -> Callable[[str], int]:
    """A whole number between two bounds."""

    def number(text: str) -> int:
        sound = text.isascii() and text.isdecimal() and len(text) < 10
        if not sound or not least <= int(text) <= most:
            raise ArgumentTypeError(f"{text[:20]!r} is not a number from {least} to {most}")
        return int(text)

    return number


def a_period(text: str) -> str:
    """2023, 2023H1, 2023Q4, 2023-11, 2023-W05, 2023BiW03; other codes are looked up in the calendar."""
    try:
        return Period.parse(text).code
    except PeriodError as error:
        if looks_plain(text) or not is_code(text):
            raise ArgumentTypeError(str(error)) from None
        return text


def parser() -> ArgumentParser:
    """The whole command line."""
    top = ArgumentParser(prog="mandate", description="The yearly cycle of an organisation with many levels.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _serving(commands)
    _exchange(commands)
    _deeds(commands)
    _expectations(commands)
    _results(commands)
    _care(commands)
    return top


Commands = "_SubParsersAction[ArgumentParser]"


def _command(
    commands: "_SubParsersAction[ArgumentParser]", name: str, about: str, run: Run
) -> ArgumentParser:
    command = commands.add_parser(name, help=about, description=about)
    command.add_argument(
        "--data", metavar="DIR", help="the data folder (else MANDATE_DATA, else a folder of yours)"
    )
    command.set_defaults(run=run)
    return command


def _serving(commands: "_SubParsersAction[ArgumentParser]") -> None:
    demo = _command(commands, "demo", "set up the sample and serve it on this machine", _lazily("demo"))
    demo.add_argument(
        "--port", type=a_number(0, 65535), help="the port (default: the first free one from 8000)"
    )
    demo.add_argument("--reset", action="store_true", help="start afresh: what was typed is thrown away")
    demo.add_argument("--no-serve", action="store_true", help="set up the sample and exit")
    serve = _command(commands, "serve", "serve a production site", _lazily("serve"))
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1)")
    serve.add_argument("--port", type=a_number(0, 65535), default=8000)
    serve.add_argument("--workers", type=a_number(1, 200), default=2, help="web processes (default 2)")
    serve.add_argument("--jobs", type=a_number(0, 200), default=1, help="job workers (default 1)")
    admin = commands.add_parser("admin", help="people with the administrator's role")
    actions = admin.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = _command(actions, "add", "add an administrator of the whole organisation", _lazily("admin", "add"))
    add.add_argument("email")
    add.add_argument("--name", default="", help="the person's name (default: the address)")
    add.add_argument("--language", choices=LANGUAGES, default="en")
    _calendar(commands)
    manage = _command(commands, "manage", "Django's own commands", _lazily("manage"))
    manage.add_argument("words", nargs="...")
    _command(commands, "remind", "send the reminders that are due by mail, now", _lazily("remind"))


def _calendar(commands: "_SubParsersAction[ArgumentParser]") -> None:
    period = commands.add_parser("period", help="financial years, terms and plans")
    actions = period.add_subparsers(dest="action", required=True, metavar="ACTION")
    what = "name a financial year, a term or a plan of several years"
    add = _command(actions, "add", what, _lazily("period", "add"))
    add.add_argument("code", metavar="CODE", help="2023April, 2020-2025")
    add.add_argument("--from", dest="first", type=a_date, required=True, metavar="DATE", help="its first day")
    add.add_argument("--until", dest="last", type=a_date, required=True, metavar="DATE", help="its last day")
    add.add_argument("--name", default="", help="what the organisation calls it (default: by its years)")
    shown = _command(actions, "list", "the financial years and terms there are", _lazily("period", "show"))
    shown.add_argument("--json", action="store_true")
    gone = _command(actions, "remove", "take one away that nothing stands under", _lazily("period", "remove"))
    gone.add_argument("code", metavar="CODE")


def _exchange(commands: "_SubParsersAction[ArgumentParser]") -> None:
    what = "read units, indicators, targets or figures from a CSV or XLSX file; all or nothing"
    read = _command(commands, "import", what, _lazily("imports"))
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


def _deeds(commands: "_SubParsersAction[ArgumentParser]") -> None:
    unit = commands.add_parser(
        "unit", help="a unit's place in the tree: move, open or close it from a day on"
    )
    actions = unit.add_subparsers(dest="action", required=True, metavar="ACTION")
    move = _command(actions, "move", "put units under another one, all or none", _lazily("unit", "move"))
    move.add_argument("codes", nargs="+", metavar="CODE")
    _place(move, "the first day under it")
    opening = _command(actions, "open", "open a new unit, or a closed one again", _lazily("unit", "open_"))
    opening.add_argument("code", metavar="CODE")
    _place(opening, "the first day on which it is open")
    opening.add_argument("--kind", metavar="K", help="of a new unit: the code of its kind")
    opening.add_argument("--name", metavar="N", help="of a new unit: its name")
    opening.add_argument("--lang", choices=LANGUAGES, default="en", metavar="LL", help="the name's language")
    close = _command(actions, "close", "close units, all or none", _lazily("unit", "close"))
    close.add_argument("codes", nargs="+", metavar="CODE")
    what = "the first day on which they are not open any more"
    close.add_argument("--from", dest="ends", type=a_date, required=True, metavar="DATE", help=what)
    _document(close)


def _expectations(commands: "_SubParsersAction[ArgumentParser]") -> None:
    what = "what an opened period expects: add units that came late, or excuse some"
    expect = _command(commands, "expect", what, _lazily("expect"))
    expect.add_argument("units", nargs="+", metavar="UNIT", help="the unit's code; one or several")
    expect.add_argument("form", metavar="FORM", help="the form's code")
    expect.add_argument("period", metavar="PERIOD", help="the opened period")
    deed = expect.add_mutually_exclusive_group(required=True)
    deed.add_argument("--add", action="store_true", help="expect their reports too")
    deed.add_argument("--excuse", action="store_true", help="expect their reports no more")
    deed.add_argument("--undo", action="store_true", help="take back the last change of each")
    expect.add_argument("--reason", default="", metavar="TEXT", help="why; needed for --add and --excuse")


def _place(command: ArgumentParser, first_day: str) -> None:
    above = command.add_mutually_exclusive_group(required=True)
    above.add_argument("--under", metavar="PARENT", help="the code of the unit above")
    above.add_argument("--top", action="store_true", help="at the top, under no unit")
    command.add_argument("--from", dest="starts", type=a_date, required=True, metavar="DATE", help=first_day)
    _document(command)


def _document(command: ArgumentParser) -> None:
    command.add_argument("--document", default="", metavar="TEXT", help="the decision behind it")


def _results(commands: "_SubParsersAction[ArgumentParser]") -> None:
    rollup = _command(commands, "rollup", "totals of a unit for a period", _lazily("rollup"))
    _unit_and_period(rollup)
    rollup.add_argument("--indicator", action="append", metavar="CODE", help="only this one; repeatable")
    rollup.add_argument("--children", action="store_true", help="also each unit right below")
    rollup.add_argument(
        "--as-of",
        type=a_date,
        metavar="DATE",
        help="on the structure of that day (default: the period's last day, or today while it runs)",
    )
    rollup.add_argument("--json", action="store_true")
    score = _command(commands, "scoreboard", "a unit's targets for a period", _lazily("scoreboard"))
    _unit_and_period(score)
    score.add_argument("--json", action="store_true")
    review = _command(commands, "review", "the review of a unit's period as a document", _lazily("review"))
    _unit_and_period(review)
    review.add_argument("--lang", choices=LANGUAGES, default="en", metavar="LL")
    review.add_argument("--out", type=Path, required=True, metavar="FILE.pdf|docx|xlsx|html")
    reopen = _command(commands, "reopen", "open a closed review again, as an operator", _lazily("reopen"))
    _unit_and_period(reopen)
    reopen.add_argument("--reason", default="", metavar="TEXT", help="why (default: what was asked for)")
    reopen.add_argument("--leave-closed", action="store_true", help="turn down the request that waits")


def _unit_and_period(command: ArgumentParser) -> None:
    command.add_argument("unit", metavar="UNIT", help="the unit's code")
    command.add_argument(
        "period", metavar="PERIOD", type=a_period, help="2023, 2023H1, 2023Q4, 2023-11, 2020-2025"
    )


def _care(commands: "_SubParsersAction[ArgumentParser]") -> None:
    _command(commands, "check", "look for damage: the tree, the figures, the journal", _lazily("check"))
    backup = _command(commands, "backup", "write everything to one file", _lazily("keep", "backup"))
    backup.add_argument("file", type=Path)
    restore = _command(
        commands, "restore", "bring back a backup; replaces everything", _lazily("keep", "restore")
    )
    restore.add_argument("file", type=Path)
    bench = _command(commands, "bench", "measure", _lazily("bench"))
    bench.add_argument("what", choices=("rollup", "pages", "import"))
    bench.add_argument("--leaves", type=a_number(1, 10_000_000), default=100_000)
    bench.add_argument("--indicators", type=a_number(1, 100_000), default=100)
    bench.add_argument("--months", type=a_number(1, 1200), default=12)
    bench.add_argument("--no-peers", action="store_true", help="leave out DuckDB and Polars")
