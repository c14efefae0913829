"""The states shown on pages and in documents: each has a word, and a look of the house (palette.py), which is
its shape and colour. Each app says its own, as ``STATES`` in its ``states.py``; whoever shows one asks here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise

from mandate.platform.brought import brought
from mandate.platform.ui.palette import LOOKS


@dataclass(frozen=True, slots=True)
class Shown:
    """A state as people see it. ``name`` is what is stored, and no other app's state has it; ``look`` one of
    those in palette.py, which is also the class that it has on pages."""

    name: str
    look: str
    word: str | Promise

    def __post_init__(self) -> None:
        if self.look not in LOOKS:
            raise ValueError(f"the state {self.name!r} has the look {self.look!r}, which palette.py lacks")


@cache
def states() -> Mapping[str, Shown]:
    """The states of the installed apps, by name."""
    found: dict[str, Shown] = {}
    for module, shown in brought("states", "STATES"):
        for one in shown:
            if one.name in found:
                raise ValueError(f"{module} has a state {one.name!r}, and so has an app before it")
            found[one.name] = one
    return found


def state_class(state: str) -> str:
    """The class of a state: "exceeded" gives "over"."""
    return states()[state].look


def state_word(state: str) -> str:
    """The word of a state in the language of the request."""
    return str(states()[state].word)
