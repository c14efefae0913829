"""Put small faults into modules, one at a time, and say which of them no test sees.

``make mutants`` tries a sample over core, access, services and queries;
``ARGS="--under core/rollup.py --count 0"`` takes every fault of one module. The faults stand in a copy of the
source; the checkout stays as it is.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.bench import Bench, bench
from tests.mutants.faults import Fault, faults_of
from tests.mutants.watching import SOURCE, modules

PLACES = (
    "core",
    "platform/access",
    *sorted(
        str(path.relative_to(SOURCE))
        for room in ("services", "queries")
        for path in SOURCE.glob(f"apps/*/{room}*")
    ),
)
# Faults that change nothing that anybody could see, each with its line and the reason.
EQUAL = Path(__file__).parent / "equal.txt"


@dataclass(frozen=True, slots=True)
class Trial:
    """A fault in a module and whether the tests saw it."""

    module: Path
    fault: Fault
    seen: bool


def main() -> int:
    asked = _asked()
    known = _equal()
    places = asked.under or PLACES
    all_faults = [
        (module, fault)
        for place in places
        for module in modules(place)
        for fault in faults_of(module.read_bytes())
        if _called(module, fault) not in known
    ]
    chosen = all_faults
    if asked.count and asked.count < len(all_faults):
        chosen = sorted(
            random.Random(asked.seed).sample(all_faults, asked.count), key=lambda one: (one[0], one[1].start)
        )
    print(f"{len(chosen)} of {len(all_faults)} faults, seed {asked.seed}", flush=True)  # noqa: T201 -- a command
    missed = [trial for trial in _tried(chosen, asked.workers) if not trial.seen]
    share = 100 * (len(chosen) - len(missed)) / len(chosen) if chosen else 100.0
    print(f"\nSeen: {len(chosen) - len(missed)} of {len(chosen)}, {share:.1f} %")  # noqa: T201 -- a command
    return 0 if share >= asked.least else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--under", action="append", help="a folder or module of src/mandate; may be repeated")
    parser.add_argument("--count", type=int, default=60, help="how many faults; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--least", type=float, default=90, help="the share in per cent below which it fails")
    return parser.parse_args()


def _called(module: Path, fault: Fault) -> str:
    """A fault as equal.txt names it: by its line's words, for numbers of lines change."""
    line = module.read_text().splitlines()[fault.line - 1].strip()
    return f"{module.relative_to(SOURCE)}: {line}: {fault}"


def _equal() -> set[str]:
    lines = EQUAL.read_text().splitlines()
    return {line.partition("  # ")[0].strip() for line in lines if line and not line.startswith("#")}


def _tried(chosen: list[tuple[Path, Fault]], workers: int) -> Iterator[Trial]:
    """Each fault in turn, in as many benches at once as there are workers."""
    benches: SimpleQueue[Bench] = SimpleQueue()

    def trial(one: tuple[Path, Fault]) -> Trial:
        bench = benches.get()
        try:
            return Trial(*one, bench.sees(*one))
        finally:
            benches.put(bench)

    with ExitStack() as stack:
        for _ in range(workers):
            benches.put(stack.enter_context(bench()))
        for done in stack.enter_context(ThreadPoolExecutor(workers)).map(trial, chosen):
            where = f"{done.module.relative_to(SOURCE)}:{done.fault.line}"
            print(f"{'seen  ' if done.seen else 'MISSED'}  {where}  {done.fault}", flush=True)  # noqa: T201 -- a command
            yield done


if __name__ == "__main__":
    sys.exit(main())
