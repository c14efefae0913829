"""Time and memory, measured so that a busy machine blurs them little."""

import resource
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from django.db import connection


def seconds(functions: Sequence[Callable[[], Any]], repeats: int) -> list[list[float]]:
    """The times of each function, all of them in turn in each repeat, after one run to warm up."""
    times: list[list[float]] = [[] for _ in functions]
    for repeat in range(repeats + 1):
        for function, taken in zip(functions, times, strict=True):
            began = time.perf_counter()
            function()
            if repeat:
                taken.append(time.perf_counter() - began)
    return times


def ratio(times: Sequence[float], base: Sequence[float]) -> float:
    """The median ratio of two series that were measured in turn."""
    return median(one / other for one, other in zip(times, base, strict=True))


def taken(task: Callable[[], Any]) -> float:
    """The seconds that a task takes."""
    began = time.perf_counter()
    task()
    return time.perf_counter() - began


def bare_copy(create: str, rows: str, repeats: int) -> float:
    """The median time in which PostgreSQL takes rows (what a COPY gives) into a table ``bare`` that the
    statement creates."""
    with connection.cursor() as cursor, cursor.copy(rows) as out:
        data = b"".join(out)

    def copy() -> None:
        with connection.cursor() as cursor, cursor.copy("COPY bare FROM STDIN") as inward:
            inward.write(data)

    times = []
    for _ in range(repeats):
        with connection.cursor() as cursor:
            cursor.execute(create)
        times.append(taken(copy))
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bare")
    return median(times)


def line(name: str, seconds: float, remark: str = "") -> None:
    """Print a row of a benchmark's table."""
    say(f"  {name:<36} {seconds:>8.2f} s  {remark}".rstrip())


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def peak_bytes() -> int:
    """The most memory that this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
