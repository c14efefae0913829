"""How far a long deed is."""

from collections.abc import Callable

#: Is told from within a deed (how much is done, of how much). It may raise, as where a job is cancelled: then
#: the deed is taken back.
Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Nobody watches."""
