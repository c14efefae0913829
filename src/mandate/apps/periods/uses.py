"""Where named periods are used, as told by the apps on the floors above."""

from collections.abc import Callable

_uses: dict[str, Callable[[str], bool]] = {}


def declare(name: str, is_used: Callable[[str], bool]) -> None:
    """Register a way in which a code can be used, under a name of its own."""
    if name in _uses:
        raise ValueError(f"the use {name!r} of named periods is declared twice")
    _uses[name] = is_used


def is_used(code: str) -> bool:
    """Whether anything stands under a named period."""
    return any(used(code) for used in _uses.values())
