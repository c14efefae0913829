"""``mandate bench rollup``: how fast a nation rolls up, beside the limit of the machine and two engines."""

import json
import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from statistics import median
from typing import Any

import numpy as np

from mandate.apps.reporting.bench import peers as engines
from mandate.apps.reporting.bench.changing import Changing
from mandate.apps.reporting.bench.nation import Nation, agrees, checksum, fill
from mandate.apps.reporting.bench.table import LEVELS, roll_up_table
from mandate.core.tree import Ints
from mandate.platform.bench.measure import ratio, seconds

REPEATS = 9
TIME_LIMIT = 900  # seconds for all runs of one engine
AIM_PLAIN, AIM_ENGINES, AIM_MEMORY = 4, 50, 2.5


@dataclass(frozen=True, slots=True)
class Size:
    """What the nation of a run has."""

    leaves: int
    indicators: int
    months: int

    @property
    def cells(self) -> int:
        return self.leaves * self.indicators * self.months

    def quarter(self) -> "Size":
        return Size(self.leaves // 4, self.indicators, self.months)


@dataclass(frozen=True, slots=True)
class Ours:
    """Our own roll-up: its best time in seconds, the checksum of its totals, whether they are right."""

    seconds: float
    checksum: int
    right: bool


def run(arguments: Namespace) -> int:
    """Measure at the size that was asked for."""
    return main(arguments.leaves, arguments.indicators, arguments.months, peers=not arguments.no_peers)


def main(leaves: int = 100_000, indicators: int = 100, months: int = 12, peers: bool = True) -> int:
    """Run the benchmark and print its table; 0 when every result is right, else 1.

    With `peers` DuckDB and Polars do the same, which needs the ``bench`` extra.
    """
    size = Size(leaves, indicators, months)
    _say(f"A nation of {leaves:,} leaves in {LEVELS} levels, {indicators} indicators, {months} months:")
    _say(f"{size.cells:,} cells of int64, {size.cells * 8 / 1e9:.2f} GB. Python {sys.version.split()[0]},")
    _say(f"NumPy {np.__version__}, {os.cpu_count()} cores. Medians of {REPEATS} runs on one core.\n")
    _memory(size)
    ours = _ours(size, report=True)
    right = ours.right & _changing(size)
    if peers:
        right &= _engines(size, ours)
    return 0 if right else 1


def _memory(size: Size) -> None:
    """Print the peak memory of a process that does nothing but fill the cells and roll them up."""
    result = _run("table", size)
    if isinstance(result, str):
        _line("peak memory over the input", result)
        return
    share = result["peak"] / result["input"]
    _line("peak memory over the input", f"{share:.2f}", _aim(f"under {AIM_MEMORY}", share < AIM_MEMORY))


def _ours(size: Size, report: bool = False) -> Ours:
    """Time and check our own roll-up; print it when `report`."""
    cells = fill(size.leaves, size.months * size.indicators)
    nation = Nation.build(size.leaves, LEVELS)
    plain, taken = seconds([cells.sum, _task(nation, cells, size.months)], REPEATS)
    monthly, yearly = roll_up_table(nation.structure, cells, size.months)
    right = agrees(nation, cells, monthly, yearly, size.months)
    if report:
        times = ratio(taken, plain)
        _line("one plain NumPy sum over the cells", _ms(plain))
        _line(f"roll-up to {len(monthly):,} units, months and year", _ms(taken))
        _line("times the plain sum", f"{times:.1f}", _aim(f"at most {AIM_PLAIN}", times <= AIM_PLAIN))
        _line("every total beside an independent sum", "the same" if right else "DIFFERENT")
        _growth(cells, size.months)
    unit = nation.structure.ids[~nation.structure.leaves][:, None, None]
    month, indicator = np.arange(size.months)[:, None], np.arange(size.indicators)
    totals = monthly.reshape(len(monthly), size.months, size.indicators)
    return Ours(min(taken), checksum(unit, month, indicator, totals), right)


def _growth(cells: Ints, months: int) -> None:
    """Print how the time grows with the cells and with the levels."""
    count = len(cells)
    sizes = [part for part in (count // 4, count // 2, count) if part]
    _say("\nGrowth")
    _compare([(f"{part * cells.shape[1]:,} cells", LEVELS, cells[:part]) for part in sizes], months)
    _compare([(f"{levels} levels", levels, cells) for levels in (3, LEVELS, 9)], months)


def _compare(cases: Sequence[tuple[str, int, Ints]], months: int) -> None:
    """Print the times of the cases (name, levels, cells), each beside the first."""
    tasks = [_task(Nation.build(len(cells), levels), cells, months) for _, levels, cells in cases]
    times = seconds(tasks, REPEATS)
    for (name, levels, part), taken in zip(cases, times, strict=True):
        units = sum(Nation.build(len(part), levels).counts[:-1])
        _line(f"{name}, {units:,} units", _ms(taken), f"{ratio(taken, times[0]):.1f} times the first")


def _changing(size: Size) -> bool:
    """Print what a tree that changes every month costs, for one indicator; whether the totals are right."""
    nation = Nation.build(size.leaves, LEVELS)
    case = Changing.of(nation)
    trees = [case.still, case.moving]
    still, moving = seconds([partial(case.roll_up, tree) for tree in trees], REPEATS)
    right = case.right(case.roll_up(case.moving))
    _say("\nA tree that changes (one indicator, figures as they are stored)")
    _line(f"{len(case.figures):,} figures, 1 structure", _ms(still))
    structures = len(case.moving.breaks) + 1
    _line(f"the same, {structures} structures", _ms(moving), f"{ratio(moving, still):.1f} times the first")
    _line("every total beside an independent sum", "the same" if right else "DIFFERENT")
    return right


def _task(nation: Nation, cells: Ints, months: int) -> Callable[[], Any]:
    return partial(roll_up_table, nation.structure, cells, months)


def _engines(size: Size, ours: Ours) -> bool:
    """Print what the engines need for the same; whether all totals are the same."""
    lacking = engines.missing()
    if lacking:
        _say(f"\nNot compared with DuckDB and Polars: {', '.join(lacking)} missing.")
        _say("Install them with: pip install 'mandate[bench]'")
        return True
    _say("\nBy a join with a closure table, on all cores, data loaded before; best run beside our best")
    right = True
    for layout, meaning in engines.LAYOUTS.items():
        _say(f"{meaning}:")
        for engine in engines.ENGINES:
            right &= _engine(engine, layout, size, ours)
    return right


def _engine(engine: str, layout: str, size: Size, ours: Ours) -> bool:
    """Print one engine's line, on a quarter of the nation if all of it is too much; whether it is right."""
    name = f"{engine} {version(engine)}"
    result = _run("peers", size, engine, layout)
    if isinstance(result, str):
        _line(f"{name}, {size.cells:,} cells", result)
        size = size.quarter()
        ours = _ours(size)
        result = _run("peers", size, engine, layout)
        if isinstance(result, str):
            _line(f"{name}, {size.cells:,} cells", result)
            return True
    best = min(result["seconds"])
    times = best / ours.seconds
    same: bool = result["checksum"] == ours.checksum
    _line(
        f"{name}, {size.cells:,} cells",
        f"{best:.2f} s",
        f"{times:.1f} times ours; {_aim(f'at least {AIM_ENGINES}', times >= AIM_ENGINES)}; "
        f"{result['peak'] / 1e9:.1f} GB; {'same totals' if same else 'DIFFERENT TOTALS'}",
    )
    return same


def _run(module: str, size: Size, *first: str) -> dict[str, Any] | str:
    """What a module of this package printed in a process of its own, or in words why it did not."""
    command = [sys.executable, "-m", f"mandate.apps.reporting.bench.{module}", *first]
    command += map(str, (size.leaves, size.indicators, size.months))
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIME_LIMIT, check=False)  # noqa: S603 our own module
    except subprocess.TimeoutExpired:
        return f"not done in {TIME_LIMIT} s"
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        return lines[-1] if lines else f"stopped with code {done.returncode} (out of memory?)"
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _aim(aim: str, met: bool) -> str:
    return f"aim: {aim}, {'met' if met else 'NOT MET'}"


def _ms(times: Sequence[float]) -> str:
    return f"{median(times) * 1000:.0f} ms"


def _line(name: str, value: str, remark: str = "") -> None:
    _say(f"  {name:<42} {value:>10}  {remark}".rstrip())


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
