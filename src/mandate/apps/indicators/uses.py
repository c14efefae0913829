"""Where indicators are used, as told by the apps on the floors above: the door through which they speak."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Use:
    """One way of being used, declared in an app's ``ready()``.

    ``label`` is a heading for people ("Forms"). ``count`` takes ids of indicators and tells for each that is
    used how often, in one query. ``holds_figures`` is true where numbers are stored under the indicator: from
    then on its kind and its way of summing stay, and its decimals may only grow.
    """

    label: str | Promise
    count: Callable[[Collection[int]], Mapping[int, int]]
    holds_figures: bool = False


_uses: dict[str, Use] = {}


def declare(name: str, use: Use) -> None:
    """Register a use under a name of its own; a second one of the same name is an error."""
    if name in _uses:
        raise ValueError(f"the use {name!r} of indicators is declared twice")
    _uses[name] = use


def uses_of(indicator_id: int) -> list[tuple[Use, int]]:
    """Every use of one indicator with its number, zeros left out."""
    counted = [(use, use.count([indicator_id]).get(indicator_id, 0)) for use in _uses.values()]
    return [(use, number) for use, number in counted if number]


def with_figures(indicator_ids: Collection[int]) -> set[int]:
    """Those of the indicators under which numbers are stored."""
    found: set[int] = set()
    for use in _uses.values():
        if use.holds_figures:
            found |= {pk for pk, number in use.count(indicator_ids).items() if number}
    return found
