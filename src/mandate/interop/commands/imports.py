"""``mandate import units|indicators|targets|figures FILE``."""

from argparse import Namespace
from collections.abc import Callable, Container, Mapping
from datetime import date
from typing import NoReturn

from django.utils import timezone
from tqdm import tqdm

from mandate.core.problem import Problems
from mandate.interop.spreadsheets.imports import CHOICES, Choice, import_table
from mandate.platform.access.actor import console
from mandate.platform.console.output import say, warn
from mandate.platform.console.problems import problems_error

# What the importer of figures can choose, and what is said where it would help.
ADVICE: Mapping[Choice, str] = {
    "partial": "--partial leaves the reports that are not whole as drafts, which their units can finish.",
    "accept_warnings": "--accept-warnings reads in the figures that are asked about, if they are right.",
    "expect_late": "--expect-late adds the units to what is expected; for one by one see: mandate expect.",
}


def run(arguments: Namespace) -> int:
    """Read the file, check all of it, and write all of it or nothing."""
    data = arguments.file.read_bytes()
    if arguments.kind == "indicators" and arguments.as_of:
        warn("mandate: --as-of says nothing about indicators and is not used.")
    as_of: date | None = arguments.as_of
    try:
        with _Bar() as progress:
            summary = import_table(
                console(timezone.now()),
                arguments.kind,
                data,
                as_of=as_of,
                dry_run=arguments.dry_run,
                choices={choice for choice in ADVICE if getattr(arguments, choice)},
                progress=progress,
            )
    except Problems as error:
        refused = problems_error(arguments.file.name, error.problems)
        _say_choices(arguments.file.name, {CHOICES.get(one.code) for one in error.problems})
        raise refused from None
    say(f"Only tried, nothing written: {summary}" if arguments.dry_run else summary)
    return 0


def _say_choices(name: str, offered: Container[str | None]) -> None:
    """How the problems that are a matter of choice can be lived with."""
    for choice, advice in ADVICE.items():
        if choice in offered:
            warn(f"{name}: {advice}")


class _Bar:
    """A progress bar on standard error; silent where that is not a terminal."""

    def __init__(self) -> None:
        self._bar: tqdm[NoReturn] | None = None

    def __enter__(self) -> Callable[[int, int], None]:
        return self._show

    def _show(self, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = tqdm(total=total, unit=" figures", disable=None, leave=False)
        self._bar.update(done - self._bar.n)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
