"""What a part of the house brings to the frame around the pages. Each app says it of itself, as ``PART`` in
its ``part.py``; the frame asks here and knows no app.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import chain
from typing import Any, Protocol

from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.owned import Owned
from mandate.platform.brought import brought
from mandate.platform.calendar.kinds import CalendarKind
from mandate.platform.charges import Charge
from mandate.platform.counts import Count
from mandate.platform.documents.kinds import DocumentKind
from mandate.platform.duties import Duty, Queue
from mandate.platform.find.finding import Errand, Finder
from mandate.platform.guides.kinds import Help
from mandate.platform.mydata.kinds import PersonalTable
from mandate.platform.notices.kinds import Group, NoticeKind
from mandate.platform.places import PLACES, Leaf, Tab, Text
from mandate.platform.tables.kinds import TableKind


@dataclass(frozen=True, slots=True)
class FirstStep:
    """What a fresh site needs before anybody can report: what, why, for whom (an action on the whole
    organisation), the address where it is done (a view and its arguments), and whether it is."""

    title: Text
    text: Text
    action: str
    view: tuple[str, ...]
    position: int
    done: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class PersonSection:
    """What a part adds to the page of a person that another part brings: ``read`` gives it for the actor and
    the number of the person, which the template gets as ``shown``; where it is empty, nothing shows."""

    template: str
    read: Callable[[Actor, int], object]
    position: int


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A link of a person's own menu."""

    label: Text
    view: str
    position: int


class NamedUnit(Protocol):
    """A unit as the frame names it."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def code(self) -> str:
        """By which addresses call it."""

    @property
    def name(self) -> str:
        """In the reader's language."""

    @property
    def kind_name(self) -> str:
        """What it is, in the reader's language."""


class StepDown(Protocol):
    """A unit on the way from the top of the organisation down to another."""

    @property
    def unit(self) -> NamedUnit:
        """Which."""

    @property
    def may_open(self) -> bool:
        """Whether the reader may see its page."""


class Around(Protocol):
    """The units that the frame names on a page."""

    @property
    def own(self) -> NamedUnit | None:
        """The one from which the person starts, if there is any."""

    @property
    def way(self) -> Sequence[StepDown]:
        """From the top down to the unit that the page is about, itself the last; empty where it is
        about none."""

    @property
    def above(self) -> str:
        """What the switcher names with that unit, or with the person's own where the page is about none: the
        unit above it, unless that is the top."""

    @property
    def open(self) -> bool:
        """Whether that unit has a place today."""


@dataclass(frozen=True, slots=True)
class Tree:
    """How the frame finds units: ``around(actor, unit_id)`` gives those that a page names, ``switch`` is the
    view with the units to go to."""

    around: Callable[[Actor, int | None], Around]
    switch: str


@dataclass(frozen=True, slots=True)
class Part:
    """All that an app brings. ``urls`` is the module of its addresses, which stand under ``prefix``;
    ``letters`` are mails of its own that it sends to whoever chose them, beside the ``notices``;
    ``listed_counts`` gives a count for each entry of a list that the organisation keeps itself;
    ``files_at`` is a pattern of the addresses to which files are sent in a form.

    Of some things there is one in the whole house, which one part brings: ``home``, the page where people
    begin, and ``tour``, the one that shows them round; ``side``, what a page asks for when the counters at
    the side may have changed; ``choices``, the page where people choose what comes by mail; ``periods``,
    where they choose another period for a page; ``asked``, the periods for which something is open now, the
    newest first; and the ``tree``."""

    urls: str = ""
    prefix: str = ""
    leaves: tuple[Leaf, ...] = ()
    tabs: tuple[Tab, ...] = ()
    duties: tuple[Duty, ...] = ()
    queues: tuple[Queue, ...] = ()
    steps: tuple[FirstStep, ...] = ()
    notices: tuple[NoticeKind, ...] = ()
    letters: tuple[Group, ...] = ()
    tables: tuple[TableKind[Any], ...] = ()
    own_pages: tuple[OwnPage, ...] = ()
    home: str = ""
    side: str = ""
    tour: str = ""
    choices: str = ""
    periods: str = ""
    asked: Callable[[], Sequence[Period]] | None = None
    heads: Callable[[Actor, Collection[int], date], Mapping[int, str]] | None = None
    tree: Tree | None = None
    documents: tuple[DocumentKind, ...] = ()
    files_at: str = ""
    finders: tuple[Finder, ...] = ()
    errands: tuple[Errand, ...] = ()
    helps: tuple[Help, ...] = ()
    calendar: tuple[CalendarKind, ...] = ()
    listed_counts: Callable[[], Sequence[Count]] | None = None
    counts: tuple[Count, ...] = ()
    personal: tuple[PersonalTable, ...] = ()
    person_sections: tuple[PersonSection, ...] = ()
    charges: tuple[Charge, ...] = ()
    owned: tuple[Owned, ...] = ()


@cache
def parts() -> tuple[Part, ...]:
    """The parts of the installed apps, in their order."""
    found = dict(brought("part", "PART"))
    assert all(isinstance(part, Part) for part in found.values()), found
    return tuple(found.values())


def charges() -> tuple[Charge, ...]:
    """What somebody is in charge of in a unit, in the order in which it is told."""
    return tuple(sorted((one for part in parts() for one in part.charges), key=lambda one: one.position))


def owned() -> tuple[Owned, ...]:
    """The rows of all parts that go along with a person."""
    return tuple(one for part in parts() for one in part.owned)


def personal_tables() -> tuple[PersonalTable, ...]:
    """What all parts keep of a person."""
    return tuple(one for part in parts() for one in part.personal)


def leaves() -> tuple[Leaf, ...]:
    """The pages of the places of all parts, place by place."""
    all_of_them = [one for part in parts() for one in part.leaves]
    return tuple(sorted(all_of_them, key=lambda one: (PLACES.index(one.place), one.position)))


def tabs() -> tuple[Tab, ...]:
    """The tabs of a unit, in their order."""
    return tuple(sorted((one for part in parts() for one in part.tabs), key=lambda one: one.position))


def own_pages() -> tuple[OwnPage, ...]:
    """The links of a person's own menu, the one about themselves first."""
    return tuple(sorted((one for part in parts() for one in part.own_pages), key=lambda one: one.position))


def on_person(actor: Actor, user_id: int) -> list[tuple[str, object]]:
    """What the parts add to the page of a person: the template of each, and what it shows."""
    sections = sorted((one for part in parts() for one in part.person_sections), key=lambda one: one.position)
    return [(one.template, shown) for one in sections if (shown := one.read(actor, user_id))]


def home() -> str:
    """The view where people begin."""
    return next(part.home for part in parts() if part.home)


def tour() -> str:
    """The view that shows people round."""
    return next(part.tour for part in parts() if part.tour)


def side() -> str:
    """The view of the side alone."""
    return next(part.side for part in parts() if part.side)


def choices() -> str:
    """The view where people choose what comes by mail."""
    return next(part.choices for part in parts() if part.choices)


def periods() -> str:
    """The view where people choose another period for a page."""
    return next(part.periods for part in parts() if part.periods)


def asked() -> Sequence[Period]:
    """The periods for which something is open now, the newest first: one query."""
    return next(part.asked for part in parts() if part.asked is not None)()


def heads(actor: Actor, unit_ids: Collection[int], day: date) -> Mapping[int, str]:
    """Who heads units on a day: a few queries, however many units."""
    return next(part.heads for part in parts() if part.heads is not None)(actor, unit_ids, day)


def tree() -> Tree:
    """How units are found."""
    return next(part.tree for part in parts() if part.tree is not None)


def duties() -> tuple[Duty, ...]:
    """The duties of all parts, in the order of the parts."""
    return tuple(one for part in parts() for one in part.duties)


def queues() -> tuple[Queue, ...]:
    """All that stands on the desk: the lists of the duties, for those whom they concern, and others."""
    listed = [replace(one, action=duty.action) for duty in duties() for one in duty.lists]
    others = [one for part in parts() for one in part.queues]
    return tuple(sorted([*listed, *others], key=lambda one: one.position))


def notice_kinds() -> tuple[NoticeKind, ...]:
    """All that people can be told of, in the order of the parts."""
    return tuple(one for part in parts() for one in part.notices)


def notice_groups() -> tuple[Group, ...]:
    """What people decide on how it comes by mail, the letters first."""
    letters = [one for part in parts() for one in part.letters]
    return tuple(dict.fromkeys([*letters, *(kind.group for kind in notice_kinds())]))


def steps() -> tuple[FirstStep, ...]:
    """The first steps of a fresh site, in their order."""
    return tuple(sorted((one for part in parts() for one in part.steps), key=lambda one: one.position))


def tables() -> tuple[TableKind[Any], ...]:
    """The kinds of table of all parts, in the order in which they are read in."""
    return tuple(sorted((one for part in parts() for one in part.tables), key=lambda one: one.words.position))


def finders() -> tuple[Finder, ...]:
    """What can be found by words, in the order of the page."""
    return tuple(sorted((one for part in parts() for one in part.finders), key=lambda one: one.position))


def errands() -> tuple[Errand, ...]:
    """What can be done that is found by its name, in the order of the parts."""
    return tuple(one for part in parts() for one in part.errands)


def helps() -> tuple[Help, ...]:
    """Which passages of the guides help where, in the order of the parts."""
    return tuple(one for part in parts() for one in part.helps)


def calendar_kinds() -> tuple[CalendarKind, ...]:
    """What has a date for people, in the order of the parts."""
    return tuple(one for part in parts() for one in part.calendar)


def counts() -> Mapping[str, Count]:
    """What all parts count, by name, in the order of the parts; those of a list that the organisation keeps
    are read anew. Raises ValueError for a name taken twice."""
    return _by_name((*part.counts, *_listed(part)) for part in parts())


def count_named(name: str) -> Count | None:
    """One of them, or None. What parts count by themselves is known without asking the database."""
    return fixed_counts().get(name) or counts().get(name)


@cache
def fixed_counts() -> Mapping[str, Count]:
    """Those that are no list of the organisation's."""
    return _by_name(part.counts for part in parts())


def _by_name(found: Iterable[Iterable[Count]]) -> Mapping[str, Count]:
    named: dict[str, Count] = {}
    for one in chain.from_iterable(found):
        if one.name in named:
            raise ValueError(f"two parts count {one.name!r}")
        named[one.name] = one
    return named


def _listed(part: Part) -> Sequence[Count]:
    return part.listed_counts() if part.listed_counts is not None else ()


def table_named(name: str) -> TableKind[Any]:
    """A kind of table by its name. Raises LookupError."""
    for kind in tables():
        if kind.name == name:
            return kind
    raise LookupError(name)


def document_named(name: str) -> DocumentKind:
    """A kind of document by its name. Raises LookupError."""
    for part in parts():
        for kind in part.documents:
            if kind.name == name:
                return kind
    raise LookupError(name)
