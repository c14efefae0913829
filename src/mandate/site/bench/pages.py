"""The page benchmark: pages about a unit, with few and with many units below it."""

import json
import subprocess
import sys
from argparse import Namespace
from typing import Any

MIDDLE = 34
SMALL, LARGE = 350, 11_000


def run(arguments: Namespace) -> int:
    """Measure."""
    return main()


def main(small: int = SMALL, large: int = LARGE, indicators: int = 10, repeats: int = 15) -> int:
    """Run the benchmark and print its table; 0 when every page takes the same queries in both sizes."""
    few, many = (_measured(size, indicators, repeats) for size in (small, large))
    _say(f"{few['units']:,} and {many['units']:,} units, {indicators} indicators and a ratio, three years of")
    _say(
        f"figures, {MIDDLE} units right below. As the secretary of the topmost unit; medians of {repeats}.\n"
    )
    _say(f"  {'':<26} {'queries':>15} {'usual time, ms':>17} {'ratio':>7} {'first time, ms':>17}")
    equal = True
    for name, (first, usual, queries, *_) in few["pages"].items():
        first_many, usual_many, queries_many, *_ = many["pages"][name]
        equal &= queries == queries_many
        counts = f"{queries} → {queries_many}"
        times, firsts = _pair(usual, usual_many), _pair(first, first_many)
        _say(f"  {name:<26} {counts:>15} {times:>17} {usual_many / usual:>7.1f} {firsts:>17}")
    _say("\nEvery page takes the same queries in both sizes." if equal else "\nTHE QUERIES DIFFER.")
    return 0 if equal else 1


def _measured(size: int, indicators: int, repeats: int) -> dict[str, Any]:
    """What page_times prints for an organisation of a size, in a process of its own."""
    numbers = (MIDDLE, size - MIDDLE - 1, indicators, repeats)
    command = [sys.executable, "-m", "mandate.site.bench.page_times", *map(str, numbers)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 our own module
    if done.returncode:
        raise SystemExit(f"The pages of {size:,} units could not be measured.")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _pair(one: float, other: float) -> str:
    return f"{one * 1000:.0f} → {other * 1000:.0f}"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
