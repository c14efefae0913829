"""How far long work is."""

from collections.abc import Callable

#: Is told from within it (how much is done, of how much). It may raise, as where a job is cancelled: then
#: all of it is taken back.
Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Nobody watches."""
