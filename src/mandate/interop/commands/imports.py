"""``mandate import KIND FILE``."""

import json
from argparse import Namespace
from collections.abc import Callable, Collection, Sequence
from typing import NoReturn

from django.utils import timezone
from tqdm import tqdm

from mandate.core.problem import Problem, Problems
from mandate.platform.access.actor import console
from mandate.platform.console.output import CommandError, say, warn
from mandate.platform.console.problems import problems_error
from mandate.platform.i18n.problems import problem_sentence
from mandate.platform.parts import table_named
from mandate.platform.tables.importing import import_table
from mandate.platform.tables.kinds import Order
from mandate.platform.tables.words import TableWords


def run(arguments: Namespace) -> int:
    """Read the file, check all of it, and write all of it or nothing."""
    data = arguments.file.read_bytes()
    kind = table_named(arguments.kind)
    if arguments.as_of and not kind.words.as_of:
        warn(f"mandate: --as-of says nothing about {kind.name} and is not used.")
    chosen = frozenset(one.name for one in kind.words.choices if getattr(arguments, one.name))
    order = Order(arguments.as_of, arguments.dry_run, chosen)
    try:
        with _Bar(kind.name) as progress:
            summary = import_table(console(timezone.now()), kind, data, order, progress=progress)
    except Problems as error:
        if arguments.json:
            say(_as_json(order, problems=error.problems, unfinished=error.unfinished))
            raise CommandError(f"Nothing of {arguments.file.name} was read in.") from None
        refused = problems_error(arguments.file.name, error, everything=arguments.all_problems)
        offered = {kind.choice_for(one.code) for one in error.problems}
        _say_choices(arguments.file.name, kind.words, offered)
        raise refused from None
    if arguments.json:
        say(_as_json(order, summary))
        return 0
    say(f"Only tried, nothing written: {summary}" if arguments.dry_run else summary)
    return 0


def _as_json(
    order: Order, summary: str = "", *, problems: Sequence[Problem] = (), unfinished: bool = False
) -> str:
    """What was done, or every problem by itself: its row (0: the file), column, code and sentence."""
    told = [
        {"row": one.row, "column": one.column, "code": one.code, "sentence": problem_sentence(one)}
        for one in problems
    ]
    found = {
        "read_in": not problems and not order.dry_run,
        "summary": summary,
        "problems": told,
        "more_to_come": unfinished,
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _say_choices(name: str, words: TableWords, offered: Collection[str | None]) -> None:
    """How the problems that are a matter of choice can be lived with."""
    for choice in words.choices:
        if choice.name in offered:
            warn(f"{name}: {choice.option} {choice.advice}.")


class _Bar:
    """A progress bar on standard error; silent where that is not a terminal."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._bar: tqdm[NoReturn] | None = None

    def __enter__(self) -> Callable[[int, int], None]:
        return self._show

    def _show(self, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = tqdm(total=total, unit=f" {self._what}", disable=None, leave=False)
        self._bar.update(done - self._bar.n)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
