"""The members of a made-up organisation, and how fast they are read in and counted."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import date

from mandate.platform.bench.organisation import ROOT, Organisation, csv_of
from mandate.platform.console.command import Command
from mandate.platform.console.words import a_number

HEADING = ("number", "name", "unit", "kind", "from", "until", "ended")
EACH = 2  # members of a leaf, where not more are asked for
FIRST = 2014


def people(made: Organisation, years: Sequence[int], each: int = EACH) -> bytes:
    """The table of members: in each leaf so many, admitted over ten years and full after one. One in ten has
    moved to the next leaf, one in ten has left."""
    return csv_of(HEADING, _rows(made, each))


def _rows(made: Organisation, each: int) -> Iterator[tuple[str, ...]]:
    for number in range(made.leaves * each):
        leaf, begun = number % made.leaves, FIRST + number % 10
        who = (f"M{number:07}", f"Member {number}")
        here, there = f"S{leaf:06}", f"S{(leaf + 1) % made.leaves:06}"
        start, full = (date(year, 1 + number % 12, 1 + number % 28) for year in (begun, begun + 1))
        left = full.replace(year=begun + 2).isoformat() if number % 10 == 3 else ""
        yield (*who, here, "probationary", start.isoformat(), full.isoformat(), "")
        yield (*who, here, "full", full.isoformat(), left, "left" if left else "")
        if number % 10 == 7:
            yield (*who, there, "full", full.replace(year=begun + 2).isoformat(), "", "")


MADE = {"people": people}
PAGES = {"members": f"/unit/{ROOT}/people/"}


def _nation(words: ArgumentParser) -> None:
    words.add_argument(
        "--people", type=a_number(1, 10_000_000), default=100_000, help="how many (default 100000)"
    )
    words.add_argument(
        "--leaves", type=a_number(2, 1_000_000), default=10_900, help="units of members (default 10900)"
    )


BENCHES = (
    Command(
        "people",
        "a list of members read in, and what Mandate counts of it",
        "lists.run",
        _nation,
        40,
        throwaway=True,
    ),
)
