"""What has a date for people, as values: each part states its kinds of entry in its ``part.py``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from mandate.platform.access.actor import Actor

Text = str | Promise
Moment = date | datetime
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Something on a day, or at a time of it, in words of the language in force.

    ``about`` is the row that it is about, as ("report", 17). By it the entry is known again, so a kind has
    one entry at most for each row; and by it the platform finds whether the matter is confidential.
    ``starts`` and ``ends`` (exclusive) are both days or both aware moments; without an end it is of that day,
    or of no length. ``title`` stands alone in a calendar among others, ``unit`` is whose it is, ``note`` says
    more. It leads to a page: ``view`` (its name and arguments) with a ``query``. ``owed``: it is to be done
    by then, and overdue afterwards. ``cancelled``: it does not take place.

    >>> entry = CalendarEntry(("report", 17), date(2024, 1, 10), "Yearly figures for 2023")
    >>> entry.day, entry.last_day, entry.all_day
    (datetime.date(2024, 1, 10), datetime.date(2024, 1, 10), True)
    """

    about: tuple[str, int]
    starts: Moment
    title: str
    unit: str = ""
    view: tuple[str, ...] = ()
    query: str = ""
    note: str = ""
    ends: Moment | None = None
    owed: bool = False
    cancelled: bool = False

    @property
    def all_day(self) -> bool:
        """Whether it is of whole days."""
        return not isinstance(self.starts, datetime)

    @property
    def day(self) -> date:
        """Its first day, in the organisation's time zone."""
        return day_of(self.starts)

    @property
    def last_day(self) -> date:
        """Its last day: what ends at midnight is not of the day after."""
        if self.ends is None:
            return self.day
        return max(self.day, day_of(self.ends - (DAY if self.all_day else timedelta(microseconds=1))))

    @property
    def address(self) -> str:
        """The address of its page, from the root of the site; "" where there is none."""
        if not self.view:
            return ""
        return reverse(self.view[0], args=self.view[1:]) + (f"?{self.query}" if self.query else "")


def day_of(moment: Moment) -> date:
    """The day of a moment in the organisation's time zone; a day is its own."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment, timezone.get_default_timezone()).date()
    return moment


@dataclass(frozen=True, slots=True)
class CalendarKind:
    """A kind of entry: reports due, meetings. Its ``name`` is part of how calendar programs know an entry
    again, so a name stays for good.

    ``entries(actor, first, until)`` are those of the days from ``first`` until ``until`` (exclusive) that the
    actor may see (``visible``), in the language in force, in a number of queries that does not grow with how
    much lies below the actor. What is not theirs any more, or is done, is left out. What is ``owed`` stays
    until it is done, however long ago its day was; of other kinds the past is shown for a while.
    """

    name: str
    label: Text
    entries: Callable[[Actor, date, date], Sequence[CalendarEntry]]
    owed: bool = False
