"""The benchmark of members: a list through `mandate import`, beside a bare COPY of the same rows, and the
counts of twelve months for every unit, beside plain SQL and Polars over the same rows."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib import import_module
from statistics import median
from typing import Any

from django.db import connection
from django.utils import timezone

from mandate.apps.people.bench import FIRST, people
from mandate.apps.people.counts import COUNTS
from mandate.apps.people.models import Membership
from mandate.apps.units.bench import units
from mandate.apps.units.models import Unit
from mandate.core.period import Period
from mandate.platform.access.actor import console
from mandate.platform.bench.measure import bare_copy, line, say, taken
from mandate.platform.bench.organisation import Organisation
from mandate.platform.parts import table_named
from mandate.platform.tables.importing import import_table

YEAR = FIRST + 8
REPEATS = 5
MIDDLE = 100
_STORED = "COPY people_membership TO STDOUT"
_BARE = "CREATE TEMPORARY TABLE bare AS TABLE people_membership WITH NO DATA"
_ALIKE = "CREATE TEMPORARY TABLE bare (LIKE people_membership INCLUDING ALL)"
_PLAIN = """
SELECT unit_id,
  count(*) FILTER (WHERE starts < %(until)s AND (ends IS NULL OR ends >= %(until)s)),
  count(*) FILTER (WHERE began = 'admitted' AND starts >= %(first)s AND starts < %(until)s),
  count(*) FILTER (WHERE ended IN ('left', 'died', 'excluded', 'struck_off')
    AND ends >= %(first)s AND ends < %(until)s)
FROM people_membership GROUP BY unit_id
"""
_COUNTED = ("people.members", "people.admitted", "people.left")


def run(arguments: Namespace) -> int:
    """Measure."""
    return main(arguments.people, arguments.leaves)


def main(number: int = 100_000, leaves: int = 10_900, middle: int = MIDDLE) -> int:
    """Run the benchmark in an empty database and print its table; 0 when all counts are the same."""
    made = Organisation(middle, leaves, 1)
    each = max(1, number // leaves)
    _read("units", units(made, ()))
    table = people(made, (), each)
    first = taken(lambda: _read("people", table))
    rows = Membership.objects.count()
    say(f"{each * leaves:,} people in {made.size:,} units, {rows:,} memberships over ten years.")
    say(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, an embedded PostgreSQL on this machine.\n")
    line(f"{rows:,} memberships read in", first, f"{rows / first:,.0f} a second")
    line("the same file again, nothing new", taken(lambda: _read("people", table)))
    for name, statement in (("bare COPY of the same rows", _BARE), ("with the table's indexes", _ALIKE)):
        bare = bare_copy(statement, _STORED, REPEATS)
        line(name, bare, f"the import takes {first / bare:.1f} times that")
    return _counts()


def _counts() -> int:
    """Three counts for every unit in each month of a year, by each way; 0 when all are the same."""
    months = [Period.parse(f"{YEAR}-{month:02}") for month in range(1, 13)]
    ids = list(Unit.objects.values_list("pk", flat=True))
    say(f"\n{len(_COUNTED)} counts of {len(ids):,} units for 12 months")
    ours, found = _timed(lambda: [_ours(ids, month) for month in months])
    line("as automatic indicators have them", ours)
    plain, other = _timed(lambda: [_plain(month) for month in months])
    line("plain SQL", plain, f"ours take {ours / plain:.1f} times that")
    same = [_nonzero(one) for one in found] == [_nonzero(one) for one in other]
    try:
        polars: Any = import_module("polars")
    except ImportError:
        say("  Polars is not installed; the extra “bench” has it.")
    else:
        frame = polars.DataFrame(
            list(Membership.objects.values_list("unit_id", "starts", "ends", "began", "ended")),
            schema=["unit", "starts", "ends", "began", "ended"],
            orient="row",
        )
        seconds, third = _timed(lambda: [_polars(polars, frame, month) for month in months])
        line("Polars, with all rows in memory", seconds, f"ours take {ours / seconds:.1f} times that")
        same = same and [_nonzero(one) for one in found] == [_nonzero(one) for one in third]
    say("\nAll counts are the same." if same else "\nTHE COUNTS DIFFER.")
    return 0 if same else 1


Counted = dict[int, tuple[int | Decimal, ...]]


def _ours(ids: list[int], month: Period) -> Counted:
    known = {count.name: count for count in COUNTS}
    each = [known[name].values(ids, month.start, _after(month)) for name in _COUNTED]
    return {pk: tuple(one[pk] for one in each) for pk in ids}


def _plain(month: Period) -> Counted:
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN, {"first": month.start, "until": _after(month)})
        return {pk: tuple(counts) for pk, *counts in cursor.fetchall()}


def _polars(polars: Any, frame: Any, month: Period) -> Counted:
    first, until, col = month.start, _after(month), polars.col
    lasting = ["left", "died", "excluded", "struck_off"]
    found = frame.group_by("unit").agg(
        ((col("starts") < until) & (col("ends").is_null() | (col("ends") >= until))).sum().alias("members"),
        ((col("began") == "admitted") & (col("starts") >= first) & (col("starts") < until))
        .sum()
        .alias("came"),
        (col("ended").is_in(lasting) & (col("ends") >= first) & (col("ends") < until)).sum().alias("went"),
    )
    return {row[0]: tuple(row[1:]) for row in found.iter_rows()}


def _after(month: Period) -> date:
    return month.next().start


def _nonzero(counted: Counted) -> Counted:
    return {pk: counts for pk, counts in counted.items() if any(counts)}


def _read(kind: str, data: bytes) -> None:
    import_table(console(timezone.now()), table_named(kind), data)


def _timed(task: Callable[[], Any]) -> tuple[float, Any]:
    """The median time, after one run to warm up, and what came out."""
    found = task()
    return median(taken(task) for _ in range(REPEATS)), found
