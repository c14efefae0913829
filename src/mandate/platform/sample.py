"""The sample, which ``mandate demo`` sets up. Each app brings its part, as ``STEPS`` in its ``sample/``, with
the data beside it; the site only walks them, in one transaction. A step does what people would do, through
the same services.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

from mandate.platform.access.actor import Actor
from mandate.platform.brought import brought

#: So many days ago the organisation was set up, with its people, its plan and the figures of earlier years.
SET_UP = 300


@dataclass(frozen=True, slots=True)
class SampleStep:
    """``fill`` does it, as an actor at the moment at which the sample is set up, or so many days ``ago``. The
    steps are taken in the order of ``position``, what is long ago first, so that the journal reads as one of
    a site at work; one that takes long is told as ``doing``.

    The sample is there already if every step that can tell says that it is ``there``; a step that knows finds
    the site ``taken`` by another organisation. ``told`` is what whoever starts the demonstration reads."""

    position: int
    fill: Callable[[Actor], None]
    doing: str = ""
    ago: int = 0
    there: Callable[[], bool] | None = None
    taken: Callable[[], bool] | None = None
    told: tuple[str, ...] = ()


def steps() -> list[SampleStep]:
    """The steps of the installed apps, in their order."""
    found = [one for _, some in brought("sample", "STEPS") for one in some]
    return sorted(found, key=lambda one: one.position)


def text_of(package: str, name: str) -> str:
    """A file of an app's part of the sample: "units.csv" of "mandate.apps.units"."""
    return files(f"{package}.sample").joinpath("data", name).read_text(encoding="utf-8")


def table_of(package: str, name: str) -> list[dict[str, str]]:
    """One of its tables."""
    return list(csv.DictReader(text_of(package, name).splitlines()))
