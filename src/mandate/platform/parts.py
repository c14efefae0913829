"""What a part of the house brings to the frame around the pages. Each app says it of itself, as ``PART`` in
its ``part.py``; the frame asks here and knows no app.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.functional import Promise

from mandate.platform.access.actor import Actor

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Counter:
    """How much waits for a person, beside a place or a tab. ``count`` is asked for an actor and the unit that
    the page is about, in a number of queries that does not grow; ``words`` says it: "3 reports due"."""

    name: str
    count: Callable[[Actor, int | None], int]
    words: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the side that is about no unit. ``section`` is what its pages call themselves, ``view`` the
    name of its address; with ``action`` it is for those who may do that somewhere. Places stand in the order
    of ``position``, those below :data:`TABS` above the tabs of a unit."""

    section: str
    label: Text
    view: str
    position: int
    action: str = ""
    counter: Counter | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """A link of the side that is about one unit: the address ``view`` takes the unit's code."""

    section: str
    label: Text
    view: str
    position: int
    counter: Counter | None = None


TABS = 100  # where the tabs of a unit stand among the places


@dataclass(frozen=True, slots=True)
class Part:
    """All that an app brings. ``urls`` is the module of its addresses, which stand under ``prefix``."""

    urls: str = ""
    prefix: str = ""
    places: tuple[Place, ...] = ()
    tabs: tuple[Tab, ...] = ()


@cache
def parts() -> tuple[Part, ...]:
    """The parts of the installed apps, in their order."""
    found = []
    for config in apps.get_app_configs():
        name = f"{config.name}.part"
        if config.name.startswith("mandate.") and find_spec(name):
            part = import_module(name).PART
            assert isinstance(part, Part), name
            found.append(part)
    return tuple(found)


def places() -> tuple[Place, ...]:
    """The places of all parts, as they stand at the side."""
    return tuple(sorted((one for part in parts() for one in part.places), key=lambda one: one.position))


def tabs() -> tuple[Tab, ...]:
    """The tabs of a unit, as they stand at the side."""
    return tuple(sorted((one for part in parts() for one in part.tabs), key=lambda one: one.position))
