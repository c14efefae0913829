"""Time and memory, measured so that a busy machine blurs them little."""

import resource
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any


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


def peak_bytes() -> int:
    """The most memory that this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
