"""The door through which access sees the tree, which the units app holds on a higher floor."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from mandate.core.tree import Structure


@dataclass(frozen=True, slots=True)
class TreeProvider:
    """``structure_on(day)``: the whole tree. The others count a unit without a place on that day under the
    one that it was under last, or will be under first: ``lineages(unit_ids, day)``: each unit's ancestors
    from the root down to itself; ``with_all_below(unit_ids, day)``: the units and all below them, rising;
    ``parents_on(day)``: all units, rising, and of each the one above it (0: none)."""

    structure_on: Callable[[date], Structure]
    lineages: Callable[[Collection[int], date], Mapping[int, tuple[int, ...]]]
    with_all_below: Callable[[Collection[int], date], np.ndarray]
    parents_on: Callable[[date], tuple[np.ndarray, np.ndarray]]


_provider: TreeProvider | None = None


def provide(provider: TreeProvider) -> None:
    """Called once by the app that holds the tree."""
    global _provider
    _provider = provider


def provider() -> TreeProvider:
    """The tree. Raises RuntimeError before the app that holds it is loaded."""
    if _provider is None:
        raise RuntimeError("no app has provided the tree")
    return _provider
