"""What a part of the house brings to the frame around the pages. Each app says it of itself, as ``PART`` in
its ``part.py``; the frame asks here and knows no app.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.functional import Promise

from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.tables.kinds import TableKind

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


@dataclass(frozen=True, slots=True)
class Asked:
    """What the desk is asked for: which page of a list (as it stands in the address), and in which period."""

    page: str
    period: Period


@dataclass(frozen=True, slots=True)
class Queue:
    """Something that waits for a person, on the desk in the order of ``position``. ``read`` gives what the
    template gets as ``shown``, None where the person has nothing to do with it."""

    name: str
    template: str
    position: int
    read: Callable[[Actor, Asked], object | None]


@dataclass(frozen=True, slots=True)
class Step:
    """What a fresh site needs before anybody can report: what, why, for whom (an action on the whole
    organisation), the address where it is done (a view and its arguments), and whether it is."""

    title: Text
    text: Text
    action: str
    view: tuple[str, ...]
    position: int
    done: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Passage:
    """What a part has to say in a person's mail. Without one that ``calls``, no mail goes out; the first
    passage gives the subject."""

    calls: bool
    subject: str
    paragraphs: tuple[str, ...]


#: Words a part's passage for one person, in the language in force; None where there is nothing to say. The
#: days are those for which it was not asked yet, today the last: a mail is called for if one of them calls
#: for it, so that nothing is left untold where no mails went out for some days.
Wording = Callable[[Actor, Sequence[date]], Passage | None]

#: Reads once what a day's mails need, and gives the function that words it.
Reminding = Callable[[date], Wording]

TABS = 100  # where the tabs of a unit stand among the places


@dataclass(frozen=True, slots=True)
class Part:
    """All that an app brings. ``urls`` is the module of its addresses, which stand under ``prefix``."""

    urls: str = ""
    prefix: str = ""
    places: tuple[Place, ...] = ()
    tabs: tuple[Tab, ...] = ()
    queues: tuple[Queue, ...] = ()
    steps: tuple[Step, ...] = ()
    reminders: tuple[Reminding, ...] = ()
    tables: tuple[TableKind[Any], ...] = ()


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


def queues() -> tuple[Queue, ...]:
    """All that may wait for a person, as it stands on the desk."""
    return tuple(sorted((one for part in parts() for one in part.queues), key=lambda one: one.position))


def steps() -> tuple[Step, ...]:
    """The first steps of a fresh site, in their order."""
    return tuple(sorted((one for part in parts() for one in part.steps), key=lambda one: one.position))


def tables() -> tuple[TableKind[Any], ...]:
    """The kinds of table of all parts, in the order in which they are read in."""
    return tuple(sorted((one for part in parts() for one in part.tables), key=lambda one: one.words.position))


def table_named(name: str) -> TableKind[Any]:
    """A kind of table by its name. Raises LookupError."""
    for kind in tables():
        if kind.name == name:
            return kind
    raise LookupError(name)
