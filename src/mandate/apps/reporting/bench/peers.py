"""The same roll-up by DuckDB and Polars: figures joined with a closure table, then grouped.

Each runs in a process of its own, with all the cores, and its data already in its own tables:
``python -m mandate.apps.reporting.bench.peers duckdb long LEAVES INDICATORS MONTHS``. The two layouts are
named in `LAYOUTS`.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import numpy as np

from mandate.apps.reporting.bench.nation import Nation, checksum, fill
from mandate.apps.reporting.bench.table import LEVELS
from mandate.platform.bench.measure import peak_bytes

ENGINES = ("duckdb", "polars")
LAYOUTS = {
    "long": "One row a figure (unit, month, indicator, value), as figures are stored and sent",
    "wide": "One row a unit and month, one column an indicator, which suits these engines best",
}
REPEATS = 3


def missing() -> list[str]:
    """The libraries of the `bench` extra that are not installed."""
    lacking = []
    for name in (*ENGINES, "pyarrow"):
        try:
            import_module(name)
        except ImportError:
            lacking.append(name)
    return lacking


def main(engine: str, layout: str, leaves: int, indicators: int, months: int) -> None:
    """Print the seconds of each run, the checksum of the monthly totals and the peak memory, as JSON."""
    figures, columns = _figures(layout, leaves, indicators, months)
    run = {"duckdb": _duckdb, "polars": _polars}[engine](figures, _closure(leaves), layout, columns)
    del figures
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        totals = run()
        times.append(time.perf_counter() - began)
    result = {"seconds": times, "peak": peak_bytes(), "checksum": _checksum(totals(), layout, columns)}
    sys.stdout.write(json.dumps(result))


def _figures(layout: str, leaves: int, indicators: int, months: int) -> tuple[Any, Sequence[str]]:
    """The cells as an Arrow table in this layout, and the names of its columns of values."""
    arrow = import_module("pyarrow")
    cells = fill(leaves, months * indicators)
    unit = np.arange(leaves, dtype=np.int64) + Nation.build(leaves, LEVELS).first(LEVELS - 1)
    month = np.arange(months, dtype=np.int16)
    if layout == "long":
        table = {
            "unit": np.repeat(unit.astype(np.int32), months * indicators),
            "month": np.tile(np.repeat(month, indicators), leaves),
            "indicator": np.tile(np.arange(indicators, dtype=np.int16), leaves * months),
            "value": cells.ravel(),
        }
        return arrow.table(table), ["value"]
    columns = [f"i{n}" for n in range(indicators)]
    rows = cells.reshape(leaves * months, indicators)
    table = {"unit": np.repeat(unit.astype(np.int32), months), "month": np.tile(month, leaves)}
    table |= {name: np.ascontiguousarray(rows[:, n]) for n, name in enumerate(columns)}
    return arrow.table(table), columns


def _closure(leaves: int) -> Any:
    """An Arrow table of every (unit above, leaf)."""
    arrow = import_module("pyarrow")
    nation = Nation.build(leaves, LEVELS)
    leaf = np.arange(leaves) + nation.first(LEVELS - 1)
    above = [unit for _, unit in nation.above_leaves()]
    return arrow.table(
        {
            "above": np.concatenate(above).astype(np.int32),
            "unit": np.tile(leaf.astype(np.int32), len(above)),
        }
    )


def _keys(layout: str) -> list[str]:
    return ["indicator"] if layout == "long" else []


def _duckdb(
    figures: Any, closure: Any, layout: str, columns: Sequence[str]
) -> Callable[[], Callable[[], dict[str, Any]]]:
    connection = import_module("duckdb").connect()
    for name, table in (("figures", figures), ("closure", closure)):
        connection.register("given", table)
        connection.execute(f"create table {name} as select * from given")  # noqa: S608 our own names
        connection.unregister("given")
    sums = ", ".join(f"sum({column})::bigint as {column}" for column in columns)
    keys = ", ".join(["above", *_keys(layout)])

    monthly = f"select {keys}, month, {sums} from figures join closure using (unit) group by {keys}, month"  # noqa: S608 our own names
    yearly = f"select {keys}, {sums} from monthly group by {keys}"  # noqa: S608 our own names

    def run() -> Callable[[], dict[str, Any]]:
        connection.execute(f"create or replace table monthly as {monthly}")
        connection.execute(f"create or replace table yearly as {yearly}")
        return lambda: dict(connection.execute("select * from monthly").fetchnumpy())

    return run


def _polars(
    figures: Any, closure: Any, layout: str, columns: Sequence[str]
) -> Callable[[], Callable[[], dict[str, Any]]]:
    polars = import_module("polars")
    frame, above = polars.from_arrow(figures), polars.from_arrow(closure)
    sums = [polars.col(column).sum() for column in columns]
    keys = ["above", *_keys(layout)]

    def run() -> Callable[[], dict[str, Any]]:
        joined = frame.lazy().join(above.lazy(), on="unit")
        monthly = joined.group_by(*keys, "month").agg(*sums).collect(engine="streaming")
        monthly.lazy().group_by(*keys).agg(*sums).collect(engine="streaming")
        return lambda: {name: monthly[name].to_numpy() for name in monthly.columns}

    return run


def _checksum(totals: dict[str, Any], layout: str, columns: Sequence[str]) -> int:
    """The checksum of the monthly totals, whatever their layout."""
    unit, month = totals["above"].astype(np.int64), totals["month"].astype(np.int64)
    if layout == "long":
        return checksum(unit, month, totals["indicator"].astype(np.int64), totals["value"])
    parts = (checksum(unit, month, np.array(n), totals[name]) for n, name in enumerate(columns))
    return sum(parts) % 2**64


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
