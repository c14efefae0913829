"""What is due from people and what waits for them, in one value a duty: a part states its duties in its
``part.py``, and the desk, the counters at the side and the mails only go through them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_anywhere


@dataclass(frozen=True, slots=True)
class Asked:
    """What the desk is asked for: which page of a list (as it stands in the address), and in which period."""

    page: str
    period: Period


@dataclass(frozen=True, slots=True)
class Queue:
    """A list on the desk, in the order of ``position``. ``read`` gives a page of it, which the template gets
    as ``shown``; None where the person has nothing to do with it. With ``action`` it is for those who may do
    that somewhere. Where a duty counts nothing, none of its ``counted`` lists is read: there stands nothing
    else in them."""

    name: str
    template: str
    position: int
    read: Callable[[Actor, Asked], object | None]
    action: str = ""
    counted: bool = False


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to do, in words of the language in force: what it is ("Yearly figures for 2023") and of which
    unit, by which day it is due (None: it only waits) or since when it waits, and where it is done (a view
    and its arguments). ``count`` are as many of a kind, ``note`` says more of it, ``said`` what somebody
    wrote."""

    what: str
    unit: str
    day: date | None = None
    since: date | None = None
    view: tuple[str, ...] = ()
    count: int = 1
    note: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that people must do, again and again: report, accept, answer.

    By its ``name`` it is kept until when mails told of it, so a name stays for good. It is for those who may
    do ``action`` somewhere; on which of their units, its readers say. ``count`` is asked for an actor, in a
    number of queries that does not grow, and stands with its ``words`` ("3 reports due") at the page of a
    place that is called ``section``. ``lists`` are on the desk. ``read`` reads once
    what a day's mails need, and gives the function that says what there is to do for one person, in the order
    of the mail. A mail goes out if something ``calls`` for it on that day, or did on one without mails;
    ``subject`` and ``lead`` are its words.
    """

    name: str
    action: str
    section: str
    lists: tuple[Queue, ...]
    count: Callable[[Actor], int]
    words: Callable[[int], str]
    read: Callable[[date], Callable[[Actor], Sequence[DueItem]]]
    calls: Callable[[DueItem, date], bool]
    subject: Callable[[int], str]
    lead: str | Promise


def concerns(actor: Actor, action: str) -> bool:
    """Whether this is ever the person's to do; the operator at the command line has no duties."""
    return not actor.console and can_anywhere(actor, action)
